"""Picks as a table of the SQLite file that has the log: plain functions on a connection.

The table is made when a hub opens the file, so that a log of an earlier version gets one too.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from festival.store.picks import KeptPicks
from festival.store.sqlite_tables import transaction

_TABLE = (
    """CREATE TABLE IF NOT EXISTS picks (
        key BLOB PRIMARY KEY, codes TEXT NOT NULL, until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS picks_until ON picks (until)",
)
_ROW = "SELECT key, codes, until FROM picks"


def make(connection: sqlite3.Connection, kept: Iterable[KeptPicks] = ()) -> None:
    """Make the table, with `kept` in it, unless there is one."""
    with transaction(connection):
        for statement in _TABLE:
            connection.execute(statement)
        connection.executemany("INSERT INTO picks VALUES (?, ?, ?)", (one.row for one in kept))


def put(connection: sqlite3.Connection, picks: KeptPicks, now: datetime, most: int) -> bool:
    """Add `picks`, and remove those that have ended; False if `most` are left."""
    with transaction(connection):
        connection.execute("DELETE FROM picks WHERE until <= ?", (int(now.timestamp()),))
        (count,) = connection.execute("SELECT count(*) FROM picks").fetchone()
        if count < most:
            connection.execute("INSERT INTO picks VALUES (?, ?, ?)", picks.row)
    return bool(count < most)


def find(connection: sqlite3.Connection, key: bytes) -> KeptPicks | None:
    """Return what has that key."""
    row = connection.execute(f"{_ROW} WHERE key = ?", (key,)).fetchone()
    return row and KeptPicks.of(row)


def every(connection: sqlite3.Connection) -> list[KeptPicks]:
    """Return all there are."""
    return [KeptPicks.of(row) for row in connection.execute(_ROW)]
