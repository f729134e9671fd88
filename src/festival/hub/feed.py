"""The feed: one list of ready frames, and a cursor into it for each open stream.

A change costs one frame, however many follow. A follower has no queue of its own: when its connection takes no more,
its cursor stays behind, and it goes on when there is room again, with at most :data:`SEND_CAP` bytes at a time. Who
has fallen out of the list is told to take the snapshot.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, Protocol

from festival.clock import Clock
from festival.hub import frames
from festival.hub.wire import Stream
from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor

REPLAY: Final = 64
"""How many missed changes are sent; beyond them a snapshot is smaller."""
KEPT: Final = 1_024
"""How many frames are kept for those who read slowly."""
KEPT_BYTES: Final = 4 * 1024 * 1024
SEND_CAP: Final = 64 * 1024
SLICE: Final = 128
"""Followers served before others get the event loop."""


class Connection(Protocol):
    """What a follower needs of a connection (:class:`festival.hub.wire.Wire`)."""

    @property
    def takes(self) -> bool:
        """Whether bytes may be written now."""

    def offer(self, data: bytes) -> bool:
        """Send bytes of a chunked body if they may be written now; return whether they are sent."""

    def write(self, data: bytes) -> None:
        """Send bytes of a chunked body, now or later."""

    def hold(self, stream: Stream) -> None:
        """Let a stream write from now on."""

    def finish(self) -> None:
        """End the body and the connection."""


class Follower:
    """One open stream: everything up to `revision` has been written to `wire`. It counts for `address`, unless that is empty."""

    __slots__ = ("_feed", "address", "revision", "wire")

    def __init__(self, feed: "Feed", wire: Connection, revision: int, address: str) -> None:
        self._feed = feed
        self.wire = wire
        self.revision = revision
        self.address = address

    def writable(self) -> None:
        """Write what has come meanwhile."""
        feed = self._feed
        if self.revision == feed.head - 1 and (
            newest := feed.newest
        ):  # nearly always, for thousands of followers
            if self.wire.offer(newest):
                self.revision = feed.head
            return
        while self.revision < feed.head and self.wire.takes:
            revision, data = feed.take(self.revision)
            if self.wire.offer(data):
                self.revision = revision

    def lost(self) -> None:
        """Stop: the connection is gone."""
        self._feed.forget(self)


class Feed:
    """What all streams send. Revisions are those of one `epoch`; `head` is the newest, `clock` gives the hub's time.

    `rate` is how fast `clock` runs if its day is made up, None if it shows the real time.
    """

    def __init__(
        self, epoch: str, head: int, *, clock: Clock, beat_s: float = 5.0, rate: float | None = None
    ) -> None:
        self.epoch = epoch
        self.head = head
        self._clock = clock
        self._beat_s = beat_s
        self._rate = rate
        self._base = head
        """The list holds the frames of the revisions after it."""
        self._frames: list[bytes] = []
        self._bytes = 0
        self._followers: dict[Follower, None] = {}
        """In the order in which they came: their connections then lie about that way in memory, here and in the kernel."""
        self._from: Counter[str] = Counter()
        """How many of them there are of each address."""
        self._orders: list[bytes] = []
        """Frames that are sent once, to whoever follows then."""
        self._news = asyncio.Event()
        self._ending = False

    def __len__(self) -> int:
        return len(self._followers)

    @property
    def cursor(self) -> Cursor:
        """The newest place."""
        return Cursor(self.epoch, self.head)

    @property
    def newest(self) -> bytes:
        """The frame of the change that leads to the head; empty when it is not in the list."""
        return self._frames[-1] if self._frames else b""

    @property
    def lag(self) -> int:
        """By how many revisions the slowest follower is behind."""
        return self.head - min((one.revision for one in self._followers), default=self.head)

    def publish(self, changes: Iterable[Change]) -> None:
        """Make the frames of `changes`, which follow the head, and let them be sent."""
        for change in changes:
            if change.revision != self.head + 1:
                raise ValueError(f"revision {change.revision} does not follow {self.head}")
            frame = frames.changed(self.epoch, change)
            self._frames.append(frame)
            self._bytes += len(frame)
            self.head = change.revision
        if len(self._frames) > KEPT or self._bytes > KEPT_BYTES:
            self._trim()
        self._news.set()

    def order(self, frame: bytes) -> None:
        """Let `frame` be sent to all who follow now and take something; it is kept for nobody."""
        self._orders.append(frame)
        self._news.set()

    def restart(self, epoch: str, head: int) -> None:
        """Go on with another log, from its revision `head`: every follower is told to take the snapshot."""
        self.epoch, self.head, self._base = epoch, head, head
        self._frames.clear()
        self._bytes = 0
        for follower in self._followers:
            follower.revision = -1  # before all that any list holds
        self._news.set()

    def _trim(self) -> None:
        # A quarter more than must be, so that not every change moves the whole list.
        drop = max(0, len(self._frames) - KEPT * 3 // 4)
        size = self._bytes - sum(map(len, self._frames[:drop]))
        while size > KEPT_BYTES * 3 // 4:
            size -= len(self._frames[drop])
            drop += 1
        del self._frames[:drop]
        self._base += drop
        self._bytes = size

    def take(self, revision: int) -> tuple[int, bytes]:
        """Return what to send to one who has `revision` and less than the head, and what it has then."""
        first = revision - self._base
        if first < 0:
            return self.head, frames.reset(self.cursor)
        size = 0
        for last in range(first, len(self._frames)):
            size += len(self._frames[last])
            if size > SEND_CAP:
                last = max(last, first + 1)  # noqa: PLW2901 - one frame at least
                break
        else:
            last = len(self._frames)
        return self._base + last, b"".join(self._frames[first:last])

    def can_replay(self, since: Cursor) -> bool:
        """Return whether a stream can go on after `since` without a snapshot."""
        missed = self.head - since.revision
        return since.epoch == self.epoch and 0 <= missed <= REPLAY and since.revision >= self._base

    def count_from(self, address: str) -> int:
        """Return how many streams are open that count for `address`."""
        return self._from[address]

    def follow(self, wire: Connection, since: Cursor | None, address: str = "") -> Follower:
        """Begin a stream on `wire`: what was missed after `since` (None: nothing), then what comes."""
        follows = since is None or self.can_replay(since)
        start = since if since is not None and follows else self.cursor
        wire.write(frames.hello(start, self.cursor, now=self._clock(), beat_s=self._beat_s, rate=self._rate))
        if not follows:
            wire.write(frames.reset(self.cursor))
        follower = Follower(self, wire, start.revision, address)
        self._followers[follower] = None
        if address:
            self._from[address] += 1
        wire.hold(follower)
        follower.writable()
        if self._ending:
            _say_bye(frames.bye(0), follower)
        return follower

    def forget(self, follower: Follower) -> None:
        """Send no more to a follower."""
        if follower not in self._followers:
            return
        del self._followers[follower]
        if address := follower.address:
            self._from[address] -= 1
            if not self._from[address]:
                del self._from[address]

    async def run(self) -> None:
        """Send what is published, for ever, and a beat often enough."""
        loop = asyncio.get_running_loop()
        next_beat = loop.time() + self._beat_s
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(next_beat):
                    await self._news.wait()
            if self._news.is_set():
                self._news.clear()
                await self._each(Follower.writable)
                orders, self._orders = self._orders, []
                for frame in orders:
                    await self._each(partial(_offer, frame))
            if loop.time() >= next_beat:
                next_beat = loop.time() + self._beat_s
                await self._each(partial(_offer, frames.beat(self.cursor, now=self._clock())))

    async def _each(self, send: Callable[[Follower], None]) -> None:
        followers = tuple(self._followers)
        for start in range(0, len(followers), SLICE):
            for follower in followers[start : start + SLICE]:
                send(follower)
            await asyncio.sleep(0)

    def end(self, retry_after_s: float) -> None:
        """Tell every follower to come back after `retry_after_s` seconds, and end its stream."""
        self._ending = True
        frame = frames.bye(retry_after_s)
        for follower in tuple(self._followers):
            _say_bye(frame, follower)


def _offer(frame: bytes, follower: Follower) -> None:
    follower.writable()
    follower.wire.offer(frame)


def _say_bye(frame: bytes, follower: Follower) -> None:
    _offer(frame, follower)
    follower.lost()
    follower.wire.finish()
