"""Where the time comes from: the machine, or a set time that runs on from there."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Returns the present instant, aware and in UTC."""


def system_clock() -> datetime:
    """Return the machine's time in UTC."""
    return datetime.now(UTC)


def clock_from(start: datetime, monotonic: Callable[[], float] = time.monotonic) -> Clock:
    """Return a clock that shows `start` (aware) now and runs on with `monotonic` (seconds), whatever the machine's time does."""
    began = monotonic()

    def now() -> datetime:
        return start.astimezone(UTC) + timedelta(seconds=monotonic() - began)

    return now
