"""Between the follower and who shows what it finds: the newest state, however seldom somebody looks."""

import asyncio

from festival.client.followed import Followed

CHANGES_CAP = 1_000
"""Changes that wait for somebody to look; with more the schedule is as good as come whole."""
ORDERS_CAP = 8
"""Orders that wait for somebody to look; of more the newest count."""


class Outlet:
    """Holds at most one state: a newer one takes the place of one that nobody has taken."""

    def __init__(self) -> None:
        self._waiting: Followed | None = None
        self._is_whole = False
        """The schedule that waits came whole."""
        self._news = asyncio.Event()

    def put(self, state: Followed, *, is_whole: bool) -> None:
        """Show `state`. `is_whole`: its schedule came whole, so its changes do not tell what led to it."""
        before = self._waiting
        self._is_whole = is_whole or (before is not None and self._is_whole)
        changes = (*before.changes, *state.changes) if before is not None else state.changes
        if self._is_whole or len(changes) > CHANGES_CAP:
            changes, self._is_whole = (), True
        orders = (*before.orders, *state.orders) if before is not None else state.orders
        self._waiting = Followed(state.schedule, state.freshness, changes, orders[-ORDERS_CAP:])
        self._news.set()

    async def take(self) -> Followed:
        """Return the newest state as soon as there is one that nobody has taken."""
        await self._news.wait()
        self._news.clear()
        state, self._waiting = self._waiting, None
        assert state is not None  # noqa: S101 - there is news
        return state
