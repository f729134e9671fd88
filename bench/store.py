"""Durable edits: what group commit gains over one flush for each, and how soon another hub on PostgreSQL has a change."""

import asyncio
import itertools
import os
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any, TypeVar

import psycopg
import uvloop

from bench import ROOT
from bench.figures import Figure, ratio
from bench.talk import Talk
from bench.tty import BenchError
from festival.clock import system_clock
from festival.hub.deciding import Intent
from festival.hub.feed import Feed
from festival.hub.metrics import Metrics
from festival.hub.publisher import Publisher
from festival.hub.server import rest_collector
from festival.hub.wire import Stream
from festival.schedule.edits import SetStationState
from festival.store import open_store
from festival.store.log import Pending
from schedule.examples import schedule, station
from store.examples import PROGRAMME, drafted
from store.server import PostgresServer

_Result = TypeVar("_Result")

ELSEWHERE = ROOT / "bench" / "hubs" / "elsewhere.py"
UNHEARD_S = 10.0
"""After which what was done elsewhere is lost."""
WRITERS = 16
APPENDS = 2_000
WARM = 10
"""Times that do not count: statements are prepared by then, and everything has been digested once."""
_TOWN = schedule(*(station(f"station-{number}") for number in range(WRITERS)))
"""A station for each writer: none of them comes too late for another's edit."""
_EDITS = [
    [SetStationState(station=f"station-{writer}", state="busy", wait_min=minutes) for minutes in (10, 20)]
    for writer in range(WRITERS)
]
_LINE = b"x" * 400 + b"\n"
"""About as long as one change."""
BARE = "WITH one AS (UPDATE bare SET n = n + 1 RETURNING n) SELECT pg_notify('bare', n::text) FROM one"
"""What a notification that belongs to something durable takes at least."""


def _flush_s(folder: Path, seconds: float) -> float:
    """Return how long one line and its flush (fdatasync) take in a loop."""
    with (folder / "floor").open("ab", buffering=0) as file:
        began = time.perf_counter()
        for number in itertools.count(1):
            file.write(_LINE)
            os.fdatasync(file.fileno())
            if (taken := time.perf_counter() - began) > seconds:
                return taken / number
    raise AssertionError("counting never ends")


async def _append_s(where: Path, made: Sequence[Pending]) -> float:
    """Return the time for each of `made` while 16 writers, one change each, wait for one queue in front of the store."""
    store = open_store(where)
    await store.open(PROGRAMME)
    waiting: list[asyncio.Future[None]] = []

    async def write() -> None:
        while done < len(made):
            waiting.append(asyncio.get_running_loop().create_future())
            await waiting[-1]

    writers = [asyncio.create_task(write()) for _ in range(WRITERS)]
    done, began = 0, time.perf_counter()
    while done < len(made):
        await asyncio.sleep(0)
        answers, waiting[:] = waiting[:], []
        batch = made[done : done + len(answers)]
        assert await store.append(batch)
        done += len(batch)
        for answer in answers:
            answer.set_result(None)
    taken = time.perf_counter() - began
    await asyncio.gather(*writers)
    await store.close()
    return taken / len(made)


@asynccontextmanager
async def publishing(where: Path | str) -> AsyncIterator[tuple[Publisher, Feed]]:
    """Give a publisher on the log at `where`, at work, and its feed."""
    publisher, feed = await Publisher.open(
        open_store(where), _TOWN, clock=system_clock, metrics=Metrics(), beat_s=60
    )
    tasks = [asyncio.create_task(work) for work in (publisher.write(), publisher.watch(), feed.run())]
    try:
        yield publisher, feed
    finally:
        await publisher.close()
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def intent(publisher: Publisher, writer: int, number: int) -> Intent:
    """Return the wish of a writer: with the next `number` another one, under another key."""
    edit = _EDITS[writer][number % 2]
    return Intent(edit, publisher.cursor, "bench", f"{writer}-{number}", b"", lambda *_: None)


async def _edit_s(where: Path, seconds: float) -> float:
    """Return the time for each edit while 16 organisers ask the publisher for one after the other."""
    async with publishing(where) as (publisher, _):
        began = time.perf_counter()

        async def write(writer: int) -> None:
            for number in itertools.count():
                await publisher.submit(intent(publisher, writer, number))
                if time.perf_counter() - began > seconds:
                    return

        await asyncio.gather(*map(write, range(WRITERS)))
        return (time.perf_counter() - began) / publisher.cursor.revision


async def _notified_s(url: str, times: int) -> list[float]:
    """Return how long a listener waits for a notification, from before the statement that makes it elsewhere."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as listener:
        await listener.execute("CREATE TABLE IF NOT EXISTS bare AS SELECT 0 AS n")
        await listener.execute("LISTEN bare")

        async def heard() -> int:
            await anext(listener.notifies(stop_after=1))
            return time.perf_counter_ns()

        return await _waited_s("notify", url, times, heard)


async def _waited_s(
    what: str, url: str, times: int, heard: Callable[[], Coroutine[Any, Any, int]]
) -> list[float]:
    """Return how long it took until `heard` (it says when), each time that another process did `what` (see its program)."""
    with Talk(ELSEWHERE, what, url) as elsewhere:
        elsewhere.hear()
        taken = []
        for _ in range(times):
            waiting = asyncio.create_task(heard())
            await asyncio.sleep(0)
            elsewhere.say("now")
            await asyncio.wait({waiting}, timeout=UNHEARD_S)
            (began,) = await asyncio.to_thread(elsewhere.hear)
            if not waiting.done():
                raise BenchError(f"what was done elsewhere ({what}) was not heard within {UNHEARD_S} s")
            taken.append((waiting.result() - began) / 1e9)
        return taken


class _Ear:
    """A follower's connection; mirrors :class:`festival.hub.feed.Connection`."""

    takes = True

    def __init__(self) -> None:
        self.heard = asyncio.Event()

    def offer(self, data: bytes) -> bool:
        if b"event: change" in data:
            self.heard.set()
        return True

    def write(self, data: bytes) -> None:
        self.offer(data)

    def hold(self, stream: Stream) -> None:
        """Nothing is ever in the way."""

    def finish(self) -> None:
        """Nothing is open."""


async def _followed_s(url: str, times: int) -> list[float]:
    """Return how long a follower of this hub waits for an edit that is made at a hub elsewhere."""
    async with publishing(url) as (_, feed):
        ear = _Ear()
        feed.follow(ear, None)

        async def heard() -> int:
            await ear.heard.wait()
            ear.heard.clear()
            return time.perf_counter_ns()

        return await _waited_s("edit", url, times, heard)


def _run(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Run `work` as a hub runs."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def _rate(seconds: float) -> str:
    return f"{1 / seconds:,.0f}/s"


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield the figures of `rounds` rounds; in each, floor and figure follow each other directly."""
    made, _ = drafted(PROGRAMME, map(str, range(APPENDS)))
    flushes, appends, edits = [], [], []
    rest_collector()
    for number in range(4 * rounds):
        flushes.append(_flush_s(home, 0.3))
        appends.append(_run(_append_s(home / f"appends-{number}.db", made)))
        edits.append(_run(_edit_s(home / f"edits-{number}.db", 0.6)))
    for name, taken in (("appended", appends), ("made by the publisher", edits)):
        yield Figure(
            name=f"time of a durable edit, {WRITERS} writers, {name}",
            floor=f"{_rate(median(flushes))} flushes",
            figure=_rate(median(taken)),
            value=ratio(taken, flushes),
            bound=round(1 / 1.5, 2),
        )
    with PostgresServer(durable=True) as server:
        url = server.url(server.new_database())
        bare, seen = [], []
        for _ in range(rounds):
            bare.append(_p99(_run(_notified_s(url, 200))[WARM:]))
            seen.append(_p99(_run(_followed_s(url, 200))[WARM:]))
    yield Figure(
        name="an edit at one hub reaches a follower of another, p99",
        floor=f"{1000 * median(bare):.1f} ms bare NOTIFY",
        figure=f"{1000 * median(seen):.1f} ms",
        value=ratio(seen, bare),
        bound=3,
    )


def _p99(taken: Sequence[float]) -> float:
    return quantiles(taken, n=100)[98]
