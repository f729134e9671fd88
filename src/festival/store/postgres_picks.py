"""Picks as a table of the PostgreSQL database that has the log: functions on a connection."""

from datetime import datetime
from typing import Final, LiteralString

from psycopg import sql

from festival.store.picks import KeptPicks
from festival.store.postgres_link import Connection

_TABLE: Final[tuple[LiteralString, ...]] = (
    """CREATE TABLE festival.picks (
        key bytea PRIMARY KEY, codes text NOT NULL, until bigint NOT NULL
    )""",
    "CREATE INDEX picks_until ON festival.picks (until)",
)
# Tried again after an answer that was lost, it finds its own row.
_PUT: Final[LiteralString] = """INSERT INTO festival.picks
    SELECT %s, %s, %s WHERE (SELECT count(*) FROM festival.picks) < %s
    ON CONFLICT (key) DO UPDATE SET until = EXCLUDED.until"""


async def make(connection: Connection) -> None:
    """Make the table unless there is one; a log of an earlier version has none."""
    found = await connection.execute("SELECT to_regclass('festival.picks') IS NULL")
    if await found.fetchone() == (True,):
        for statement in _TABLE:
            await connection.execute(statement)


async def take_from(connection: Connection, schema: str) -> None:
    """Let the picks of the log that is kept aside in `schema` go on, unless it has none."""
    name = f"{schema}.picks"
    found = await connection.execute("SELECT to_regclass(%s) IS NULL", (name,))
    if await found.fetchone() == (False,):
        moved = sql.SQL("ALTER TABLE {} SET SCHEMA festival").format(sql.Identifier(schema, "picks"))
        await connection.execute(moved)


async def put(connection: Connection, kept: KeptPicks, now: datetime, most: int) -> bool:
    """Add `kept`, and remove those that have ended; False if `most` are left."""
    async with connection.transaction():
        await connection.execute("DELETE FROM festival.picks WHERE until <= %s", (int(now.timestamp()),))
        done = await connection.execute(_PUT, (*kept.row, most))
    return done.rowcount == 1


async def find(connection: Connection, key: bytes) -> KeptPicks | None:
    """Return what has that key."""
    query = "SELECT key, codes, until FROM festival.picks WHERE key = %s"
    row = await (await connection.execute(query, (key,), binary=True)).fetchone()
    return KeptPicks.of((row[0], row[1], row[2])) if row else None
