"""Every kind of edit and its inverse, in nights: an ordinary one, and both in which the clocks change in Dortmund."""

from datetime import date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.digests import digest
from festival.schedule.edits import Edit, edit_from
from festival.schedule.errors import EditRefused
from festival.schedule.model import Announcement, Day, Schedule, Session
from schedule.examples import room, schedule, session, station
from schedule.logs import RAIN, Log
from schedule.strategies import DATES, edits, opening, schedules
from schedule.test_changes import content


def night(day: date) -> tuple[Schedule, datetime]:
    """Return a day of 18 hours from ten in the morning, with sessions one after the other from 00:30 on, and that time.

    In Dortmund the clocks change between the second and the third.
    """
    start = opening(day) + timedelta(hours=14, minutes=30)

    def at(minutes: int) -> datetime:
        return start + timedelta(minutes=minutes)

    def placed(id: str, begin: int, **fields: Any) -> Session:  # noqa: A002
        made = session(id, "14:00", "15:00", **fields)
        return made.model_copy(update={"start": at(begin), "end": at(begin + 60)})

    made = schedule(
        room("stage", changeover_min=10),
        room("hall"),
        placed("a", 0),
        placed("b", 70),
        placed("c", 140),
        placed("gone", 210, cancelled=True, reason=RAIN),
        station("solder"),
    )
    whole = Day(date=day, start=opening(day), end=opening(day) + timedelta(hours=18))
    said = Announcement(id="said", severity="warning", text=RAIN, at=start, expires=at(300))
    festival = made.festival.model_copy(update={"days": (whole,)})
    return made.model_copy(update={"festival": festival, "announcements": (said,)}), start


def one_of_each(start: datetime) -> dict[str, tuple[int, dict[str, Any]]]:
    """Return for each kind of edit when it is made, in minutes after `start`, and its fields."""
    new = session("new", "14:00", "15:00").model_dump(mode="json")
    new |= {"start": start + timedelta(minutes=300), "end": start + timedelta(minutes=330)}
    return {
        "delay_room": (5, {"room": "stage", "minutes": 25}),
        "delay_session": (5, {"session": "b", "minutes": 45}),
        "start_session": (77, {"session": "b"}),
        "end_session": (142, {"session": "b"}),
        "extend_session": (5, {"session": "a", "minutes": 30}),
        "cancel_session": (5, {"session": "b"}),
        "reopen_session": (5, {"session": "gone"}),
        "move_session": (5, {"session": "b", "room": "hall", "start": start + timedelta(minutes=150)}),
        "swap_sessions": (5, {"first": "b", "second": "c"}),
        "split_session": (
            5,
            {
                "session": "b",
                "at": start + timedelta(minutes=90),
                "resume": start + timedelta(minutes=240),
            },
        ),
        "replace_session": (5, {"session": "b", "by": new}),
        "add_session": (5, {"session": new}),
        "correct_text": (
            5,
            {"thing": "session", "id": "b", "field": "title", "text": {"de": "Straßenfest"}},
        ),
        "set_session_state": (5, {"session": "b", "state": "full"}),
        "set_room_state": (5, {"room": "hall", "state": "few"}),
        "set_station_state": (5, {"station": "solder", "state": "busy", "wait_min": 20}),
        "announce": (5, {"text": RAIN, "level": "urgent", "expires": start + timedelta(minutes=90)}),
        "withdraw": (5, {"announcement": "said"}),
        "batch": (
            5,
            {
                "name": "Plan B Regen",
                "edits": [
                    {"kind": "move_session", "session": "b", "room": "hall"},
                    {"kind": "delay_room", "room": "hall", "minutes": 15},
                    {"kind": "cancel_session", "session": "c"},
                    {"kind": "add_session", "session": new},
                ],
            },
        ),
        "undo": (6, {"change": 1}),
        "undo_person": (6, {"person": "Ben"}),
    }


KINDS = [kind.model_fields["kind"].default for kind in get_args(get_args(Edit)[0])]


@pytest.mark.parametrize("day", DATES, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_edit_and_its_undo_leave_the_schedule_as_it_was(kind: str, day: date) -> None:
    before, start = night(day)
    log = Log(before)
    first = edit_from({"kind": "delay_room", "room": "stage", "minutes": 5})
    log.add(apply(log.day, first, now=start - timedelta(minutes=60), by="Ben"))
    then = log.day
    minutes, fields = one_of_each(start)[kind]
    edit = edit_from({"kind": kind, "reason": RAIN, "earlier": True, **fields})
    change = log.add(apply(log.day, edit, now=start + timedelta(minutes=minutes), by="Anna", log=log.changes))
    assert content(log.day) != content(then)
    log.make("Anna", "undo", change=change.revision)
    assert content(log.day) == content(then)
    assert digest(log.day) == digest(then)
    assert log.day.revision == then.revision + 2


@pytest.mark.parametrize("day", DATES, ids=str)
def test_delay_over_the_night_is_real_minutes(day: date) -> None:
    before, start = night(day)
    edit = edit_from({"kind": "delay_room", "room": "stage", "minutes": 90, "from_session": "a"})
    after = fold(before, [apply(before, edit, now=start, by="Anna")])
    late = {
        name: after.session_by_id[name].expected.start - before.session_by_id[name].start
        for name in ("a", "b", "c")
    }
    assert late == dict.fromkeys(("a", "b", "c"), timedelta(minutes=90))
    wall = after.session_by_id["c"].expected.start.astimezone(after.festival.zone)
    assert f"{wall:%H:%M}" == {5: "04:20", 3: "05:20", 10: "03:20"}[day.month]


def at_some_time(data: st.DataObject, day: Schedule, count: int) -> list[tuple[Schedule, Change]]:
    """Return random changes, each made at a later time of the day, with the schedule before each."""
    made: list[tuple[Schedule, Change]] = []
    start = day.festival.days[0].start
    times = data.draw(st.lists(st.integers(0, 1080 * 60), min_size=count, max_size=count))
    for second in sorted(times):
        edit = data.draw(edits(day))
        try:
            change = apply(day, edit, now=start + timedelta(seconds=second), by="Anna")
        except EditRefused:
            continue
        made.append((day, change))
        day = fold(day, [change])
    return made


@given(st.data(), schedules())
def test_whatever_the_hour_each_undo_gives_what_was_before(data: st.DataObject, day: Schedule) -> None:
    made = at_some_time(data, day, 5)
    assume(made)
    before, change = made[-1]
    log = Log(fold(before, [change]))
    log.changes = {one.revision: one for _, one in made}
    for before, change in reversed(made):
        log.make("Anna", "undo", change=change.revision)
        assert content(log.day) == content(before)
        assert digest(log.day) == digest(before)


@given(st.data(), schedules())
def test_what_was_said_of_a_start_or_an_end_is_never_before_it(data: st.DataObject, day: Schedule) -> None:
    made = at_some_time(data, day, 6)
    assume(made)
    before, change = made[-1]
    for one in fold(before, [change]).sessions:
        live, expected = one.live, one.expected
        assert live.started_at is None or expected.start < live.started_at + timedelta(minutes=1)
        assert live.ended_at is None or expected.end < live.ended_at + timedelta(minutes=1)


@given(st.data(), schedules())
def test_only_what_visitors_see_says_when_it_was_changed(data: st.DataObject, day: Schedule) -> None:
    made = at_some_time(data, day, 5)
    assume(made)
    before, change = made[-1]
    for one in fold(before, [change]).sessions:
        was = before.session_by_id.get(one.id)
        if was is None or was.live == one.live:
            continue
        seen = {"started_at": None, "ended_at": None}
        same = was.live.model_copy(update=seen) == one.live.model_copy(update=seen)
        assert one.live.changed_at == (was.live.changed_at if same else change.at)
