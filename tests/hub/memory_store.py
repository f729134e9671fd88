"""A store in memory that mirrors :class:`festival.store.log.Store`, for what a disk does not do on demand."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from festival.schedule.changes import fold
from festival.schedule.model import Schedule
from festival.store.log import KeyTaken, Pending, Record, StoreError, StoreReplaced, first_link, records
from festival.store.picks import KeptPicks


class MemoryLog:
    """What several hubs share."""

    def __init__(self) -> None:
        self.epoch = "memory"
        self.records: list[Record] = []
        self.first = b""
        self.programme: Schedule | None = None
        self.picks: dict[bytes, KeptPicks] = {}

    def restore(self, revision: int) -> None:
        """Go back to a revision, in another epoch."""
        self.epoch += "-again"
        self.records = self.records[:revision]
        self.first = b""


class MemoryStore:
    """`gate` holds appends back while it is cleared; `broken` makes every call fail; `batches` are the sizes appended."""

    def __init__(self, log: MemoryLog | None = None) -> None:
        self.log = log or MemoryLog()
        self.epoch = self.log.epoch
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken = ""
        self.batches: list[int] = []
        self.kept = 0
        self.told = asyncio.Event()

    def _work(self) -> None:
        if self.broken:
            raise StoreError(self.broken)
        if self.epoch != self.log.epoch:
            raise StoreReplaced("a backup was restored over the log")

    async def open(self, programme: Schedule) -> Schedule:
        self._work()
        self.log.programme = self.log.programme or programme
        start = self.log.programme.model_copy(update={"epoch": self.epoch, "revision": 0})
        self.log.first = self.log.first or first_link(self.epoch, start)
        return fold(start, [record.change for record in self.log.records])

    async def reopen(self) -> Schedule:
        self.epoch = self.log.epoch
        assert self.log.programme is not None
        return await self.open(self.log.programme)

    async def begins_with(self, programme: Schedule) -> bool:
        start = programme.model_copy(update={"epoch": self.epoch, "revision": 0})
        return self.log.first == first_link(self.epoch, start)

    async def append(self, batch: Sequence[Pending]) -> bool:
        await self.gate.wait()
        self._work()
        if batch[0].change.revision != len(self.log.records) + 1:
            return False
        taken = {record.key for record in self.log.records}
        if any(pending.key in taken for pending in batch):
            raise KeyTaken("taken")
        before = self.log.records[-1].hash if self.log.records else self.log.first
        self.log.records += records(before, batch)
        self.batches.append(len(batch))
        return True

    async def since(self, revision: int, limit: int = 1_000) -> list[Record]:
        self._work()
        return self.log.records[revision : revision + limit]

    async def find(self, key: str) -> Record | None:
        self._work()
        return next((record for record in self.log.records if record.key == key), None)

    async def head(self) -> int:
        self._work()
        return len(self.log.records)

    async def probe(self) -> int:
        return await self.head()

    async def wait(self, timeout_s: float) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                await self.told.wait()
        except TimeoutError:
            return
        self.told.clear()

    async def keep(self, schedule: Schedule) -> None:
        self._work()
        self.kept = schedule.revision

    async def put_picks(self, kept: KeptPicks, *, now: datetime, most: int) -> bool:
        self._work()
        left = {key: one for key, one in self.log.picks.items() if one.until > now}
        self.log.picks = left | {kept.key: kept} if len(left) < most else left
        return len(left) < most

    async def find_picks(self, key: bytes) -> KeptPicks | None:
        self._work()
        return self.log.picks.get(key)

    async def verify(self) -> int:
        return len(self.log.records)

    async def close(self) -> None:
        self.told.set()
