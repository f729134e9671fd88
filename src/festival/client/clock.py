"""The present by the hub's clock: what is on now must not depend on how well a kiosk's own clock is set."""

import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from festival.clock import Clock, system_clock

HEARD: Final = 12
"""How many of the last times count: a minute of beats. Clocks drift apart by some milliseconds in it."""
STEP_S: Final = 2.0
"""Seconds of ours. A difference that is greater is no delay any more: the hub's clock was set."""


class HubClock:
    """A :data:`festival.clock.Clock` that shows what `fallback` says until the hub's time has been heard.

    A time from the hub is old when it arrives, by what the way took. The way is never shorter than nothing, so of the
    last times the one that puts the hub's clock furthest ahead had the shortest way, and is believed. `monotonic`
    (seconds) carries it on.
    """

    def __init__(
        self, fallback: Clock = system_clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._fallback = fallback
        self._monotonic = monotonic
        self._began = monotonic()
        """Not 0: a machine that was not restarted for half a year is 2,000 years old by a clock that hurries."""
        self._rate = 1.0
        self._heard: deque[datetime] = deque(maxlen=HEARD)
        """For each time that came, what the hub's clock showed at `_began`."""
        self._shown: datetime | None = None

    @property
    def rate(self) -> float:
        """How many seconds pass on the hub's clock in one of ours: not 1 in a rehearsal that hurries."""
        return self._rate

    @property
    def skew(self) -> timedelta | None:
        """The hub's clock minus what `fallback` shows; None before the hub was heard."""
        return self() - self._fallback() if self._heard else None

    def hear(self, server_time: datetime, *, rate: float = 1.0, took_s: float | None = None) -> None:
        """Take the hub's time (aware), as it has just arrived; from then on it runs `rate` times as fast as ours.

        `took_s`, where it is known, is how many seconds ago it was asked for: older it cannot be. Then a clock that
        was set back is believed at once, and not only when it has said so :data:`HEARD` times.
        """
        if rate != self._rate:
            self._heard.clear()
            self._rate = rate
        origin = server_time.astimezone(UTC) - self._run()
        if took_s is not None and self._heard:
            newest = origin + timedelta(seconds=(took_s + STEP_S) * rate)
            if max(self._heard) > newest:
                self._heard.clear()
        self._heard.append(origin)

    def _run(self) -> timedelta:
        return timedelta(seconds=(self._monotonic() - self._began) * self._rate)

    def __call__(self) -> datetime:
        """Return the present instant in UTC. It stands for a moment rather than go back by what a delay did."""
        if not self._heard:
            return self._fallback()
        now = max(self._heard) + self._run()
        if self._shown is not None and now < self._shown <= now + timedelta(seconds=STEP_S * self._rate):
            return self._shown
        self._shown = now
        return now
