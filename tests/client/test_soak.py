"""A festival day in a minute: what hub and followers hold after an hour of it is what they hold in the evening."""

import asyncio
import itertools
import json
import os
import signal
import sys
import threading
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from client.rig import make_changes
from client.watching import Watched
from festival.client.cache import Cache
from festival.client.clock import HubClock
from festival.client.follower import follow
from festival.client.kept import Kept
from festival.client.timings import Timings
from festival.hub.tokens import TokenFile
from festival.schedule.cursor import Cursor
from hub.rig import programme, running, until
from store.writers import environment

ROUNDS = int(os.environ.get("FESTIVAL_SOAK_ROUNDS", "6"))
"""How often followers come and go for a while, and all is counted when they are gone."""
WARM_UP = 4
"""Rounds after which the hub has as many changes at hand as it ever has."""
ROUND_S = 4.0
SESSIONS = ("opening", "band", "choir", "talk")
"""All of them are changed at the same time."""
STEPS = 130
"""How often, in a round."""
TOKENS = 100
"""So many that none writes more often than the hub allows."""
BEAT_S = 0.005
"""A festival day of 12 hours has 8,640 beats."""
WITHIN_S = 20.0
STAYING = 5
COMING = 10
MORE_KIB = {"hub": 2 * 1024, "kiosks": 2 * 1024}
"""Not of the visitors: what Python gives back, the allocator keeps for a while in pieces for threads that are gone."""
MORE_BLOCKS = {"hub": 5_000, "kiosks": 5_000, "visitors": 20_000}
"""Blocks of memory in which Python keeps objects. A follower that is not let go of has thousands of them, a change some
dozens, and 1,000 changes are made after the warm-up."""


@dataclass(frozen=True)
class Held:
    """What a process holds."""

    tasks: int
    descriptors: int
    threads: int
    blocks: int
    pss_kib: int
    """Memory of the process; of pages that n processes share it counts 1/n (proc_pid_smaps_rollup)."""


@dataclass
class Watch:
    """A process whose possessions are looked at."""

    process: Process

    def held(self, *, tasks: int, blocks: int) -> Held:
        proc = Path(f"/proc/{self.process.pid}")
        lines = (proc / "smaps_rollup").read_text().splitlines()
        return Held(
            tasks=tasks,
            descriptors=len(list((proc / "fd").iterdir())),
            threads=len(list((proc / "task").iterdir())),
            blocks=blocks,
            pss_kib=next(int(line.split()[1]) for line in lines if line.startswith("Pss:")),
        )

    async def line(self) -> str:
        assert self.process.stdout is not None
        return (await self.process.stdout.readline()).decode().strip()

    async def said(self, word: str) -> Any:
        """Return the answer of visitors to a word."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n".encode())
        return json.loads(await self.line())


@asynccontextmanager
async def started(*arguments: str | Path) -> AsyncIterator[Watch]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, env=environment(), stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    try:
        yield Watch(process)
    finally:
        process.kill()
        await process.wait()


class Day:
    """A hub, kiosks that follow it, visitors who come and go, and an organiser who changes the programme all the time."""

    def __init__(
        self, hub: Watch, kiosks: Watch, visitors: Watch, http: httpx.AsyncClient, tokens: list[str]
    ) -> None:
        self._hub = hub
        self._kiosks = kiosks
        self._visitors = visitors
        self._http = http
        self._tokens = itertools.cycle(tokens)
        self._cursor = ""
        self.came = 0
        """Visitors so far."""
        self._shown: list[list[str]] = []

    async def _step(self, late: bool) -> None:
        """Let each session be later, or on time again."""
        answers = await asyncio.gather(*(self._edit(session, 5 if late else -5) for session in SESSIONS))
        self._cursor = max((answer["cursor"] for answer in answers), key=Cursor.parse)

    async def _edit(self, session: str, minutes: int) -> Any:
        edit = {"kind": "delay_session", "session": session, "minutes": minutes, "earlier": minutes < 0}
        answer = await self._http.post(
            "/api/edits",
            json={"edit": edit, "based_on": self._cursor or await self._head()},
            headers=self._token() | {"idempotency-key": uuid4().hex},
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    def _token(self) -> dict[str, str]:
        return {"authorization": f"Bearer {next(self._tokens)}"}

    async def _head(self) -> str:
        answer = await self._http.get("/readyz")
        return str(answer.json()["cursor"])

    async def round(self) -> dict[str, Held]:
        """Let visitors come and go while edits are made; return what is held when they are gone."""
        assert await self._visitors.said("go") == "going"
        began = time.monotonic()
        for number in range(STEPS):
            await self._step(late=number % 2 == 0)
            await asyncio.sleep(began + (number + 1) * ROUND_S / STEPS - time.monotonic())
        assert await self._visitors.said("rest") == "resting"
        deadline = time.monotonic() + WITHIN_S
        while noise := await self._noise():
            assert time.monotonic() < deadline, noise
            await asyncio.sleep(0.05)
        return {
            "hub": await self._hub_holds(),
            "kiosks": await self._kiosks_hold(),
            "visitors": await self._visitors_hold(),
        }

    async def _hub_holds(self) -> Held:
        self._hub.process.send_signal(signal.SIGUSR1)
        return self._hub.held(**json.loads(await self._hub.line()))

    async def _kiosks_hold(self) -> Held:
        said = await self._kiosks.said("count")
        self._shown = said["shown"]
        return self._kiosks.held(tasks=said["tasks"], blocks=said["blocks"])

    async def _visitors_hold(self) -> Held:
        said = await self._visitors.said("count")
        self.came = said["came"]
        return self._visitors.held(tasks=said["tasks"], blocks=said["blocks"])

    async def _noise(self) -> str:
        """Return what still goes on; "" when the kiosks have the newest, and nothing is left of the visitors."""
        page = (await self._http.get("/metrics", headers=self._token())).text
        followers = next(line for line in page.splitlines() if line.startswith("festival_followers "))
        kiosks, visitors = await self._kiosks_hold(), await self._visitors_hold()
        is_quiet = (
            followers == f"festival_followers {float(STAYING)}"
            and self._shown == [[self._cursor, "live"]] * STAYING
            # A kiosk has a thread for work and one for the disk.
            and (kiosks.threads, visitors.threads) == (1 + 2 * STAYING, 1)
        )
        return "" if is_quiet else f"{followers} {kiosks} {visitors} {self._shown} {self._cursor}"


@asynccontextmanager
async def day(folder: Path) -> AsyncIterator[Day]:
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(started("hub.hub_process", folder, "0", str(BEAT_S)))
        await hub.line()
        url = await hub.line()
        file = TokenFile(folder / "tokens.json")
        tokens = [file.make("admin", now=datetime.now(UTC))[0] for _ in range(TOKENS)]
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=url, timeout=WITHIN_S))
        follow_it = ("client.visitors", url, folder / "caches")
        kiosks = await stack.enter_async_context(started(*follow_it, str(STAYING), "0"))
        visitors = await stack.enter_async_context(started(*follow_it, "0", str(COMING)))
        yield Day(hub, kiosks, visitors, http, tokens)


@pytest.mark.long
@pytest.mark.timeout(60 + 3 * ROUND_S * ROUNDS)
async def test_a_festival_day_costs_hub_and_followers_nothing_that_stays(tmp_path: Path) -> None:
    async with day(tmp_path) as one:
        rounds = [await one.round() for _ in range(ROUNDS)]
    print(f"{one.came} visitors came", *rounds, sep="\n")  # noqa: T201 - with -s
    for name, most in MORE_BLOCKS.items():
        first, last = rounds[WARM_UP - 1][name], rounds[-1][name]
        assert (name, last.tasks) == (name, first.tasks)
        # A kiosk may keep some connections at hand for its next questions.
        assert (name, last.descriptors) <= (name, first.descriptors + 4 * STAYING)
        assert (name, last.blocks - first.blocks) < (name, most)
        if name in MORE_KIB:
            assert (name, last.pss_kib - first.pss_kib) < (name, MORE_KIB[name])


async def test_a_follower_that_is_cancelled_while_it_ends_saves_and_leaves_no_thread(tmp_path: Path) -> None:
    def threads() -> set[threading.Thread]:
        return {one for one in threading.enumerate() if one.name.startswith("festival-")}

    cache = Cache(tmp_path / "hub-1")
    async with running(tmp_path) as served:
        before = threads()
        start = Kept(programme(), "programme")
        url = f"http://127.0.0.1:{served.port}"
        one = Watched(
            follow(url, start, clock=HubClock(), cache=cache, timings=replace(Timings(), save_every_s=60))
        )
        async with one:
            await one.until(lambda: one.equals(served.hub), 10)
            await make_changes(served.hub.publisher, 1)
            await one.until(lambda: one.equals(served.hub), 10)
            one.task.cancel()
            await asyncio.sleep(0)
            one.task.cancel()
        await until(lambda: threads() <= before)
        kept = cache.load()
        assert kept is not None
        assert kept.schedule == served.hub.publisher.schedule
