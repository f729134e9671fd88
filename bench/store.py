"""Durable edits: what group commit gains over one flush for each, and how soon another hub on PostgreSQL has a change."""

import asyncio
import itertools
import os
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from statistics import median, quantiles

import psycopg

from bench.figures import Figure, ratio
from festival.clock import system_clock
from festival.hub.deciding import Intent
from festival.hub.metrics import Metrics
from festival.hub.publisher import Publisher
from festival.schedule.changes import fold
from festival.schedule.edits import SetStationState
from festival.store import open_store
from festival.store.log import Pending
from schedule.examples import schedule, station
from store.examples import PROGRAMME, append, drafted
from store.server import PostgresServer

WRITERS = 16
APPENDS = 2_000
_TOWN = schedule(*(station(f"station-{number}") for number in range(WRITERS)))
"""A station for each writer: none of them comes too late for another's edit."""
_LINE = b"x" * 400 + b"\n"
"""About as long as one change."""
_BARE = "WITH one AS (UPDATE bare SET n = n + 1 RETURNING n) SELECT pg_notify('bare', n::text) FROM one"
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
async def _publisher(where: Path) -> AsyncIterator[Publisher]:
    store = open_store(where)
    publisher, _ = await Publisher.open(store, _TOWN, clock=system_clock, metrics=Metrics(), beat_s=60)
    writing = asyncio.create_task(publisher.write())
    try:
        yield publisher
    finally:
        await publisher.close()
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing


async def _edit_s(where: Path, seconds: float) -> float:
    """Return the time for each edit while 16 organisers ask the publisher for one after the other."""
    async with _publisher(where) as publisher:
        began = time.perf_counter()

        async def write(writer: int) -> None:
            for number in itertools.count():
                edit = SetStationState(station=f"station-{writer}", state="busy", wait_min=number % 600)
                key = f"{writer}-{number}"
                await publisher.submit(Intent(edit, publisher.cursor, "bench", key, b"", lambda *_: None))
                if time.perf_counter() - began > seconds:
                    return

        await asyncio.gather(*map(write, range(WRITERS)))
        return (time.perf_counter() - began) / publisher.cursor.revision


async def _notified_s(url: str, times: int) -> list[float]:
    """Return how long a listener waits for a notification, from before the statement that makes it."""
    connect = psycopg.AsyncConnection.connect
    async with await connect(url, autocommit=True) as sender, await connect(url, autocommit=True) as listener:
        await sender.execute("CREATE TABLE IF NOT EXISTS bare AS SELECT 0 AS n")
        await listener.execute("LISTEN bare")
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            sending = asyncio.create_task(sender.execute(_BARE))
            await anext(listener.notifies(stop_after=1))
            taken.append(time.perf_counter() - began)
            await sending
        return taken


async def _followed_s(url: str, times: int) -> list[float]:
    """Return how long one hub waits until it has read what another appends."""
    here, there = open_store(url), open_store(url)
    head = await here.open(PROGRAMME)
    await there.open(PROGRAMME)
    head = fold(head, [one.change for one in await here.since(head.revision)])
    await there.wait(60)
    taken = []
    for number in range(times):
        began = time.perf_counter()
        appending = asyncio.create_task(append(here, head, f"{began}-{number}"))
        while not await there.since(head.revision):
            await there.wait(60)
        taken.append(time.perf_counter() - began)
        head = await appending
    await here.close()
    await there.close()
    return taken


def _rate(seconds: float) -> str:
    return f"{1 / seconds:,.0f}/s"


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield the figures of `rounds` rounds; in each, floor and figure follow each other directly."""
    made, _ = drafted(PROGRAMME, map(str, range(APPENDS)))
    flushes, appends, edits = [], [], []
    for number in range(rounds):
        flushes.append(_flush_s(home, 1.0))
        appends.append(asyncio.run(_append_s(home / f"appends-{number}.db", made)))
        edits.append(asyncio.run(_edit_s(home / f"edits-{number}.db", 1.0)))
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
            bare.append(_p99(asyncio.run(_notified_s(url, 200))))
            seen.append(_p99(asyncio.run(_followed_s(url, 200))))
    yield Figure(
        name="a change appended by one hub is read by another, p99",
        floor=f"{1000 * median(bare):.1f} ms bare NOTIFY",
        figure=f"{1000 * median(seen):.1f} ms",
        value=ratio(seen, bare),
        bound=3,
    )


def _p99(taken: Sequence[float]) -> float:
    return quantiles(taken, n=100)[98]
