"""What edits of when something happens do."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import ceil
from typing import Final

from festival.schedule import edits
from festival.schedule.delays import cascade, overrun
from festival.schedule.edits.base import BaseEdit
from festival.schedule.effects.base import Pair, in_room, pairs, relive, room_of, session_of
from festival.schedule.errors import EditRefused
from festival.schedule.model import Schedule, Session

LONGEST_DELAY_MIN: Final = 1440


def _delayed(session: Session, delay_min: int, edit: BaseEdit, now: datetime, **said: datetime) -> Pair:
    if delay_min > LONGEST_DELAY_MIN:
        raise EditRefused(
            "session {session} would be {minutes} minutes late, more than a day: move or cancel it",
            session=session.id,
            minutes=delay_min,
        )
    return relive(session, edit, now, delay_min=delay_min, **said)


def _run_on(delays: Mapping[str, int], edit: BaseEdit, schedule: Schedule, now: datetime) -> list[Pair]:
    sessions = schedule.session_by_id
    return [_delayed(sessions[name], delay_min, edit, now) for name, delay_min in delays.items()]


@pairs.register
def _delay_room(edit: edits.DelayRoom, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    room = room_of(schedule, edit.room)
    if edit.from_session is not None:
        first = session_of(schedule, edit.from_session)
        if first.slot.room != room.id:
            raise EditRefused(
                "session {session} is not in room {room} but in {other}",
                session=first.id,
                room=room.id,
                other=first.slot.room,
            )
    start = edit.from_session or edit.from_time or now
    found = cascade(in_room(schedule, room.id), start, edit.minutes, room.changeover_min)
    if not found.delays:
        if found.blocked:
            raise EditRefused(
                "session {session} has a fixed start: name it to delay it all the same",
                session=found.blocked[0].session,
            )
        if edit.minutes < 0:
            raise EditRefused("no session in room {room} has a delay that could be taken back", room=room.id)
        raise EditRefused("no session in room {room} starts from then on", room=room.id)
    return _run_on(found.delays, edit, schedule, now)


@pairs.register
def _delay_session(edit: edits.DelaySession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    session = session_of(schedule, edit.session)
    delay_min = max(0, session.live.delay_min + edit.minutes)
    if delay_min == session.live.delay_min and edit.minutes < 0:
        raise EditRefused("session {session} has no delay that could be taken back", session=session.id)
    return [_delayed(session, delay_min, edit, now)]


@pairs.register
def _start(edit: edits.StartSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    session = session_of(schedule, edit.session)
    if session.live.started_at is not None:
        raise EditRefused("session {session} has begun already: undo that if it has not", session=session.id)
    if edit.at is not None and edit.at > now:
        raise EditRefused(
            "session {session} cannot have begun at a time that is still to come: delay it",
            session=session.id,
        )
    begun_at = edit.at or now
    late_min = _minutes(session.expected.start, begun_at.replace(second=0))
    delay_min = session.live.delay_min + late_min
    if delay_min < 0:
        raise EditRefused("session {session} would start before its time: move it there", session=session.id)
    room = room_of(schedule, session.slot.room)
    found = cascade(in_room(schedule, room.id), session.id, late_min, room.changeover_min)
    if found.delays.get(session.id, session.live.delay_min) != delay_min:
        raise EditRefused(
            "session {session} cannot start yet, another one is on in room {room}: end it",
            session=session.id,
            room=room.id,
        )
    others = {name: late for name, late in found.delays.items() if name != session.id}
    begun = _delayed(session, delay_min, edit, now, started_at=begun_at)
    return [begun, *_run_on(others, edit, schedule, now)]


@pairs.register
def _end(edit: edits.EndSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    session = session_of(schedule, edit.session)
    if now <= session.expected.start:
        raise EditRefused("session {session} has not begun: cancel it, or move it", session=session.id)
    if session.live.ended_at is not None:
        raise EditRefused("session {session} has ended already: undo that if it goes on", session=session.id)
    return _longer(session, _minutes(session.expected.end, now), edit, schedule, now, ended_at=now)


@pairs.register
def _extend(edit: edits.ExtendSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    return _longer(session_of(schedule, edit.session), edit.minutes, edit, schedule, now)


def _minutes(start: datetime, end: datetime) -> int:
    """Return the whole minutes, rounded up, from `start` to `end`."""
    return ceil((end - start).total_seconds() / 60)


def _longer(
    session: Session, minutes: int, edit: BaseEdit, schedule: Schedule, now: datetime, **said: datetime
) -> Iterable[Pair]:
    """Return what happens when `session` takes `minutes` longer (or, negative, shorter) than expected."""
    slot, total = session.slot, session.live.overrun_min + minutes
    if _minutes(slot.start, slot.end) + total < 1:
        raise EditRefused("session {session} would be over before it begins: cancel it", session=session.id)
    if total > LONGEST_DELAY_MIN:
        raise EditRefused("session {session} would take a day longer: move or split it", session=session.id)
    room = room_of(schedule, slot.room)
    found = overrun(in_room(schedule, room.id), session.id, minutes, room.changeover_min)
    return [
        relive(session, edit, now, overrun_min=total, **said),
        *_run_on(found.delays, edit, schedule, now),
    ]
