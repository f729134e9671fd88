"""A log as tables of an SQLite file: plain functions on a connection.

The file says what it is: its application id (SQLite file format, section 1.3.18) and its user version.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from festival.store.contents import FORMAT, Contents, Head, Snapshot
from festival.store.log import KeyTaken, Pending, Record, StoreDamaged, StoreError, records

APPLICATION_ID = int.from_bytes(b"fest")
_TABLES = (
    """CREATE TABLE head (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        epoch TEXT NOT NULL, revision INTEGER NOT NULL, hash BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE log (
        revision INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
        request BLOB NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE snapshot (
        revision INTEGER PRIMARY KEY, hash BLOB NOT NULL, body BLOB NOT NULL, seal BLOB NOT NULL
    ) STRICT""",
)
_RECORD = "SELECT revision, key, request, body, hash FROM log"
_HASH = """SELECT hash FROM log WHERE revision = :revision
    UNION ALL SELECT hash FROM snapshot WHERE revision = :revision LIMIT 1"""
_SNAPSHOT = "SELECT revision, hash, body, seal FROM snapshot"


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Run the block as one transaction, which is on disk when it ends, or has not happened."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def is_empty(connection: sqlite3.Connection, path: Path) -> bool:
    """Return whether there is no log yet. Raises :class:`StoreError` for a file of another kind or version."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if (application, version, tables) == (0, 0, 0):
        return True
    if application != APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program: choose another FESTIVAL_STORE.")
    if version != FORMAT:
        raise StoreError(
            f"The log {path} has format {version}, this festival knows format {FORMAT}: "
            f"use the version of festival that wrote it."
        )
    return False


def fill(connection: sqlite3.Connection, contents: Contents) -> None:
    """Make the tables in an empty file and write a whole log into them."""
    with transaction(connection):
        for table in _TABLES:
            connection.execute(table)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        head = contents.head
        connection.execute("INSERT INTO head VALUES (1, ?, ?, ?)", (head.epoch, head.revision, head.hash))
        for one in contents.snapshots:
            insert_snapshot(connection, one)
        _insert(connection, contents.records)


def read_head(connection: sqlite3.Connection) -> Head:
    """Return the head."""
    row = connection.execute("SELECT epoch, revision, hash FROM head").fetchone()
    if row is None:
        raise _missing(connection, "head")
    return Head(*row)


def read_records(connection: sqlite3.Connection, after: int, limit: int = -1) -> list[Record]:
    """Return the records after a revision, in order, at most `limit` (-1: all)."""
    rows = connection.execute(f"{_RECORD} WHERE revision > ? ORDER BY revision LIMIT ?", (after, limit))
    return [Record(*row) for row in rows]


def read_record(connection: sqlite3.Connection, key: str) -> Record | None:
    """Return the record of an idempotency key."""
    row = connection.execute(f"{_RECORD} WHERE key = ?", (key,)).fetchone()
    return row and Record(*row)


def read_hash(connection: sqlite3.Connection, revision: int) -> bytes | None:
    """Return the hash that stands at `revision`, 0 included; None if the log has not come so far."""
    row: tuple[bytes] | None = connection.execute(_HASH, {"revision": revision}).fetchone()
    return row and row[0]


def read(connection: sqlite3.Connection, *, whole: bool) -> Contents:
    """Return the log: all of it, or what follows the newest snapshot."""
    with transaction(connection, "DEFERRED"):
        rows = connection.execute(f"{_SNAPSHOT} ORDER BY revision DESC LIMIT ?", (-1 if whole else 1,))
        snapshots = [Snapshot(*row) for row in rows][::-1]
        if not snapshots:
            raise _missing(connection, "programme")
        return Contents(read_head(connection), snapshots, read_records(connection, snapshots[0].revision))


def read_checked(connection: sqlite3.Connection, path: Path) -> Contents:
    """Return the whole log, after SQLite has looked through all tables and indexes."""
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise StoreDamaged(f"The log {path} is damaged: {found}. Restore a backup: festival hub restore.")
    return read(connection, whole=True)


def insert_snapshot(connection: sqlite3.Connection, kept: Snapshot) -> None:
    """Add a snapshot, or write it again: a hub learns from it whether the disk takes anything."""
    row = (kept.revision, kept.hash, kept.body, kept.seal)
    connection.execute("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)", row)


def append(connection: sqlite3.Connection, batch: Sequence[Pending]) -> bool:
    """Append `batch` in one transaction; False if it does not follow the head. Raises :class:`KeyTaken`."""
    with transaction(connection):
        head = read_head(connection)
        if batch[0].change.revision != head.revision + 1:
            return False
        made = records(head.hash, batch)
        try:
            _insert(connection, made)
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_UNIQUE:
                raise _missing(connection, f"head after revision {head.revision}") from error
            raise KeyTaken("an idempotency key of the batch is in the log already") from error
        connection.execute("UPDATE head SET revision = ?, hash = ?", (made[-1].revision, made[-1].hash))
    return True


def _insert(connection: sqlite3.Connection, made: Sequence[Record]) -> None:
    rows = ((one.revision, one.key, one.request, one.body, one.hash) for one in made)
    connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?)", rows)


def _missing(connection: sqlite3.Connection, what: str) -> StoreDamaged:
    (_, _, path) = connection.execute("PRAGMA database_list").fetchone()
    return StoreDamaged(
        f"The log {path} is damaged: its {what} is missing. Restore a backup: festival hub restore."
    )
