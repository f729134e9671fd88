"""Several hubs on one PostgreSQL: whoever edits where, all followers everywhere see one log."""

import asyncio
import contextlib
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from festival.hub.health import PATIENCE_S
from festival.schedule.changes import Change, fold
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.store import open_store
from hub.rig import Served, running, until
from store.proxy import Proxy
from store.server import PostgresServer

STATES = ("few", "full", "open")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture
def where(server: PostgresServer) -> str:
    return server.url(server.new_database())


@contextlib.asynccontextmanager
async def hubs(folder: Path, where: str, count: int = 2) -> AsyncIterator[list[Served]]:
    """Serve hubs that share the log and the tokens."""
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(running(folder, open_store(where))) for _ in range(count)]


@contextlib.asynccontextmanager
async def deaf(folder: Path, where: str) -> AsyncIterator[Served]:
    """Serve a hub that is never told what others append."""
    store = open_store(where)
    closed = asyncio.Event()

    async def wait(timeout_s: float) -> None:
        await closed.wait()

    store.wait = wait  # type: ignore[method-assign]
    async with running(folder, store) as served:
        yield served
        closed.set()


def full(session: str, state: str = "full") -> dict[str, Any]:
    return {"kind": "set_session_state", "session": session, "state": state}


async def test_an_edit_through_one_hub_is_on_a_follower_of_the_other(tmp_path: Path, where: str) -> None:
    async with hubs(tmp_path, where) as (a, b):
        streams = [await a.stream(), await b.stream()]
        answer = await a.edit(a.token("editor"), full("band"))
        for stream in streams:
            change = await stream.next("change")
            assert change.id == answer.json()["cursor"]
            assert change.data["touches"] == answer.json()["change"]["touches"]
            stream.close()
        await until(lambda: b.hub.publisher.schedule == a.hub.publisher.schedule)


async def test_hubs_that_begin_at_once_make_one_log(tmp_path: Path, where: str) -> None:
    async with hubs(tmp_path, where, 3) as found:
        assert len({one.hub.publisher.cursor for one in found}) == 1


async def test_two_who_race_for_one_session_through_two_hubs_lose_no_update(
    tmp_path: Path, where: str
) -> None:
    async with hubs(tmp_path, where) as (a, b):
        tokens = [a.token("editor") for _ in range(8)]
        for token in tokens:
            seen = str(a.hub.publisher.cursor)
            now = a.hub.publisher.schedule.session_by_id["band"].live.state
            one, another = [state for state in STATES if state != now][:2]
            answers = await asyncio.gather(
                a.edit(token, full("band", one), based_on=seen),
                b.edit(token, full("band", another), based_on=seen),
            )
            won, lost = sorted(answers, key=lambda answer: answer.status_code)
            assert (won.status_code, lost.status_code) == (201, 409)
            after = won.json()["change"]["touches"][0]["after"]
            assert lost.json()["current"] == after
            assert lost.json()["cursor"] == won.json()["cursor"]
            newest = Cursor.parse(won.json()["cursor"])
            await until(lambda newest=newest: a.hub.publisher.cursor == b.hub.publisher.cursor == newest)  # type: ignore[misc]
        assert a.hub.publisher.cursor.revision == len(tokens)


async def test_edits_of_different_sessions_through_two_hubs_are_all_made(tmp_path: Path, where: str) -> None:
    async with hubs(tmp_path, where) as (a, b):
        sessions = ("opening", "band", "choir", "talk", "panel")
        seen = str(a.hub.publisher.cursor)
        stream = await b.stream(seen)
        tokens = {name: a.token("editor") for name in sessions}

        async def work(name: str) -> list[httpx.Response]:
            """Edit one session again and again, through both hubs in turn, always on what the last answer said."""
            based_on, answers = seen, []
            for number in range(8):
                hub = (a, b)[number % 2]
                answer = await hub.edit(tokens[name], full(name, STATES[number % 3]), based_on=based_on)
                based_on = answer.json()["cursor"]
                answers.append(answer)
            return answers

        answers = [one for some in await asyncio.gather(*map(work, sessions)) for one in some]
        assert Counter(answer.status_code for answer in answers) == {201: 40}
        revisions = sorted(answer.json()["change"]["revision"] for answer in answers)
        assert revisions == list(range(1, 41))
        assert [(await stream.next("change")).data["revision"] for _ in range(40)] == revisions
        stream.close()
        await until(lambda: a.hub.publisher.cursor.revision == b.hub.publisher.cursor.revision == 40)
        states = {name: a.hub.publisher.schedule.session_by_id[name].live.state for name in sessions}
        assert states == dict.fromkeys(sessions, STATES[7 % 3])
        assert digest(a.hub.publisher.schedule) == digest(b.hub.publisher.schedule)


async def test_a_key_that_is_retried_through_the_other_hub_is_one_edit(tmp_path: Path, where: str) -> None:
    async with hubs(tmp_path, where) as (a, b):
        token, key, seen = a.token("editor"), uuid.uuid4().hex, str(a.hub.publisher.cursor)
        first = await a.edit(token, based_on=seen, key=key)
        again = await b.edit(token, based_on=seen, key=key)
        other = await b.edit(token, full("choir"), based_on=seen, key=key)
        assert (first.status_code, again.status_code, other.status_code) == (201, 200, 422)
        assert again.json() == first.json()
        assert other.json()["type"] == "urn:festival:problem:key-reused"
        assert b.hub.publisher.cursor.revision == 1


async def test_a_key_through_both_hubs_at_once_is_one_edit(tmp_path: Path, where: str) -> None:
    async with hubs(tmp_path, where) as (a, b):
        for number in range(8):
            token, key, seen = a.token("editor"), uuid.uuid4().hex, str(a.hub.publisher.cursor)
            answers = await asyncio.gather(
                *(hub.edit(token, full("band", STATES[number % 3]), based_on=seen, key=key) for hub in (a, b))
            )
            assert sorted(answer.status_code for answer in answers) == [200, 201]
            assert answers[0].json() == answers[1].json()
            newest = Cursor.parse(answers[0].json()["cursor"])
            assert newest.revision == number + 1
            await until(lambda newest=newest: a.hub.publisher.cursor == newest)  # type: ignore[misc]


async def test_a_hub_that_lags_reads_before_it_answers(tmp_path: Path, where: str) -> None:
    async with running(tmp_path, open_store(where)) as a, deaf(tmp_path, where) as late:
        first = await a.edit(a.token("editor"), full("band"))
        second = await a.edit(a.token("editor"), full("choir"), based_on=first.json()["cursor"])
        assert late.hub.publisher.cursor.revision == 0

        newest = second.json()["cursor"]
        assert (await late.http.get(f"/api/changes?since={newest}")).json()["changes"] == []
        assert late.hub.publisher.cursor.revision == 2

        third = await a.edit(a.token("editor"), full("talk"))
        stream = await late.stream(third.json()["cursor"])
        hello = await stream.next("hello")
        assert (hello.id, hello.data["head"]) == (third.json()["cursor"], 3)

        await a.edit(a.token("editor"), full("panel"))
        fifth = await late.edit(late.token("editor"), full("opening"), based_on=third.json()["cursor"])
        assert (fifth.status_code, fifth.json()["change"]["revision"]) == (201, 5)
        assert [(await stream.next("change")).data["revision"] for _ in range(2)] == [4, 5]
        stream.close()


async def test_a_hub_that_lags_refuses_what_another_hub_has_changed(tmp_path: Path, where: str) -> None:
    async with running(tmp_path, open_store(where)) as a, deaf(tmp_path, where) as late:
        seen = str(late.hub.publisher.cursor)
        won = await a.edit(a.token("editor"), full("band"))
        lost = await late.edit(late.token("editor"), full("band", "few"), based_on=seen)
        assert (lost.status_code, lost.json()["cursor"]) == (409, won.json()["cursor"])


async def test_a_follower_that_moves_between_hubs_ends_with_their_schedule(
    tmp_path: Path, where: str
) -> None:
    async with hubs(tmp_path, where, 3) as found:
        schedule = found[0].hub.publisher.schedule
        token = [found[0].token("editor") for _ in range(2)]
        for number in range(12):
            stream = await found[number % 3].stream(f"{schedule.epoch}-{schedule.revision}")
            await found[(number + 1) % 3].edit(
                token[number % 2], full("band", STATES[number % 3]), based_on=f"{schedule.epoch}-{number}"
            )
            change = await stream.next("change")
            stream.close()
            log = (await found[0].http.get(f"/api/changes?since={schedule.epoch}-{number}")).json()["changes"]
            assert [one["revision"] for one in log] in ([], [number + 1])
            schedule = fold(schedule, [Change.model_validate(change.data)])
            assert digest(schedule) == change.data["digest"]
        assert schedule.revision == 12


async def test_a_hub_whose_database_is_silent_says_so_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: PostgresServer
) -> None:
    monkeypatch.setattr("festival.hub.health.FRESH_S", 0)
    name = server.new_database()
    async with (
        Proxy(server.port) as proxy,
        running(tmp_path, open_store(server.url(name, proxy.port))) as served,
    ):
        proxy.is_frozen = True
        for _ in range(2):
            async with asyncio.timeout(PATIENCE_S + 3):  # the store itself waits for ten seconds
                ready = await served.http.get("/readyz")
            assert (ready.status_code, ready.json()["checks"]["log"]) == (503, "does not answer")
        proxy.is_frozen = False
        async with asyncio.timeout(30):
            while (await served.http.get("/readyz")).status_code == 503:
                await asyncio.sleep(0.05)


async def test_a_hub_whose_database_is_away_says_so_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("festival.hub.health.FRESH_S", 0)
    with PostgresServer() as own:
        async with running(tmp_path, open_store(own.url(own.new_database()))) as served:
            token = served.token("editor")
            assert (await served.http.get("/readyz")).status_code == 200
            own.stop()
            ready = await served.http.get("/readyz")
            assert (ready.status_code, ready.json()["checks"]["log"]) == (503, "does not answer")
            assert (await served.http.get("/api/schedule")).status_code == 200
            stream = await served.stream()
            assert (await stream.next("hello")).data["revision"] == 0
            own.start()
            answer = await served.edit(token, full("band"))
            assert answer.status_code == 201
            assert (await stream.next("change")).id == answer.json()["cursor"]
            stream.close()
            assert (await served.http.get("/readyz")).status_code == 200
