"""Stores of both engines: a real file, and a database of a real server."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

import psycopg
import pytest

from festival.store import open_store
from festival.store.log import Store
from store.server import PostgresServer


class Opened(Protocol):
    """Returns a store for an address, not yet open, that is closed when the test ends."""

    def __call__(self, where: str) -> Store: ...


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture
def database(server: PostgresServer) -> str:
    """The address of an empty database."""
    return server.url(server.new_database())


@pytest.fixture(params=["sqlite", "postgresql"])
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Return addresses of logs that do not exist yet, for each engine in turn."""
    if request.param == "sqlite":
        numbers = iter(range(100))
        return lambda: str(tmp_path / f"log-{next(numbers)}" / "festival.db")
    server: PostgresServer = request.getfixturevalue("server")
    return lambda: server.url(server.new_database())


@pytest.fixture
def where(new_address: Callable[[], str]) -> str:
    """The address of a log that does not exist yet, for each engine in turn."""
    return new_address()


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    stores: list[Store] = []

    def make(where: str) -> Store:
        stores.append(open_store(where))
        return stores[-1]

    yield make
    for store in stores:
        await store.close()


def tamper(where: str, statement: str, *values: object) -> None:
    """Change a log behind its store's back; tables are named bare, values `?`."""
    if where.startswith("postgresql:"):
        with psycopg.connect(where, options="-csearch_path=festival") as server:
            server.execute(statement.replace("?", "%s").encode(), values)
    else:
        with closing(sqlite3.connect(where)) as file, file:
            file.execute(statement, values)
