"""Going back from the present: the same as having been there."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.schedule import edits
from festival.schedule.apply import apply
from festival.schedule.changes import Change, current, fold
from festival.schedule.errors import EditRefused
from festival.schedule.model import Schedule
from festival.schedule.past import Past
from kiosk.conftest import NOW, make_schedule
from schedule.strategies import opening, schedules


def made(schedule: Schedule, *asked: edits.Edit) -> tuple[list[Schedule], list[Change]]:
    """Return the schedule at each revision, and the changes, newest first."""
    log: dict[int, Change] = {}
    states = [schedule]
    for number, edit in enumerate(asked):
        try:
            change = apply(states[-1], edit, now=NOW + timedelta(minutes=number), by="Ada", log=log)
        except EditRefused:
            continue
        log[change.revision] = change
        states.append(fold(states[-1], [change]))
    return states, list(reversed(log.values()))


DAY = (
    edits.DelayRoom(room="hansaplatz", minutes=15),
    edits.Announce(text={"en": "Rain"}, expires=NOW + timedelta(hours=1)),
    edits.CorrectText(thing="session", id="choir", field="title", text={"en": "The choir"}),
    edits.CancelSession(session="choir", reason={"en": "Rain"}),
    edits.SetStationState(station="robots", state="full"),
    edits.Undo(change=1, earlier=True),
)


def test_each_revision_is_as_it_was() -> None:
    states, changes = made(make_schedule(), *DAY)
    past = Past(states[-1], changes)
    keys = {(one.kind, one.id) for change in changes for one in change.touches}
    assert len(states) == 7
    for state in states:
        assert {key: past.thing(*key, state.revision) for key in keys} == {
            key: current(state, *key) for key in keys
        }


@given(st.data())
def test_random_days_are_as_they_were(data: st.DataObject) -> None:
    schedule = data.draw(schedules())
    ids = [one.id for one in schedule.sessions]
    asked = data.draw(
        st.lists(
            st.one_of(
                st.builds(
                    edits.DelaySession,
                    session=st.sampled_from(ids),
                    minutes=st.sampled_from((-10, 5, 30)),
                    earlier=st.just(True),
                ),
                st.builds(edits.CancelSession, session=st.sampled_from(ids)),
                st.builds(edits.ReopenSession, session=st.sampled_from(ids)),
                st.builds(
                    edits.MoveSession,
                    session=st.sampled_from(ids),
                    start=st.integers(0, 900).map(
                        lambda late: opening(schedule.festival.days[0].date) + timedelta(minutes=late)
                    ),
                    earlier=st.just(True),
                ),
            ),
            max_size=6,
        )
    )
    states, changes = made(schedule, *asked)
    past = Past(states[-1], changes)
    for state in states:
        assert [past.thing("session", one, state.revision) for one in ids] == list(state.sessions)
    assert list(past.walk()) == [(change, past.did(change)) for change in changes]


def test_a_walk_back_tells_of_each_change_what_it_did() -> None:
    states, changes = made(make_schedule(), *DAY)
    past = Past(states[-1], changes)
    assert list(past.walk()) == [(change, past.did(change)) for change in changes]
    assert len(changes) == 6


def test_what_went_and_came_back_is_no_difference() -> None:
    states, changes = made(make_schedule(), DAY[0], edits.Undo(change=1, earlier=True))
    past = Past(states[-1], changes)
    assert past.between(0, 2) == ()
    assert [one.id for one in past.between(0, 1)] == ["open-lab"]


def test_a_change_is_told_by_the_things_it_touched() -> None:
    states, changes = made(make_schedule(), *DAY)
    past = Past(states[-1], changes)
    cancelled = next(one for one in changes if one.kind == "cancel_session")
    (shift,) = past.did(cancelled)
    assert [(one.field, one.old, one.new) for one in shift.differences] == [("cancelled", False, True)]


def test_only_changes_without_a_gap_lead_back() -> None:
    states, changes = made(make_schedule(), *DAY)
    with pytest.raises(ValueError, match="revision 5 is not the schedule's, 6"):
        Past(states[-1], changes[1:])


def test_what_is_before_the_oldest_change_is_not_known() -> None:
    states, changes = made(make_schedule(), *DAY)
    past = Past(states[-1], changes[:2])
    assert past.first == 4
    with pytest.raises(ValueError, match="revision 3 is not one of 4 to 6"):
        past.thing("session", "choir", 3)
