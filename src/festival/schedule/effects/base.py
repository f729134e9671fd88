"""What the functions for all kinds of edit share."""

from collections.abc import Iterable
from datetime import datetime
from functools import singledispatch
from typing import Any, Final, TypeAlias

from festival.schedule.changes import Thing
from festival.schedule.edits.base import BaseEdit
from festival.schedule.errors import EditRefused
from festival.schedule.model import AS_PLANNED, Room, Schedule, Session, SessionLive

Pair: TypeAlias = tuple[Thing | None, Thing | None]
"""A thing before and after; None where it is not there."""

_DEPARTURES: Final = ("moved", "delay_min", "overrun_min", "cancelled", "state")


@singledispatch
def pairs(edit: BaseEdit, schedule: Schedule, now: datetime) -> Iterable[Pair]:  # noqa: ARG001
    """Return what `edit` changes. Each kind of edit registers its function."""
    raise EditRefused(f"edits of the kind {type(edit).__name__} cannot be applied")


def session_of(schedule: Schedule, id: str, *, takes_place: bool = True) -> Session:  # noqa: A002
    """Return the session with that id. Raises :class:`EditRefused` if there is none, or it is cancelled."""
    session = schedule.session_by_id.get(id)
    if session is None:
        raise EditRefused(f"there is no session {id}: check its id")
    if takes_place and session.live.cancelled:
        raise EditRefused(f"session {id} is cancelled: reopen it first")
    return session


def room_of(schedule: Schedule, id: str) -> Room:  # noqa: A002
    """Return the room with that id. Raises :class:`EditRefused` if there is none."""
    room = schedule.room_by_id.get(id)
    if room is None:
        raise EditRefused(f"there is no room {id}: check its id")
    return room


def relive(session: Session, edit: BaseEdit, now: datetime, **fields: Any) -> Pair:
    """Return `session` before and after its overlay got `fields`, unless they are so already."""
    live = session.live
    if all(getattr(live, name) == value for name, value in fields.items()):
        return session, session
    values = {"reason": edit.reason or live.reason, "changed_at": now, **fields}
    changed = live.model_copy(update=values)
    if all(getattr(changed, name) == getattr(AS_PLANNED, name) for name in _DEPARTURES):
        changed = SessionLive(changed_at=now)
    return session, session.relived(changed)
