"""Following a hub: what is shown first, by which clock, and where the states come from."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from festival import __version__
from festival.cli.clock import clock_for
from festival.client.cache import Cache
from festival.client.clock import HubClock
from festival.client.followed import Followed, Freshness
from festival.client.kept import Kept
from festival.clock import Clock, clock_from, system_clock
from festival.programme import open_programme
from festival.schedule.cursor import Cursor
from festival.schedule.errors import FestivalError
from festival.settings import Settings

if TYPE_CHECKING:
    from textual.geometry import Size

    from festival.client.picks import Kept as KeptPicks
    from festival.client.reports import Report
    from festival.kiosk.state import State

    Shown = tuple[State, Size]
    """What a kiosk shows, and how large its screen is."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Following:
    """A hub that is followed."""

    hub: str
    token: str | None
    cache: Cache
    start: Kept
    clock: HubClock
    is_made_up: bool
    """Until the hub is heard, the clock shows a made-up time."""
    report: "Callable[[], Shown] | None" = None
    """What a kiosk shows, for the hub to know; None where no kiosk stands."""

    @property
    def freshness(self) -> Freshness:
        """How much the schedule of the first frame can be relied on."""
        start = self.start
        return Freshness("dated", start.confirmed, start.origin, rehearsed=start.rehearsed)

    async def states(self, last: Followed | None) -> AsyncGenerator[Followed, None]:
        """Yield what the hub says, going on from `last`. The HTTP library is loaded aside, after the first frame."""
        follower = await asyncio.to_thread(import_module, "festival.client.follower")
        start = self.start if last is None else Kept.of(last)
        states: AsyncGenerator[Followed, None] = follower.follow(
            self.hub,
            start,
            clock=self.clock,
            cache=self.cache,
            report=self._report(self.report) if self.report else None,
            token=self.token,
            screen=self.report()[0].kiosk_id if self.report else None,
        )
        async with aclosing(states):
            async for followed in states:
                yield followed

    async def keep_picks(self, sessions: tuple[str, ...]) -> "KeptPicks | None":
        """Have the hub keep the sessions with these ids; return where, None if it does not or not in time."""
        return await keep_picks(self.hub, self.token or "", sessions)

    async def newest(self, within_s: float) -> Followed:
        """Return what the hub has now, else ("offline") what is known without it. It is asked once, for `within_s` seconds.

        What is new is kept for the next time.
        """
        from festival.client.asking import newest

        return await newest(self.hub, self.start, clock=self.clock, cache=self.cache, within_s=within_s)

    def _report(self, shown: "Callable[[], Shown]") -> "Callable[[], Report]":
        from festival.client.reports import Report

        def report() -> Report:
            state, size = shown()
            schedule = state.schedule
            cursor = str(Cursor(schedule.epoch, schedule.revision)) if schedule.epoch else None
            skew_ms = None if state.rehearsing else self._skew_ms
            return Report(state.kiosk_id or "", cursor, size.width, size.height, skew_ms, __version__)

        return report

    @property
    def _skew_ms(self) -> float | None:
        """The hub's clock minus this machine's; None before it was heard."""
        if self.clock.skew is None:
            return None
        return (self.clock() - system_clock()) / timedelta(milliseconds=1)


async def keep_picks(hub: str, token: str, sessions: tuple[str, ...]) -> "KeptPicks | None":
    """Have `hub` keep the sessions with these ids; return where, None if it does not or not in time."""
    picks = await asyncio.to_thread(import_module, "festival.client.picks")
    try:
        kept: KeptPicks = await picks.keep_picks(hub, token, sessions)
    except FestivalError as error:
        _log.info("the hub keeps no picks: %s", error)
        return None
    return kept


def following(settings: Settings, hub: str, folder: Path, at: str | None) -> Following:
    """Prepare to follow `hub`, beginning with what was last known of it, else with the programme below `folder`.

    No network is asked. Raises :class:`~festival.schedule.errors.ProgrammeError` if there is nothing to begin with,
    and :class:`~festival.settings.SettingsError` if `at` names no time.
    """
    address = blake2b(hub.lower().encode(), digest_size=8).hexdigest()
    cache = Cache(settings.state_dir / f"hub-{address}")
    start = cache.load() or Kept(open_programme(folder, settings.cache_dir), "programme")
    if at is None and start.confirmed is not None:
        clock, is_made_up = _clock_since(start.confirmed, rehearsed=start.rehearsed), start.rehearsed
    else:
        clock, is_made_up = clock_for(at, start.schedule)
    return Following(hub, settings.token, cache, start, HubClock(clock), is_made_up)


def _clock_since(confirmed: datetime, *, rehearsed: bool) -> Clock:
    """Return the clock until the hub is heard: it is not earlier now than when the hub was last heard.

    A made-up day goes on from there. So does a real one on a machine whose own clock lost the time with the power.
    """
    return clock_from(confirmed) if rehearsed or system_clock() < confirmed else system_clock
