"""Backs up and restores logs, to be killed at it: ``python -m store.copier`` does what its standard input asks for.

A line holds "backup" or "restore", the source, the target, and a number N. A child does it and kills itself before
its Nth step in the file system, as Python's audit events count them (PEP 578); 0: never, somebody else may. It says
"begins PID", and then "ended" and the signal, 0 if it did all.
"""

import asyncio
import os
import signal
import sys
from itertools import count
from pathlib import Path

from festival.store import backup, open_store, restore, verify

STEPS = frozenset({"open", "os.rename", "os.remove", "os.link", "os.chmod", "os.mkdir", "sqlite3.connect"})


def die_before(step: int) -> None:
    """Kill this process before its step with that number."""
    steps = count(1)

    def heard(name: str, _values: object) -> None:
        if name in STEPS and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heard)


async def copy(what: str, source: str, target: str) -> None:
    if what == "backup":
        await backup(source, Path(target))
    else:
        await restore(Path(source), target)


def main() -> None:
    """Do each line of the standard input in a child."""
    if len(sys.argv) > 1:  # what every child needs is loaded once
        asyncio.run(verify(sys.argv[1]))
        open_store("postgresql://")
    for line in sys.stdin:
        what, source, target, step = line.split()
        child = os.fork()
        if child == 0:
            die_before(int(step))
            os.write(1, f"begins {os.getpid()}\n".encode())
            asyncio.run(copy(what, source, target))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        os.write(
            1,
            f"ended {os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)}\n".encode(),
        )


if __name__ == "__main__":
    main()
