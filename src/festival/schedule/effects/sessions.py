"""What edits of what takes place, and where, do."""

from collections.abc import Iterable
from datetime import datetime
from math import ceil

from pydantic import ValidationError

from festival.schedule import edits
from festival.schedule.addresses import refuse_if_held, rest_of
from festival.schedule.changes import current
from festival.schedule.edits.base import BaseEdit
from festival.schedule.effects.base import Pair, in_room, pairs, relive, room_of, session_of
from festival.schedule.errors import EditRefused
from festival.schedule.model import AS_PLANNED, Schedule, Session, Slot


@pairs.register
def _cancel(edit: edits.CancelSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    return [relive(session_of(schedule, edit.session, takes_place=False), edit, now, cancelled=True)]


@pairs.register
def _reopen(edit: edits.ReopenSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    session = session_of(schedule, edit.session, takes_place=False)
    if not session.live.cancelled:
        raise EditRefused("session {session} is not cancelled: nothing to reopen", session=session.id)
    return [relive(session, edit, now, cancelled=False)]


@pairs.register
def _move(edit: edits.MoveSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    session = session_of(schedule, edit.session)
    slot = session.slot
    room = slot.room if edit.room is None else room_of(schedule, edit.room).id
    start = slot.start if edit.start is None else edit.start
    delay_min = session.live.delay_min if edit.start is None else 0
    moved = Slot(room=room, start=start, end=start + (slot.end - slot.start))
    return [
        relive(session, edit, now, moved=None if moved == session.planned else moved, delay_min=delay_min)
    ]


def _put(session: Session, slot: Slot, delay_min: int, edit: BaseEdit, now: datetime) -> Pair:
    moved = None if slot == session.planned else slot
    return relive(session, edit, now, moved=moved, delay_min=delay_min)


@pairs.register
def _swap(edit: edits.SwapSessions, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    one, other = sorted(
        (session_of(schedule, name) for name in (edit.first, edit.second)),
        key=lambda session: (session.slot.start, session.id),
    )
    length, other_length = one.slot.end - one.slot.start, other.slot.end - other.slot.start
    later = other.slot.start
    if _follow_each_other(one, other, schedule):
        later += other_length - length
    return [
        _put(
            other,
            Slot(room=one.slot.room, start=one.slot.start, end=one.slot.start + other_length),
            one.live.delay_min,
            edit,
            now,
        ),
        _put(
            one,
            Slot(room=other.slot.room, start=later, end=later + length),
            other.live.delay_min,
            edit,
            now,
        ),
    ]


def _follow_each_other(one: Session, other: Session, schedule: Schedule) -> bool:
    """Return whether they are in one room, `one` before `other`, and nothing else is between."""
    before, after = one.slot, other.slot
    return (
        before.room == after.room
        and before.end <= after.start
        and not any(
            before.end <= between.slot.start < after.start
            for between in in_room(schedule, before.room)
            if between.id != other.id and not between.live.cancelled
        )
    )


@pairs.register
def _split(edit: edits.SplitSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    session = session_of(schedule, edit.session)
    start, end = session.expected.start, session.expected.end
    if not start < edit.at < end:
        raise EditRefused(
            "session {session} is not on at that time: choose one between its start and its end",
            session=session.id,
        )
    rest = end - edit.at
    cut_min = ceil(rest.total_seconds() / 60)
    rest_of_it = session.model_copy(
        update={
            "id": rest_of(edit),
            "room": session.slot.room,
            "start": edit.resume,
            "end": edit.resume + rest,
            "live": AS_PLANNED,
        }
    )
    added = Session.model_validate(rest_of_it.model_dump())
    _refuse_known(added, schedule)
    first = relive(session, edit, now, overrun_min=session.live.overrun_min - cut_min)
    return [first, (None, added)]


@pairs.register
def _replace(edit: edits.ReplaceSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    session = session_of(schedule, edit.session)
    added = _checked(edit.by, schedule, now).model_copy(update={"replaces": session.id})
    return [relive(session, edit, now, cancelled=True), (None, added)]


@pairs.register
def _add(edit: edits.AddSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    added = _checked(edit.session, schedule, now)
    if added.replaces is not None:
        raise EditRefused(
            "session {session} replaces another one: use replace_session for that", session=added.id
        )
    return [(None, added)]


def _refuse_known(session: Session, schedule: Schedule) -> None:
    if session.id in schedule.session_by_id:
        raise EditRefused("there is a session {id} already: choose another id", id=session.id)
    refuse_if_held(schedule, session.id)


def _checked(session: Session, schedule: Schedule, now: datetime) -> Session:
    """Return a new `session` that fits into `schedule`. Raises :class:`EditRefused` if it does not."""
    room_of(schedule, session.room)
    _refuse_known(session, schedule)
    named = {
        "track": ((session.track,), schedule.track_by_id),
        "person": (session.speakers, schedule.person_by_id),
        "organisation": (session.organisations, schedule.organisation_by_id),
        "project": (session.projects, schedule.project_by_id),
    }
    for kind, (names, known) in named.items():
        for name in names:
            if name not in known:
                raise EditRefused("there is no {kind} {id}: check its id", kind=kind, id=name)
    if not any(session.title.values()):
        raise EditRefused("session {id} has no title: give one in some language", id=session.id)
    if session.end <= now:
        raise EditRefused("session {id} would be over already: check its times", id=session.id)
    if session.live != AS_PLANNED:
        raise EditRefused("session {id} is new, nothing can have become of it: leave out live", id=session.id)
    return session


@pairs.register
def _correct(edit: edits.CorrectText, schedule: Schedule, now: datetime) -> Iterable[Pair]:  # noqa: ARG001
    thing = current(schedule, edit.thing, edit.id)
    if thing is None:
        raise EditRefused("there is no {kind} {id}: check its id", kind=edit.thing, id=edit.id)
    if edit.field not in type(thing).model_fields:
        raise EditRefused("a {kind} has no {field}: choose another field", kind=edit.thing, field=edit.field)
    text = {tag: said for tag, said in {**getattr(thing, edit.field), **edit.text}.items() if said}
    if not text and edit.field in {"title", "name"}:
        raise EditRefused(
            "{kind} {id} would have no {field}: give one in some language",
            kind=edit.thing,
            id=edit.id,
            field=edit.field,
        )
    try:
        return [(thing, type(thing).model_validate({**thing.model_dump(), edit.field: text}))]
    except ValidationError as error:
        raise EditRefused(
            "{field} of {kind} {id}: {why}",
            kind=edit.thing,
            id=edit.id,
            field=edit.field,
            why=error.errors()[0]["msg"],
        ) from error
