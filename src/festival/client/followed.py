"""What following a hub gives: the schedule, how fresh it is, and what led to it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from festival.schedule.model import Schedule

if TYPE_CHECKING:
    from festival.client.orders import Order
    from festival.schedule.changes import Change

Contact = Literal["live", "dated", "offline"]
"""``live``: changes arrive as they are made. ``dated``: it was the hub's newest at a known time, and the hub is being
asked (at the start, between two polls). ``offline``: the hub does not answer, or not as a hub does."""
Origin = Literal["hub", "cache", "older cache", "programme"]
"""Where the schedule comes from: the hub in this run, one of the two generations on disk, or the printed programme."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How much a schedule can be relied on."""

    contact: Contact
    at: datetime | None = None
    """The last instant (UTC, by the hub's clock) at which the schedule was the hub's newest; None: never was, or live."""
    origin: Origin = "hub"
    rehearsed: bool = False
    """The hub says that its day is made up."""

    def cut_off(self, now: datetime) -> "Freshness":
        """Return what holds when the hub is no longer heard from `now` (aware, by the hub's clock) on."""
        return replace(self, contact="offline", at=now if self.contact == "live" else self.at)


@dataclass(frozen=True, slots=True)
class Followed:
    """A state of following. States of one follower never go back within an epoch."""

    schedule: Schedule
    freshness: Freshness
    changes: "tuple[Change, ...]" = ()
    """What led here from the schedule of the state before; empty if it came whole, or only freshness changed."""
    orders: "tuple[Order, ...]" = ()
    """What organisers have had this screen do since the state before, in their order."""
