import pytest
from hypothesis import given

from festival.schedule.codes import code_for
from festival.schedule.conflicts import Conflict, ConflictKind, Ref, find_conflicts
from festival.schedule.model import Room, Schedule, Session, Station, Window
from schedule.examples import at, room, schedule, session, station
from schedule.strategies import schedules


def sentences(*things: Room | Session | Station) -> list[str]:
    return [one.sentence() for one in find_conflicts(schedule(*things))]


def test_programme_without_conflicts_has_none() -> None:
    assert sentences(session("a", "14:00", "15:00"), session("b", "15:00", "26:30"), station()) == []


def test_overlap_names_both_sessions_and_the_room() -> None:
    overlap = schedule(session("a", "14:00", "15:00"), session("b", "14:45", "16:00"))
    refs = (Ref("session", "b"), Ref("session", "a"), Ref("room", "stage"))
    assert find_conflicts(overlap) == (Conflict(ConflictKind.ROOM_OVERLAP, refs, 15),)
    assert find_conflicts(overlap)[0].sentence() == (
        "session b starts 15 minutes before session a ends, both in room stage: change a time or a room"
    )


def test_parallel_sessions_in_an_area_are_no_conflict() -> None:
    area = room("stage", kind="area", changeover_min=10)
    assert sentences(area, session("a", "14:00", "15:00"), session("b", "14:45", "16:00")) == []


def test_cancelled_session_is_in_nobodys_way() -> None:
    assert sentences(session("a", "14:00", "15:00", cancelled=True), session("b", "14:45", "16:00")) == []


def test_long_session_collides_with_each_later_one() -> None:
    found = find_conflicts(
        schedule(
            session("a", "14:00", "18:00"), session("b", "14:30", "15:00"), session("c", "15:00", "16:00")
        )
    )
    assert [(one.things[0].id, one.things[1].id, one.minutes) for one in found] == [
        ("b", "a", 210),
        ("c", "a", 180),
    ]


def test_changeover_that_is_too_short() -> None:
    stage = room("stage", changeover_min=10)
    assert sentences(stage, session("a", "14:00", "15:00"), session("b", "15:09", "16:00")) == [
        "session b leaves 1 minute too little after session a to change over room stage: change a time"
    ]
    assert sentences(stage, session("a", "14:00", "15:00"), session("b", "15:10", "16:00")) == []


def test_delay_that_runs_into_a_fixed_start() -> None:
    late = session("a", "14:00", "15:00", delay_min=5)
    assert sentences(late, session("b", "15:00", "16:00", fixed_start=True)) == [
        (
            "session b has a fixed start, and session a before it in room stage is 5 minutes too late: "
            "shorten or move one"
        )
    ]


def test_person_in_two_places() -> None:
    one = session("a", "14:00", "15:00", speakers=("ada",))
    two = session("b", "14:50", "16:00", speakers=("ada",), room="hall")
    assert sentences(one, two) == [
        (
            "person ada is in session a for another 10 minutes when session b starts elsewhere: "
            "change a time or a speaker"
        )
    ]
    again = session("c", "15:00", "16:00", speakers=("ada",), room="hall")
    assert sentences(one, again) == []


def test_session_outside_the_day_or_the_opening_of_its_room() -> None:
    day = Window(start=at("10:00"), end=at("15:00")), Window(start=at("16:00"), end=at("28:00"))
    found = find_conflicts(
        schedule(
            room("stage", open=day),
            session("early", "08:30", "09:30"),
            session("gap", "14:30", "16:30"),
            session("night", "26:30", "27:10"),
        )
    )
    assert [(one.kind.value, one.things[0].id) for one in found] == [
        ("outside_day", "early"),
        ("outside_room", "early"),
        ("outside_room", "gap"),
        ("outside_day", "night"),
    ]
    assert found[2].sentence() == (
        "session gap is outside the opening of room stage: change its time or the opening"
    )


def test_half_translated_texts() -> None:
    assert sentences(
        session("a", "14:00", "15:00", title={"de": "Fest"}, abstract={"de": "x", "en": "y"}),
        session("c", "15:00", "16:00", title={"de": "Tanz", "en": ""}, abstract={"de": "", "en": ""}),
        station("s", way={"fr": "à gauche"}),
    ) == [
        "title of session a has no text in en: translate it",
        "title of session c has no text in en: translate it",
        "way of station s has no text in de and en: translate it",
    ]


def test_code_twice_and_stage_without_a_project() -> None:
    assert sentences(
        room("one", code="AAAAA", kind="stage"),
        room("two", code="AAAAA", kind="stage", project="x"),
        station("s", code="AAAAA"),
    ) == [
        "room two and room one have the same short code AAAAA: give one of them another code or id",
        "station s and room one have the same short code AAAAA: give one of them another code or id",
        "room one is a stage without a project: name the project its QR code leads to",
    ]


def test_sessions_whose_codes_meet_are_told_apart_by_their_ids() -> None:
    one, other = "s-3510", "s-5917"
    assert {code_for("session", one), code_for("session", other)} == {"1R0E4"}
    assert sentences(session(one, "14:00", "15:00"), session(other, "15:00", "16:00")) == [
        f"session {other} and session {one} have the same short code 1R0E4: give one of them another code or id"
    ]


@given(schedules())
def test_every_overlap_in_a_room_is_found(day: Schedule) -> None:
    rooms = {one.id for one in day.rooms if one.kind != "area"}
    here = [one for one in day.sessions if one.expected.room in rooms and not one.live.cancelled]
    later = {
        max(one, other, key=lambda each: (each.expected.start, each.id)).id
        for one in here
        for other in here
        if one.id != other.id
        and one.expected.room == other.expected.room
        and one.expected.meets(other.expected)
    }
    found = {
        one.things[0].id
        for one in find_conflicts(day)
        if one.kind is ConflictKind.ROOM_OVERLAP
        or (
            one.kind is ConflictKind.FIXED_START
            and one.minutes > day.room_by_id[one.things[2].id].changeover_min
        )
    }
    assert found == later


@pytest.mark.parametrize("kind", list(ConflictKind))
def test_every_kind_has_a_sentence(kind: ConflictKind) -> None:
    refs = (Ref("session", "a"), Ref("session", "b"), Ref("room", "c"))
    assert Conflict(kind, refs, 5, ("en",), "title", "AAAAA").sentence().count(":") == 1
