"""What the pages say of the day's state: true on any day, at any hour, and in a site that stays."""

from datetime import timedelta

import pytest

from festival.links import Links
from festival.pages.as_files import files
from festival.pages.things import session_code
from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.editions import of_room, of_stations
from festival.schedule.edits import (
    CancelSession,
    DelayRoom,
    Edit,
    MoveSession,
    ReopenSession,
    SetRoomState,
    SetSessionState,
    SetStationState,
)
from festival.schedule.model import Room, Schedule, Station
from pages.reading import Document, reader_of, shown
from schedule import examples

at = examples.at
ROUNDS = {"every_min": 20, "round_min": 20}


def day(*edits: Edit, when: str = "14:10") -> Schedule:
    found = examples.schedule(
        examples.room("stage"),
        examples.room("hall"),
        examples.session("choir", "14:00", "15:00"),
        examples.session("band", "15:00", "16:00"),
        examples.session("dance", "17:00", "18:00"),
        examples.session("talk", "14:30", "15:30", room="hall"),
        examples.station("solder", "12:00-18:00", **ROUNDS),
    )
    for edit in edits:
        found = fold(found, [apply(found, edit, now=at(when), by="test")])
    return found


def path(schedule: Schedule, name: str) -> str:
    things: dict[str, Room | Station] = {**schedule.room_by_id, **schedule.station_by_id}
    if name in things:
        return f"/{'S' if name in schedule.room_by_id else 'H'}/{things[name].code}"
    return f"/T/{session_code(schedule.session_by_id[name])}"


def page(schedule: Schedule, name: str = "", when: str = "14:10", language: str = "en") -> Document:
    reader = reader_of(schedule, at(when), language=language)
    return shown(reader, path(schedule, name) if name else "/")


def eve(schedule: Schedule, name: str = "") -> Document:
    reader = reader_of(schedule, at("10:00") - timedelta(days=1), language="en")
    return shown(reader, path(schedule, name) if name else "/")


def test_on_the_eve_nothing_is_said_to_be_today() -> None:
    assert eve(day()).all("h2")[:1] == ["To begin with"]
    assert eve(day(), "stage").all("h2")[:1] == ["Friday 27 May"]
    station = eve(day(), "solder")
    assert station.all("h2")[0] == "18 rounds on Fri 27 May"
    assert station.all("dt")[0] == "Open on Fri 27 May"
    for name in ("", "stage", "hall", "solder"):
        assert "today" not in eve(day(), name).all("main")[0], name


def test_when_it_is_over_it_is_said_to_be_over() -> None:
    document = page(day(), when="28:00")
    assert (document.all("h1"), document.all("h2")) == (["The festival is over"], [])
    assert "/day/2022-05-27" in document.attributes("href", "a")


def test_a_session_that_was_moved_and_then_cancelled_stays_struck_where_it_was_to_be() -> None:
    schedule = day(
        MoveSession(session="band", room="hall", start=at("17:00")),
        CancelSession(session="band"),
        when="13:00",
    )
    left = page(schedule, "stage")
    assert left.all("h2")[-1] == "Moved away"
    assert left.by_class("when")[-1] == "15:00–16:00"
    assert left.all("s")[-2:] == ["15:00", "band"]


def test_a_room_that_is_shut_is_known_wherever_its_sessions_stand() -> None:
    schedule = day(SetRoomState(room="stage", state="closed", reason={"en": "Storm"}))
    line = "■ stage is closed – Storm"
    assert page(schedule, "choir").by_class("change") == [line]
    assert page(schedule, "choir").by_class("status") == []
    codes = "".join(session_code(one) for one in schedule.sessions)
    picks = shown(reader_of(schedule, at("14:10"), language="en"), f"/A/{codes}")
    assert [one for one in picks.by_class("change") if "clash" not in one and "Overlaps" not in one] == [
        line
    ] * 3
    today = page(schedule)
    assert today.by_class("change")[0] == "■ Closed – Storm"
    assert not any("left" in one for one in today.by_class("status"))
    until = day(SetRoomState(room="stage", state="closed", until=at("15:00")))
    assert [page(until, one).by_class("change") for one in ("choir", "band")] == [["■ stage is closed"], []]
    full = day(SetRoomState(room="stage", state="full"))
    assert [page(full, one).by_class("change") for one in ("choir", "band")] == [["■ stage is full"], []]


@pytest.mark.parametrize(
    ("state", "until", "when", "rounds"),
    [
        ("closed", None, [], []),
        ("paused", None, [], []),
        ("paused", "17:10", ["next round 17:20, if the pause is over"], ["17:20", "17:40"]),
    ],
)
def test_a_station_that_is_shut_offers_no_round(
    state: str, until: str | None, when: list[str], rounds: list[str]
) -> None:
    edit = {"kind": "set_station_state", "station": "solder", "state": state, "until": until and at(until)}
    shut = day(SetStationState.model_validate(edit))
    assert [*page(shut).attributes("data-ends")] == ["2022-05-27T16:00"]  # then it is not open again
    document = page(shut, "solder")
    assert document.by_class("lead") == when
    assert (document.all("li"), "Rounds, if it goes on then" in document.all("h2")) == (rounds, bool(rounds))


def test_what_is_next_takes_place() -> None:
    schedule = day(CancelSession(session="band"))
    today, stage = page(schedule), page(schedule, "stage")
    assert today.all("h4")[:3] == ["choir", "band", "dance"]
    assert [one for one in stage.all("h2") if one != "Calendars"] == ["On now", "Next"]
    assert stage.all("h3")[:3] == ["choir", "band", "dance"]
    none_left = day(*(CancelSession(session=one) for one in ("band", "dance")))
    assert page(none_left, "stage").all("h2")[:2] == ["On now", "Later today"]


def test_places_keep_their_order_whatever_runs() -> None:
    schedule = day()
    hours = ("13:00", "14:10", "15:20", "15:35", "16:30")
    places = [
        [one for one in page(schedule, when=hour).all("h3") if one in schedule.room_by_id] for hour in hours
    ]
    assert places == [["stage", "hall"], ["stage", "hall"], ["stage", "hall"], ["stage"], ["stage"]]


def test_what_takes_place_after_all_is_said() -> None:
    schedule = day(CancelSession(session="band"), ReopenSession(session="band"), when="14:00")
    said = "✓ takes place as planned after all"
    assert page(schedule, "band").by_class("change")[0].startswith(said)
    assert said in page(schedule).by_class("change")
    assert page(schedule, "band", when="16:01").by_class("change") == []


def test_cancelled_is_said_once_and_silences_the_rest() -> None:
    edits = (
        SetSessionState(session="band", state="full"),
        CancelSession(session="band", reason={"en": "Illness"}),
    )
    document = page(day(*edits), "band")
    assert document.by_class("status") + document.by_class("change") == ["✕ Cancelled – Illness since 14:10"]
    assert "band, 15:00–16:00, stage: Cancelled – Illness" in document.attributes("data-says")
    assert "Full" not in document.text()


def test_one_delay_of_a_room_is_one_card() -> None:
    document = page(day(DelayRoom(room="stage", minutes=80, from_session="band")))
    assert document.by_class("change")[-1] == "▲ up to 80 min later from 15:00 on (2 sessions)"
    assert document.all("h2")[1] == "Changes"
    assert document.all("h3")[2] == "stage"
    assert "1 change" in document.text()


def test_a_site_that_stays_knows_hours_and_no_present() -> None:
    schedule = day(
        SetStationState(station="solder", state="closed"), SetRoomState(room="stage", state="full")
    )
    links = Links(schedule.festival, None)
    found = {one.path: one.make().decode() for one in files(schedule, at("14:10"), links, rehearsing=False)}
    pages = {name: text for name, text in found.items() if name.endswith(".html") and name.startswith("en/")}
    words = ("today", "Closed", "Full", "left<", "next round", "● ", "Open<", ">in ")
    assert [(name, word) for name, text in pages.items() for word in words if word in text] == []
    assert (
        "<dt>Opening hours</dt><dd>Fri 27 May 12:00–18:00</dd>"
        in pages[f"en{path(schedule, 'solder')}/index.html"]
    )


def test_a_place_says_which_edition_of_its_poster_holds() -> None:
    plan, late = day(), day(DelayRoom(room="stage", minutes=5))
    marks = [of_room(one, one.room_by_id["stage"], at("14:10")).mark for one in (plan, late)]
    assert marks[0] != marks[1]
    for schedule, mark in zip((plan, late), marks, strict=True):
        assert page(schedule, "stage").by_class("origin")[0] == (
            f"What hangs at stage holds while it says: Revision {mark}."
        )
    card = of_stations(plan, plan.stations).mark
    assert page(late, "solder").by_class("origin")[0].endswith(f"Revision {card}.")
