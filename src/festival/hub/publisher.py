"""The publisher: the only writer. It decides with pure functions, appends durably, and only then tells anybody.

All edits that come while an append is under way go into the next one together (group commit). Several hubs may share
a store: who finds that another has appended reads what it did, and decides again on the new head.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from typing import Final

from festival.clock import Clock
from festival.hub.deciding import Accepted, Intent, KeyReused, Unavailable, oldest_needed
from festival.hub.drafting import MOST, Job, draft_of, parted
from festival.hub.feed import REPLAY, Feed
from festival.hub.history import History
from festival.hub.metrics import Metrics
from festival.schedule.changes import Change, fold
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.errors import FestivalError
from festival.schedule.model import Schedule
from festival.store.log import KeyTaken, Record, Store, StoreDamaged, StoreError, StoreReplaced

WAITING: Final = 1_024
"""Edits that may wait for the store."""
ATTEMPTS: Final = 32
"""How often another hub may come first, before an edit is answered 503."""
PAGE: Final = 1_000
"""Records that are read from the store at a time."""
POLL_S: Final = 5.0
RETRY_S: Final = 1.0
SNAPSHOT_EVERY: Final = 256
"""Revisions between two snapshots in the store."""

_log = logging.getLogger(__name__)


class Publisher:
    """Holds the schedule at the head of `store`, and makes new revisions of it.

    `trouble` is "" or a sentence that says why nothing can be written.
    """

    def __init__(
        self, store: Store, schedule: Schedule, feed: Feed, *, clock: Clock, metrics: Metrics
    ) -> None:
        self.schedule = schedule
        self.trouble = ""
        self._store = store
        self._feed = feed
        self._clock = clock
        self._metrics = metrics
        self._history = History(store, schedule.revision)
        self._kept = schedule.revision
        self._jobs: list[Job] = []
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._closed = False

    @classmethod
    async def open(
        cls,
        store: Store,
        programme: Schedule,
        *,
        clock: Clock,
        metrics: Metrics,
        beat_s: float,
        rate: float | None = None,
    ) -> "tuple[Publisher, Feed]":
        """Load the log; return the publisher, and the feed with the last changes for those who missed a few.

        Raises :class:`festival.store.log.StoreError`.
        """
        schedule = await store.open(programme)
        recent = await _recent(store, schedule.revision)
        feed = Feed(schedule.epoch, schedule.revision - len(recent), clock=clock, beat_s=beat_s, rate=rate)
        publisher = cls(store, schedule, feed, clock=clock, metrics=metrics)
        feed.publish(recent)
        publisher._history.add(recent)
        return publisher, feed

    @property
    def cursor(self) -> Cursor:
        """The newest place."""
        return Cursor(self.schedule.epoch, self.schedule.revision)

    async def submit(self, intent: Intent) -> Accepted:
        """Return what `intent` did, after it is on disk.

        Raises :class:`EditRefused`, :class:`EditConflict`, :class:`KeyReused`, :class:`Unavailable`, or what
        `intent.check` raises.
        """
        if self._closed or len(self._jobs) >= WAITING:
            raise Unavailable("the hub is stopping" if self._closed else "too many edits wait for the store")
        job = Job(intent, asyncio.get_running_loop().create_future())
        self._jobs.append(job)
        self._wake.set()
        return await job.answer

    async def changes(self, since: int, limit: int) -> list[bytes]:
        """Return the changes after revision `since` as JSON, in order, at most `limit`. Raises StoreError."""
        return await self._history.after(since, limit)

    async def pull(self) -> None:
        """Read what other hubs have appended. Raises :class:`festival.store.log.StoreError`."""
        async with self._turn:
            await self._pull()

    async def write(self) -> None:
        """Commit what is submitted, for ever."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._jobs:
                async with self._turn:
                    batch, self._jobs = parted(self._jobs, MOST)
                    await self._commit(batch)

    async def _commit(self, jobs: Sequence[Job]) -> None:
        try:
            for _ in range(ATTEMPTS):
                jobs = await self._attempt(jobs)
                if not jobs:
                    return
            raise StoreError("other hubs always came first")  # noqa: TRY301 - answered like other failures
        except StoreError as error:
            self._in_trouble(error)
            for job in jobs:
                job.fail(Unavailable(str(error)))
        except Exception:  # noqa: BLE001 - the writer must outlive whatever one edit does
            _log.exception("edit failed")
            for job in jobs:
                job.fail(Unavailable("the hub could not handle this edit"))

    async def _attempt(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Commit `jobs`; return those that have to be tried again on a newer head."""
        if self.trouble:  # an append may have reached the disk although it failed
            await self._pull()
        await self._history.reach(min(oldest_needed(job.intent) for job in jobs))
        draft = draft_of(jobs, self.schedule, self._history.known(), self._clock)
        if draft.refused and await self._pull():
            return jobs
        if draft.accepted:
            try:
                with self._metrics.append_seconds.time():
                    appended = await self._store.append(draft.pending())
            except KeyTaken:
                return await self._without_replays(jobs)
            if not appended:
                await self._pull()
                return jobs
            self._advance(draft.schedule, [change for _, change in draft.accepted])
            self.trouble = ""
        for job, change in draft.accepted:
            job.accept(change, draft.schedule.epoch)
        await self._without_replays([job for job, _ in draft.refused])
        for job, error in draft.refused:
            job.fail(error)
        return []

    async def _without_replays(self, jobs: Sequence[Job]) -> list[Job]:
        """Answer the jobs whose key is in the log; return the others."""
        fresh: list[Job] = []
        for job in jobs:
            record = await self._store.find(job.intent.key)
            if record is None:
                fresh.append(job)
            elif record.request != job.intent.request:
                job.fail(KeyReused(f"the key {job.intent.key} was used for another edit: make a new one"))
            else:
                job.accept(record.change, self.schedule.epoch, is_replay=True)
        return fresh

    def _advance(self, schedule: Schedule, changes: Sequence[Change]) -> None:
        self.schedule = schedule
        self._history.add(changes)
        self._feed.publish(changes)

    async def _pull(self) -> bool:
        """Follow the store; return whether there was anything new."""
        moved = False
        while records := await self._store.since(self.schedule.revision, PAGE):
            self._follow(records)
            moved = True
            if len(records) < PAGE:  # asking once more would hold up those who are to be told
                break
        return moved

    def _follow(self, records: Sequence[Record]) -> None:
        try:
            changes = [record.change for record in records]
            schedule = fold(self.schedule, changes)
        except (FestivalError, ValueError) as error:
            raise StoreDamaged(
                f"the log does not follow revision {self.schedule.revision}: {error}"
            ) from error
        if changes[-1].digest and digest(schedule) != changes[-1].digest:
            raise StoreDamaged(
                f"revision {changes[-1].revision} leads to another schedule here than in the log"
            )
        self._advance(schedule, changes)

    async def watch(self) -> None:
        """Follow other hubs, keep snapshots, and find out when the store works again; for ever."""
        while True:
            try:
                await self._store.wait(RETRY_S if self.trouble else POLL_S)
                async with self._turn:
                    try:
                        await self._pull()
                    except StoreReplaced:
                        await self._reopen()
                    if self.trouble or self.schedule.revision - self._kept >= SNAPSHOT_EVERY:
                        await self._keep()
                    self.trouble = ""
            except StoreError as error:
                self._in_trouble(error)
                await asyncio.sleep(RETRY_S)

    async def _reopen(self) -> None:
        """Go on with the log that was restored over ours: its epoch is another, so every follower begins again."""
        schedule = await self._store.reopen()
        recent = await _recent(self._store, schedule.revision)
        self.schedule = schedule
        self._kept = schedule.revision
        self._history = History(self._store, schedule.revision)
        self._history.add(recent)
        self._feed.restart(schedule.epoch, schedule.revision - len(recent))
        self._feed.publish(recent)
        _log.warning("the log was replaced", extra={"cursor": str(self.cursor)})

    async def _keep(self) -> None:
        await self._store.keep(self.schedule)
        self._kept = self.schedule.revision

    def _in_trouble(self, error: StoreError) -> None:
        if not self.trouble:
            _log.error("store fails", extra={"why": str(error)})
        self.trouble = str(error)

    async def close(self) -> None:
        """Answer those who wait, keep a snapshot, and close the store."""
        self._closed = True
        async with self._turn:
            for job in self._jobs:
                job.fail(Unavailable("the hub is stopping"))
            self._jobs.clear()
            with contextlib.suppress(StoreError):
                if self.schedule.revision > self._kept:
                    await self._keep()
            await self._store.close()


async def _recent(store: Store, head: int) -> list[Change]:
    """Return the changes up to the revision `head` that a follower may still have to be sent."""
    found = [one.change for one in await store.since(max(0, head - REPLAY))]
    return [one for one in found if one.revision <= head]
