"""``/readyz`` cannot lie: what would keep an edit from being stored is found out before anybody makes one."""

import asyncio
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from festival.store import open_store
from hub.rig import Served, running, until
from store.examples import PROGRAMME
from store.server import PostgresServer
from store.test_sqlite import small_disk

READY: dict[str, str] = {}
"""What is wrong with a hub that is ready."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("festival.hub.health.FRESH_S", 0)
    monkeypatch.setattr("festival.hub.publisher.RETRY_S", 0.02)


async def wrong(served: Served) -> dict[str, str]:
    """Return what the hub says is wrong, by part."""
    answer = await served.http.get("/readyz")
    found = {part: said for part, said in answer.json()["checks"].items() if said != "ok"}
    assert answer.status_code == (503 if found else 200)
    return found


async def test_a_log_that_somebody_else_is_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("festival.store.sqlite_file._BUSY_S", 0.05)
    async with running(tmp_path) as served:
        assert await wrong(served) == READY
        with closing(sqlite3.connect(tmp_path / "log.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert await wrong(served) == {"log": "cannot be written"}
            assert (await served.edit(served.token())).status_code == 503
            assert await wrong(served) == {"log": "cannot be written", "append": "the last one failed"}
            other.execute("ROLLBACK")
        await until(lambda: not served.hub.publisher.trouble)
        assert await wrong(served) == READY
        assert (await served.edit(served.token())).status_code == 201


async def test_a_log_that_was_moved_away_or_replaced(tmp_path: Path) -> None:
    log = tmp_path / "log.sqlite"
    async with running(tmp_path) as served:
        token, key = served.token(), uuid.uuid4().hex
        log.rename(tmp_path / "moved")
        assert await wrong(served) == {"log": "cannot be written"}
        assert (await served.edit(token, key=key)).status_code == 503
        store = open_store(tmp_path / "another.sqlite")
        await store.open(PROGRAMME)
        await store.close()
        (tmp_path / "another.sqlite").rename(log)
        assert (await served.edit(token, key=key)).status_code == 503
        (tmp_path / "moved").rename(log)
        await until(lambda: not served.hub.publisher.trouble)
        assert await wrong(served) == READY
        assert (await served.edit(token, key=key)).status_code == 201


async def test_a_disk_that_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("festival.hub.health.DISK_LEFT", 64 * 1024)
    with small_disk(tmp_path / "disk", "size=2m") as disk:
        async with running(disk, rate=3600) as served:
            token = served.token()
            assert await wrong(served) == READY
            ballast = disk / "ballast"
            with suppress(OSError), ballast.open("wb", buffering=0) as file:
                while True:  # until nothing more fits
                    file.write(bytes(4096))
            assert (await wrong(served))["disk"] == "nearly full"
            while (answer := await served.edit(token)).status_code == 201:
                pass  # the write-ahead log may have some room left
            assert answer.status_code == 503
            assert await wrong(served) == {"disk": "nearly full", "append": "the last one failed"}
            assert (await served.http.get("/api/schedule")).status_code == 200
            ballast.unlink()
            await until(lambda: not served.hub.publisher.trouble)
            assert await wrong(served) == READY
            assert (await served.edit(token)).status_code == 201


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


async def test_a_database_that_lets_us_read_alone(tmp_path: Path, server: PostgresServer) -> None:
    name = server.new_database()
    async with running(tmp_path, open_store(server.url(name))) as served:
        assert await wrong(served) == READY
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
            )
            await until_wrong(served, {"log": "cannot be written"})
            assert (await served.edit(served.token())).status_code == 503
            admin.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
            )
        await until_wrong(served, READY)
        assert (await served.edit(served.token())).status_code == 201


async def until_wrong(served: Served, expected: dict[str, str]) -> None:
    """Wait until that is what the hub says is wrong."""
    async with asyncio.timeout(15):
        while await wrong(served) != expected:
            await asyncio.sleep(0.02)


async def test_each_worker_that_ends(tmp_path: Path) -> None:
    for number, name in enumerate(("writer", "follower of the store", "feed")):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with running(folder) as served:
            served.hub.workers[number].cancel()
            assert await wrong(served) == {"workers": f"ended: {name}"}


async def test_what_is_wrong_with_the_log_is_for_the_hub_s_own_log_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(tmp_path) as served:
        (tmp_path / "log.sqlite").rename(tmp_path / "moved")
        assert str(tmp_path) not in (await served.http.get("/readyz")).text
        (record,) = [one for one in caplog.records if one.message == "not ready"]
        assert "was moved or replaced" in vars(record)["why"]
        (tmp_path / "moved").rename(tmp_path / "log.sqlite")
        caplog.set_level("INFO", "festival.hub.health")
        await until_wrong(served, {})
        assert [one.message for one in caplog.records].count("ready again") == 1
