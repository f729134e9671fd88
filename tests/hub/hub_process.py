"""A hub in a process of its own: ``python hub_process.py FOLDER [PORT [BEAT_S]]`` prints its first token and its address.

At SIGUSR1 it says what it holds, as JSON.
"""

import asyncio
import gc
import json
import signal
import sys
from pathlib import Path

from festival.hub import logs
from festival.hub.options import Options
from festival.hub.server import Started, run
from festival.store import open_store
from hub.rig import programme


def say(word: str) -> None:
    print(word, flush=True)  # noqa: T201 - that is what the test reads


def hold() -> None:
    gc.collect()
    say(json.dumps({"tasks": len(asyncio.all_tasks()), "blocks": sys.getallocatedblocks()}))


def ready(started: Started) -> None:
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, hold)
    say(started.address)


if __name__ == "__main__":
    logs.begin()
    folder = Path(sys.argv[1])
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    beat_s = float(sys.argv[3]) if len(sys.argv) > 3 else 5.0
    run(
        Options(tokens=folder / "tokens.json", disk=folder, port=port, beat_s=beat_s),
        open_store(folder / "log.sqlite"),
        programme(),
        first_token=say,
        ready=ready,
    )
