"""What the functions for all kinds of edit share."""

from collections.abc import Iterable
from datetime import datetime
from functools import singledispatch
from typing import Any, TypeAlias

from festival.schedule.changes import Thing
from festival.schedule.edits.base import BaseEdit
from festival.schedule.errors import EditRefused
from festival.schedule.model import Room, Schedule, Session, SessionLive

Pair: TypeAlias = tuple[Thing | None, Thing | None]
"""A thing before and after; None where it is not there."""


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
    """Return `session` before and after its overlay got `fields`, unless they are so already.

    Each departure from the plan keeps the reason that was given for it, until another is given for the same one.
    """
    live = session.live
    if all(getattr(live, name) == value for name, value in fields.items()):
        return session, session
    changed = live.model_copy(update={"changed_at": now, **fields})
    departures = changed.departures
    if not departures:
        return session, session.relived(SessionLive(changed_at=now))
    made = {name for name in departures if getattr(changed, name) != getattr(live, name)}
    whys = {name: (edit.reason if name in made else {}) or live.why(name) for name in departures}
    reason = whys[departures[0]]
    reasons = {name: why for name, why in whys.items() if why != reason}
    return session, session.relived(changed.model_copy(update={"reason": reason, "reasons": reasons}))
