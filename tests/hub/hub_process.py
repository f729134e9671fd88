"""A hub in a process of its own: ``python hub_process.py FOLDER [PORT [BEAT_S]]`` prints its first token and its address."""

import sys
from pathlib import Path

from festival.hub import logs
from festival.hub.options import Options
from festival.hub.server import run
from festival.store import open_store
from hub.rig import programme


def say(word: str) -> None:
    print(word, flush=True)  # noqa: T201 - that is what the test reads


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
        ready=lambda started: say(started.address),
    )
