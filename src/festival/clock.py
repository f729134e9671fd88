"""Where the time comes from: the machine, or a set time that runs on from there."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Returns the present instant, aware and in UTC."""


def system_clock() -> datetime:
    """Return the machine's time in UTC."""
    return datetime.now(UTC)


def clock_from(start: datetime, monotonic: Callable[[], float] = time.monotonic, rate: float = 1.0) -> Clock:
    """Return a clock that shows `start` (aware) now and runs on with `monotonic` (seconds), whatever the machine's time does.

    It runs `rate` times as fast: with 60, a minute is an hour.
    """
    began = monotonic()

    def now() -> datetime:
        return start.astimezone(UTC) + timedelta(seconds=(monotonic() - began) * rate)

    return now
