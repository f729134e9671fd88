"""The roads from a real hub to a follower."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from client.rig import FAST, Asked, faking, following, http, make_changes, unchunked
from festival.client.clock import HubClock
from festival.client.followed import Followed, Freshness, Origin
from festival.client.follower import follow
from festival.client.kept import Kept
from festival.client.reports import Report
from festival.clock import clock_from, system_clock
from festival.hub import frames
from festival.hub.feed import REPLAY
from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.model import Schedule
from festival.store.opening import backup, restore
from hub.memory_store import MemoryLog, MemoryStore
from hub.rig import Served, programme, running, until
from schedule.examples import at

NOON = at("12:00")


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, MemoryStore(), beat_s=0.2) as one:
        yield one


def cursor_of(served: Served) -> Cursor:
    return served.hub.publisher.cursor


def is_equal(schedule: Schedule, served: Served) -> bool:
    hub = served.hub.publisher.schedule
    return (schedule.epoch, schedule.revision, digest(schedule)) == (hub.epoch, hub.revision, digest(hub))


async def test_the_first_state_is_what_is_at_hand_and_asks_nobody() -> None:
    start = Kept(programme(), "older cache", NOON, rehearsed=True)
    states = follow("http://127.0.0.1:9", start, clock=HubClock())
    first = await anext(states)
    await states.aclose()
    assert first == Followed(start.schedule, Freshness("dated", NOON, "older cache", rehearsed=True))
    assert first.schedule is start.schedule


@pytest.mark.parametrize("hub", ["", "hub", "ftp://hub", "http://", "http://a:b"])
async def test_an_address_that_cannot_be_one_is_refused_at_once(hub: str) -> None:
    with pytest.raises(ValueError, match="address"):
        await anext(follow(hub, Kept(programme(), "programme"), clock=HubClock()))


async def test_from_the_printed_programme_to_live_and_each_change(served: Served) -> None:
    async with following(served.port) as one:
        await one.until_live()
        assert one.newest.freshness == Freshness("live", None, "hub")
        assert one.newest.changes == ()
        await make_changes(served.hub.publisher, 3)
        await one.until_live(cursor_of(served))
        assert one.revisions == [1, 2, 3]
        assert is_equal(one.newest.schedule, served)
        assert one.newest.schedule.session_by_id["band"].abstract == {"de": "3 x"}
        assert all(change.by == "" for state in one.states for change in state.changes)


async def test_beats_alone_are_no_states(served: Served) -> None:
    async with following(served.port) as one:
        await one.until_live()
        known = len(one.states)
        first = one.clock.skew
        await one.until(lambda: one.clock.skew != first)
        assert len(one.states) == known


@pytest.mark.parametrize(("missed", "listed"), [(0, True), (3, True), (REPLAY, True), (REPLAY + 1, False)])
async def test_what_was_missed_is_replayed_and_too_much_comes_whole(
    served: Served, missed: int, listed: bool
) -> None:
    await make_changes(served.hub.publisher, 2)
    start = Kept(served.hub.publisher.schedule, "cache", NOON)
    await make_changes(served.hub.publisher, missed)
    async with following(served.port, start) as one:
        await one.until_live(cursor_of(served))
        assert one.revisions == (list(range(3, 3 + missed)) if listed else [])
        assert is_equal(one.newest.schedule, served)
        assert one.newest.freshness.origin == "hub"


async def test_a_start_from_disk_that_is_the_newest_costs_no_schedule(served: Served) -> None:
    start = Kept(served.hub.publisher.schedule, "cache", NOON)
    async with following(served.port, start) as one:
        await one.until_live()
        assert one.newest.schedule is start.schedule
        await make_changes(served.hub.publisher, 1)
        await one.until_live(cursor_of(served))
        assert served.hub.snapshots.at_hand() is None


async def test_a_gap_is_closed_by_a_list(served: Served) -> None:
    async with following(served.port) as one:
        await one.until_live()
        # Followers of a feed that lost two frames: its next beat shows what they do not have.
        feed = served.hub.feed
        for follower in tuple(feed._followers):
            follower.revision += 2
        await make_changes(served.hub.publisher, 3)
        await one.until_live(cursor_of(served))
        assert one.revisions == [1, 2, 3]
        assert served.hub.snapshots.at_hand() is None


async def test_another_log_is_taken_whole_although_its_numbers_are_smaller(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    async with running(tmp_path / "a") as served:
        await make_changes(served.hub.publisher, 5)
        start = Kept(served.hub.publisher.schedule, "cache", NOON)
    await backup(tmp_path / "a" / "log.sqlite", tmp_path / "backup")
    await restore(tmp_path / "backup", tmp_path / "b" / "log.sqlite")
    async with running(tmp_path / "b") as served, following(served.port, start) as one:
        await one.until_live(cursor_of(served))
        assert one.cursor.epoch != start.schedule.epoch
        assert is_equal(one.newest.schedule, served)


async def test_a_hub_that_starts_again_is_found_and_its_goodbye_is_no_alarm(tmp_path: Path) -> None:
    async with running(tmp_path) as served:
        port = served.port
        async with following(port) as one:
            await one.until_live()
            await make_changes(served.hub.publisher, 1)
            await one.until_live(cursor_of(served))
            served.hub.feed.end(0.0)
            await one.until(lambda: one.contact != "live")
            assert one.contact == "dated"
            assert one.newest.freshness.at is not None
            served.hub.feed._ending = False
            await one.until_live(cursor_of(served))
            assert "offline" not in {state.freshness.contact for state in one.states}


async def test_a_hub_that_is_gone_is_said_so_with_the_last_known_time(tmp_path: Path) -> None:
    hub_time = [at("13:00")]
    async with (
        running(tmp_path, beat_s=0.1, clock=lambda: hub_time[0]) as served,
        following(served.port) as one,
    ):
        await one.until_live()
        hub_time[0] += timedelta(minutes=5)
        await one.until(lambda: one.clock() >= hub_time[0])
        kept = one.newest.schedule
        served.server.should_exit = True
        await one.until(lambda: one.contact == "offline")
        found = one.newest.freshness
        assert found.at is not None
        assert timedelta(0) <= found.at - hub_time[0] < timedelta(seconds=30)
        assert one.newest.schedule is kept


async def test_the_hubs_clock_counts(served: Served) -> None:
    ahead = HubClock(lambda: datetime.now(at("12:00").tzinfo) - timedelta(hours=2))
    async with following(served.port, clock=ahead) as one:
        await one.until_live()
        assert one.clock.skew is not None
        assert abs(one.clock.skew - timedelta(hours=2)) < timedelta(seconds=2)


@pytest.mark.parametrize("origin", ["cache", "programme"])
async def test_the_hubs_clock_counts_also_when_it_can_only_be_polled(tmp_path: Path, origin: Origin) -> None:
    hub_clock = clock_from(at("13:00"), rate=60)
    async with running(tmp_path, MemoryStore(), streams=0, clock=hub_clock, rate=60.0) as served:
        start = served.hub.publisher.schedule if origin == "cache" else programme()
        async with following(served.port, Kept(start, origin)) as one:
            # Without a schedule of this log the first answer is the whole one, which tells no time; a list follows.
            await one.until(lambda: one.newest.freshness.at is not None and one.clock.skew is not None)
            assert abs(one.clock() - hub_clock()) < timedelta(seconds=30)
            assert one.clock.rate == 60
            await one.until(lambda: one.newest.freshness.rehearsed)
            assert at("13:00") <= one.clock() < at("14:00")


async def test_a_hub_that_has_no_stream_free_is_polled_at_once(tmp_path: Path) -> None:
    slow = replace(FAST, gap_s=60.0, poll_s=60.0)
    async with (
        running(tmp_path, MemoryStore(), streams=0) as served,
        following(served.port, timings=slow) as one,
    ):
        await one.until(lambda: is_equal(one.newest.schedule, served))
        await one.until(lambda: one.newest.freshness.at is not None)
        assert {state.freshness.contact for state in one.states} == {"dated"}
        assert one.newest.freshness.origin == "hub"


async def test_a_screen_with_a_token_has_a_stream_when_phones_have_taken_all(tmp_path: Path) -> None:
    async with running(tmp_path, MemoryStore(), streams=8, beat_s=0.2) as served:
        phones = [await served.stream() for _ in range(8)]
        async with following(served.port, token=served.token("kiosk")) as one:
            await one.until_live()
            assert len(served.hub.feed) == len(phones) + 1
        for phone in phones:
            phone.close()


async def test_who_looks_seldom_gets_the_newest_and_all_changes_that_led_to_it(served: Served) -> None:
    start = Kept(served.hub.publisher.schedule, "cache", NOON)
    states = follow(f"http://127.0.0.1:{served.port}", start, clock=HubClock(), timings=FAST)
    await anext(states)
    assert (await anext(states)).freshness.contact == "live"
    await make_changes(served.hub.publisher, 20)
    follower = next(iter(served.hub.feed._followers))
    await until(lambda: follower.revision == 20)
    found: list[Change] = []
    while not found or found[-1].revision < 20:
        found.extend((await anext(states)).changes)
    await states.aclose()
    assert [change.revision for change in found] == list(range(1, 21))


async def test_ending_leaves_no_task_and_no_connection(served: Served) -> None:
    before = asyncio.all_tasks()
    async with following(served.port) as one:
        await one.until_live()

    def left() -> tuple[int, list[str]]:
        tasks = (repr(task) for task in asyncio.all_tasks() - before)
        return len(served.hub.feed), [task for task in tasks if "follow" in task]

    await until(lambda: left() == (0, []))
    assert left() == (0, [])


class Disk:
    """Keeps what it is given, and says that it did not unless it `works`."""

    def __init__(self) -> None:
        self.kept: list[tuple[Cursor, datetime, bool]] = []
        self.works = True

    def save(self, schedule: Schedule, confirmed: datetime, *, rehearsed: bool) -> bool:
        self.kept.append((Cursor(schedule.epoch, schedule.revision), confirmed, rehearsed))
        return self.works


async def test_what_comes_whole_is_kept_at_once_and_a_change_at_the_end(served: Served) -> None:
    disk = Disk()
    async with following(served.port, cache=disk, timings=replace(FAST, save_every_s=60)) as one:
        await one.until(lambda: disk.kept != [])
        await make_changes(served.hub.publisher, 1)
        await one.until_live(cursor_of(served))
    assert [cursor.revision for cursor, _, _ in disk.kept] == [0, 1]


async def test_changes_are_kept_together(served: Served) -> None:
    disk = Disk()
    epoch = served.hub.feed.epoch
    async with following(served.port, cache=disk) as one:
        await one.until_live()
        await one.until(lambda: disk.kept != [])
        assert disk.kept[0][0] == Cursor(epoch, 0)
        await make_changes(served.hub.publisher, 30)
        await one.until_live(cursor_of(served))
        await one.until(lambda: disk.kept[-1][0].revision == 30)
        assert len(disk.kept) <= 4
        await make_changes(served.hub.publisher, 1)
        await one.until_live(cursor_of(served))
    assert disk.kept[-1][0] == Cursor(epoch, 31)


async def test_a_disk_that_fails_changes_nothing(served: Served) -> None:
    disk = Disk()
    disk.works = False
    async with following(served.port, cache=disk) as one:
        await one.until_live()
        await one.until(lambda: disk.kept != [])
        await make_changes(served.hub.publisher, 2)
        await one.until_live(cursor_of(served))
        assert one.revisions == [1, 2]
    assert disk.kept[-1][0] == cursor_of(served)


async def test_mistakes_of_others_end_nothing(served: Served) -> None:
    class Broken(Disk):
        def save(self, schedule: Schedule, confirmed: datetime, *, rehearsed: bool) -> bool:
            super().save(schedule, confirmed, rehearsed=rehearsed)
            raise RuntimeError("a mistake")

    asked: list[int] = []

    def report() -> Report:
        asked.append(1)
        raise RuntimeError("a mistake")

    disk = Broken()
    token = served.token("kiosk")
    async with following(served.port, cache=disk, report=report, token=token) as one:
        for count in (1, 2, 3):
            await make_changes(served.hub.publisher, 1)
            await one.until_live(cursor_of(served))
            await one.until(lambda count=count: len(disk.kept) >= count and len(asked) >= count)  # type: ignore[misc]
    assert disk.kept[-1][0] == cursor_of(served)


async def test_a_hub_that_keeps_a_report_waiting_is_followed_all_the_same() -> None:
    async def answer(asked: Asked) -> AsyncIterator[bytes]:
        yield http(kind="text/event-stream", length=-1)
        if asked.path == "/api/stream":
            start = Cursor("e", 0)
            yield unchunked(frames.hello(start, start, now=system_clock(), beat_s=0.1))
        await asyncio.Event().wait()

    start = Kept(programme().model_copy(update={"epoch": "e"}), "cache", NOON)
    report = Report("K1", None, 80, 24, None, "1")
    async with faking(answer) as fake, following(fake.port, start, token="t", report=lambda: report) as one:
        await one.until_live()
        await one.until(lambda: fake.asked["/api/screens"] == 1)
        assert json.loads(fake.requests[-1].body)["id"] == "K1"
        assert [state.freshness.contact for state in one.states] == ["dated", "live"]


async def test_hubs_that_share_a_log_are_one_hub_even_if_one_lags(tmp_path: Path) -> None:
    log = MemoryLog()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    async with (
        running(tmp_path / "a", MemoryStore(log), beat_s=0.1) as ahead,
        running(tmp_path / "b", MemoryStore(log), beat_s=0.1) as behind,
    ):
        await make_changes(ahead.hub.publisher, 3)
        start = Kept(ahead.hub.publisher.schedule, "cache", NOON)
        async with following(behind.port, start) as one:
            await one.until_live(cursor_of(ahead))
            assert [state.schedule.revision for state in one.states] == [3] * len(one.states)
