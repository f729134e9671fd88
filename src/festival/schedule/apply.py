"""What each kind of edit does to a schedule.

One function for each class of :mod:`festival.schedule.edits` returns the things that it changes, before and
after; :func:`apply` makes the record of it. Nothing here changes a schedule: that is
:func:`festival.schedule.changes.fold`, for the hub as for every screen.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import singledispatch
from typing import Any, Final, TypeAlias

from pydantic import ValidationError

from festival.schedule import edits
from festival.schedule.changes import Change, Thing, current, touch, undo
from festival.schedule.delays import cascade
from festival.schedule.errors import EditRefused
from festival.schedule.model import (
    AS_PLANNED,
    UNKNOWN,
    Announcement,
    Room,
    Schedule,
    Session,
    SessionLive,
    Slot,
    Station,
)

Pair: TypeAlias = tuple[Thing | None, Thing | None]
"""A thing before and after; None where it is not there."""

LONGEST_DELAY_MIN: Final = 1440
_DEPARTURES: Final = ("moved", "delay_min", "overrun_min", "cancelled", "state")


def apply(
    schedule: Schedule,
    edit: edits.Edit,
    *,
    now: datetime,
    by: str,
    log: Mapping[int, Change] | None = None,
) -> Change:
    """Return the change that `edit`, made at `now` (aware) by the person `by`, makes to `schedule`.

    `log` holds changes by revision, for :class:`~festival.schedule.edits.Undo`. Raises :class:`EditRefused` with
    a sentence that says what is wrong and what to do, :class:`EditConflict` if an undo comes too late.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    if isinstance(edit, edits.Undo):
        change = (log or {}).get(edit.change)
        if change is None:
            raise EditRefused(f"there is no change with revision {edit.change}: choose one from the history")
        return undo(schedule, change, now=now, by=by, reason=edit.reason)
    touches = tuple(one for pair in pairs(edit, schedule, now) if (one := touch(*pair)))
    if not touches:
        raise EditRefused("everything is so already: nothing to change")
    return Change(
        revision=schedule.revision + 1,
        at=now,
        by=by,
        kind=edit.kind,
        severity=edit.severity,
        reason=edit.reason,
        touches=touches,
    )


@singledispatch
def pairs(edit: edits.BaseEdit, schedule: Schedule, now: datetime) -> Iterable[Pair]:  # noqa: ARG001
    """Return what `edit` changes. Each kind of edit registers its function."""
    raise EditRefused(f"edits of the kind {type(edit).__name__} cannot be applied")


def _session(schedule: Schedule, id: str, *, takes_place: bool = True) -> Session:  # noqa: A002
    session = schedule.session_by_id.get(id)
    if session is None:
        raise EditRefused(f"there is no session {id}: check its id")
    if takes_place and session.live.cancelled:
        raise EditRefused(f"session {id} is cancelled: reopen it first")
    return session


def _room(schedule: Schedule, id: str) -> Room:  # noqa: A002
    room = schedule.room_by_id.get(id)
    if room is None:
        raise EditRefused(f"there is no room {id}: check its id")
    return room


def _relive(session: Session, edit: edits.BaseEdit, now: datetime, **fields: Any) -> Pair:
    """Return `session` before and after its overlay got `fields`, unless they are so already."""
    live = session.live
    if all(getattr(live, name) == value for name, value in fields.items()):
        return session, session
    values = {"reason": edit.reason or live.reason, "changed_at": now, **fields}
    changed = live.model_copy(update=values)
    if all(getattr(changed, name) == getattr(AS_PLANNED, name) for name in _DEPARTURES):
        changed = SessionLive(changed_at=now)
    return session, session.relived(changed)


def _delayed(session: Session, delay_min: int, edit: edits.BaseEdit, now: datetime) -> Pair:
    if delay_min > LONGEST_DELAY_MIN:
        raise EditRefused(
            f"session {session.id} would be {delay_min} minutes late, more than a day: move or cancel it"
        )
    return _relive(session, edit, now, delay_min=delay_min)


@pairs.register
def _delay_room(edit: edits.DelayRoom, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    room = _room(schedule, edit.room)
    # Not `slot`: over 10,000 sessions making one for each costs ten times as much.
    here = [one for one in schedule.sessions if (one.live.moved or one).room == room.id]
    if edit.from_session is not None:
        first = _session(schedule, edit.from_session)
        if first.slot.room != room.id:
            raise EditRefused(f"session {first.id} is not in room {room.id} but in {first.slot.room}")
    start = edit.from_session or edit.from_time or now
    found = cascade(here, start, edit.minutes, room.changeover_min)
    if not found.delays:
        if found.blocked:
            raise EditRefused(
                f"session {found.blocked[0].session} has a fixed start: name it to delay it all the same"
            )
        what = "has a delay that could be taken back" if edit.minutes < 0 else "starts from then on"
        raise EditRefused(f"no session in room {room.id} {what}")
    sessions = schedule.session_by_id
    return [_delayed(sessions[id], delay, edit, now) for id, delay in found.delays.items()]  # noqa: A001


@pairs.register
def _delay_session(edit: edits.DelaySession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    session = _session(schedule, edit.session)
    delay_min = max(0, session.live.delay_min + edit.minutes)
    if delay_min == session.live.delay_min and edit.minutes < 0:
        raise EditRefused(f"session {session.id} has no delay that could be taken back")
    return [_delayed(session, delay_min, edit, now)]


@pairs.register
def _cancel(edit: edits.CancelSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    return [_relive(_session(schedule, edit.session, takes_place=False), edit, now, cancelled=True)]


@pairs.register
def _reopen(edit: edits.ReopenSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    session = _session(schedule, edit.session, takes_place=False)
    if not session.live.cancelled:
        raise EditRefused(f"session {session.id} is not cancelled: nothing to reopen")
    return [_relive(session, edit, now, cancelled=False, reason=edit.reason)]


@pairs.register
def _move(edit: edits.MoveSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    session = _session(schedule, edit.session)
    slot = session.slot
    room = slot.room if edit.room is None else _room(schedule, edit.room).id
    start = slot.start if edit.start is None else edit.start
    delay_min = session.live.delay_min if edit.start is None else 0
    moved = Slot(room=room, start=start, end=start + (slot.end - slot.start))
    return [
        _relive(session, edit, now, moved=None if moved == session.planned else moved, delay_min=delay_min)
    ]


@pairs.register
def _add(edit: edits.AddSession, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    session = edit.session
    _room(schedule, session.room)
    if session.id in schedule.session_by_id:
        raise EditRefused(f"there is a session {session.id} already: choose another id")
    named = {
        "track": ((session.track,), schedule.track_by_id),
        "person": (session.speakers, schedule.person_by_id),
        "organisation": (session.organisations, schedule.organisation_by_id),
        "project": (session.projects, schedule.project_by_id),
    }
    for kind, (names, known) in named.items():
        for name in names:
            if name not in known:
                raise EditRefused(f"there is no {kind} {name}: check its id")
    if not any(session.title.values()):
        raise EditRefused(f"session {session.id} has no title: give one in some language")
    if session.end <= now:
        raise EditRefused(f"session {session.id} would be over already: check its times")
    if session.live != AS_PLANNED:
        raise EditRefused(f"session {session.id} is new, nothing can have become of it: leave out live")
    return [(None, session)]


@pairs.register
def _correct(edit: edits.CorrectText, schedule: Schedule, now: datetime) -> Iterable[Pair]:  # noqa: ARG001
    thing = current(schedule, edit.thing, edit.id)
    if thing is None:
        raise EditRefused(f"there is no {edit.thing} {edit.id}: check its id")
    if edit.field not in type(thing).model_fields:
        raise EditRefused(f"a {edit.thing} has no {edit.field}: choose another field")
    text = {tag: said for tag, said in {**getattr(thing, edit.field), **edit.text}.items() if said}
    if not text and edit.field in {"title", "name"}:
        raise EditRefused(f"{edit.thing} {edit.id} would have no {edit.field}: give one in some language")
    try:
        return [(thing, type(thing).model_validate({**thing.model_dump(), edit.field: text}))]
    except ValidationError as error:
        raise EditRefused(f"{edit.field} of {edit.thing} {edit.id}: {error.errors()[0]['msg']}") from error


@pairs.register
def _session_state(edit: edits.SetSessionState, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    return [_relive(_session(schedule, edit.session), edit, now, state=edit.state)]


def _place(place: Room | Station, edit: edits.SetRoomState | edits.SetStationState, now: datetime) -> Pair:
    if edit.until is not None and edit.until <= now:
        raise EditRefused(f"{place.id}: the state would have expired already: give a later end")
    said = {"state": edit.state, "wait_min": edit.wait_min, "until": edit.until, "reason": edit.reason}
    if all(getattr(place.live, name) == value for name, value in said.items()):
        return place, place
    return place, place.relived(UNKNOWN.model_copy(update={**said, "changed_at": now}))


@pairs.register
def _room_state(edit: edits.SetRoomState, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    return [_place(_room(schedule, edit.room), edit, now)]


@pairs.register
def _station_state(edit: edits.SetStationState, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    station = schedule.station_by_id.get(edit.station)
    if station is None:
        raise EditRefused(f"there is no station {edit.station}: check its id")
    return [_place(station, edit, now)]


@pairs.register
def _announce(edit: edits.Announce, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    name = edit.id or f"announcement-{schedule.revision + 1}"
    if current(schedule, "announcement", name) is not None:
        raise EditRefused(f"there is an announcement {name} already: withdraw it, or choose another id")
    if edit.expires <= now:
        raise EditRefused("the announcement would have expired already: give a later end")
    if not any(edit.text.values()):
        raise EditRefused("the announcement has no text: write one")
    rooms = tuple(_room(schedule, room).id for room in edit.rooms)
    return [
        (
            None,
            Announcement(
                id=name, severity=edit.level, text=edit.text, rooms=rooms, at=now, expires=edit.expires
            ),
        )
    ]


@pairs.register
def _withdraw(edit: edits.Withdraw, schedule: Schedule, now: datetime) -> Iterable[Pair]:  # noqa: ARG001
    announcement = current(schedule, "announcement", edit.announcement)
    if announcement is None:
        raise EditRefused(f"there is no announcement {edit.announcement}: it may have been withdrawn already")
    return [(announcement, None)]
