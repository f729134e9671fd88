"""Following a hub, whatever the network, the hub or the disk do.

Two roads lead down. The stream brings each change as it is made; when streams fail in a row, or the hub has none
free, it is polled until one holds again. Both feed one :class:`festival.client.course.Course`, which decides what to believe.
"""

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from functools import partial
from typing import Any, Final, TypeAlias

import httpx

from festival.client.catching_up import CatchingUp
from festival.client.clock import HubClock
from festival.client.errors import HubSilent, HubUnreachable, WrongServer
from festival.client.followed import Followed
from festival.client.http import client_for, url_of
from festival.client.keeper import Disk, Keeper
from festival.client.kept import Kept
from festival.client.listening import Stream, listening
from festival.client.messages import Beat, Bye, Changed, Hello, Message, Ordered, Reset
from festival.client.orders import Reload
from festival.client.outlet import Outlet
from festival.client.reports import Report, Reporter
from festival.client.standing import Standing
from festival.client.threads import Aside
from festival.client.timings import Patience, Timings
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.errors import FestivalError
from festival.schedule.model import Schedule

_DEFAULT: Final = Timings()
_log = logging.getLogger(__name__)


async def follow(
    hub: str,
    start: Kept,
    *,
    clock: HubClock,
    cache: Disk | None = None,
    report: Callable[[], Report] | None = None,
    token: str | None = None,
    screen: str | None = None,
    timings: Timings = _DEFAULT,
    chance: Callable[[], float] = random.random,
    monotonic: Callable[[], float] = time.monotonic,
) -> AsyncGenerator[Followed, None]:
    """Give the states of following the hub at the http(s) address `hub`, for ever.

    The first is `start`, before anything is asked of the network; then one whenever schedule or freshness change. Who
    looks seldom gets the newest, with all changes that led to it. `clock` is set by the hub; `cache` keeps what came,
    and `report` is told to the hub with `token`, which opens a stream also when the hub has none left for phones. What
    organisers order the kiosk `screen` to do comes along. Close it (or cancel who waits for it) to end: what is not on
    disk yet is saved then.

    Raises ValueError for an address that cannot be one, and nothing else.
    """
    url_of(hub)
    outlet = Outlet()
    keeper = Keeper(cache, timings, monotonic) if cache is not None else None
    reporter = Reporter(hub, token, report, timings, chance) if token and report else None
    standing = Standing(start, outlet, keeper)
    yield standing.shown
    aside = Aside("follower")
    async with await client_for(hub, connect_s=timings.connect_s) as client:
        roads = _Roads(
            client,
            standing,
            CatchingUp(client, standing, clock=clock, aside=aside, timings=timings, monotonic=monotonic),
            clock=clock,
            told=reporter.ask if reporter else lambda: None,
            screen=screen,
            token=token,
            timings=timings,
            patience=Patience(timings, chance),
            monotonic=monotonic,
        )
        works: list[_Work] = [roads.stream, roads.poll]
        works += [one.run for one in (keeper, reporter) if one is not None]
        tasks = {asyncio.create_task(_again_and_again(work, timings.poll_s)) for work in works}
        # The first change will find the fingerprints of all other things made.
        tasks.add(asyncio.create_task(_reckon(start.schedule, aside)))
        try:
            while True:
                yield await outlet.take()
        finally:
            for task in tasks:
                task.cancel()
            aside.close()
            try:
                await asyncio.wait(tasks)
            finally:  # also for somebody who cannot wait and cancels again
                if keeper is not None:
                    await keeper.close()


_Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]


async def _again_and_again(work: _Work, pause_s: float) -> None:
    """Do what never ends by itself. If it does, that is a mistake of ours, which must not end the following."""
    while True:
        try:
            await work()
        except Exception:  # noqa: BLE001 - as said above
            _log.exception("the follower made a mistake")
        await asyncio.sleep(pause_s)


async def _reckon(schedule: Schedule, aside: Aside) -> None:
    await aside(partial(digest, schedule))


class _Roads:
    """How news come from the hub. `told` is called whenever the hub has shown that it lives, and has changed something; `screen` is who obeys."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        standing: Standing,
        catching_up: CatchingUp,
        *,
        clock: HubClock,
        told: Callable[[], None],
        screen: str | None,
        token: str | None,
        timings: Timings,
        patience: Patience,
        monotonic: Callable[[], float],
    ) -> None:
        self._client = client
        self._standing = standing
        self._catching_up = catching_up
        self._clock = clock
        self._told = told
        self._screen = screen
        self._token = token
        self._timings = timings
        self._patience = patience
        self._monotonic = monotonic
        self._polling = asyncio.Event()
        self._poll_works = False
        self._noted: dict[str, str] = {}
        self._found = asyncio.Event()
        """A poll was answered after others were not: a stream may be too."""
        self._is_refused = False
        """The hub answers, but has no stream free, and has said when to come back."""
        self._hollow = 0
        """Streams in a row that brought nothing after their hello: something on the way keeps back what comes."""

    async def stream(self) -> None:
        """Follow one stream after the other."""
        while True:
            begun = self._monotonic()
            wait_s = await self._one_stream(begun)
            if self._patience.failures >= self._timings.poll_after or self._is_refused:
                self._polling.set()
            # However streams end, they do not begin more often than that.
            gap_s = self._patience.gap() - (self._monotonic() - begun)
            await asyncio.sleep(gap_s)
            self._found.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s - max(0.0, gap_s)):
                    await self._found.wait()

    async def _one_stream(self, begun: float) -> float:
        """Follow one stream to its end; return how many seconds to wait before the next."""
        standing = self._standing
        has_begun = False
        asked_s = 0.0
        self._is_refused = False
        try:
            async with listening(self._client, self._since(), self._timings, self._token) as stream:
                has_begun = True
                bye = await self._listen(stream)
            asked_s = bye.retry_after_s if bye else 0.0
            standing.lose_stream("dated")
        except (HubUnreachable, WrongServer) as error:
            self._note("stream", error)
            asked_s = getattr(error, "retry_after_s", 0.0)
            self._is_refused = asked_s > 0
            was_cut = has_begun and not isinstance(error, (HubSilent, WrongServer))
            # Who refuses for the first time will be polled: that shows whether the hub answers.
            is_open = self._is_refused and not self._polling.is_set()
            standing.lose_stream("dated" if was_cut or is_open or self._poll_works else "offline")
        except Exception:
            standing.lose_stream("offline")
            raise
        wait_s = self._patience.fail()
        if not has_begun:  # who has waited for an answer has waited
            wait_s -= self._monotonic() - begun
        return max(wait_s, self._patience.asked(asked_s) if asked_s else 0.0)

    def _note(self, road: str, error: FestivalError) -> None:
        """Log why a road fails, once for each reason: a hub may be away for a night."""
        text = f"{road} failed: {error}"
        if text != self._noted.get(road):
            self._noted[road] = text
            _log.info("%s", text)

    def _since(self) -> Cursor | None:
        course = self._standing.course
        return course.cursor if course.schedule.epoch else None

    async def _listen(self, stream: Stream) -> Bye | None:
        """Hear what `stream` says until it ends; return the goodbye, if it says one."""
        message: Message | None = stream.hello
        rate = stream.hello.rate
        while message is not None:
            if isinstance(message, Bye):
                return message
            if isinstance(message, Ordered):
                await self._obey(message)
            else:
                self._hear(message, rate=rate, took_s=stream.took_s)
            await self._catching_up.fetch_what_is_missing()
            message = await stream.next()
        return None

    async def _obey(self, message: Ordered) -> None:
        """Pass on an order for this screen; one that is for another, or not understood, means nothing."""
        order = message.meaning
        if order is None or message.screen != self._screen:
            return
        if isinstance(order, Reload):
            await self._catching_up.fetch_afresh()
        self._standing.order(order)

    def _hear(self, message: Hello | Beat | Changed | Reset, *, rate: float, took_s: float) -> None:
        standing = self._standing
        course = standing.course
        match message:
            case Hello():
                self._clock.hear(message.server_time, rate=rate, took_s=took_s)
                standing.hear_of_rehearsal(rehearsed=message.rehearsed)
                newest = Cursor(message.epoch, message.head)
                standing.lose_stream("dated")
                standing.advance(course.begin(message.cursor, newest), self._clock())
                if self._hollow < self._timings.poll_after:
                    standing.rely_on_stream()
                self._hollow += 1
                self._told()
            case Beat():
                self._clock.hear(message.server_time, rate=rate)
                standing.advance(course.hear_beat(message.cursor), self._clock())
                self._hold()
                self._told()
            case Changed():
                taken = course.take(message.cursor, message.change)
                changes = () if taken.schedule is course.schedule else (message.change,)
                standing.advance(taken, self._clock(), changes)
                self._hold()
                self._told()
            case Reset():
                standing.advance(course.hear_reset(message.cursor), self._clock())

    def _hold(self) -> None:
        """Note that the stream brings something, and is not only opened."""
        self._hollow = 0
        self._patience.succeed()
        self._noted.clear()
        self._polling.clear()
        self._poll_works = False
        self._standing.rely_on_stream()

    async def poll(self) -> None:
        """Ask the hub for news again and again while its streams fail."""
        while True:
            await self._polling.wait()
            begun = self._monotonic()
            try:
                has_asked = await self._catching_up.poll()
            except (HubUnreachable, WrongServer) as error:
                self._note("poll", error)
                self._polled(works=False)
            else:
                if has_asked:
                    self._polled(works=True)
            await asyncio.sleep(self._patience.poll() - (self._monotonic() - begun))

    def _polled(self, *, works: bool) -> None:
        """Note whether the hub answers polls, unless a stream holds by now: it says more."""
        if not self._polling.is_set():
            return
        if works and not self._poll_works and not self._is_refused:
            self._found.set()
        self._poll_works = works
        self._standing.answered("dated" if works else "offline")
        if works:
            self._told()
