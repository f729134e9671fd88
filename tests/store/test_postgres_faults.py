"""Lost requests and answers, servers that crash, freeze or are not there: nothing is lost, doubled or waited for for ever."""

import asyncio
import random
from typing import get_args

import psycopg
import pytest

from festival.schedule.digests import digest
from festival.store.log import StoreError
from festival.store.postgres import name_of
from store.conftest import Opened
from store.examples import PROGRAMME, append, drafted, outline
from store.hubs import SOON_S, appended, follow, hub
from store.proxy import Fate, Proxy
from store.server import PostgresServer


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
