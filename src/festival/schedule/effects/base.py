"""What the functions for all kinds of edit share."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import singledispatch
from typing import Any, Final, TypeAlias

from festival.schedule.changes import Thing
from festival.schedule.edits.base import BaseEdit
from festival.schedule.errors import EditRefused
from festival.schedule.live import DEPARTURES
from festival.schedule.model import Room, Schedule, Session, SessionLive

Pair: TypeAlias = tuple[Thing | None, Thing | None]
"""A thing before and after; None where it is not there."""
_MINUTE: Final = timedelta(minutes=1)
"""Expected times are whole minutes, what is said of them comes at any second."""


@singledispatch
def pairs(edit: BaseEdit, schedule: Schedule, now: datetime) -> Iterable[Pair]:  # noqa: ARG001
    """Return what `edit` changes. Each kind of edit registers its function."""
    raise EditRefused("edits of the kind {kind} cannot be applied", kind=type(edit).__name__)


def session_of(schedule: Schedule, id: str, *, takes_place: bool = True) -> Session:  # noqa: A002
    """Return the session with that id. Raises :class:`EditRefused` if there is none, or it is cancelled."""
    session = schedule.session_by_id.get(id)
    if session is None:
        raise EditRefused("there is no session {session}: check its id", session=id)
    if takes_place and session.live.cancelled:
        raise EditRefused("session {session} is cancelled: reopen it first", session=id)
    return session


def room_of(schedule: Schedule, id: str) -> Room:  # noqa: A002
    """Return the room with that id. Raises :class:`EditRefused` if there is none."""
    room = schedule.room_by_id.get(id)
    if room is None:
        raise EditRefused("there is no room {room}: check its id", room=id)
    return room


def in_room(schedule: Schedule, room: str) -> list[Session]:
    """Return the sessions whose slot is in that room, in no particular order, cancelled ones as well."""
    sessions = schedule.session_by_id
    return [sessions[name] for name in schedule.ids_by_room.get(room, ())]


def relive(session: Session, edit: BaseEdit, now: datetime, **fields: Any) -> Pair:
    """Return `session` before and after its overlay got `fields`, unless they are so already.

    Each departure from the plan keeps the reason that was given for it, until another is given for the same one.
    """
    live = session.live
    if all(getattr(live, name) == value for name, value in fields.items()):
        return session, session
    changed = _without_what_was_said_too_soon(live.model_copy(update=fields), session)
    departures = changed.departures
    made = {name for name in DEPARTURES if getattr(changed, name) != getattr(live, name)}
    if made:  # else no visitor sees a difference
        whys = {name: (edit.reason if name in made else {}) or live.why(name) for name in departures}
        changed = changed.model_copy(update={"changed_at": now}).explained(whys)
    return session, session.relived(changed)


def _without_what_was_said_too_soon(live: SessionLive, session: Session) -> SessionLive:
    """Return `live` without a start or an end that it now puts off: what was said before holds no longer."""
    if live.started_at is None and live.ended_at is None:
        return live
    expected = session.relived(live).expected
    void: dict[str, None] = {}
    if live.started_at is not None and expected.start >= live.started_at + _MINUTE:
        void["started_at"] = None
    if live.ended_at is not None and expected.end >= live.ended_at + _MINUTE:
        void["ended_at"] = None
    return live.model_copy(update=void) if void else live
