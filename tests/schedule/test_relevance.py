from datetime import datetime
from typing import Any, TypeAlias

from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.differences import Difference, describe, differences
from festival.schedule.edits import edit_from
from festival.schedule.model import Schedule
from festival.schedule.relevance import Bulletin, bulletin
from schedule.examples import at, schedule, session, station

NOW = at("13:30")
RAIN = {"de": "Regen", "en": "Rain"}
DAY = schedule(
    session("over", "12:00", "13:00"),
    session("now", "13:00", "14:00"),
    session("soon", "15:00", "16:00"),
    session("later", "20:00", "21:00"),
    session("hall-1", "15:00", "15:30", room="hall"),
    session("hall-2", "15:30", "16:00", room="hall"),
    session("hall-3", "16:00", "16:30", room="hall"),
    station("solder"),
)


Named: TypeAlias = tuple[str, dict[str, Any]]


def follow(*edits: Named, start: Schedule = DAY) -> tuple[Schedule, list[Change]]:
    """Return where `edits` lead, and their changes."""
    day = start
    made: list[Change] = []
    for kind, fields in edits:
        made.append(apply(day, edit_from({"kind": kind, **fields}), now=NOW, by="Anna"))
        day = fold(day, made[-1:])
    return day, made


def news(*edits: Named, place: str | None = None, now: datetime = NOW) -> Bulletin:
    day, made = follow(*edits)
    return bulletin(DAY, day, made, now=now, place=place)


def test_nothing_is_new_on_a_first_load() -> None:
    day, made = follow(("cancel_session", {"session": "soon"}))
    assert bulletin(None, day, made, now=NOW) == Bulletin()


def test_what_is_over_is_no_news() -> None:
    assert news(("cancel_session", {"session": "over"})) == Bulletin()


def test_cancelled_session_is_news_until_its_old_end() -> None:
    cancelled = ("cancel_session", {"session": "now", "reason": RAIN})
    (told,) = news(cancelled, now=at("13:59")).news
    assert told.ids == ("now",)
    assert told.differences == (Difference("session", "now", "cancelled", False, True, RAIN),)
    assert news(cancelled, now=at("14:00")) == Bulletin()


def test_moved_session_is_news_at_both_places_until_the_later_end() -> None:
    moved = ("move_session", {"session": "soon", "room": "hall", "start": at("17:00")})
    for place, here in (("stage", True), ("hall", True), ("solder", False)):
        assert [one.here for one in news(moved, place=place, now=at("17:59")).news] == [here]
    assert news(moved, now=at("18:00")) == Bulletin()


def test_what_is_elsewhere_and_late_in_the_day_is_only_counted() -> None:
    edit = ("cancel_session", {"session": "later"})
    assert news(edit, place="hall") == Bulletin(later=1)
    assert [one.ids for one in news(edit, place="stage").news] == [("later",)]
    assert [one.ids for one in news(edit, place="hall", now=at("17:01")).news] == [("later",)]


def test_corrections_are_counted() -> None:
    correct = {"thing": "session", "field": "title", "text": {"de": "Neu"}}
    edits = [("correct_text", correct | {"id": one}) for one in ("now", "soon")]
    assert news(*edits) == Bulletin(corrections=2)


def test_here_comes_first_then_by_time() -> None:
    found = news(
        ("cancel_session", {"session": "hall-1"}),
        ("cancel_session", {"session": "now"}),
        ("cancel_session", {"session": "soon"}),
        place="stage",
    )
    assert [(one.ids, one.here) for one in found.news] == [
        (("now",), True),
        (("soon",), True),
        (("hall-1",), False),
    ]


def test_several_changes_to_one_session_are_one_piece_of_news() -> None:
    found = news(
        ("delay_session", {"session": "soon", "minutes": 5}),
        ("delay_session", {"session": "soon", "minutes": 10, "reason": RAIN}),
    )
    assert [one.differences for one in found.news] == [(Difference("session", "soon", "delay", 0, 15, RAIN),)]


def test_news_is_as_severe_as_the_worst_change_and_keeps_the_reason_of_what_is_told() -> None:
    (told,) = news(
        ("cancel_session", {"session": "soon", "reason": RAIN}),
        (
            "correct_text",
            {
                "thing": "session",
                "id": "soon",
                "field": "title",
                "text": {"de": "Neu"},
                "reason": {"de": "Tippfehler"},
            },
        ),
    ).news
    assert told.severity == "warning"
    assert told.differences == (Difference("session", "soon", "cancelled", False, True, RAIN),)


def test_change_that_was_taken_back_is_no_news() -> None:
    day, made = follow(("cancel_session", {"session": "soon"}), ("reopen_session", {"session": "soon"}))
    assert bulletin(DAY, day, made, now=NOW) == Bulletin()


def test_three_sessions_with_the_same_move_are_one_piece_of_news() -> None:
    day, made = follow(
        *(("move_session", {"session": f"hall-{n}", "room": "stage", "reason": RAIN}) for n in (1, 2, 3))
    )
    together = [made[0].model_copy(update={"touches": tuple(touch for one in made for touch in one.touches)})]
    (told,) = bulletin(DAY, day, together, now=NOW, place="stage").news
    assert told.ids == ("hall-1", "hall-2", "hall-3")
    assert told.differences == (Difference("session", "hall-1", "room", "hall", "stage", RAIN),)
    assert told.here
    assert [one.ids for one in bulletin(DAY, day, made, now=NOW).news] == [
        ("hall-1",),
        ("hall-2",),
        ("hall-3",),
    ]


def test_what_one_change_delays_alike_in_one_room_is_one_piece_of_news() -> None:
    late = ("delay_room", {"room": "hall", "minutes": 10, "from_session": "hall-1", "reason": RAIN})
    (told,) = news(late).news
    assert told.ids == ("hall-1", "hall-2", "hall-3")
    assert told.differences == (Difference("session", "hall-1", "delay", 0, 10, RAIN),)
    again = news(late, ("delay_session", {"session": "hall-3", "minutes": 5}))
    assert [one.ids for one in again.news] == [("hall-1",), ("hall-2",), ("hall-3",)]


def test_announcement_is_news_where_it_belongs_until_it_expires() -> None:
    words = {"text": RAIN, "expires": at("14:00"), "level": "urgent"}
    everywhere = ("announce", words)
    in_hall = ("announce", words | {"rooms": ["hall"]})
    assert [one.severity for one in news(everywhere, place="solder").news] == ["urgent"]
    assert news(everywhere, now=at("14:00")) == Bulletin()
    assert [one.here for one in news(in_hall, place="hall").news] == [True]


def test_full_station_is_news_until_it_closes() -> None:
    full = ("set_station_state", {"station": "solder", "state": "full", "wait_min": 30})
    (told,) = news(full, place="solder").news
    assert [(one.field, one.old, one.new) for one in told.differences] == [
        ("state", None, "full"),
        ("wait", None, 30),
    ]
    assert news(full, now=at("18:00")) == Bulletin()


def test_change_is_described_with_old_and_new_value_and_reason() -> None:
    day, made = follow(
        ("move_session", {"session": "soon", "room": "hall", "start": at("15:30"), "reason": RAIN})
    )
    assert describe(made[0], DAY, day) == (
        Difference("session", "soon", "time", at("15:00"), at("15:30"), RAIN),
        Difference("session", "soon", "room", "stage", "hall", RAIN),
    )
    assert differences(day.session_by_id["soon"]) == describe(made[0], DAY, day)


def test_delay_correction_and_addition_are_described() -> None:
    extra = session("extra", "17:00", "18:00").model_dump(mode="json")
    correct = {"thing": "session", "id": "soon", "field": "title", "text": {"und": "Jazz"}}
    day = DAY
    found: list[Difference] = []
    for edit in (
        ("delay_session", {"session": "soon", "minutes": 15}),
        ("correct_text", correct),
        ("add_session", {"session": extra}),
    ):
        after, made = follow(edit, start=day)
        found += describe(made[0], day, after)
        day = after
    assert found == [
        Difference("session", "soon", "delay", 0, 15, {}),
        Difference("session", "soon", "text", {"und": "soon"}, {"und": "Jazz"}, {}, "title"),
        Difference("session", "extra", "present", False, True, {}),
    ]


def test_session_as_planned_has_no_differences() -> None:
    assert differences(DAY.session_by_id["soon"]) == ()
    assert differences(
        session("a", "14:00", "15:00", delay_min=5, overrun_min=10, state="full", reason=RAIN)
    ) == (
        Difference("session", "a", "delay", 0, 5, RAIN),
        Difference("session", "a", "end", at("15:00"), at("15:15"), RAIN),
        Difference("session", "a", "state", None, "full", RAIN),
    )


def test_each_difference_has_the_reason_that_was_given_for_it() -> None:
    day, made = follow(
        ("move_session", {"session": "soon", "room": "hall", "reason": RAIN}),
        ("delay_session", {"session": "soon", "minutes": 15, "reason": {"de": "Ton"}}),
    )
    told = [("delay", {"de": "Ton"}), ("room", RAIN)]
    assert [(one.field, one.reason) for one in differences(day.session_by_id["soon"])] == told
    (found,) = bulletin(DAY, day, made, now=NOW).news
    assert [(one.field, one.reason) for one in found.differences] == told
