import asyncio
import json
from datetime import UTC, datetime

import pytest

from festival.hub.feed import KEPT, REPLAY, SEND_CAP, Feed
from festival.hub.frames import public_json
from festival.hub.wire import Stream
from festival.schedule.changes import Change, Touch
from festival.schedule.cursor import Cursor
from hub.rig import until


class Connection:
    """A connection that takes bytes while `open`; mirrors :class:`festival.hub.feed.Connection`."""

    def __init__(self) -> None:
        self.open = True
        self.writes: list[bytes] = []
        self.held: Stream | None = None
        self.finished = False

    @property
    def takes(self) -> bool:
        return self.open

    def offer(self, data: bytes) -> bool:
        if self.open:
            self.write(data)
        return self.open

    def write(self, data: bytes) -> None:
        self.writes.append(data)

    def hold(self, stream: Stream) -> None:
        self.held = stream

    def finish(self) -> None:
        self.finished = True

    @property
    def events(self) -> list[str]:
        text = b"".join(self.writes).decode()
        return [line.removeprefix("event: ") for line in text.splitlines() if line.startswith("event: ")]

    @property
    def ids(self) -> list[str]:
        text = b"".join(self.writes).decode()
        return [line.removeprefix("id: ") for line in text.splitlines() if line.startswith("id: ")]


def clock() -> datetime:
    return datetime(2022, 5, 27, 12, tzinfo=UTC)


def change(revision: int, size: int = 0) -> Change:
    touch = Touch(kind="session", id="band", before={}, after={"abstract": "x" * size})
    return Change(revision=revision, at=clock(), by="Ada", kind="delay_session", touches=(touch,))


def publish(feed: Feed, count: int, size: int = 0) -> None:
    feed.publish(change(revision, size) for revision in range(feed.head + 1, feed.head + 1 + count))


@pytest.fixture
def feed() -> Feed:
    return Feed("e", 0, clock=clock)


async def test_a_follower_without_a_cursor_gets_hello_and_what_comes(feed: Feed) -> None:
    publish(feed, 3)
    wire = Connection()
    follower = feed.follow(wire, None)
    publish(feed, 1)
    follower.writable()
    assert wire.events == ["hello", "change"]
    assert wire.ids == ["e-3", "e-4"]


@pytest.mark.parametrize("missed", [0, 1, REPLAY])
async def test_what_was_missed_is_sent_in_order(feed: Feed, missed: int) -> None:
    publish(feed, 100)
    wire = Connection()
    feed.follow(wire, Cursor("e", 100 - missed))
    assert wire.ids == [f"e-{revision}" for revision in range(100 - missed, 101)]


@pytest.mark.parametrize("since", [Cursor("e", 100 - REPLAY - 1), Cursor("e", 101), Cursor("f", 100)])
async def test_what_cannot_be_replayed_is_a_reset(feed: Feed, since: Cursor) -> None:
    publish(feed, 100)
    wire = Connection()
    follower = feed.follow(wire, since)
    publish(feed, 1)
    follower.writable()
    assert wire.events == ["hello", "reset", "change"]
    assert wire.ids == ["e-100", "e-101"]


async def test_a_connection_that_takes_nothing_gets_the_rest_when_it_does(feed: Feed) -> None:
    wire = Connection()
    follower = feed.follow(wire, None)
    wire.open = False
    publish(feed, 5)
    follower.writable()
    assert (wire.events, feed.lag) == (["hello"], 5)
    wire.open = True
    follower.writable()
    assert (wire.ids, feed.lag) == ([f"e-{revision}" for revision in range(6)], 0)


async def test_much_is_sent_in_parts_of_at_most_64_kib(feed: Feed) -> None:
    wire = Connection()
    follower = feed.follow(wire, None)
    publish(feed, 40, size=10_000)
    follower.writable()
    assert max(map(len, wire.writes)) <= SEND_CAP
    assert wire.ids == [f"e-{revision}" for revision in range(41)]


async def test_one_frame_larger_than_a_part_is_sent_alone(feed: Feed) -> None:
    wire = Connection()
    follower = feed.follow(wire, None)
    publish(feed, 2, size=100_000)
    follower.writable()
    assert wire.ids == ["e-0", "e-1", "e-2"]


async def test_who_is_too_far_behind_is_told_to_take_the_snapshot(feed: Feed) -> None:
    wire = Connection()
    follower = feed.follow(wire, None)
    wire.open = False
    publish(feed, KEPT * 2)
    wire.open = True
    follower.writable()
    publish(feed, 1)
    follower.writable()
    assert wire.events == ["hello", "reset", "change"]


@pytest.mark.parametrize(("count", "size"), [(5_000, 0), (500, 40_000), (3, 9_000_000)])
async def test_the_list_of_frames_is_bounded(feed: Feed, count: int, size: int) -> None:
    for _ in range(count):
        publish(feed, 1, size)
    assert feed._bytes == sum(map(len, feed._frames)) <= 4 * 1024 * 1024
    assert len(feed._frames) <= KEPT
    assert feed._base + len(feed._frames) == feed.head == count


async def test_a_gap_is_not_published(feed: Feed) -> None:
    with pytest.raises(ValueError, match="revision 2 does not follow 0"):
        feed.publish([change(2)])


async def test_a_change_is_sent_without_the_name_of_its_maker(feed: Feed) -> None:
    wire = Connection()
    follower = feed.follow(wire, None)
    publish(feed, 1)
    follower.writable()
    data = next(line for line in wire.writes[-1].decode().splitlines() if line.startswith("data: "))
    assert json.loads(data.removeprefix("data: "))["by"] == ""


@pytest.mark.parametrize("maker", ["Ada", 'Ada "A" \\', '","by":"', "", "Zoë \u2028"])
def test_whatever_the_name_of_a_maker_is_nothing_of_it_is_public(maker: str) -> None:
    made = change(1).model_copy(update={"by": maker, "reason": {"en": 'said "by":"Ada"'}})
    assert public_json(made.as_json) == made.model_copy(update={"by": ""}).as_json


async def test_a_beat_comes_by_itself_and_has_no_id() -> None:
    feed = Feed("e", 7, clock=clock, beat_s=0.01)
    wire = Connection()
    feed.follow(wire, None)
    run = asyncio.create_task(feed.run())
    await until(lambda: len(wire.writes) >= 3)
    run.cancel()
    beat = b'event: beat\ndata: {"epoch":"e","revision":7,"server_time":"2022-05-27T12:00:00+00:00"}\n\n'
    assert wire.writes[1] == b"%x\r\n%b\r\n" % (len(beat), beat)


async def test_changes_do_not_keep_a_beat_away() -> None:
    feed = Feed("e", 0, clock=clock, beat_s=0.05)
    wire = Connection()
    feed.follow(wire, None)
    run = asyncio.create_task(feed.run())
    async with asyncio.timeout(5):
        while "beat" not in wire.events:
            publish(feed, 1)
            await asyncio.sleep(0)
    run.cancel()
    assert wire.ids == [f"e-{revision}" for revision in range(len(wire.ids))]


async def test_the_end_says_bye_and_ends_every_stream(feed: Feed) -> None:
    wires = [Connection() for _ in range(3)]
    for wire in wires:
        feed.follow(wire, None)
    publish(feed, 1)
    feed.end(2)
    assert [wire.events for wire in wires] == [["hello", "change", "bye"]] * 3
    assert all(wire.finished for wire in wires)
    assert len(feed) == 0


async def test_who_comes_during_the_end_is_sent_away(feed: Feed) -> None:
    feed.end(2)
    wire = Connection()
    feed.follow(wire, None)
    assert (wire.events, wire.finished, len(feed)) == (["hello", "bye"], True, 0)
