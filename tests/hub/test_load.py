"""A hub under more load than a festival brings: who misbehaves, or comes too many, costs nobody else anything."""

import asyncio
import json
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from festival.hub.options import file_limit
from hub.memory_store import MemoryStore
from hub.rig import Served, running, until
from hub.test_stream import make_changes

CHANGES = 2_000
"""More than a festival day has by far."""
STALLED, GOOD = 200, 50
BEYOND = 2_000
DROPPED_WITHIN_S = 15.0
"""From then on a follower takes nothing to its end."""
SOON_S = 5.0
"""For an edit and a look at what it did, on two processors that 2,000 clients and other tests want too."""
FLOOD = Path(__file__).with_name("flood.py")
CHANGED = re.compile(rb"id: memory-([0-9]+)\nevent: change\n")


def pss() -> int:
    """Return the bytes of memory of this process (proc_pid_smaps_rollup)."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


@pytest.fixture(autouse=True)
def _many_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Reader(asyncio.Protocol):
    """A follower that keeps nothing of what it reads but the revisions, in the order in which they came."""

    def __init__(self, query: str = "") -> None:
        self.revisions: list[int] = []
        self._query = query
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")

    def data_received(self, data: bytes) -> None:
        text, end = self._rest + data, 0
        for found in CHANGED.finditer(text):
            self.revisions.append(int(found[1]))
            end = found.end()
        self._rest = text[end:][-200:]


async def readers(served: Served, count: int) -> list[Reader]:
    """Return `count` followers that the hub has begun to serve."""
    loop = asyncio.get_running_loop()
    before = len(served.hub.feed)
    found = [(await loop.create_connection(Reader, "127.0.0.1", served.port))[1] for _ in range(count)]
    await until(lambda: len(served.hub.feed) == before + count)
    return found


async def test_stalled_followers_cost_the_good_ones_nothing_and_are_dropped(tmp_path: Path) -> None:
    async with running(tmp_path, MemoryStore()) as served:
        feed = served.hub.feed
        stalled = [await served.stream(buffer=4096) for _ in range(STALLED)]
        good = await readers(served, GOOD)
        before = pss()
        began = time.monotonic()
        # Some 1.4 kB each: 2.8 MB for a follower, of which one that reads nothing may make us keep two buffers of 64 KiB.
        await make_changes(served.hub.publisher, CHANGES, "x" * 500)
        await until(lambda: all(len(one.revisions) >= CHANGES for one in good))
        grown = pss() - before
        assert [one.revisions for one in good] == [list(range(1, CHANGES + 1))] * GOOD
        # The changes themselves: as frames, as the newest in the history, and in the store of this test.
        assert grown < STALLED * 2 * 64 * 1024 + 24 * 1024 * 1024
        await until(lambda: len(feed) == GOOD)
        # They began to stall when their buffers were full, later than this.
        assert time.monotonic() - began < DROPPED_WITHIN_S
        assert served.hub.metrics.dropped.labels(kind="stream")._value.get() == STALLED
        await make_changes(served.hub.publisher, 1)
        await until(lambda: all(one.revisions[-1] == CHANGES + 1 for one in good))
        for stream in stalled:
            stream.close()
        for one in good:
            one.transport.close()


async def flooded(port: int) -> Counter[str]:
    """Let another process ask for 2,000 streams at once; return how often each answer came."""
    flood = await asyncio.create_subprocess_exec(
        sys.executable, FLOOD, str(port), str(BEYOND), stdout=asyncio.subprocess.PIPE
    )
    found, _ = await flood.communicate()
    return Counter(json.loads(found))


async def edits_and_reads(served: Served, flood: asyncio.Task[Any]) -> list[float]:
    """Make edits until `flood` is over, and read the programme after each; return how long each pair took."""
    taken: list[float] = []
    while not flood.done():
        if len(taken) % 10 == 0:  # as many as one token may make at once
            token = served.token("editor")
        began = time.monotonic()
        edited = await served.edit(token)
        read = await served.http.get("/api/schedule")
        taken.append(time.monotonic() - began)
        assert (edited.status_code, read.json()["revision"]) == (201, len(taken))
    return taken


async def test_2000_streams_beyond_the_cap_are_answered_503_and_nothing_else_suffers(tmp_path: Path) -> None:
    async with running(tmp_path, MemoryStore(), streams=GOOD) as served:
        good = await readers(served, GOOD)
        flood = asyncio.create_task(flooded(served.port))
        taken = await edits_and_reads(served, flood)
        assert max(taken) < SOON_S
        expected = [f"HTTP/1.1 503 Service Unavailable\nretry-after: {wait_s}" for wait_s in range(1, 11)]
        answers = await flood
        assert (sorted(answers), answers.total()) == (sorted(expected), BEYOND)
        await until(lambda: all(one.revisions == list(range(1, len(taken) + 1)) for one in good))
        assert len(served.hub.feed) == GOOD
        for one in good:
            one.transport.close()


async def test_2000_connections_beyond_the_cap_are_answered_503_and_nothing_else_suffers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("festival.hub.server.CONNECTION_SHARE", (GOOD + 1) / file_limit())
    async with running(tmp_path, MemoryStore()) as served:
        assert (await served.http.get("/healthz")).status_code == 200  # the organiser is there already
        good = await readers(served, GOOD)
        flood = asyncio.create_task(flooded(served.port))
        taken = await edits_and_reads(served, flood)
        assert max(taken) < SOON_S
        assert await flood == {"HTTP/1.1 503\nretry-after: 5": BEYOND}
        await until(lambda: all(one.revisions == list(range(1, len(taken) + 1)) for one in good))
        for one in good:
            one.transport.close()
        await until(lambda: len(served.server.server_state.connections) == 1)
        (last,) = await readers(served, 1)
        last.transport.close()
