"""A hub that is there to be killed: appends to a log as fast as it can, and says what was acknowledged.

``python -m store.writer ADDRESS`` waits for a line on its standard input, then makes a child that prints "writes PID"
and a line "REVISION KEY" for each change after its append has returned; when the child is dead it says "ended" and
waits for the next line. So forty writers cost one start of Python. ``python -m store.writer ADDRESS N`` appends N
batches and ends.
"""

import asyncio
import os
import sys
from itertools import count

from festival.schedule.changes import fold
from festival.store import open_store
from store.examples import PROGRAMME, drafted

SIZES = (1, 3, 1, 7)
"""How many changes the batches have, in turn."""


async def write(where: str, name: str, most: int | None = None) -> None:
    """Append batches to the log at `where`, with keys that begin with `name`, until killed or `most` are in."""
    store = open_store(where)
    head = await store.open(PROGRAMME)
    for number in count():
        if number == most:
            break
        keys = [f"{name}-{number}-{one}" for one in range(SIZES[number % len(SIZES)])]
        batch, after = drafted(head, keys, by=name)
        while not await store.append(batch):
            head = fold(head, [one.change for one in await store.since(head.revision)])
            batch, after = drafted(head, keys, by=name)
        head = after
        # One write, so that no line is torn.
        os.write(1, "".join(f"{one.change.revision} {one.key}\n" for one in batch).encode())
    await store.close()


def main() -> None:
    """Make a writer for each line of the standard input, or one that ends by itself."""
    if len(sys.argv) > 2:
        asyncio.run(write(sys.argv[1], str(os.getpid()), int(sys.argv[2])))
        return
    open_store(sys.argv[1])  # loads what all of them need
    while os.read(0, 1):
        child = os.fork()
        if child == 0:
            os.write(1, f"writes {os.getpid()}\n".encode())
            asyncio.run(write(sys.argv[1], str(os.getpid())))
        os.waitpid(child, 0)
        os.write(1, b"ended\n")


if __name__ == "__main__":
    main()
