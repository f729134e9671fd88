"""What the plain commands make of a hub, however it answers: they ask once, and open no stream."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from click.testing import CliRunner, Result

from client.rig import Asked, Fake, faking, http, make_changes
from client.test_fetch import WRONG
from festival.cli.following import Following, following
from festival.cli.main import main
from festival.client.followed import Freshness
from festival.clock import clock_from, system_clock
from festival.programme import bundled
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.model import Schedule
from festival.settings import Settings
from hub.memory_store import MemoryStore
from hub.rig import Served, programme, running
from schedule.examples import at

WITHIN_S = 5.0
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, MemoryStore(), streams=0) as one:
        yield one


def begin(folder: Path, hub: str) -> Following:
    settings = Settings(folder / "state", folder / "cache", folder / "config")
    return following(settings, hub, bundled(), None)


def address(served: Served) -> str:
    return f"http://127.0.0.1:{served.port}"


def place(schedule: Schedule) -> Cursor:
    return Cursor(schedule.epoch, schedule.revision)


def dead_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


async def test_a_hub_without_a_stream_free_is_asked_for_all_and_it_is_kept(
    served: Served, tmp_path: Path
) -> None:
    await make_changes(served.hub.publisher, 3)
    asked = begin(tmp_path, address(served))
    found = await asked.newest(WITHIN_S)
    assert digest(found.schedule) == digest(served.hub.publisher.schedule)
    assert place(found.schedule) == served.hub.publisher.cursor
    fresh = found.freshness
    assert (fresh.contact, fresh.origin, fresh.rehearsed) == ("dated", "hub", False)
    assert fresh.at is not None
    assert abs(fresh.at - system_clock()) < A_MINUTE
    assert abs(asked.clock() - system_clock()) < A_MINUTE
    kept = asked.cache.load()
    assert kept is not None
    assert (place(kept.schedule), kept.confirmed) == (served.hub.publisher.cursor, fresh.at)


async def test_what_was_kept_costs_only_the_changes(served: Served, tmp_path: Path) -> None:
    first = await begin(tmp_path, address(served)).newest(WITHIN_S)
    made = served.hub.snapshots.at_hand()
    assert made is not None
    await make_changes(served.hub.publisher, 2)
    asked = begin(tmp_path, address(served))
    assert place(asked.start.schedule) == place(first.schedule)
    found = await asked.newest(WITHIN_S)
    assert place(found.schedule) == served.hub.publisher.cursor
    assert served.hub.snapshots.at_hand() is None  # that of revision 2 was never made
    kept = asked.cache.load()
    assert kept is not None
    assert kept.schedule == found.schedule


async def test_what_is_known_already_is_not_written_again(served: Served, tmp_path: Path) -> None:
    first = await begin(tmp_path, address(served)).newest(WITHIN_S)
    asked = begin(tmp_path, address(served))
    found = await asked.newest(WITHIN_S)
    assert found.schedule is asked.start.schedule
    assert first.freshness.at is not None
    assert found.freshness.at is not None
    assert found.freshness.at > first.freshness.at
    kept = asked.cache.load()
    assert kept is not None
    assert kept.confirmed == first.freshness.at


async def test_more_changes_than_a_list_holds_are_asked_for_in_parts(served: Served, tmp_path: Path) -> None:
    await begin(tmp_path, address(served)).newest(WITHIN_S)
    await make_changes(served.hub.publisher, 1_001)
    found = await begin(tmp_path, address(served)).newest(60)
    assert place(found.schedule) == served.hub.publisher.cursor


async def test_another_log_is_taken_whole(tmp_path: Path) -> None:
    old = programme().model_copy(update={"epoch": "old", "revision": 9})
    async with running(tmp_path, MemoryStore(), streams=0) as served:
        assert begin(tmp_path, address(served)).cache.save(old, at("12:00"), rehearsed=False)
        asked = begin(tmp_path, address(served))
        assert place(asked.start.schedule) == ("old", 9)
        found = await asked.newest(WITHIN_S)
        assert place(found.schedule) == served.hub.publisher.cursor


async def test_a_made_up_day_is_said_to_be_one_and_its_time_counts(tmp_path: Path) -> None:
    clock = clock_from(at("13:00"), rate=60)
    async with running(tmp_path, MemoryStore(), streams=0, clock=clock, rate=60.0) as served:
        asked = begin(tmp_path, address(served))
        found = await asked.newest(WITHIN_S)
        assert found.freshness.rehearsed
        assert abs(asked.clock() - clock()) < A_MINUTE
        assert found.freshness.at is not None
        assert at("13:00") <= found.freshness.at <= clock()


async def nothing(_asked: Asked) -> AsyncIterator[bytes]:
    await asyncio.Event().wait()
    yield b""


UNANSWERED: dict[str, Callable[[Asked], bytes | AsyncIterator[bytes]]] = {
    **{name: (lambda _asked, answer=answer: answer) for name, answer in WRONG.items()},  # type: ignore[misc]
    "nothing": nothing,
    "503": lambda _asked: http(status="503 Service Unavailable", Retry_After="1"),
}


@pytest.mark.parametrize("answer", UNANSWERED.values(), ids=UNANSWERED.keys())
@pytest.mark.parametrize("is_known", [False, True])
async def test_what_is_no_hub_leaves_what_is_known(
    answer: Callable[[Asked], bytes | AsyncIterator[bytes]], is_known: bool, tmp_path: Path
) -> None:
    async with faking(answer) as fake:
        kept_at: datetime | None = None
        if is_known:
            kept_at = at("12:00")
            schedule = programme().model_copy(update={"epoch": "e", "revision": 1})
            assert begin(tmp_path, fake.address).cache.save(schedule, kept_at, rehearsed=False)
        await _is_left(fake, tmp_path, kept_at)


async def _is_left(fake: Fake, folder: Path, kept_at: datetime | None) -> None:
    asked = begin(folder, fake.address)
    begun = monotonic()
    found = await asked.newest(0.5)
    assert monotonic() - begun < 3
    assert found.schedule is asked.start.schedule
    assert found.freshness == Freshness("offline", kept_at, "cache" if kept_at else "programme")
    assert fake.asked["/api/stream"] == 0
    kept = asked.cache.load()
    assert (kept.confirmed if kept else None) == kept_at


async def festival(folder: Path, *arguments: str) -> Result:
    """Run a command beside the hub of this test."""
    environment = {"FESTIVAL_HOME": str(folder / "home")}
    return await asyncio.to_thread(CliRunner().invoke, main, arguments, env=environment)


async def test_a_command_says_what_the_hub_has_and_nothing_else(served: Served, tmp_path: Path) -> None:
    done = await festival(tmp_path, "agenda", "--json", "--hub", address(served))
    assert (done.exit_code, done.stderr) == (0, "")
    sessions = {one["id"] for one in json.loads(done.stdout)}
    assert sessions == {"opening", "band", "choir", "talk", "panel"}


async def test_a_command_says_that_the_hub_is_away_and_from_when_the_answer_is(tmp_path: Path) -> None:
    hub = f"http://127.0.0.1:{dead_port()}"
    done = await festival(tmp_path, "agenda", "--hub", hub)
    assert done.exit_code == 0
    assert done.stderr == f"The hub at {hub} does not answer: this is the printed programme.\n"
    settings = Settings.from_environment({"FESTIVAL_HOME": str(tmp_path / "home")})
    schedule = programme().model_copy(update={"epoch": "e", "revision": 1})
    cache = following(settings, hub, bundled(), None).cache
    assert cache.save(schedule, at("12:00"), rehearsed=False)
    done = await festival(tmp_path, "agenda", "--json", "--hub", hub)
    assert done.stderr == f"The hub at {hub} does not answer: this is as of 2022-05-27 12:00.\n"
    assert len(json.loads(done.stdout)) == 5
