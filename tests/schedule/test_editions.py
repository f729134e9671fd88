"""The mark of what is printed: it changes with what paper says, and with nothing else."""

from collections.abc import Callable

import pytest

from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.editions import Edition, of_all, of_room
from festival.schedule.edits import (
    CancelSession,
    CorrectText,
    DelaySession,
    Edit,
    EndSession,
    MoveSession,
    SetRoomState,
    SetSessionState,
    Undo,
)
from festival.schedule.model import Schedule
from schedule.examples import at, schedule, session

PLAN = schedule(
    session("choir", "13:00", "14:00"),
    session("band", "15:00", "16:00"),
    session("talk", "15:00", "16:00", room="hall"),
)
NOW = at("14:00")


def after(*edits: Edit) -> Schedule:
    log: dict[int, Change] = {}
    found = PLAN
    for edit in edits:
        change = apply(found, edit, now=NOW, by="somebody", log=log)
        log[change.revision], found = change, fold(found, [change])
    return found


def stage(known: Schedule, when: str = "14:00") -> Edition:
    return of_room(known, known.room_by_id["stage"], at(when))


@pytest.mark.parametrize(
    "edits",
    [
        (CancelSession(session="talk"),),
        (EndSession(session="choir"),),
        (SetSessionState(session="band", state="few"),),
        (SetRoomState(room="stage", state="full"),),
        (SetRoomState(room="hall", state="closed"),),
        (CorrectText(thing="session", id="band", field="abstract", text={"en": "More"}),),
        (DelaySession(session="band", minutes=5), Undo(change=1, earlier=True)),
    ],
)
def test_what_no_poster_says_makes_no_new_edition(edits: tuple[Edit, ...]) -> None:
    assert stage(after(*edits)) == stage(PLAN)
    assert stage(PLAN).told_at is None


@pytest.mark.parametrize(
    "edit",
    [
        DelaySession(session="band", minutes=5),
        CancelSession(session="band"),
        MoveSession(session="band", room="hall", start=at("17:00")),
        MoveSession(session="talk", room="stage", start=at("17:00")),
        SetSessionState(session="band", state="full"),
        SetRoomState(room="stage", state="closed"),
    ],
)
def test_what_a_poster_says_makes_one(edit: Edit) -> None:
    found = stage(after(edit))
    assert (found.mark != stage(PLAN).mark, found.told_at) == (True, NOW)


def test_a_place_is_closed_as_long_as_somebody_said() -> None:
    closed = after(SetRoomState(room="stage", state="closed", until=at("16:00")))
    assert [stage(closed, when) == stage(PLAN) for when in ("15:59", "16:00")] == [False, True]


@pytest.mark.parametrize("edition", [stage, lambda known: of_all(known, NOW)])
def test_a_corrected_title_is_another_edition(edition: Callable[[Schedule], Edition]) -> None:
    corrected = after(CorrectText(thing="session", id="band", field="title", text={"en": "Trio"}))
    assert edition(corrected).mark != edition(PLAN).mark
    assert len(edition(PLAN).mark) == 4
