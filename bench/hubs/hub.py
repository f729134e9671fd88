"""A real hub: ``hub.py FOLDER PORT`` prints its port and the length of a change's frame.

``change`` on its input publishes one, and prints when it began (CLOCK_MONOTONIC in nanoseconds): from before its frame
is made, after it would have reached the disk.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from festival.hub import frames
from festival.hub.hub import Hub
from festival.hub.options import Options, raise_file_limit
from festival.hub.server import prepared_socket, rest_collector, serving
from festival.programme import bundled, open_programme
from festival.schedule.apply import apply
from festival.schedule.edits import DelaySession
from festival.schedule.model import Schedule
from festival.store import open_store

AT = datetime(2022, 5, 27, 12, 20, tzinfo=UTC)
"""When it is all the time: with another minute every page would be another."""


def load(folder: Path) -> Schedule:
    return open_programme(bundled(), folder)


async def main(folder: Path, port: int) -> None:
    raise_file_limit()
    # As in a rehearsal, so that one token may make edits as quickly as they come.
    options = Options(
        tokens=folder / "tokens.json",
        disk=folder,
        port=port,
        beat_s=3600,
        rate=1e6,
        clock=lambda: AT,
        streams_per_address=1_000_000,
    )
    programme = load(folder)
    edit = DelaySession(session=programme.sessions[0].id, minutes=15, reason={"de": "Regen", "en": "Rain"})
    change = apply(programme, edit, now=options.clock(), by="Ada").model_copy(update={"digest": "0" * 32})
    listener = prepared_socket(options.host, port)
    async with Hub.open(options, open_store(folder / "log.sqlite"), programme) as hub:
        rest_collector()
        async with serving(hub, listener):
            size = len(frames.changed(hub.feed.epoch, change.model_copy(update={"revision": 100})))
            print(listener.getsockname()[1], size, flush=True)
            lines = asyncio.StreamReader()
            await asyncio.get_running_loop().connect_read_pipe(
                lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
            )
            while word := await lines.readline():
                if word == b"now\n":
                    print(time.monotonic_ns(), flush=True)
                    continue
                made = change.model_copy(update={"revision": hub.feed.head + 1})
                began = time.monotonic_ns()
                hub.feed.publish([made])
                print(began, flush=True)


with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main(Path(sys.argv[1]), int(sys.argv[2])))
