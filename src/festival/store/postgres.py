"""The log in a PostgreSQL that any number of hubs share: an edit through one is told to all the others."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

import psycopg

from festival.schedule.model import Schedule
from festival.store import postgres_picks as picks
from festival.store import postgres_sql as tables
from festival.store.contents import Contents, began_with, followed, snapshot
from festival.store.log import Pending, Record, StoreError, records
from festival.store.picks import KeptPicks
from festival.store.postgres_link import Connection, Link, pauses


class PostgresStore:
    """A :class:`festival.store.log.Store` in the database that `url` names, with two connections to it.

    `patience_s` bounds how long a method waits for a server that is away, `pause_s` the first pause between tries.
    """

    def __init__(self, url: str, *, patience_s: float = 10.0, pause_s: float = 0.05) -> None:
        self.epoch = ""
        self._url = url
        self._link = Link(url, patience_s=patience_s, pause_s=pause_s)
        self._hash = (-1, b"")
        """The newest revision whose hash this hub knows, and the hash."""
        self._news = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    async def open(self, programme: Schedule) -> Schedule:
        """See :meth:`festival.store.log.Store.open`; the first of several hubs makes the tables."""
        name = self._link.name
        if self._listening is not None:
            raise StoreError(f"The log {name} is open already.")
        await self._link.run(partial(tables.make, programme=programme, name=name))
        schedule = await self.reopen()
        self._listening = asyncio.create_task(self._listen())
        return schedule

    async def reopen(self) -> Schedule:
        """See :meth:`festival.store.log.Store.reopen`."""
        contents = await self._link.run(partial(tables.read, name=self._link.name, whole=False))
        schedule = await asyncio.to_thread(followed, contents, self._link.name)
        self.epoch = contents.head.epoch
        self._hash = (contents.head.revision, contents.head.hash)
        return schedule

    async def begins_with(self, programme: Schedule) -> bool:
        """See :meth:`festival.store.log.Store.begins_with`."""
        first = await self._link.run(partial(tables.read_hash, revision=0))
        return await asyncio.to_thread(began_with, self.epoch, programme, first)

    async def append(self, batch: Sequence[Pending]) -> bool:
        """See :meth:`festival.store.log.Store.append`.

        A connection may be lost after the server has committed and before it could say so. The statement is tried
        again then: it moves the head from the revision it follows, so it cannot succeed twice; and when the head
        has moved, the record that stands there tells whether that was us.
        """
        follows = batch[0].change.revision - 1
        before = await self._hash_of(follows)
        if before is None:
            return False
        made = records(before, batch)
        tried = False

        async def attempt(connection: Connection) -> bool:
            nonlocal tried
            again, tried = tried, True
            if await tables.append(connection, self.epoch, follows, before, made):
                return True
            await tables.read_head(connection, self.epoch)
            return again and await tables.read_hash(connection, made[-1].revision) == made[-1].hash

        appended = await self._link.run(attempt)
        if appended:
            self._learn(made)
        return appended

    async def since(self, revision: int, limit: int = 1_000) -> list[Record]:
        """See :meth:`festival.store.log.Store.since`."""
        found = await self._link.run(lambda connection: tables.since(connection, self.epoch, revision, limit))
        self._learn(found)
        return found

    async def find(self, key: str) -> Record | None:
        """See :meth:`festival.store.log.Store.find`."""
        return await self._link.run(lambda connection: tables.find(connection, self.epoch, key))

    async def head(self) -> int:
        """See :meth:`festival.store.log.Store.head`."""
        return await self._link.run(lambda connection: tables.read_head(connection, self.epoch))

    async def probe(self) -> int:
        """See :meth:`festival.store.log.Store.probe`: a server that lets us read alone is noticed."""
        return await self._link.run(lambda connection: tables.probe(connection, self.epoch))

    async def wait(self, timeout_s: float) -> None:
        """See :meth:`festival.store.log.Store.wait`; what was told since the last wait counts, so one task waits."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._news.wait()
        self._news.clear()

    async def keep(self, schedule: Schedule) -> None:
        """See :meth:`festival.store.log.Store.keep`."""
        reached = await self._hash_of(schedule.revision)
        if schedule.epoch == self.epoch and reached is not None:
            kept = await asyncio.to_thread(snapshot, schedule, reached)
            await self._link.run(partial(tables.keep, epoch=self.epoch, kept=kept))

    async def put_picks(self, kept: KeptPicks, *, now: datetime, most: int) -> bool:
        """See :meth:`festival.store.log.Store.put_picks`."""
        return await self._link.run(partial(picks.put, kept=kept, now=now, most=most))

    async def find_picks(self, key: bytes) -> KeptPicks | None:
        """See :meth:`festival.store.log.Store.find_picks`."""
        return await self._link.run(partial(picks.find, key=key))

    async def verify(self) -> int:
        """See :meth:`festival.store.log.Store.verify`, on a connection of its own."""
        contents = await read_database(self._url)
        await asyncio.to_thread(followed, contents, self._link.name)
        return len(contents.records)

    async def close(self) -> None:
        """See :meth:`festival.store.log.Store.close`."""
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        self._news.set()
        await self._link.close()

    async def _hash_of(self, revision: int) -> bytes | None:
        known, found = self._hash
        if known == revision:
            return found
        return await self._link.run(partial(tables.read_hash, revision=revision))

    def _learn(self, seen: Sequence[Record]) -> None:
        if seen and seen[-1].revision > self._hash[0]:
            self._hash = (seen[-1].revision, seen[-1].hash)

    async def _listen(self) -> None:
        """Listen for appends of others until cancelled, on a connection that is idle otherwise."""
        waits = pauses(self._link.pause_s)
        while True:
            with suppress(psycopg.Error):
                async with await self._link.connect() as connection:
                    await connection.execute(f"LISTEN {tables.CHANNEL}")
                    self._news.set()  # what was told while nobody listened
                    waits = pauses(self._link.pause_s)
                    await self._hear(connection)
            await asyncio.sleep(next(waits))

    async def _hear(self, connection: Connection) -> None:
        """Note what is told on `connection`, straight from libpq, as each microsecond counts for the followers.

        Raises :class:`psycopg.OperationalError` when the connection is lost.
        """
        loop, server = asyncio.get_running_loop(), connection.pgconn
        lost: asyncio.Future[None] = loop.create_future()

        def read() -> None:
            try:
                server.consume_input()
            except psycopg.OperationalError as error:
                loop.remove_reader(socket)
                if not lost.done():
                    lost.set_exception(error)
            while told := server.notifies():
                if told.be_pid != self._link.pid:
                    self._news.set()

        socket = connection.fileno()
        loop.add_reader(socket, read)
        try:
            await lost
        finally:
            loop.remove_reader(socket)


def name_of(url: str) -> str:
    """Return what errors call the database that `url` names: without a password."""
    return Link(url).name


async def read_database(url: str) -> Contents:
    """Return the whole log in a database. Raises :class:`StoreError` if there is none."""
    async with Link(url) as link:
        return await link.run(partial(tables.read, name=link.name, whole=True))


async def replace_database(url: str, contents: Contents) -> None:
    """Write a whole log into a database; one that is there is kept, see :func:`postgres_sql.replace`."""
    async with Link(url) as link:
        await link.run(partial(tables.replace, contents=contents, name=link.name))
