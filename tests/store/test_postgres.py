"""What only a shared server can meet: several hubs, other people's schemas, a log replaced under a running hub."""

import asyncio
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from festival.store import backup, open_store, restore, verify
from festival.store.log import StoreError, StoreReplaced
from festival.store.postgres_link import Link
from store.conftest import Opened
from store.examples import PROGRAMME, append, drafted, outline
from store.hubs import SOON_S, appended, follow, hub
from store.server import PostgresServer
from store.writers import environment


async def test_several_hubs_starting_at_once_make_one_log(database: str, opened: Opened) -> None:
    hubs = [opened(database) for _ in range(6)]
    heads = await asyncio.gather(*(one.open(PROGRAMME) for one in hubs))
    assert [head == heads[0] for head in heads] == [True] * 6
    await append(hubs[0], heads[0], "a")
    assert [await one.head() for one in hubs] == [1] * 6


async def test_an_append_wakes_the_other_hubs_but_not_its_own(database: str, opened: Opened) -> None:
    one, other = opened(database), opened(database)
    head = await one.open(PROGRAMME)
    await other.open(PROGRAMME)
    await asyncio.gather(one.wait(60), other.wait(60))  # both listen
    async with asyncio.timeout(SOON_S):
        await append(one, head, "a")
        await other.wait(60)
        assert outline(await other.since(0)) == [(1, "a")]
    loop = asyncio.get_running_loop()
    began = loop.time()
    await one.wait(0.2)
    assert loop.time() - began >= 0.19


async def test_what_is_told_between_two_waits_is_not_missed(database: str, opened: Opened) -> None:
    one, other = opened(database), opened(database)
    head = await one.open(PROGRAMME)
    await other.open(PROGRAMME)
    await other.wait(60)
    async with asyncio.timeout(SOON_S):
        waiting = asyncio.create_task(other.wait(60))
        head = await append(one, head, "a")
        await waiting
        head = await append(one, head, "b")
        await append(one, head, "c")
        assert len(await follow(other, 3)) == 3


async def test_hubs_that_append_at_once_lose_nothing_and_leave_no_gap(database: str) -> None:
    each = 25
    async with hub(database) as a, hub(database) as b, hub(database) as c, hub(database) as reader:
        hubs = {"a": a, "b": b, "c": c}
        heads = {name: await store.open(PROGRAMME) for name, store in hubs.items()}
        await reader.open(PROGRAMME)

        async def write(name: str, part: int) -> None:
            for number in range(each):
                heads[name] = await appended(hubs[name], heads[name], f"{name}-{part}-{number}")

        async with asyncio.timeout(60):
            following = asyncio.create_task(follow(reader, 6 * each))
            await asyncio.gather(*(write(name, part) for name in hubs for part in (1, 2)))
            seen = await following
        keys = {f"{name}-{part}-{number}" for name in hubs for part in (1, 2) for number in range(each)}
        assert [revision for revision, _ in seen] == list(range(1, 6 * each + 1))
        assert {key for _, key in seen} == keys
        # Each writer waits for its answer, so its own changes stand in its own order.
        for name in hubs:
            for part in (1, 2):
                own = [key for _, key in seen if key.startswith(f"{name}-{part}-")]
                assert own == [f"{name}-{part}-{number}" for number in range(each)]
        assert await reader.verify() == 6 * each


async def test_an_address_that_is_none_is_refused_without_its_password() -> None:
    with pytest.raises(StoreError, match="is not an address like") as refused:
        open_store("postgresql://user:secret@host:port/a?b=c")
    assert "secret" not in str(refused.value)


async def test_a_restore_under_running_hubs_is_noticed_by_all(
    database: str, opened: Opened, tmp_path: Path
) -> None:
    one, other = opened(database), opened(database)
    head = await append(one, await one.open(PROGRAMME), "a")
    await other.open(PROGRAMME)
    await other.wait(60)
    await backup(database, tmp_path / "copy.db")
    head = await append(one, head, "b")
    async with asyncio.timeout(SOON_S):
        await other.wait(60)
        await restore(tmp_path / "copy.db", database)
        await other.wait(60)
    late, _ = drafted(head, ["c"])
    with pytest.raises(StoreReplaced):
        await one.append(late)
    for asked in (other.since(0), other.head(), other.find("a")):
        with pytest.raises(StoreReplaced):
            await asked
    await one.keep(head)
    again = opened(database)
    await again.open(PROGRAMME)
    assert outline(await again.since(0)) == [(1, "a")]
    assert await again.verify() == 1
    with psycopg.connect(database) as connection:
        old = connection.execute(
            f"SELECT key FROM festival_before_{again.epoch}.log ORDER BY revision"
        ).fetchall()
    assert old == [("a",), ("b",)]


FOREIGN = {
    "CREATE SCHEMA festival; CREATE TABLE festival.head (visitors int)": "belongs to another program",
    "UPDATE festival.head SET format = 2": "has format 2, this festival knows format 1",
}


@pytest.mark.parametrize("statement", FOREIGN)
async def test_a_database_of_another_kind_is_refused(database: str, opened: Opened, statement: str) -> None:
    if statement.startswith("UPDATE"):
        await opened(database).open(PROGRAMME)
    with psycopg.connect(database) as connection:
        connection.execute(statement.encode())
    with pytest.raises(StoreError, match=FOREIGN[statement]):
        await opened(database).open(PROGRAMME)
    with pytest.raises(StoreError, match=FOREIGN[statement]):
        await verify(database)


async def test_a_role_that_may_not_make_schemas_uses_the_one_it_is_given(
    server: PostgresServer, opened: Opened
) -> None:
    name = server.new_database()
    with psycopg.connect(server.url(name)) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN; CREATE SCHEMA festival AUTHORIZATION {name}".encode())
    store = opened(server.url(name).replace("festival:secret", name))
    await append(store, await store.open(PROGRAMME), "a")
    assert outline(await store.since(0)) == [(1, "a")]


async def test_a_right_that_is_missing_is_named(server: PostgresServer, opened: Opened) -> None:
    name = server.new_database()
    with psycopg.connect(server.url(name)) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN".encode())
    with pytest.raises(StoreError, match="permission denied for database"):
        await opened(server.url(name).replace("festival:secret", name)).open(PROGRAMME)


async def test_a_commit_is_on_disk_however_the_database_is_set_up(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off".encode())
        connection.execute(
            f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'".encode()
        )
    async with await Link(database).connect() as link:
        for setting, value in (("synchronous_commit", "on"), ("transaction_isolation", "read committed")):
            assert await (await link.execute(f"SHOW {setting}".encode())).fetchone() == (value,)


def test_psycopg_is_loaded_only_for_a_server_and_asked_for_when_it_is_missing() -> None:
    code = """if True:
        import sys
        from festival.store import open_store
        open_store("festival.db")
        print([name for name in sys.modules if name.startswith("psycopg")])
        sys.modules["psycopg"] = None
        try:
            open_store("postgresql://host/database")
        except Exception as error:
            print(type(error).__name__, error)
    """
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "[]",
        "StoreError PostgreSQL needs psycopg, which is not installed: pip install 'festival[postgres]'.",
    ]
