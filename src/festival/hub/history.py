"""The changes that the hub has at hand; older ones come from the store when somebody asks."""

from collections.abc import Iterable
from typing import Final

from festival.schedule.changes import Change
from festival.store.log import Store

AT_HAND: Final = 2_048
"""Changes in memory: more than a festival day has (864 publishes on 20 days of four events)."""


class History:
    """The newest changes of the log, dense up to `head`."""

    def __init__(self, store: Store, head: int) -> None:
        self._store = store
        self._changes: dict[int, Change] = {}
        self._head = head
        self._first = head + 1
        """The oldest revision at hand."""

    def known(self) -> dict[int, Change]:
        """Return the changes at hand, by revision; the caller's own, to add to."""
        return self._changes.copy()

    def add(self, changes: Iterable[Change]) -> None:
        """Take changes that follow the newest, or those that lead to it when there are none yet."""
        for change in changes:
            self._changes[change.revision] = change
            self._first = min(self._first, change.revision)
            self._head = max(self._head, change.revision)
        while len(self._changes) > AT_HAND:
            del self._changes[self._first]
            self._first += 1

    async def reach(self, first: int) -> None:
        """Have the changes from revision `first` on at hand, until the next are added. Raises StoreError."""
        while (first := max(first, 1)) < self._first:
            start = max(first - 1, self._first - 1 - 1_000)
            found = [one.change for one in await self._store.since(start, self._first - 1 - start)]
            self._changes |= {change.revision: change for change in found}
            self._first = start + 1

    async def after(self, since: int, limit: int) -> list[bytes]:
        """Return at most `limit` changes after revision `since`, in order, as JSON. Raises StoreError."""
        last = min(since + limit, self._head)
        if since + 1 >= self._first:
            return [self._changes[revision].as_json for revision in range(since + 1, last + 1)]
        # As they were written: to read a thousand, only to write them again, would hold up every follower.
        return [one.body for one in await self._store.since(since, max(0, last - since))]
