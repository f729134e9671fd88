"""A connection to PostgreSQL that is made anew when it is lost. The one place that knows psycopg's errors."""

import asyncio
import os
import random
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any, Final, Self, TypeAlias, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from festival.store.log import StoreDamaged, StoreError

Connection: TypeAlias = psycopg.AsyncConnection[tuple[Any, ...]]
_Result = TypeVar("_Result")

# libpq, section "Parameter Key Words": a server that has vanished is noticed within some ten seconds.
_DEFAULTS: Final = {
    "application_name": "festival",
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
# An answer of success means on disk, and a statement that had to wait for the head's row looks at it again
# instead of failing: both hold by default, but a server can be set up otherwise.
_SETTINGS: Final = """SELECT
    set_config('default_transaction_isolation', 'read committed', false),
    CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END"""
_GOING_AWAY: Final = frozenset({"57P01", "57P02", "57P03", "53300"})
"""SQLSTATE: the server shuts down, has crashed, starts up, has no connection left; a later try may succeed."""
_CORRUPTED: Final = frozenset({"XX001", "XX002"})
_LONGEST_PAUSE_S: Final = 2.0


def pauses(first_s: float) -> Iterator[float]:
    """Yield how long to wait before each next try: random, below a bound that doubles ("full jitter")."""
    bound_s = first_s
    while True:
        yield random.uniform(0, bound_s)  # noqa: S311 - no secret
        bound_s = min(2 * bound_s, _LONGEST_PAUSE_S)


class Link:
    """The connection to the server that `url` names, for any number of tasks; statements queue up.

    `patience_s` bounds how long a piece of work is tried, `pause_s` the first pause between two tries.
    Raises :class:`StoreError` for a URL that psycopg cannot read.
    """

    def __init__(self, url: str, *, patience_s: float = 10.0, pause_s: float = 0.05) -> None:
        try:
            given = conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            raise StoreError(
                "FESTIVAL_STORE is not an address like postgresql://user@host/database."
            ) from None
        settings: dict[str, Any] = {**_DEFAULTS, **given}
        self._conninfo = make_conninfo(**settings)
        self.name = "postgresql://{}/{}".format(given.get("host", "localhost"), given.get("dbname", ""))
        """The server and the database, without a password."""
        self.pause_s = pause_s
        self.pid = 0
        """The number of the server's process for the newest connection."""
        self._patience_s = patience_s
        self._connection: Connection | None = None
        self._connecting = asyncio.Lock()
        self._is_closed = False

    async def connect(self) -> Connection:
        """Return a new connection of one's own. Raises :class:`psycopg.OperationalError`."""
        connection = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)
        try:
            await connection.execute(_SETTINGS)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def run(self, work: Callable[[Connection], Awaitable[_Result]]) -> _Result:
        """Return what `work` returns; when the connection is lost meanwhile, begin again with a new one.

        So `work` must bear being done twice. Raises :class:`StoreError`, after `patience_s` at the latest.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience_s
        for pause_s in pauses(self.pause_s):
            connection: Connection | None = None
            try:
                async with asyncio.timeout_at(deadline):
                    connection = await self._shared()
                # Cancelling would first ask the server, which may be the one that does not answer.
                timer = loop.call_at(deadline, _hang_up, connection)
                try:
                    return await work(connection)
                finally:
                    timer.cancel()
            except (psycopg.OperationalError, TimeoutError) as error:
                if not _is_lost(connection, error):
                    raise self._translated(error) from error
                if loop.time() + pause_s >= deadline:
                    reason = "no answer" if loop.time() >= deadline else _reason(error)
                    raise StoreError(
                        f"The log {self.name} was not reached within {self._patience_s:g} s: {reason}. "
                        f"See whether the server runs, and whether FESTIVAL_STORE is right."
                    ) from error
            except psycopg.Error as error:
                raise self._translated(error) from error
            await asyncio.sleep(pause_s)
        raise AssertionError("pauses never end")

    async def _shared(self) -> Connection:
        async with self._connecting:
            if self._is_closed:
                raise StoreError(f"The log {self.name} is closed.")
            if self._connection is None or self._connection.closed:
                self._connection = None
                self._connection = await self.connect()
                self.pid = self._connection.info.backend_pid
            return self._connection

    def _translated(self, error: Exception) -> StoreError:
        state = getattr(error, "sqlstate", None)
        if state in _CORRUPTED:
            return StoreDamaged(
                f"The log {self.name} is damaged: {_reason(error)}. Restore a backup: festival hub restore."
            )
        return StoreError(f"The log {self.name} cannot be used: {_reason(error)}.")

    async def close(self) -> None:
        """Close the connection; no other is made after that."""
        self._is_closed = True
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.close()


def _reason(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or "no answer"


def _is_lost(connection: Connection | None, error: Exception) -> bool:
    return connection is None or connection.closed or getattr(error, "sqlstate", None) in _GOING_AWAY


def _hang_up(connection: Connection) -> None:
    """End a connection that does not answer: whoever waits for it gets an error."""
    with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as end:
        end.shutdown(socket.SHUT_RDWR)
