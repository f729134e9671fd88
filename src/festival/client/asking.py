"""Asking a hub once, for those who look once: no stream is opened, and nothing goes on afterwards."""

import asyncio
import logging
import time
from datetime import timedelta
from functools import partial
from typing import Final

from festival.client.catching_up import CatchingUp
from festival.client.clock import HubClock
from festival.client.errors import HubUnreachable, WrongServer
from festival.client.followed import Followed, Freshness
from festival.client.http import client_for
from festival.client.keeper import Disk
from festival.client.kept import Kept
from festival.client.outlet import Outlet
from festival.client.standing import Standing
from festival.client.threads import Aside
from festival.client.timings import Timings

_HALF: Final = 0.5
"""Of the time there is, for each step to a connection: a hub that swallows what is sent is given up in good order."""
_log = logging.getLogger(__name__)


async def newest(hub: str, start: Kept, *, clock: HubClock, cache: Disk, within_s: float) -> Followed:
    """Return what the hub at the http(s) address `hub` has now, and set `clock` by it.

    Its contact is "dated": it was the hub's newest a moment ago. If the hub has not said all that within `within_s`
    seconds, or what answers is no hub, it is `start`, and "offline". `cache` keeps what is new.

    Raises ValueError for an address that cannot be one, and nothing else.
    """
    standing = Standing(start, Outlet(), None)
    timings = Timings(connect_s=within_s * _HALF, answer_s=within_s, fetch_s=within_s)
    aside = Aside("asking")
    try:
        try:
            async with (
                asyncio.timeout(within_s),
                await client_for(hub, connect_s=timings.connect_s) as client,
            ):
                catching_up = CatchingUp(
                    client, standing, clock=clock, aside=aside, timings=timings, monotonic=time.monotonic
                )
                await _catch_up(catching_up, standing)
        except (TimeoutError, HubUnreachable, WrongServer) as error:
            _log.info("the hub was not asked with success: %s", error)
        found = standing.shown
        confirmed = found.freshness.at
        # Without the hub's time it cannot be said what is on now, nor when this was the newest.
        if not standing.course.is_newest or confirmed is None or clock.skew is None:
            return Followed(
                start.schedule, Freshness("offline", start.confirmed, start.origin, rehearsed=start.rehearsed)
            )
        if _is_news(start, Kept.of(found), timings):
            save = partial(cache.save, found.schedule, confirmed, rehearsed=found.freshness.rehearsed)
            await aside(save)
        return found
    finally:
        aside.close()


async def _catch_up(catching_up: CatchingUp, standing: Standing) -> None:
    """Ask until `standing` has the hub's newest, or asking leads no further: a long list comes in parts."""
    before = None
    while not standing.course.is_newest and standing.course.schedule is not before:
        before = standing.course.schedule
        await catching_up.poll()


def _is_news(start: Kept, found: Kept, timings: Timings) -> bool:
    """Whether `found` is worth a write: another schedule than that on disk, or it is long since that was confirmed."""
    if found.schedule is not start.schedule or start.origin != "cache" or start.rehearsed != found.rehearsed:
        return True
    if start.confirmed is None or found.confirmed is None:
        return True
    return abs(found.confirmed - start.confirmed) >= timedelta(seconds=timings.confirm_every_s)
