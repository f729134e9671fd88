"""When each session was last changed: read once from the log, then followed.

The schedule itself does not know: an undo puts back ``live.changed_at`` too, and a corrected title leaves no trace.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Protocol

from festival.formats.dates import Revised
from festival.schedule.cursor import Cursor

PAGE: Final = 1_000
"""Changes that are read at a time."""


class Log(Protocol):
    """What is read (:class:`festival.hub.publisher.Publisher`)."""

    async def changes(self, since: int, limit: int) -> list[bytes]:
        """Return at most `limit` changes after revision `since`, in order, as JSON."""


class Revisions:
    """The last change in `log` of each session that was ever changed, by its id."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._cursor = Cursor("", 0)
        self._by_id: dict[str, Revised] = {}

    async def up_to(self, cursor: Cursor) -> Mapping[str, Revised]:
        """Return them as they are at `cursor`, which is not before the one of the last call in its epoch.

        Raises :class:`festival.store.log.StoreError`.
        """
        if cursor.epoch != self._cursor.epoch:
            self._by_id, self._cursor = {}, Cursor(cursor.epoch, 0)
        while (known := self._cursor.revision) < cursor.revision:
            # No further than the schedule that is told: a number that is ahead of its content would never be followed.
            page = await self._log.changes(known, min(PAGE, cursor.revision - known))
            if not page:
                break
            found = await asyncio.to_thread(_last_changes, page)
            self._by_id |= found
            self._cursor = Cursor(cursor.epoch, known + len(page))
        return self._by_id


def _last_changes(page: Iterable[bytes]) -> dict[str, Revised]:
    found: dict[str, Revised] = {}
    for body in page:
        change = json.loads(body)
        revised = Revised(change["revision"], datetime.fromisoformat(change["at"]))
        found |= {one["id"]: revised for one in change["touches"] if one["kind"] == "session"}
    return found
