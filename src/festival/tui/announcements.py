"""Announcements as kiosks show them: which hold, and the line for the most important one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from festival.locale import Locale
from festival.schedule.model import Announcement, Schedule, Severity
from festival.tui.paint import Row, wrap

_SKEW: Final = timedelta(minutes=1)
"""What was said on a clock that is so much ahead of this one was said."""
_TALL: Final = 40
"""Rows of a screen that can spare some, so that a narrow one says an announcement whole."""
GLYPHS: Final[dict[Severity, str]] = {"info": "●", "warning": "▲", "urgent": "■"}


class Reading(Protocol):
    """What the state of every app has: what is read, when, and in which language."""

    @property
    def schedule(self) -> Schedule:
        """What is on."""

    @property
    def now(self) -> datetime:
        """The present instant (aware, UTC)."""

    @property
    def locale(self) -> Locale:
        """The reader's language."""

    def say(self, text: dict[str, str], /) -> str:
        """Return a programme text in the reader's language, or the nearest there is."""


def current(announcements: Sequence[Announcement], now: datetime) -> list[Announcement]:
    """Return those that hold at `now`, the most severe and newest first."""
    order = {"urgent": 0, "warning": 1, "info": 2}
    holding = (one for one in announcements if one.at <= now + _SKEW and now < one.expires)
    return sorted(holding, key=lambda one: (order[one.severity], -one.at.timestamp()))


def news_lines(height: int) -> int:
    """Return how many lines of an announcement a screen of `height` rows shows on its pages."""
    return 4 if height >= _TALL else 2


def news(state: Reading, first: Announcement, width: int, most: int) -> Sequence[Row]:
    """Return an announcement in at most `most` lines."""
    role = "*alarm_text" if first.severity != "info" else "*accent"
    head = f"  {GLYPHS[first.severity]} {state.locale.time(first.at)}  "
    lines = wrap(state.say(first.text), max(10, width - len(head) - 2), most)
    return [[(head if at == 0 else " " * len(head), role), (line, role)] for at, line in enumerate(lines)]
