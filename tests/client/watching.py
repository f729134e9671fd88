"""Somebody who looks at what a follower shows, all the time."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, fields
from typing import Self

from festival.client.followed import Contact, Followed
from festival.client.timings import Timings
from festival.hub.hub import Hub
from festival.schedule.digests import digest

NOTICED_S = 25.0
"""Within which a follower must show that it is cut off, and that it no longer is."""
_COUNTS = {"beats", "poll_after"}


def hurried(factor: float) -> Timings:
    """Return timings in which all that a follower waits for takes `factor` times less."""
    own = Timings()
    names = [one.name for one in fields(own) if one.name not in _COUNTS]
    return Timings(**{name: getattr(own, name) / factor for name in names})


@dataclass
class Watched:
    """Reads `states` while the context is open. States must not go back, and changes must lead from one to the next."""

    states: AsyncIterator[Followed]
    now: Followed | None = None
    seen: int = 0
    contacts: list[tuple[float, Contact]] = field(default_factory=list)
    """What was shown, and from when on, in seconds of time.monotonic()."""

    async def __aenter__(self) -> Self:
        self.task = asyncio.create_task(self._read())
        await self.until(lambda: self.now is not None, 5)
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def _read(self) -> None:
        async for state in self.states:
            if self.now is not None:
                self._check(self.now, state)
            self.now = state
            self.seen += 1
            if not self.contacts or self.contacts[-1][1] != state.freshness.contact:
                self.contacts.append((time.monotonic(), state.freshness.contact))

    @staticmethod
    def _check(before: Followed, after: Followed) -> None:
        was, now = before.schedule, after.schedule
        if was.epoch == now.epoch:
            assert now.revision >= was.revision
        if after.changes:
            revisions = [change.revision for change in after.changes]
            assert revisions == list(range(was.revision + 1, now.revision + 1))
            assert after.changes[-1].digest == digest(now)

    @property
    def revision(self) -> int:
        assert self.now is not None
        return self.now.schedule.revision

    @property
    def contact(self) -> Contact:
        assert self.now is not None
        return self.now.freshness.contact

    async def until(self, holds: Callable[[], bool], within_s: float) -> None:
        """Wait for a condition. Raises TimeoutError, or what ended the follower, which never ends."""
        async with asyncio.timeout(within_s):
            while not holds():
                if self.task.done():
                    self.task.result()
                    raise AssertionError("the follower has ended")
                await asyncio.sleep(0.005)

    def equals(self, hub: Hub) -> bool:
        """Return whether what is shown is the hub's newest schedule, and said to be."""
        assert self.now is not None
        own, newest = self.now.schedule, hub.publisher.schedule
        same = (own.epoch, own.revision, digest(own)) == (newest.epoch, newest.revision, digest(newest))
        return same and self.contact == "live"


@dataclass
class Judge:
    """Notes when a follower says "live" and has not what the hub had `patience_s` ago."""

    watched: Watched
    hub: Hub
    patience_s: float
    wrong: list[tuple[float, int, int]] = field(default_factory=list)
    """When, what was shown, and the least that should have been."""

    async def __aenter__(self) -> Self:
        self.task = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def _look(self) -> None:
        began, known = time.monotonic(), self.hub.publisher.schedule.revision
        heads = [(began, known)]
        due = 0
        while True:
            now, head = time.monotonic(), self.hub.publisher.schedule.revision
            if head != heads[-1][1]:
                heads.append((now, head))
            while heads and heads[0][0] < now - self.patience_s and len(heads) > 1:
                due = heads.pop(0)[1]
            if heads[0][0] < now - self.patience_s:
                due = heads[0][1]
            if self.watched.contact == "live" and self.watched.revision < due:
                self.wrong.append((now - began, self.watched.revision, due))
            await asyncio.sleep(0.02)
