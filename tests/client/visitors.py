"""Followers in a process of their own: ``python -m client.visitors HUB FOLDER STAYING COMING``.

So many stay all the time. ``go`` on a line of the standard input lets as many others as are coming come and go, until ``rest``,
which is answered when they are gone; ``count`` is answered with what the process holds, as JSON.
"""

import asyncio
import gc
import json
import random
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from client.watching import hurried
from festival.client.cache import Cache
from festival.client.clock import HubClock
from festival.client.followed import Followed
from festival.client.follower import follow
from festival.client.kept import Kept
from festival.schedule.cursor import Cursor
from hub.rig import programme

LONGEST_STAY_S = 1.0
TIMINGS = replace(hurried(50), connect_s=10, answer_s=10, fetch_s=10, silence_least_s=10)
"""Quick in everything but in giving up: a busy machine is no fault."""


class Visitor:
    """One follower, with a cache of its own."""

    def __init__(self, hub: str, folder: Path) -> None:
        self.now: Followed | None = None
        self._hub = hub
        self._cache = Cache(folder)

    async def follow(self) -> None:
        start = self._cache.load() or Kept(programme(), "programme")
        async for state in follow(self._hub, start, clock=HubClock(), cache=self._cache, timings=TIMINGS):
            self.now = state


class Visitors:
    """Everybody who follows the hub from here."""

    def __init__(self, hub: str, folder: Path, staying: int, coming: int) -> None:
        self._hub = hub
        self._chance = random.Random(1)
        self._folders = [folder / f"hub-x{number}" for number in range(coming)]
        self._came = 0
        self._staying = [Visitor(hub, folder / f"hub-{number}") for number in range(staying)]
        self._coming: list[asyncio.Task[None]] = []

    async def stay(self) -> None:
        await asyncio.gather(*(one.follow() for one in self._staying))

    async def _come_and_go(self, folder: Path) -> None:
        while True:
            self._came += 1
            with suppress(TimeoutError):
                async with asyncio.timeout(self._chance.uniform(0, LONGEST_STAY_S)):
                    await Visitor(self._hub, folder).follow()

    def go(self) -> None:
        self._coming = [asyncio.create_task(self._come_and_go(folder)) for folder in self._folders]

    async def rest(self) -> None:
        for task in self._coming:
            task.cancel()
        await asyncio.gather(*self._coming, return_exceptions=True)

    def held(self) -> dict[str, object]:
        gc.collect()
        shown = [one.now for one in self._staying if one.now is not None]
        return {
            "tasks": len(asyncio.all_tasks()),
            "blocks": sys.getallocatedblocks(),
            "came": self._came,
            "shown": [
                [str(Cursor(one.schedule.epoch, one.schedule.revision)), one.freshness.contact]
                for one in shown
            ],
        }


async def main() -> None:
    """Do what the lines say, until the standard input ends or somebody who follows makes a mistake."""
    visitors = Visitors(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    staying = asyncio.create_task(visitors.stay())
    while (line := await reader.readline()) and not (staying.done() and staying.exception()):
        answer: object = "going"
        match line.strip():
            case b"go":
                visitors.go()
            case b"rest":
                await visitors.rest()
                answer = "resting"
            case _:
                answer = visitors.held()
        print(json.dumps(answer), flush=True)  # noqa: T201 - that is what the test reads
    staying.cancel()
    await asyncio.gather(staying)


if __name__ == "__main__":
    with suppress(asyncio.CancelledError):
        asyncio.run(main())
