"""Announcements as kiosks show them: which hold, and the line for the most important one."""

from collections.abc import Sequence
from typing import Final

from festival.schedule.model import Announcement
from festival.tui.paint import Row, wrap
from festival.wording.announcements import GLYPHS
from festival.wording.reading import Reading

_TALL: Final = 40
"""Rows of a screen that can spare some, so that a narrow one says an announcement whole."""


def news_lines(height: int) -> int:
    """Return how many lines of an announcement a screen of `height` rows shows on its pages."""
    return 4 if height >= _TALL else 2


def news(state: Reading, first: Announcement, width: int, most: int) -> Sequence[Row]:
    """Return an announcement in at most `most` lines."""
    role = "*alarm_text" if first.severity != "info" else "*accent"
    head = f"  {GLYPHS[first.severity]} {state.locale.time(first.at)}  "
    lines = wrap(state.say(first.text), max(10, width - len(head) - 2), most)
    return [[(head if at == 0 else " " * len(head), role), (line, role)] for at, line in enumerate(lines)]
