"""Stores as hubs use them: appending on the newest head, and reading when they are woken."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from festival.schedule.changes import fold
from festival.schedule.model import Schedule
from festival.store.log import Store
from festival.store.postgres import PostgresStore
from store.examples import drafted, outline

SOON_S = 10.0
"""Far more than anything here takes, far less than the poll that must not be what ends it."""


@asynccontextmanager
async def hub(url: str, *, patience_s: float = 20.0) -> AsyncIterator[PostgresStore]:
    store = PostgresStore(url, patience_s=patience_s, pause_s=0.001)
    try:
        yield store
    finally:
        await store.close()


async def appended(store: Store, head: Schedule, key: str) -> Schedule:
    """Append one change on the newest head, as often as another hub comes first; return the schedule after it."""
    while True:
        batch, after = drafted(head, [key])
        if await store.append(batch):
            return after
        head = fold(head, [one.change for one in await store.since(head.revision)])


async def follow(store: Store, upto: int) -> list[tuple[int, str]]:
    """Return what a hub sees that reads only when it is woken."""
    seen: list[tuple[int, str]] = []
    while len(seen) < upto:
        await store.wait(60)
        seen += outline(await store.since(len(seen)))
    return seen
