"""The hub put together: what every request handler has at hand, from opening the log to closing it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from typing import Any, Self

from festival.hub.calendars import Calendars
from festival.hub.door import Door
from festival.hub.feed import Feed
from festival.hub.health import Readiness, disk_left
from festival.hub.metrics import Metrics
from festival.hub.options import Options
from festival.hub.pages import Pages
from festival.hub.picks import Picks
from festival.hub.publisher import Publisher
from festival.hub.screens import Screens
from festival.hub.security import HEADERS
from festival.hub.snapshot import Snapshots
from festival.hub.tokens import TokenFile
from festival.schedule.model import Schedule
from festival.store.log import Store

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hub:
    """The parts of a running hub."""

    options: Options
    publisher: Publisher
    feed: Feed
    snapshots: Snapshots
    calendars: Calendars
    picks: Picks
    pages: Pages
    door: Door
    screens: Screens
    readiness: Readiness
    metrics: Metrics
    workers: tuple[asyncio.Task[None], ...]
    """Tasks that never end while all is well."""

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, options: Options, store: Store, programme: Schedule) -> AsyncIterator[Self]:
        """Give a hub whose log is loaded and whose workers run; close the store afterwards.

        Raises :class:`festival.store.log.StoreError` if the log cannot be loaded.
        """
        metrics = Metrics()
        publisher, feed = await Publisher.open(
            store,
            programme,
            clock=options.clock,
            metrics=metrics,
            beat_s=options.beat_s,
            rate=options.rate,
        )
        workers = (
            _worker("writer", publisher.write()),
            _worker("follower of the store", publisher.watch()),
            _worker("feed", feed.run()),
        )
        hub = cls._around(options, store, publisher, feed=feed, metrics=metrics, workers=workers)
        try:
            yield hub
        finally:
            feed.end(0)
            await _stop(workers[1])
            await publisher.close()
            for worker in workers:
                await _stop(worker)

    @classmethod
    def _around(
        cls,
        options: Options,
        store: Store,
        publisher: Publisher,
        *,
        feed: Feed,
        metrics: Metrics,
        workers: tuple[asyncio.Task[None], ...],
    ) -> Self:
        """Return a hub around what is open, or runs, already."""
        tokens = TokenFile(options.tokens)
        screens = Screens(lambda: publisher.cursor, clock=options.clock)
        calendars = Calendars(publisher, options)
        picks = Picks(store, options.clock)
        hub = cls(
            options=options,
            publisher=publisher,
            feed=feed,
            snapshots=Snapshots(
                lambda: publisher.schedule,
                clock=options.clock,
                common=HEADERS,
                cache_control=options.cache_control,
            ),
            calendars=calendars,
            picks=picks,
            pages=Pages(publisher, calendars, picks, options),
            door=Door(
                tokens,
                clock=options.token_clock,
                metrics=metrics,
                proxies=options.proxies,
                writes_per_s=options.rate or 1.0,
            ),
            screens=screens,
            readiness=Readiness(
                publisher,
                store,
                tokens,
                options.disk,
                lambda: [worker.get_name() for worker in workers if worker.done()],
            ),
            metrics=metrics,
            workers=workers,
        )
        hub._watch()
        return hub

    def _watch(self) -> None:
        """Let the metrics show what the parts are like when somebody asks."""
        watch = self.metrics.watch
        watch("revision", "Newest revision", lambda: float(self.publisher.schedule.revision))
        watch("followers", "Open streams", lambda: float(len(self.feed)))
        watch("lag", "Revisions by which the slowest open stream is behind", lambda: float(self.feed.lag))
        watch("disk_left_bytes", "Room on the disk of the log", lambda: disk_left(self.options.disk))
        watch("screens", "Kiosks that reported lately", lambda: float(len(self.screens.all())))
        watch(
            "screens_behind",
            "Kiosks whose last report showed less than the hub had",
            lambda: float(sum(one.is_behind for one in self.screens.all())),
        )
        watch("store_works", "1 unless the last append failed", lambda: float(not self.publisher.trouble))

    def failure(self) -> BaseException | None:
        """Return why one of the workers ended, None while all of them work."""
        ended = [worker for worker in self.workers if worker.done() and not worker.cancelled()]
        return next((error for worker in ended if (error := worker.exception())), None)


def _worker(name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_report)
    return task


def _report(task: asyncio.Task[None]) -> None:
    """Log why a worker ended, which it never should: readiness fails from then on."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("%s ended", task.get_name(), exc_info=error)


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
