"""When each session was last changed, and which were withdrawn: read once from the log, then followed.

The schedule itself does not know: an undo puts back ``live.changed_at`` too, a corrected title leaves no trace, and what
is withdrawn is not there any more.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, Protocol

from festival.formats.dates import Revised
from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor
from festival.schedule.model import Session
from festival.schedule.withdrawn import withdrawn_after

PAGE: Final = 1_000
"""Changes that are read at a time."""
_SAID_OF_ROOMS: Final = frozenset({"name", "venue"})
"""The fields of a room that the dates of its sessions say."""


class Log(Protocol):
    """What is read (:class:`festival.hub.publisher.Publisher`)."""

    async def changes(self, since: int, limit: int) -> list[bytes]:
        """Return at most `limit` changes after revision `since`, in order, as JSON."""


class Touched(NamedTuple):
    """What a log tells of sessions that the schedule does not, each by its id."""

    sessions: Mapping[str, Revised]
    """The last change of each session that was ever changed."""
    rooms: Mapping[str, Revised]
    """The last correction of a room's name or venue, which stand in the dates of its sessions."""
    withdrawn: Mapping[str, Session]
    """Sessions that are there no more, as cancelled ones: for the calendars of who asked for them."""

    def last(self, session: Session, first: Revised) -> Revised:
        """Return when what `session` says in a calendar was last changed; `first` if it never was."""
        rooms = (self.rooms.get(room) for room in (session.room, session.expected.room))
        return max((first, *filter(None, (self.sessions.get(session.id), *rooms))))


_NOTHING: Final = Touched({}, {}, {})


class Revisions:
    """What `log` tells of sessions (:class:`Touched`)."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._cursor = Cursor("", 0)
        self._touched = _NOTHING
        self._turn = asyncio.Lock()

    async def up_to(self, cursor: Cursor) -> Touched:
        """Return it as it is at `cursor`, or later if somebody has asked for that in its epoch.

        Raises :class:`festival.store.log.StoreError`.
        """
        async with self._turn:
            return await self._up_to(cursor)

    async def _up_to(self, cursor: Cursor) -> Touched:
        if cursor.epoch != self._cursor.epoch:
            self._touched, self._cursor = _NOTHING, Cursor(cursor.epoch, 0)
        while (known := self._cursor.revision) < cursor.revision:
            # No further than the schedule that is told: a number that is ahead of its content would never be followed.
            page = await self._log.changes(known, min(PAGE, cursor.revision - known))
            if not page:
                break
            self._touched = await asyncio.to_thread(_followed, self._touched, page)
            self._cursor = Cursor(cursor.epoch, known + len(page))
        return self._touched


def _followed(touched: Touched, page: Iterable[bytes]) -> Touched:
    changes = [Change.model_validate_json(body) for body in page]
    sessions, rooms = dict(touched.sessions), dict(touched.rooms)
    for change in changes:
        last = Revised(change.revision, change.at)
        for one in change.touches:
            if one.kind == "session":
                sessions[one.id] = last
            elif one.kind == "room" and not _SAID_OF_ROOMS.isdisjoint(one.after or ()):
                rooms[one.id] = last
    return Touched(sessions, rooms, withdrawn_after(touched.withdrawn, changes))
