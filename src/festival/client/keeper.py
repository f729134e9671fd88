"""Keeps on disk what a follower has, as often as is worth a write."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from festival.client.threads import Aside
from festival.client.timings import Timings
from festival.schedule.model import Schedule

_log = logging.getLogger(__name__)


class Disk(Protocol):
    """What keeps a schedule (:class:`festival.client.cache.Cache`)."""

    def save(self, schedule: Schedule, confirmed: datetime, *, rehearsed: bool) -> bool:
        """Keep `schedule`; return whether it was kept. Never raises."""


@dataclass(frozen=True, slots=True)
class _Known:
    schedule: Schedule
    confirmed: datetime
    rehearsed: bool


class Keeper:
    """Saves schedule and cursor together, in a thread: at once what came whole, changes a little later, all at the end."""

    def __init__(self, disk: Disk, timings: Timings, monotonic: Callable[[], float]) -> None:
        self._disk = disk
        self._timings = timings
        self._monotonic = monotonic
        self._aside = Aside("keeper")
        self._known: _Known | None = None
        self._saved: _Known | None = None
        self._saved_at = float("-inf")
        self._wake = asyncio.Event()
        self._is_urgent = False

    def note(self, schedule: Schedule, confirmed: datetime, *, rehearsed: bool, is_whole: bool) -> None:
        """Have `schedule` kept, which was the hub's newest at `confirmed`; soon if it came whole."""
        self._known = _Known(schedule, confirmed, rehearsed)
        self._is_urgent = self._is_urgent or is_whole
        saved = self._saved
        late = self._monotonic() - self._saved_at >= self._timings.confirm_every_s
        if saved is None or saved.schedule is not schedule or saved.rehearsed != rehearsed or late:
            self._wake.set()

    async def run(self) -> None:
        """Save what is noted, for ever."""
        while True:
            await self._wake.wait()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._timings.save_every_s):
                    while not self._is_urgent:
                        self._wake.clear()
                        await self._wake.wait()
            self._wake.clear()
            self._is_urgent = False
            await self._save()

    async def close(self) -> None:
        """Save what has not been saved."""
        try:
            if self._known is not self._saved:
                await self._save()
        finally:
            self._aside.close()

    async def _save(self) -> None:
        known = self._known
        if known is None:
            return
        # Even if it fails, it is tried again only for what is newer: a full disk is not written to all the time.
        self._saved, self._saved_at = known, self._monotonic()
        save = partial(self._disk.save, known.schedule, known.confirmed, rehearsed=known.rehearsed)
        try:
            is_kept = await self._aside(save)
        except Exception:  # noqa: BLE001 - whatever it was, the following goes on
            _log.exception("the cache made a mistake")
            is_kept = False
        if not is_kept:
            _log.warning("revision %d could not be kept on disk", known.schedule.revision)
