"""What a follower begins with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from festival.client.followed import Followed, Origin
from festival.schedule.model import Schedule


@dataclass(frozen=True, slots=True)
class Kept:
    """A schedule at hand before the hub was asked."""

    schedule: Schedule
    origin: Origin
    confirmed: datetime | None = None
    """The last instant (UTC, by the hub's clock) at which it was known to be the hub's newest; None: never."""
    rehearsed: bool = False
    """It came from a hub whose day was made up."""

    @classmethod
    def of(cls, last: Followed) -> Self:
        """Return the last state of a follower that has ended, for the next one."""
        fresh = last.freshness
        return cls(last.schedule, fresh.origin, fresh.at, fresh.rehearsed)
