"""A follower's cache that is there to be killed: saves as fast as it can, and says what was kept.

``python -m client.saver FOLDER`` works like :mod:`store.writer`: for each line it makes a child that prints
"writes PID", and "REVISION saved" when that revision is kept.
"""

import os
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from festival.client.cache import Cache
from festival.schedule.model import Schedule
from hub.rig import programme

CONFIRMED = datetime(2022, 5, 27, 12, tzinfo=UTC)


def state(revision: int) -> Schedule:
    """Return the schedule with that number; those with an even one are ten times as long."""
    base = programme()
    more = () if revision % 2 else base.sessions * 10
    sessions = (*base.sessions, *(one.model_copy(update={"id": f"x{n}"}) for n, one in enumerate(more)))
    return base.model_copy(update={"epoch": "e", "revision": revision, "sessions": sessions})


def save(folder: Path) -> None:
    """Save one state after another, beginning with what is kept."""
    cache = Cache(folder)
    kept = cache.load()
    for revision in count(kept.schedule.revision + 1 if kept else 1):
        assert cache.save(state(revision), CONFIRMED, rehearsed=False)
        os.write(1, f"{revision} saved\n".encode())


def main() -> None:
    """Make a child for each line of the standard input."""
    while os.read(0, 1):
        child = os.fork()
        if child == 0:
            os.write(1, f"writes {os.getpid()}\n".encode())
            save(Path(sys.argv[1]))
        os.waitpid(child, 0)
        os.write(1, b"ended\n")


if __name__ == "__main__":
    main()
