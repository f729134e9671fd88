"""Another hub on the same PostgreSQL, or the least that could tell of something durable.

``elsewhere.py edit|notify URL`` prints 0 when it is ready. For each line that it reads it makes an edit, or a bare
notification, and prints when it began: nanoseconds of the clock that all processes share (CLOCK_MONOTONIC).
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

import psycopg
import uvloop
from bench.store import BARE, intent, publishing

from festival.hub.server import rest_collector


async def edit(url: str) -> None:
    async with publishing(url) as (publisher, _):
        await answer(lambda: publisher.submit(intent(publisher, 0, publisher.cursor.revision)))


async def notify(url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as sender:
        await answer(lambda: sender.execute(BARE))


async def answer(do: Callable[[], Awaitable[object]]) -> None:
    print(0, flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        began = time.perf_counter_ns()
        await do()
        print(began, flush=True)


rest_collector()
with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run({"edit": edit, "notify": notify}[sys.argv[1]](sys.argv[2]))
