"""What a stage host and an editor do while the day runs: start, end, extend, swap, split, replace, batches."""

from datetime import datetime
from typing import Any

import pytest

from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.edits import edit_from
from festival.schedule.errors import EditRefused, WouldBeEarlier
from festival.schedule.model import AS_PLANNED, Schedule, SessionLive
from schedule.examples import at, room, schedule, session, station

DAY = schedule(
    room("stage", changeover_min=10),
    room("hall"),
    session("opening", "14:00", "15:00"),
    session("band", "15:10", "16:00"),
    session("late", "16:30", "17:00"),
    session("news", "17:30", "17:40", fixed_start=True),
    session("talk", "15:00", "15:30", room="hall"),
    station("solder"),
)


def made(kind: str, now: str, on: Schedule = DAY, **fields: Any) -> Change:
    return apply(on, edit_from({"kind": kind, **fields}), now=at(now), by="Anna")


def after(kind: str, now: str = "13:30", on: Schedule = DAY, **fields: Any) -> Schedule:
    return fold(on, [made(kind, now, on, **fields)])


def times(day: Schedule, *names: str) -> list[str]:
    zone = day.festival.zone

    def local(instant: datetime) -> str:
        return f"{instant.astimezone(zone):%H:%M}"

    slots = [day.session_by_id[name].expected for name in names]
    return [f"{slot.room} {local(slot.start)}-{local(slot.end)}" for slot in slots]


def test_late_start_becomes_a_delay_that_runs_on() -> None:
    day = after("start_session", "14:20", session="opening")
    assert times(day, "opening", "band", "late") == [
        "stage 14:20-15:20",
        "stage 15:30-16:20",
        "stage 16:30-17:00",
    ]


def test_start_takes_a_delay_back_that_did_not_come_to_pass() -> None:
    late = after("delay_session", session="opening", minutes=20)
    with pytest.raises(WouldBeEarlier, match="opening would start earlier than was said"):
        made("start_session", "14:05", on=late, session="opening")
    day = after("start_session", "14:05", on=late, session="opening", earlier=True)
    assert times(day, "opening") == ["stage 14:05-15:05"]


def test_start_that_is_told_late_delays_by_what_it_was_late_and_no_more() -> None:
    day = after("start_session", "14:40", session="opening", at=at("14:20"))
    assert times(day, "opening", "band") == times(
        after("start_session", "14:20", session="opening"), "opening", "band"
    )
    live = day.session_by_id["opening"].live
    assert (live.delay_min, live.started_at, live.changed_at) == (20, at("14:20"), at("14:40"))


def test_start_in_time_that_is_told_late_delays_nothing() -> None:
    day = after("start_session", "14:40", session="opening", at=at("14:00"))
    assert day.session_by_id["opening"].live == SessionLive(started_at=at("14:00"))
    assert times(day, "band", "late") == times(DAY, "band", "late")


@pytest.mark.parametrize(("begun", "why"), [("14:41", "still to come"), ("13:59", "before its time")])
def test_start_is_neither_to_come_nor_before_the_plan(begun: str, why: str) -> None:
    with pytest.raises(EditRefused, match=why):
        made("start_session", "14:40", session="opening", at=at(begun))


def test_start_and_end_in_time_are_noted_and_no_visitor_sees_a_difference() -> None:
    begun = after("start_session", "14:00", session="opening")
    ended = after("end_session", "15:00", on=begun, session="opening")
    live = ended.session_by_id["opening"].live
    assert live == SessionLive(started_at=at("14:00"), ended_at=at("15:00"))
    assert times(ended, "opening", "band") == times(DAY, "opening", "band")
    assert not ended.session_by_id["opening"].is_changed
    with pytest.raises(EditRefused, match="session opening has begun already: undo that if it has not"):
        made("start_session", "14:01", on=begun, session="opening")
    with pytest.raises(EditRefused, match="session opening has ended already: undo that if it goes on"):
        made("end_session", "15:01", on=ended, session="opening")


def test_start_keeps_why_the_session_is_late_and_when_visitors_were_told() -> None:
    late = after("delay_session", "13:30", session="opening", minutes=10, reason={"de": "Regen"})
    live = after("start_session", "14:10", on=late, session="opening").session_by_id["opening"].live
    assert (live.reason, live.changed_at, live.started_at) == ({"de": "Regen"}, at("13:30"), at("14:10"))


def test_start_or_end_that_is_put_off_was_none() -> None:
    begun = after("start_session", "14:00", session="opening")
    later = after("delay_session", "14:05", on=begun, session="opening", minutes=30)
    assert later.session_by_id["opening"].live.started_at is None
    again = after("start_session", "14:40", on=later, session="opening").session_by_id["opening"].live
    assert (again.delay_min, again.started_at) == (40, at("14:40"))
    ended = after("end_session", "15:00", on=begun, session="opening")
    longer = after("extend_session", "15:02", on=ended, session="opening", minutes=15)
    live = longer.session_by_id["opening"].live
    assert (live.started_at, live.ended_at) == (at("14:00"), None)


def test_nothing_starts_before_its_time_or_into_another_session() -> None:
    with pytest.raises(EditRefused, match="session opening would start before its time: move it there"):
        made("start_session", "13:50", session="opening")
    overlong = after("extend_session", session="opening", minutes=30)
    with pytest.raises(EditRefused, match="session band cannot start yet, another one is on in room stage"):
        made("start_session", "15:20", on=overlong, session="band", earlier=True)


def test_late_end_makes_what_follows_late_and_an_early_one_does_not() -> None:
    late = after("end_session", "15:12", session="opening")
    assert times(late, "opening", "band", "late") == [
        "stage 14:00-15:12",
        "stage 15:22-16:12",
        "stage 16:30-17:00",
    ]
    early = after("end_session", "14:45", session="opening")
    assert times(early, "opening", "band") == ["stage 14:00-14:45", "stage 15:10-16:00"]
    with pytest.raises(EditRefused, match="session band has not begun: cancel it, or move it"):
        made("end_session", "14:45", session="band")


def test_extension_pushes_and_stops_at_a_fixed_start() -> None:
    day = after("extend_session", session="late", minutes=60)
    assert times(day, "late", "news") == ["stage 16:30-18:00", "stage 17:30-17:40"]
    short = after("extend_session", session="opening", minutes=-30)
    assert times(short, "opening", "band") == ["stage 14:00-14:30", "stage 15:10-16:00"]
    with pytest.raises(EditRefused, match="session opening would be over before it begins: cancel it"):
        made("extend_session", "13:30", session="opening", minutes=-60)


def test_neighbours_swap_and_keep_the_time_between_them() -> None:
    day = after("swap_sessions", first="band", second="opening", earlier=True)
    assert times(day, "band", "opening") == ["stage 14:00-14:50", "stage 15:00-16:00"]
    back = after("swap_sessions", on=day, first="band", second="opening", earlier=True)
    assert times(back, "opening", "band") == times(DAY, "opening", "band")
    assert back.session_by_id["band"].live.moved is None


def test_sessions_of_two_rooms_swap_with_the_delay_of_the_place() -> None:
    late = after("delay_session", session="talk", minutes=10)
    day = after("swap_sessions", on=late, first="opening", second="talk", earlier=True)
    assert times(day, "opening", "talk") == ["hall 15:10-16:10", "stage 14:00-14:30"]


def test_swap_tells_somebody_to_come_earlier_so_it_wants_a_confirmation() -> None:
    with pytest.raises(WouldBeEarlier) as error:
        made("swap_sessions", "13:30", first="opening", second="band")
    assert error.value.sessions == ("band",)


def test_interrupted_session_goes_on_later_as_one_of_its_own() -> None:
    day = after("split_session", session="opening", at=at("14:20"), resume=at("18:00"))
    assert times(day, "opening", "opening-rest") == ["stage 14:00-14:20", "stage 18:00-18:40"]
    rest = day.session_by_id["opening-rest"]
    assert (rest.title, rest.live) == (DAY.session_by_id["opening"].title, AS_PLANNED)
    with pytest.raises(EditRefused, match="session opening is not on at that time"):
        made("split_session", "13:30", session="opening", at=at("15:00"), resume=at("18:00"))


@pytest.mark.parametrize(
    ("kind", "fields", "why"),
    [
        (
            "split_session",
            {"id": None, "resume": at("16:30")},
            "id: String should have at most 64 characters",
        ),
        (
            "split_session",
            {"id": "rest", "resume": at("16:30").replace(2199, 12, 31, 23)},
            "the year 2200 is not",
        ),
        ("move_session", {"start": at("23:45").replace(2199, 12, 31, 23)}, "the year 2200 is not"),
    ],
)
def test_what_no_session_can_be_is_refused(kind: str, fields: dict[str, Any], why: str) -> None:
    day = schedule(session("a" * 64, "14:00", "18:00"), room("stage"), room("hall"))
    given = {"at": at("14:30")} if kind == "split_session" else {}
    with pytest.raises(EditRefused, match=rf"^{kind} would make something that cannot be: .*{why}"):
        made(kind, "14:10", day, session="a" * 64, **given, **fields)


def test_replacement_says_whom_it_replaces() -> None:
    choir = session("choir", "15:10", "16:00").model_dump(mode="json")
    day = after("replace_session", session="band", by=choir, reason={"de": "krank"})
    assert day.session_by_id["choir"].replaces == "band"
    assert day.session_by_id["band"].live.cancelled
    assert day.session_by_id["band"].live.reason == {"de": "krank"}
    with pytest.raises(EditRefused, match="use replace_session for that"):
        made("add_session", "13:30", session=choir | {"replaces": "band"})


def test_batch_is_one_change_with_the_weight_of_its_heaviest_edit() -> None:
    plan_b = [
        {"kind": "move_session", "session": "band", "room": "hall"},
        {"kind": "delay_session", "session": "band", "minutes": 20},
        {"kind": "announce", "text": {"de": "Regen"}, "level": "urgent", "expires": at("18:00")},
    ]
    change = made("batch", "13:30", name="Plan B Regen", edits=plan_b, reason={"de": "Regen"})
    assert (change.kind, change.severity, len(change.touches)) == ("batch", "urgent", 2)
    assert times(fold(DAY, [change]), "band") == ["hall 15:30-16:20"]
    assert fold(DAY, [change]).session_by_id["band"].live.reason == {"de": "Regen"}


def test_announcement_after_a_batch_of_several_has_a_name_of_its_own() -> None:
    rain = {"text": {"de": "Regen"}, "level": "warning", "expires": at("18:00"), "reason": {"de": "Regen"}}
    said = {"kind": "announce", **rain}
    day = after("batch", name="Plan B", edits=[said, said, said])
    day = fold(day, [made("announce", "13:30", day, **rain)])
    names = [one.id for one in day.announcements]
    assert names == ["announcement-1", "announcement-2", "announcement-3", "announcement-4"]
    over = [{"kind": "withdraw", "announcement": name} for name in names[:2]]
    day = fold(day, [made("batch", "13:30", day, name="Over", edits=over, reason=rain["reason"])])
    day = fold(day, [made("withdraw", "13:30", day, announcement=names[2], reason=rain["reason"])])
    assert [one.id for one in day.announcements] == ["announcement-4", "over-3", "over-4", "over-5"]


def test_batch_is_refused_whole_and_says_which_edit_is_wrong() -> None:
    wrong = [{"kind": "cancel_session", "session": "band"}, {"kind": "cancel_session", "session": "nobody"}]
    with pytest.raises(EditRefused, match=r"edit 2 of Plan B \(cancel_session\): there is no session nobody"):
        made("batch", "13:30", name="Plan B", edits=wrong)
    earlier = [{"kind": "move_session", "session": "band", "start": at("15:05")}]
    with pytest.raises(WouldBeEarlier):
        made("batch", "13:30", name="Plan B", edits=earlier)
