"""A backup restored under a running hub: it goes on with that log by itself, and every follower begins again."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.rig import following, make_changes
from festival.hub.deciding import Accepted, Intent
from festival.hub.feed import REPLAY
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.store import backup, open_store, restore
from festival.store.log import Record, StoreBusy
from hub.memory_store import MemoryLog, MemoryStore
from hub.rig import Served, Stream, running, until
from store.server import PostgresServer


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


async def edit(served: Served, minutes: int) -> Cursor:
    answer = await served.edit(
        served.token(), {"kind": "delay_session", "session": "band", "minutes": minutes}
    )
    assert answer.status_code == 201
    return Cursor.parse(answer.json()["cursor"])


async def test_followers_of_a_replaced_log_are_told_to_begin_again(tmp_path: Path) -> None:
    store = MemoryStore(log := MemoryLog())
    async with running(tmp_path, store) as served:
        await edit(served, 5)
        streams = [await served.stream(), await served.stream()]
        lost = await edit(served, 10)
        log.restore(1)
        store.told.set()
        for stream in streams:
            reset = await stream.next("reset")
            assert reset.data == {"epoch": "memory-again", "revision": 1}
        assert (await served.http.get(f"/api/changes?since={lost}")).status_code == 410
        snapshot = (await served.http.get("/api/schedule")).json()
        assert (snapshot["epoch"], snapshot["revision"]) == ("memory-again", 1)
        again = await edit(served, 15)
        assert again == ("memory-again", 2)
        for stream in streams:
            assert (await stream.next("change")).id == str(again)
            stream.close()


class Slow(MemoryStore):
    """Holds back a list of five."""

    def __init__(self, log: MemoryLog) -> None:
        super().__init__(log)
        self.asked, self.may_go_on = asyncio.Event(), asyncio.Event()

    async def since(self, revision: int, limit: int = 1_000) -> list[Record]:
        found = await super().since(revision, limit)
        if limit == 5:
            self.asked.set()
            await self.may_go_on.wait()
        return found


async def test_changes_of_a_log_that_is_replaced_while_they_are_read_are_not_told(tmp_path: Path) -> None:
    log = MemoryLog()
    async with running(tmp_path, MemoryStore(log)) as served:
        await make_changes(served.hub.publisher, REPLAY + 5)
    store = Slow(log)
    async with running(tmp_path, store) as served:
        reading = asyncio.create_task(served.http.get("/api/changes?since=memory-0&limit=5"))
        await store.asked.wait()
        log.restore(10)
        store.told.set()
        await until(lambda: served.hub.publisher.cursor.epoch == "memory-again")
        store.may_go_on.set()
        answer = await reading
    assert (answer.status_code, answer.json()["cursor"]) == (410, "memory-again-10")


async def test_what_was_seen_before_the_restore_is_no_base_for_an_edit(tmp_path: Path) -> None:
    store = MemoryStore(log := MemoryLog())
    async with running(tmp_path, store) as served:
        seen = await edit(served, 5)
        log.restore(0)
        store.told.set()
        await until(lambda: served.hub.publisher.cursor.epoch == "memory-again")
        late = await served.edit(served.token(), based_on=str(seen))
        assert (late.status_code, late.json()["cursor"]) == (409, "memory-again-0")


async def test_an_answer_names_the_log_that_holds_its_edit_though_another_came_before_it_was_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore(log := MemoryLog())
    async with running(tmp_path, store) as served:
        publisher = served.hub.publisher
        submit = publisher.submit

        async def submit_before_a_restore(intent: Intent) -> Accepted:
            accepted = await submit(intent)
            log.restore(0)
            store.told.set()
            await until(lambda: publisher.cursor.epoch == "memory-again")
            return accepted

        monkeypatch.setattr(publisher, "submit", submit_before_a_restore)
        assert await edit(served, 5) == ("memory", 1)


async def test_a_follower_that_was_away_during_the_restore_begins_again(tmp_path: Path) -> None:
    store = MemoryStore(log := MemoryLog())
    async with running(tmp_path, store) as served:
        seen = await edit(served, 5)
        log.restore(1)
        store.told.set()
        await until(lambda: served.hub.publisher.cursor.epoch == "memory-again")
        stream = await served.stream(since=str(seen))
        assert [(await _event(stream)) for _ in range(2)] == ["hello", "reset"]
        stream.close()


async def _event(stream: Stream) -> str:
    event = await stream.event()
    assert event is not None
    return event.name


async def test_a_hub_is_not_ready_while_the_new_log_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("festival.hub.publisher.RETRY_S", 0.01)
    monkeypatch.setattr("festival.hub.health.FRESH_S", 0)
    store = MemoryStore(log := MemoryLog())
    async with running(tmp_path, store) as served:
        await edit(served, 5)
        log.restore(1)
        store.broken = "the server is away"
        store.told.set()
        await until(lambda: bool(served.hub.publisher.trouble))
        ready = await served.http.get("/readyz")
        assert (ready.status_code, ready.json()["checks"]["log"]) == (503, "cannot be written")
        assert (await served.edit(served.token())).status_code == 503
        store.broken = ""
        await until(lambda: served.hub.publisher.cursor == ("memory-again", 1))
        await until(lambda: not served.hub.publisher.trouble)
        assert (await served.http.get("/readyz")).status_code == 200


async def test_a_snapshot_asked_for_while_the_log_is_replaced_is_one_of_the_new_log(tmp_path: Path) -> None:
    store = MemoryStore(log := MemoryLog())
    async with running(tmp_path, store) as served:
        await edit(served, 5)
        asking = asyncio.create_task(served.hub.snapshots.get())
        await asyncio.sleep(0)
        log.restore(0)
        store.told.set()
        await until(lambda: served.hub.publisher.cursor.epoch == "memory-again")
        assert (await asyncio.wait_for(asking, 10)).cursor.epoch in {"memory", "memory-again"}
        assert (await served.hub.snapshots.get()).cursor == ("memory-again", 0)


async def test_a_screen_goes_back_with_its_hub_and_then_on(tmp_path: Path) -> None:
    store = MemoryStore(log := MemoryLog())
    async with running(tmp_path, store, beat_s=0.1) as served, following(served.port) as screen:
        await edit(served, 5)
        await screen.until_live(await edit(served, 10))
        log.restore(1)
        store.told.set()
        await screen.until_live(Cursor("memory-again", 1))
        await screen.until_live(await edit(served, 15))
        assert digest(screen.newest.schedule) == digest(served.hub.publisher.schedule)
        assert "offline" not in {state.freshness.contact for state in screen.states}


async def command(*arguments: str | Path, where: str) -> tuple[int | None, str]:
    """Run ``festival hub`` with these arguments; return its exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "festival", "hub", *arguments),
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "FESTIVAL_STORE": where},
    )
    _, said = await process.communicate()
    return process.returncode, said.decode()


async def test_a_hub_on_postgresql_goes_on_with_the_restored_log(
    tmp_path: Path, server: PostgresServer
) -> None:
    where = server.url(server.new_database())
    async with running(tmp_path, open_store(where)) as served:
        kept = await edit(served, 5)
        assert (await command("backup", tmp_path / "backup.sqlite", where=where))[0] == 0
        await edit(served, 10)
        stream = await served.stream()
        code, said = await command("restore", tmp_path / "backup.sqlite", where=where)
        assert code == 0
        assert "up to revision 1, under a new epoch" in said
        assert "secret" not in said
        reset = await stream.next("reset")
        new = Cursor(reset.data["epoch"], reset.data["revision"])
        assert new.epoch != kept.epoch
        assert new.revision == 1
        assert (await served.http.get("/readyz")).status_code == 200
        after = await edit(served, 15)
        assert after == (new.epoch, 2)
        assert (await stream.next("change")).id == str(after)
        stream.close()
        assert (await command("verify", where=where))[0] == 0


async def test_a_log_in_a_file_is_not_replaced_under_its_hub(tmp_path: Path) -> None:
    where = tmp_path / "log.sqlite"
    async with running(tmp_path) as served:
        await edit(served, 5)
        await backup(where, tmp_path / "backup.sqlite")
        with pytest.raises(StoreBusy, match="stop that hub"):
            await restore(tmp_path / "backup.sqlite", where)
        assert await edit(served, 10) == (served.hub.publisher.cursor.epoch, 2)
    assert await restore(tmp_path / "backup.sqlite", where) == 1
    async with running(tmp_path) as served:
        assert served.hub.publisher.cursor.revision == 1
