"""What only a shared server can meet: several hubs, lost connections, restarts, a log replaced under a running hub."""

import asyncio
import random
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import get_args

import psycopg
import pytest

from festival.schedule.changes import digest, fold
from festival.schedule.model import Schedule
from festival.store import backup, open_store, restore, verify
from festival.store.log import Store, StoreError, StoreReplaced
from festival.store.postgres import PostgresStore, name_of
from festival.store.postgres_link import Link
from store.conftest import Opened
from store.examples import PROGRAMME, append, drafted, outline
from store.proxy import Fate, Proxy
from store.server import PostgresServer
from store.writers import environment

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


async def test_what_is_told_while_a_hub_is_cut_off_is_not_missed(
    server: PostgresServer, opened: Opened
) -> None:
    name = server.new_database()
    one = opened(server.url(name))
    head = await one.open(PROGRAMME)
    async with Proxy(server.port) as proxy, hub(server.url(name, proxy.port)) as other:
        await other.open(PROGRAMME)
        await other.wait(60)
        proxy.fate = lambda: "lose the request"
        with psycopg.connect(server.url(name), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            )
        lost = proxy.lost
        async with asyncio.timeout(SOON_S):
            await append(one, head, "a")
            while proxy.lost < lost + 2:  # it has tried to listen again, in vain
                await other.wait(0.01)
            proxy.fate = lambda: "pass"
            await other.wait(60)
            assert outline(await other.since(0)) == [(1, "a")]


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


async def test_an_append_whose_answer_is_lost_is_neither_doubled_nor_lost(
    server: PostgresServer, opened: Opened
) -> None:
    name = server.new_database()
    chance = random.Random(11)
    fates: tuple[Fate, ...] = get_args(Fate)
    async with Proxy(server.port) as proxy:
        async with hub(server.url(name, proxy.port)) as store:
            head = await store.open(PROGRAMME)
            proxy.fate = lambda: chance.choices(fates, (8, 1, 1))[0]
            for number in range(150):
                batch, head = drafted(head, [f"{number}-{one}" for one in range(1 + number % 3)])
                assert await store.append(batch) is True
            proxy.fate = lambda: "pass"
        assert proxy.lost > 20
    reader = opened(server.url(name))
    await reader.open(PROGRAMME)
    expected = [f"{number}-{one}" for number in range(150) for one in range(1 + number % 3)]
    assert outline(await reader.since(0)) == list(enumerate(expected, 1))
    assert await reader.verify() == len(expected)


async def test_rivals_with_bad_connections_lose_nothing(server: PostgresServer) -> None:
    name = server.new_database()
    chance = random.Random(12)
    fates: tuple[Fate, ...] = get_args(Fate)
    async with Proxy(server.port) as proxy:
        url = server.url(name, proxy.port)
        async with hub(url) as a, hub(url) as b, hub(server.url(name)) as c:
            hubs = {"a": a, "b": b, "c": c}
            heads = {key: await store.open(PROGRAMME) for key, store in hubs.items()}
            proxy.fate = lambda: chance.choices(fates, (12, 1, 1))[0]

            async def write(own: str) -> None:
                for number in range(30):
                    heads[own] = await appended(hubs[own], heads[own], f"{own}-{number}")

            async with asyncio.timeout(60):
                await asyncio.gather(*map(write, hubs))
            proxy.fate = lambda: "pass"
            found = outline(await c.since(0))
            assert [revision for revision, _ in found] == list(range(1, 91))
            assert {key for _, key in found} == {f"{own}-{number}" for own in hubs for number in range(30)}
            assert await c.verify() == 90


async def test_hubs_go_on_after_the_server_has_crashed_and_come_back(server: PostgresServer) -> None:
    url = server.url(server.new_database())
    async with hub(url) as writer, hub(url) as reader:
        head = await writer.open(PROGRAMME)
        await reader.open(PROGRAMME)
        following = asyncio.create_task(follow(reader, 120))
        reached = {revision: asyncio.Event() for revision in (30, 60)}

        async def write() -> None:
            nonlocal head
            for number in range(120):
                head = await append(writer, head, str(number))
                if head.revision in reached:
                    reached[head.revision].set()

        async with asyncio.timeout(60):
            writing = asyncio.create_task(write())
            for event in reached.values():
                await event.wait()
                await asyncio.to_thread(server.stop, "immediate")
                await asyncio.to_thread(server.start)
            await writing
            assert await following == [(number + 1, str(number)) for number in range(120)]


async def test_a_server_that_does_not_answer_is_given_up_in_time(server: PostgresServer) -> None:
    name = server.new_database()
    async with Proxy(server.port) as proxy, hub(server.url(name, proxy.port), patience_s=0.5) as store:
        head = await store.open(PROGRAMME)
        batch, after = drafted(head, ["a"])
        proxy.is_frozen = True
        async with asyncio.timeout(SOON_S):
            for _ in range(2):
                with pytest.raises(StoreError, match=r"was not reached within 0\.5 s: no answer\."):
                    await store.append(batch)
        proxy.is_frozen = False
        # Nobody can know yet whether it was appended; a hub looks for the key, and tries again if it is not there.
        if await store.find("a") is None:
            assert await store.append(batch) is True
        assert digest(await appended(store, after, "b")) == digest(drafted(head, ["a", "b"])[1])
        assert outline(await store.since(0)) == [(1, "a"), (2, "b")]


async def test_a_server_that_is_not_there_is_named_without_its_password(server: PostgresServer) -> None:
    url = server.url("nowhere")
    assert name_of(url) == "postgresql://127.0.0.1/nowhere"
    async with hub(url, patience_s=0.1) as store:
        with pytest.raises(
            StoreError, match=r"The log postgresql://127\.0\.0\.1/nowhere was not reached"
        ) as failed:
            await store.open(PROGRAMME)
    assert "secret" not in str(failed.value)


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
