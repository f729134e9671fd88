"""Whatever the way to the hub does, a follower says how it stands, and ends with what the hub has."""

import asyncio
import itertools
import math
import os
import random
import re
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from client.faults import FAULTS, FaultProxy, Mode
from client.rig import make_changes
from client.watching import NOTICED_S, Judge, Watched, hurried
from festival.client.clock import HubClock
from festival.client.followed import Contact
from festival.client.follower import follow
from festival.client.kept import Kept
from festival.hub.hub import Hub
from hub.rig import programme, running
from store.writers import environment

HURRY = float(os.environ.get("FESTIVAL_HURRY", "10"))
"""How much quicker follower and hub are here than on a festival day; 1: not at all."""
BEAT_S = 5.0
FAULT_S = 40.0
FLAP_S = 300.0
STOPPED_S = (20.0, 60.0)
SOON_S = 5.0
SNAPSHOT_EVERY_S = 60.0
MANY = 80
"""Changes that are more than a hub lists: whoever missed them needs the whole schedule."""
SILENT: frozenset[Mode] = frozenset({"refuse", "cut", "blackhole", "half-close"})
"""Nothing gets through, so a follower cannot be live."""
STARTED = Kept(programme(), "programme")


@dataclass
class Way:
    """A proxy, the follower behind it, and who looks at both."""

    proxy: FaultProxy
    watched: Watched
    judge: Judge

    def rushed(self, hurry: float) -> list[float]:
        """Return the waits between whole schedules that were too short; the first may come at any time."""
        at = self.proxy.snapshots
        waits = [(later - sooner) * hurry for sooner, later in itertools.pairwise(at)]
        return [wait_s for wait_s in waits if wait_s < SNAPSHOT_EVERY_S * 0.95]


@asynccontextmanager
async def way(hub: Hub, port: int, hurry: float) -> AsyncIterator[Way]:
    """Give a follower of `hub` behind a proxy."""
    async with (
        FaultProxy(port, delay_s=0.5 / hurry, drip_s=0.02 / hurry) as proxy,
        Watched(follow(proxy.url, STARTED, clock=HubClock(), timings=hurried(hurry))) as watched,
        Judge(watched, hub, NOTICED_S / hurry) as judge,
    ):
        await watched.until(lambda: watched.equals(hub), 5)
        yield Way(proxy, watched, judge)


async def times_until(
    watched: Iterable[Watched], holds: Callable[[Watched], bool], within_s: float
) -> list[float]:
    """Return after how many seconds it holds for each; infinity if not in time."""
    began = time.monotonic()

    async def until(one: Watched) -> float:
        try:
            await one.until(partial(holds, one), within_s)
        except TimeoutError:
            return math.inf
        return time.monotonic() - began

    return await asyncio.gather(*map(until, watched))


async def fail_all(folder: Path, hurry: float, missed: int) -> None:
    """Let each fault last a while for a follower of its own, all at the same time, while edits are made."""
    noticed_s = NOTICED_S / hurry
    async with running(folder, beat_s=BEAT_S / hurry) as served, AsyncExitStack() as stack:
        hub = served.hub
        ways = {mode: await stack.enter_async_context(way(hub, served.port, hurry)) for mode in FAULTS}
        for mode, one in ways.items():
            await one.proxy.become(mode)
        began = time.monotonic()
        noticing = asyncio.create_task(
            times_until([ways[mode].watched for mode in SILENT], lambda one: one.contact != "live", noticed_s)
        )
        await make_changes(hub.publisher, missed)
        while time.monotonic() < began + FAULT_S / hurry:
            await make_changes(hub.publisher, 1)
            await asyncio.sleep(1 / hurry)
        contacts = {mode: one.watched.contact for mode, one in ways.items()}
        for one in ways.values():
            await one.proxy.become("pass")
        watched = [one.watched for one in ways.values()]
        overcome = dict(
            zip(FAULTS, await times_until(watched, lambda one: one.equals(hub), noticed_s), strict=True)
        )
        print(f"noticed {dict(zip(SILENT, await noticing, strict=True))} overcome {overcome} {contacts}")  # noqa: T201 - with -s
        assert max(await noticing) < noticed_s
        assert max(overcome.values()) < noticed_s
        assert {mode: contacts[mode] for mode in SILENT} == dict.fromkeys(SILENT, "offline")
        assert contacts["delay"] == "live"
        assert {mode: one.judge.wrong for mode, one in ways.items()} == {mode: [] for mode in FAULTS}
        assert {mode: one.rushed(hurry) for mode, one in ways.items()} == {mode: [] for mode in FAULTS}


@pytest.mark.long
@pytest.mark.timeout(60 + 120 / HURRY)
@pytest.mark.parametrize("missed", [3, MANY])
async def test_every_fault_is_noticed_and_overcome(tmp_path: Path, missed: int) -> None:
    await fail_all(tmp_path, HURRY, missed)


@pytest.mark.long
@pytest.mark.timeout(180)
async def test_every_fault_is_noticed_and_overcome_in_the_time_of_a_festival_day(tmp_path: Path) -> None:
    await fail_all(tmp_path, 1, 3)


@pytest.mark.long
@pytest.mark.timeout(60 + 600 / HURRY)
async def test_a_way_that_fails_in_another_way_all_the_time_costs_little_and_loses_nothing(
    tmp_path: Path,
) -> None:
    chance = random.Random(HURRY)
    async with running(tmp_path, beat_s=BEAT_S / HURRY) as served, AsyncExitStack() as stack:
        hub = served.hub
        ways = [await stack.enter_async_context(way(hub, served.port, HURRY)) for _ in range(4)]
        began = time.monotonic()
        while time.monotonic() < began + FLAP_S / HURRY:
            for one in ways:
                if chance.random() < 0.3:
                    await one.proxy.become(chance.choice((*FAULTS, "pass")))
            await make_changes(hub.publisher, chance.choice((0, 1, 1, 1, 2, MANY)))
            await asyncio.sleep(chance.uniform(0.5, 5) / HURRY)
        for one in ways:
            await one.proxy.become("pass")
        watched = [one.watched for one in ways]
        assert (
            max(await times_until(watched, lambda one: one.equals(hub), NOTICED_S / HURRY))
            < NOTICED_S / HURRY
        )
        assert [one.judge.wrong for one in ways] == [[]] * 4
        assert [one.rushed(HURRY) for one in ways] == [[]] * 4
        # A connection a second for streams, and one in five for polls.
        assert [one.proxy.connections for one in ways if one.proxy.connections > 1.5 * FLAP_S] == []


def wrong_digest(data: bytes) -> bytes:
    return re.sub(rb'"digest":"[0-9a-f]{8}', b'"digest":"00000000', data)


def wrong_epoch(data: bytes) -> bytes:
    return re.sub(rb'"epoch":"[0-9a-f]{8}', b'"epoch":"00000000', data)


def wrong_revision(data: bytes) -> bytes:
    return re.sub(rb'"revision":[0-9]', b'"revision":9', data)


@pytest.mark.parametrize(
    ("event", "wrong", "lists"),
    [("change", wrong_digest, 1), ("beat", wrong_epoch, 1), ("beat", wrong_revision, 1)],
)
async def test_a_frame_that_is_wrong_costs_a_list_and_no_schedule(
    tmp_path: Path, event: str, wrong: Callable[[bytes], bytes], lists: int
) -> None:
    garbled = 0

    def once(data: bytes) -> bytes:
        nonlocal garbled
        if garbled or f"event: {event}".encode() not in data:
            return data
        garbled += 1
        return wrong(data)

    async with (
        running(tmp_path, beat_s=BEAT_S / HURRY) as served,
        way(served.hub, served.port, HURRY) as one,
    ):
        one.proxy.rewrite = once
        await make_changes(served.hub.publisher, 1)
        await one.watched.until(lambda: bool(garbled), 15)
        await one.watched.until(lambda: one.proxy.requests["GET /api/changes"] >= lists, 15)
        await one.watched.until(lambda: one.watched.equals(served.hub), 15)
        asked = (
            len(one.proxy.snapshots),
            one.proxy.requests["GET /api/changes"],
            one.proxy.requests["GET /api/stream"],
        )
        assert asked == (1, lists, 1)


@asynccontextmanager
async def hub_process(folder: Path, beat_s: float) -> AsyncIterator[tuple[Process, str]]:
    """Give a hub in a process of its own, and its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hub.hub_process", folder, "0", str(beat_s), env=environment(), stdout=PIPE, stderr=DEVNULL
    )  # fmt: skip
    try:
        assert process.stdout is not None
        await process.stdout.readline()
        yield process, (await process.stdout.readline()).decode().strip()
    finally:
        process.kill()
        await process.wait()


@pytest.mark.timeout(60 + 300 / HURRY)
async def test_a_stopped_hub_is_noticed_and_found_again(tmp_path: Path) -> None:
    async with hub_process(tmp_path, BEAT_S / HURRY) as (process, url), AsyncExitStack() as stack:
        followers = [
            await stack.enter_async_context(
                Watched(follow(url, STARTED, clock=HubClock(), timings=hurried(HURRY)))
            )
            for _ in range(8)
        ]

        async def all_are(contact: Contact, within_s: float) -> None:
            found = await times_until(followers, lambda one: one.contact == contact, within_s / HURRY)
            print(f"{contact} after {[round(one_s * HURRY, 1) for one_s in found]} s")  # noqa: T201 - with -s
            assert max(found) < within_s / HURRY

        await all_are("live", NOTICED_S)
        for stopped_s in STOPPED_S:
            process.send_signal(signal.SIGSTOP)
            stopped = time.monotonic()
            await all_are("offline", NOTICED_S)
            await asyncio.sleep(stopped + stopped_s / HURRY - time.monotonic())
            process.send_signal(signal.SIGCONT)
            await all_are("live", SOON_S)
