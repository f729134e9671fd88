"""Announcements: which hold, and the sign of each severity."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from festival.schedule.model import Announcement, Severity

_SKEW: Final = timedelta(minutes=1)
"""What was said on a clock that is so much ahead of this one was said."""


GLYPHS: Final[dict[Severity, str]] = {"info": "●", "warning": "▲", "urgent": "■"}


def current(announcements: Sequence[Announcement], now: datetime) -> list[Announcement]:
    """Return those that hold at `now`, the most severe and newest first."""
    order = {"urgent": 0, "warning": 1, "info": 2}
    holding = (one for one in announcements if one.at <= now + _SKEW and now < one.expires)
    return sorted(holding, key=lambda one: (order[one.severity], -one.at.timestamp()))
