"""The line for announcements."""

from collections.abc import Sequence
from datetime import datetime

from festival.kiosk.state import State
from festival.schedule.model import Announcement
from festival.tui.paint import Row, wrap
from festival.tui.rows import Rows

GLYPHS = {"info": "●", "warning": "▲", "urgent": "■"}


def current(announcements: Sequence[Announcement], now: datetime) -> list[Announcement]:
    """Return those that hold at `now`, the most severe and newest first."""
    order = {"urgent": 0, "warning": 1, "info": 2}
    holding = (one for one in announcements if one.at <= now < one.expires)
    return sorted(holding, key=lambda one: (order[one.severity], -one.at.timestamp()))


class News(Rows):
    """Shows the most important announcement; takes no space without one."""

    DEFAULT_CSS = """
    News { max-height: 4; }
    """

    def __init__(self) -> None:
        super().__init__(id="news", ground="alarm")

    def show(self, state: State) -> None:
        """Show the announcements of `state`."""
        found = current(state.schedule.announcements, state.now)
        self.display = bool(found)
        self.ground = "alarm" if found and found[0].severity != "info" else "card"
        self.paint = (lambda width: news(state, found, width)) if found else (lambda _width: ())


def news(state: State, announcements: Sequence[Announcement], width: int) -> Sequence[Row]:
    """Return the first announcement in up to two lines, and how many more there are."""
    first = announcements[0]
    role = "*alarm_text" if first.severity != "info" else "*accent"
    since = state.locale.time(first.at)
    more = f"  (+{len(announcements) - 1})" if len(announcements) > 1 else ""
    head = f"  {GLYPHS[first.severity]} {since}  "
    lines = wrap(state.say(first.text) + more, max(10, width - len(head) - 2), 2)
    return [[(head if at == 0 else " " * len(head), role), (line, role)] for at, line in enumerate(lines)]
