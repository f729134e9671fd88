"""What an edit would do, before anybody makes it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.conflicts import ConflictKind, Ref, find_conflicts
from festival.schedule.edits import edit_from
from festival.schedule.errors import EditRefused, WouldBeEarlier
from festival.schedule.model import Schedule, Slot
from festival.schedule.preview import Preview, preview
from schedule.examples import at, room, schedule, session, station
from schedule.strategies import edits, schedules

NOW = at("13:30")
DAY = schedule(
    room("stage", changeover_min=10),
    room("hall"),
    session("opening", "14:00", "15:00"),
    session("band", "15:10", "16:00", speakers=("ada",)),
    session("news", "17:00", "17:30", fixed_start=True),
    session("talk", "16:00", "16:30", room="hall", speakers=("ada",)),
    station("solder"),
)


def seen(kind: str, on: Schedule = DAY, **fields: Any) -> Preview:
    return preview(on, edit_from({"kind": kind, **fields}), now=NOW, by="Anna")


def test_delay_shows_each_session_with_its_times_and_the_conflict_it_makes() -> None:
    found = seen("delay_room", room="stage", minutes=15)
    assert [(one.id, *one.expected) for one in found.shifts] == [
        (
            "opening",
            Slot(room="stage", start=at("14:00"), end=at("15:00")),
            Slot(room="stage", start=at("14:15"), end=at("15:15")),
        ),
        (
            "band",
            Slot(room="stage", start=at("15:10"), end=at("16:00")),
            Slot(room="stage", start=at("15:25"), end=at("16:15")),
        ),
    ]
    assert [(one.field, one.old, one.new) for one in found.shifts[0].differences] == [("delay", 0, 15)]
    assert found.rooms == frozenset({"stage"})
    (conflict,) = found.new_conflicts
    assert (conflict.kind, conflict.minutes) == (ConflictKind.PERSON_TWICE, 15)
    assert conflict.things == (Ref("session", "talk"), Ref("session", "band"), Ref("person", "ada"))
    assert found.solved_conflicts == ()


def test_conflict_that_grows_is_new_and_one_that_shrinks_is_not_solved() -> None:
    late = seen("delay_session", session="band", minutes=15).after
    (worse,) = seen("delay_session", late, session="band", minutes=5).new_conflicts
    assert (worse.kind, worse.minutes) == (ConflictKind.PERSON_TWICE, 20)
    better = seen("delay_session", late, session="band", minutes=-5, earlier=True)
    assert (better.new_conflicts, better.solved_conflicts) == ((), ())
    solved = seen("delay_session", late, session="band", minutes=-15, earlier=True)
    assert [one.kind for one in solved.solved_conflicts] == [ConflictKind.PERSON_TWICE]


def test_move_is_told_at_both_places_and_an_announcement_where_it_is_for() -> None:
    assert seen("move_session", session="band", room="hall").rooms == frozenset({"stage", "hall"})
    words: dict[str, Any] = {"text": {"de": "Regen"}, "expires": at("18:00")}
    assert seen("announce", **words).rooms is None
    assert seen("announce", rooms=["hall"], **words).rooms == frozenset({"hall"})
    assert seen("set_station_state", station="solder", state="full").rooms == frozenset({"solder"})


def test_thing_that_is_new_or_gone_has_one_side() -> None:
    (added,) = seen("add_session", session=session("choir", "18:00", "19:00").model_dump(mode="json")).shifts
    assert (added.before, added.expected[0], added.after) == (None, None, session("choir", "18:00", "19:00"))
    posted = seen("announce", id="rain", text={"de": "Regen"}, expires=at("18:00"))
    (gone,) = seen("withdraw", posted.after, announcement="rain").shifts
    assert (gone.before, gone.after, gone.expected) == (posted.after.announcements[0], None, (None, None))


def test_another_reason_alone_is_seen() -> None:
    full = seen("set_room_state", room="hall", state="full").after
    (why,) = seen("set_room_state", full, room="hall", state="full", reason={"de": "Andrang"}).shifts
    assert (why.id, why.differences) == ("hall", ())


def test_start_in_time_is_seen_by_nobody() -> None:
    found = preview(DAY, edit_from({"kind": "start_session", "session": "opening"}), now=at("14:00"), by="A")
    assert (found.shifts, found.rooms, len(found.change.touches)) == ((), frozenset(), 1)


def test_what_apply_refuses_has_no_preview() -> None:
    with pytest.raises(EditRefused, match="there is no session x"):
        seen("cancel_session", session="x")
    with pytest.raises(WouldBeEarlier):
        seen("move_session", session="band", start=at("15:00"))


@given(st.data(), schedules())
def test_preview_is_what_the_edit_then_does(data: st.DataObject, day: Schedule) -> None:
    edit = data.draw(edits(day))
    try:
        change = apply(day, edit, now=NOW, by="Anna")
    except EditRefused:
        with pytest.raises(EditRefused):
            preview(day, edit, now=NOW, by="Anna")
        return
    found = preview(day, edit, now=NOW, by="Anna")
    after = fold(day, [change])
    assert (found.change, found.after) == (change, after)
    was, will = (
        {(one.kind, one.things, one.field): one.minutes for one in find_conflicts(of)} for of in (day, after)
    )
    assert {(one.kind, one.things, one.field) for one in found.solved_conflicts} == was.keys() - will.keys()
    assert {(one.kind, one.things, one.field) for one in found.new_conflicts} == {
        key for key, minutes in will.items() if minutes > was.get(key, -1)
    }
