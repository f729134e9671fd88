"""The log in one SQLite file: for one hub, on one machine.

One thread has the one connection: SQLite would serialise the writers anyway, and a transaction of a batch costs
one flush of the disk however many changes it holds.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from festival.schedule.model import Schedule
from festival.store import sqlite_file as file
from festival.store import sqlite_picks as picks
from festival.store import sqlite_tables as tables
from festival.store.contents import began_with, beginning, followed, snapshot
from festival.store.lock import LockFile
from festival.store.log import Pending, Record, StoreError
from festival.store.picks import KeptPicks

_Result = TypeVar("_Result")


class SqliteStore:
    """A :class:`festival.store.log.Store` in the file `path`, with a write-ahead log and a lock file beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.epoch = ""
        self._lock = LockFile(self.path)
        self._thread = ThreadPoolExecutor(1, "festival-store")
        self._connection: sqlite3.Connection | None = None
        self._closed = asyncio.Event()
        self._failed = False
        self._inode = 0

    async def open(self, programme: Schedule) -> Schedule:
        """See :meth:`festival.store.log.Store.open`. The folder is made, private, if it is missing."""
        schedule = await self._run(self._open, programme)
        self.epoch = schedule.epoch
        return schedule

    def _open(self, programme: Schedule) -> Schedule:
        if self._connection is not None:
            raise StoreError(f"The log {self.path} is open already.")
        file.make_folder(self.path.parent)
        self._lock.take()
        try:
            file.make_file(self.path)
            connection = self._connection = file.connect(self.path, writing=True)
            is_new = tables.is_empty(connection, self.path)
            file.write_ahead(connection, self.path)
            if is_new:
                tables.fill(connection, beginning(programme))
            picks.make(connection)
            self._inode = _inode(self.path)
            return followed(tables.read(connection, whole=False), str(self.path))
        except BaseException:
            self._close()
            raise

    async def reopen(self) -> Schedule:
        """See :meth:`festival.store.log.Store.reopen`; our lock keeps others from replacing the file."""
        schedule = await self._run(
            lambda: followed(tables.read(self._open_connection(), whole=False), str(self.path))
        )
        self.epoch = schedule.epoch
        return schedule

    async def begins_with(self, programme: Schedule) -> bool:
        """See :meth:`festival.store.log.Store.begins_with`."""
        first = await self._run(lambda: tables.read_hash(self._open_connection(), 0))
        return await asyncio.to_thread(began_with, self.epoch, programme, first)

    async def append(self, batch: Sequence[Pending]) -> bool:
        """See :meth:`festival.store.log.Store.append`; False only if the hub itself lost count: nobody else writes."""
        return await self._run(self._written, lambda connection: tables.append(connection, batch))

    def _written(self, write: Callable[[sqlite3.Connection], _Result]) -> _Result:
        connection = self._writable()
        try:
            return write(connection)
        except sqlite3.OperationalError as error:
            # After a failed flush the kernel may call pages clean that never reached the disk, and a second
            # flush would succeed: nothing that follows could be promised.
            self._failed = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR
            raise

    async def since(self, revision: int, limit: int = 1_000) -> list[Record]:
        """See :meth:`festival.store.log.Store.since`."""
        return await self._run(lambda: tables.read_records(self._open_connection(), revision, limit))

    async def find(self, key: str) -> Record | None:
        """See :meth:`festival.store.log.Store.find`."""
        return await self._run(lambda: tables.read_record(self._open_connection(), key))

    async def head(self) -> int:
        """See :meth:`festival.store.log.Store.head`."""
        return await self._run(lambda: tables.read_head(self._open_connection()).revision)

    async def probe(self) -> int:
        """See :meth:`festival.store.log.Store.probe`: somebody else's transaction, or file, is noticed."""
        return await self._run(self._probe)

    def _probe(self) -> int:
        connection = self._writable()
        with tables.transaction(connection):
            return tables.read_head(connection).revision

    async def wait(self, timeout_s: float) -> None:
        """Return after `timeout_s`, or when the store is closed: no other hub appends."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._closed.wait()
        except TimeoutError:
            return

    async def keep(self, schedule: Schedule) -> None:
        """See :meth:`festival.store.log.Store.keep`."""
        await self._run(self._keep, schedule)

    def _keep(self, schedule: Schedule) -> None:
        connection = self._writable()
        with tables.transaction(connection):
            reached = tables.read_hash(connection, schedule.revision)
            if schedule.epoch == self.epoch and reached is not None:
                tables.insert_snapshot(connection, snapshot(schedule, reached))

    async def put_picks(self, kept: KeptPicks, *, now: datetime, most: int) -> bool:
        """See :meth:`festival.store.log.Store.put_picks`."""
        return await self._run(self._written, lambda connection: picks.put(connection, kept, now, most))

    async def find_picks(self, key: bytes) -> KeptPicks | None:
        """See :meth:`festival.store.log.Store.find_picks`."""
        return await self._run(lambda: picks.find(self._open_connection(), key))

    async def verify(self) -> int:
        """See :meth:`festival.store.log.Store.verify`; SQLite's own check of the file comes first."""
        contents = await self._run(lambda: tables.read_checked(self._open_connection(), self.path))
        await asyncio.to_thread(followed, contents, str(self.path))
        return len(contents.records)

    async def close(self) -> None:
        """See :meth:`festival.store.log.Store.close`: the write-ahead log goes into the file and is removed."""
        if not self._closed.is_set():
            closing = self._run(self._close)
            self._closed.set()
            await closing
            self._thread.shutdown(wait=False)

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        try:
            if connection is not None:
                connection.close()
        finally:
            self._lock.release()

    def _open_connection(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StoreError(f"The log {self.path} is not open.")
        return self._connection

    def _writable(self) -> sqlite3.Connection:
        if self._failed:
            raise StoreError(
                f"The disk of the log {self.path} has failed: look at it, then start the hub again."
            )
        connection = self._open_connection()
        if _inode(self.path) != self._inode:
            # What is written to a file without a name is gone when the hub ends.
            raise StoreError(
                f"The log {self.path} was moved or replaced while a hub has it: put it back, or stop the hub and "
                f"use festival hub restore."
            )
        return connection

    def _run(self, work: Callable[..., _Result], *arguments: object) -> "asyncio.Future[_Result]":
        """Run `work` in the store's thread; it is finished there even if nobody waits for it any more."""

        def translated() -> _Result:
            with file.translated(self.path):
                return work(*arguments)

        if self._closed.is_set():
            raise StoreError(f"The log {self.path} is closed.")
        return asyncio.get_running_loop().run_in_executor(self._thread, translated)


def _inode(path: Path) -> int:
    """Return which file has that name, 0 if none has."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0
