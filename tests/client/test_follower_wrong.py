"""Followers of what is no hub, or of one that errs: they keep what they have, say so, and never end."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from itertools import groupby

import pytest

from client.rig import FAST, Asked, Fake, Following, faking, following, http, unchunked
from client.test_fetch import WRONG
from festival.client.kept import Kept
from festival.client.timings import Timings
from festival.clock import system_clock
from festival.hub import frames
from festival.hub.snapshot import build
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.edits import edit_from
from hub.rig import programme
from schedule.examples import at

EPOCH = "e"
NOW = at("13:00")
EVENTS = http(kind="text/event-stream", length=-1)


class Hub:
    """What a hub would say, made by the hub's own functions, to be bent afterwards."""

    def __init__(self) -> None:
        self.schedules = [programme().model_copy(update={"epoch": EPOCH})]
        self.changes: list[Change] = []
        edit = edit_from({"kind": "delay_session", "session": "band", "minutes": 5})
        for _ in range(6):
            made = apply(self.schedules[-1], edit, now=NOW, by="Ada")
            after = fold(self.schedules[-1], [made])
            self.schedules.append(after)
            self.changes.append(made.model_copy(update={"digest": digest(after)}))

    def hello(self, revision: int, head: int | None = None, epoch: str = EPOCH) -> bytes:
        newest = Cursor(epoch, revision if head is None else head)
        return unchunked(frames.hello(Cursor(epoch, revision), newest, now=system_clock(), beat_s=0.1))

    def change(self, revision: int, epoch: str = EPOCH, **fields: object) -> bytes:
        change = self.changes[revision - 1].model_copy(update=fields)
        return unchunked(frames.changed(epoch, change))

    def beat(self, revision: int, epoch: str = EPOCH) -> bytes:
        return unchunked(frames.beat(Cursor(epoch, revision), now=system_clock()))

    def reset(self, revision: int, epoch: str = EPOCH) -> bytes:
        return unchunked(frames.reset(Cursor(epoch, revision)))

    def snapshot(self, revision: int) -> bytes:
        return http(build(self.schedules[revision], NOW, [], "no-cache").plain.body)

    def listed(self, since: int, head: int) -> bytes:
        rows = b",".join(frames.public_json(one.as_json) for one in self.changes[since:head])
        return http(
            b'{"epoch":"%b","revision":%d,"server_time":"%b","changes":[%b],"more":false}'
            % (EPOCH.encode(), head, system_clock().isoformat().encode(), rows)
        )


HUB = Hub()
AT_ONE = Kept(HUB.schedules[1], "cache", NOW)


async def held(*parts: bytes) -> AsyncIterator[bytes]:
    """Send a stream that then stays open."""
    yield EVENTS
    for part in parts:
        yield part
    await asyncio.Event().wait()


def hub_with(
    stream: Callable[[], AsyncIterator[bytes] | bytes], *, newest: int = 6, **answers: bytes
) -> AbstractAsyncContextManager[Fake]:
    """Serve a hub whose stream is `stream`, and which has come to revision `newest`."""

    def answer(asked: Asked) -> bytes | AsyncIterator[bytes]:
        name = asked.path.rpartition("/")[2]
        if name in answers:
            return answers[name]
        if name == "stream":
            return stream()
        if name == "changes":
            return HUB.listed(int(asked.query.partition("&")[0].rpartition("-")[2]), newest)
        return HUB.snapshot(newest)

    return faking(answer)


def is_at(one: Following, revision: int) -> bool:
    return one.cursor == (EPOCH, revision) and one.newest.schedule == HUB.schedules[revision]


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG.keys())
async def test_what_is_no_hub_leaves_what_is_there(answer: bytes) -> None:
    async with faking(lambda _asked: answer) as fake, following(fake.port, AT_ONE) as one:
        await one.until(lambda: one.contact == "offline" and fake.asked["/api/changes"] >= 2)
        assert {state.schedule.revision for state in one.states} == {1}
        assert (one.newest.freshness.at, one.newest.freshness.origin) == (NOW, "cache")
        assert "live" not in {state.freshness.contact for state in one.states}


STREAMS = {
    "no hello": lambda: held(HUB.beat(2)),
    "a hello that contradicts itself": lambda: held(HUB.hello(3, head=2)),
    "a hello that is no JSON": lambda: held(b"id: e-1\nevent: hello\ndata: {\n\n"),
    "an endless line": lambda: endless(b"data: "),
    "an endless event": lambda: endless(b"", b"data: " + b"x" * 65_000 + b"\n"),
    "not UTF-8": lambda: held(HUB.hello(1), b"event: beat\ndata: \xff\n\n"),
    "a change without an id": lambda: held(HUB.hello(1), b"\n".join(HUB.change(2).split(b"\n")[1:])),
    "a change under another id": lambda: held(HUB.hello(1), HUB.change(2).replace(b"e-2", b"e-3")),
    "a huge revision": lambda: held(HUB.hello(1), HUB.change(2).replace(b":2,", b":" + b"2" * 400 + b",")),
    "a time that is none": lambda: held(
        HUB.hello(1), HUB.beat(1).replace(b'server_time":"', b'server_time":"9')
    ),
    "deep nesting": lambda: held(HUB.hello(1), b"event: beat\ndata: " + b"[" * 100_000 + b"\n\n"),
    "packed": lambda: http(b"x", kind="text/event-stream", Content_Encoding="gzip"),
    "another kind": lambda: http(HUB.hello(1)),
}


async def endless(head: bytes, part: bytes = b"x" * 65_536) -> AsyncIterator[bytes]:
    yield EVENTS + HUB.hello(1) + head
    while True:
        yield part


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS.keys())
async def test_a_stream_of_no_hub_is_left_and_the_hub_is_polled(
    stream: Callable[[], AsyncIterator[bytes] | bytes],
) -> None:
    async with hub_with(stream, newest=1) as fake, following(fake.port, AT_ONE) as one:
        await one.until(lambda: fake.asked["/api/stream"] >= 4 and fake.asked["/api/changes"] >= 2)
        await one.until(lambda: one.contact == "dated" and one.newest.freshness.origin == "hub")
        known, streams = len(one.states), fake.asked["/api/stream"]
        await one.until(lambda: fake.asked["/api/stream"] >= streams + 3)
        assert {state.freshness.contact for state in one.states[known - 1 :]} == {"dated"}
        assert is_at(one, 1)
        assert fake.asked["/api/schedule"] == 0


UNFIT = {
    "a wrong digest": HUB.change(2, digest="0" * 32),
    "a value that cannot be": HUB.change(2).replace(b'"delay_min":10', b'"delay_min":"much"'),
    "not a number": HUB.change(2).replace(b'"delay_min":10', b'"delay_min":NaN'),
    "a thing that is not there": HUB.change(2).replace(b'"band"', b'"bond"'),
    "a gap": HUB.change(4),
    "a beat that knows more": HUB.beat(6),
    "a reset": HUB.reset(6),
    "an event of another log": HUB.change(2, epoch="f") + HUB.beat(6),
    "a reset to another log": HUB.reset(3, epoch="f") + HUB.beat(6),
}


@pytest.mark.parametrize("part", UNFIT.values(), ids=UNFIT.keys())
async def test_what_does_not_fit_is_fetched_and_the_stream_goes_on(part: bytes) -> None:
    async def stream() -> AsyncIterator[bytes]:
        yield EVENTS + HUB.hello(1) + part
        while True:
            yield HUB.beat(6)
            await asyncio.sleep(0.05)

    async with hub_with(stream) as fake, following(fake.port, AT_ONE) as one:
        await one.until(lambda: is_at(one, 6) and one.contact == "live")
        assert (fake.asked["/api/stream"], fake.asked["/api/schedule"] <= 1) == (1, True)


async def test_a_poll_that_fails_after_a_stream_holds_says_nothing() -> None:
    has_held, has_failed = asyncio.Event(), asyncio.Event()

    async def lists() -> AsyncIterator[bytes]:
        await has_held.wait()
        has_failed.set()
        yield b"no list"

    async def stream() -> AsyncIterator[bytes]:
        yield EVENTS + HUB.hello(1)
        while not has_failed.is_set():
            yield HUB.beat(1)
            await asyncio.sleep(0.05)
        while True:
            yield HUB.beat(1)
            yield HUB.beat(2)  # which cannot be fetched
            await asyncio.sleep(0.05)

    def answer(asked: Asked) -> bytes | AsyncIterator[bytes]:
        if asked.path == "/api/stream" and fake.asked["/api/changes"]:
            return stream()
        return lists() if asked.path == "/api/changes" else b""

    async with faking(answer) as fake, following(fake.port, AT_ONE) as one:
        await one.until(lambda: one.contact == "live")
        known = len(one.states)
        has_held.set()
        await one.until(lambda: len(one.states) >= known + 6)
    assert {state.freshness.contact for state in one.states[known - 1 :]} == {"live", "dated"}


async def test_what_is_not_known_and_what_is_old_is_passed_over() -> None:
    parts = [
        b"event: weather\ndata: rain\n\n",
        b": hm\n\n",
        HUB.change(1),
        HUB.change(2),
        HUB.change(1),
        HUB.change(2),
    ]
    async with hub_with(lambda: held(HUB.hello(1), *parts)) as fake, following(fake.port, AT_ONE) as one:
        await one.until(lambda: is_at(one, 2))
        assert (one.revisions, one.contact, sum(fake.asked.values())) == ([2], "live", 1)


async def test_the_whole_schedule_is_fetched_once_a_minute_even_if_nothing_ever_fits() -> None:
    """The digests of this hub are all wrong, as those of a program with another model would be."""

    async def stream() -> AsyncIterator[bytes]:
        yield EVENTS + HUB.hello(1)
        while True:
            yield HUB.change(2, digest="0" * 32) + HUB.beat(2)
            await asyncio.sleep(0.01)

    wrong = HUB.listed(1, 2).replace(HUB.changes[1].digest.encode(), b"0" * 32)
    async with hub_with(stream, newest=1, changes=wrong) as fake, following(fake.port, AT_ONE) as one:
        await one.until(lambda: fake.asked["/api/schedule"] == 1)
        beaten = one.clock.skew
        await one.until(lambda: one.clock.skew != beaten)
        await asyncio.wait([asyncio.create_task(one.until(lambda: False, within_s=1))])
        assert (fake.asked["/api/schedule"], one.cursor.revision, one.contact) == (1, 1, "dated")


async def test_two_hubs_behind_one_address_are_no_reason_to_hurry() -> None:
    """Each stream names another log than the last, and each has a schedule of its own."""
    names: Iterator[int] = iter(range(10_000))
    epochs: list[str] = []

    def answer(asked: Asked) -> bytes:
        if asked.path == "/api/stream":
            epochs.append(f"log-{next(names)}")
            return EVENTS + HUB.hello(0, epoch=epochs[-1]) + HUB.beat(0, epoch=epochs[-1])
        if asked.path == "/api/changes":
            gone = b'{"cursor":"%b-0"}' % epochs[-1].encode()
            return http(gone, status="410 Gone", kind="application/problem+json")
        schedule = HUB.schedules[0].model_copy(update={"epoch": epochs[-1]})
        return http(build(schedule, NOW, [], "no-cache").plain.body)

    slow = replace(FAST, again_s=0.5)
    async with faking(answer) as fake, following(fake.port, AT_ONE, timings=slow) as one:
        await one.until(lambda: fake.asked["/api/schedule"] >= 1)
        await one.until(lambda: fake.asked["/api/stream"] >= 20)
        assert fake.asked["/api/schedule"] <= 3


@pytest.mark.parametrize(
    "part", [b"", HUB.hello(1), HUB.hello(1) + HUB.beat(1), HUB.hello(1) + HUB.change(2)]
)
async def test_a_stream_that_flaps_is_not_hammered(part: bytes) -> None:
    timings = Timings(step_s=0.001, wait_most_s=0.001, gap_s=0.2, poll_s=0.2)
    async with (
        hub_with(lambda: EVENTS + part, newest=1) as fake,
        following(fake.port, AT_ONE, timings=timings) as one,
    ):
        begun = asyncio.get_running_loop().time()
        await one.until(lambda: fake.asked["/api/stream"] >= 6)
        took_s = asyncio.get_running_loop().time() - begun
        assert took_s > 0.2 * 5 * 0.9
        assert sum(fake.asked.values()) <= 6 + took_s / 0.16 + 1


async def test_who_is_asked_to_wait_for_a_stream_waits_although_polls_are_answered() -> None:
    refusal = http(status="503 Service Unavailable", Retry_After="30")

    async def lists() -> AsyncIterator[bytes]:
        await asyncio.sleep(0.1)  # longer than the gap between two streams
        yield HUB.listed(1, 1)

    def answer(asked: Asked) -> bytes | AsyncIterator[bytes]:
        return refusal if asked.path == "/api/stream" else lists()

    timings = replace(FAST, asked_wait_most_s=60.0)
    async with faking(answer) as fake, following(fake.port, AT_ONE, timings=timings) as one:
        await one.until(lambda: fake.asked["/api/changes"] >= 4)
        assert fake.asked["/api/stream"] == 1
        assert {state.freshness.contact for state in one.states} == {"dated"}


async def test_what_says_that_it_has_no_stream_and_no_list_either_is_away() -> None:
    refusal = http(status="503 Service Unavailable", Retry_After="1")
    async with faking(lambda _asked: refusal) as fake, following(fake.port, AT_ONE) as one:
        await one.until(lambda: one.contact == "offline")
        known, streams = len(one.states), fake.asked["/api/stream"]
        await one.until(lambda: fake.asked["/api/stream"] >= streams + 3)
        assert len(one.states) == known


async def test_a_stream_that_drips_is_not_taken_for_a_live_one() -> None:
    async def stream() -> AsyncIterator[bytes]:
        yield EVENTS + HUB.hello(1)
        for byte in b": " + b"x" * 10_000:
            yield bytes([byte])
            await asyncio.sleep(0.02)

    async with hub_with(stream, newest=1) as fake, following(fake.port, AT_ONE) as one:
        await one.until_live()
        await one.until(lambda: one.contact == "offline")
        await one.until(lambda: fake.asked["/api/stream"] >= 2)
        contacts = [contact for contact, _ in groupby(state.freshness.contact for state in one.states)]
        assert contacts[:3] == ["dated", "live", "offline"]


async def test_a_hub_that_answers_nothing_always_has_a_request_waiting() -> None:
    """So that one which was stopped and goes on is found at once."""

    async def stream() -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    timings = replace(FAST, answer_s=0.4, step_s=0.4, wait_most_s=0.4)
    async with (
        faking(lambda _asked: stream()) as fake,
        following(fake.port, AT_ONE, timings=timings, chance=lambda: 1.0) as one,
    ):
        begun = asyncio.get_running_loop().time()
        await one.until(lambda: fake.asked["/api/stream"] >= 6)
        assert asyncio.get_running_loop().time() - begun < 5 * 0.4 * 1.5
        assert one.contact == "offline"


async def test_a_stream_that_says_it_is_packed_is_not_read_as_if_it_were_not() -> None:
    packed = http(kind="text/event-stream", length=-1, Content_Encoding="gzip")

    async def stream() -> AsyncIterator[bytes]:
        yield packed + HUB.hello(1) + HUB.change(2)
        await asyncio.Event().wait()

    async with hub_with(stream, newest=1) as fake, following(fake.port, AT_ONE) as one:
        await one.until(lambda: fake.asked["/api/stream"] >= 3 and fake.asked["/api/changes"] >= 1)
        assert {state.freshness.contact for state in one.states} <= {"dated", "offline"}
        assert one.revisions == []


async def test_a_hub_that_says_goodbye_is_left_alone_for_as_long_as_it_asks() -> None:
    begun: list[float] = []

    async def stream() -> AsyncIterator[bytes]:
        begun.append(asyncio.get_running_loop().time())
        yield EVENTS + HUB.hello(1) + unchunked(frames.bye(30))

    timings = replace(FAST, asked_wait_most_s=0.5)
    async with hub_with(stream, newest=1) as fake, following(fake.port, AT_ONE, timings=timings) as one:
        await one.until(lambda: len(begun) == 2)
        assert begun[1] - begun[0] >= 0.5


async def test_what_has_just_failed_is_not_asked_for_again_with_each_message() -> None:
    async def stream() -> AsyncIterator[bytes]:
        async for part in held(HUB.hello(1), *([HUB.beat(6)] * 20), HUB.change(2)):
            yield part

    broken = http(status="503 Service Unavailable")
    timings = replace(FAST, gap_s=60.0)
    async with (
        hub_with(stream, changes=broken) as fake,
        following(fake.port, AT_ONE, timings=timings) as one,
    ):
        await one.until(lambda: is_at(one, 2))
        assert fake.asked["/api/changes"] == 1


async def test_a_cache_on_the_way_that_has_nothing_newer_does_not_use_up_the_ration() -> None:
    answers = iter([http(status="304 Not Modified"), HUB.snapshot(6)])

    def answer(asked: Asked) -> bytes | AsyncIterator[bytes]:
        match asked.path:
            case "/api/stream":
                return held(HUB.hello(1), HUB.reset(6), HUB.beat(6))
            case "/api/schedule":
                return next(answers)
        return http(status="503 Service Unavailable")

    async with faking(answer) as fake, following(fake.port, AT_ONE) as one:
        await one.until(lambda: is_at(one, 6))
        assert fake.asked["/api/schedule"] == 2
