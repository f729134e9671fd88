"""The line for announcements."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from festival.kiosk.messages import Go
from festival.kiosk.state import State
from festival.schedule.model import Announcement
from festival.tui.announcements import news, news_lines
from festival.tui.paint import Row, spread
from festival.tui.rows import Rows
from festival.tui.touch import Touchable
from festival.wording.announcements import current


class News(Touchable, Rows):
    """Shows the most important announcement, and leads to all that is new; takes no space without one."""

    DEFAULT_CSS = """
    News { height: auto; max-height: 5; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "open", show=False)]

    def __init__(self, *, leads: bool = True) -> None:
        """`leads`: whether it can be touched; the attract loop has nothing to touch."""
        super().__init__(id="news", ground="alarm")
        self.leads = self.can_focus = leads

    def show(self, state: State) -> None:
        """Show the announcements of `state`."""
        found = current(state.schedule.announcements, state.now)
        self.display = bool(found)
        self.ground = "alarm" if found and found[0].severity != "info" else "card"
        self.paint = (lambda width: self._rows(state, found, width)) if found else (lambda _width: ())

    def _rows(self, state: State, found: Sequence[Announcement], width: int) -> Sequence[Row]:
        rows = news(state, found[0], width, news_lines(self.app.size.height))
        if not self.leads:
            return rows
        role = "*text@focus" if self.is_marked else rows[0][0][1]
        padding: list[Row] = [[]] if len(rows) == 1 else []
        return [*padding, *rows, spread([], [(leading(state, len(found)), role), (" ", role)], width)]

    @property
    def is_marked(self) -> bool:
        """Whether Enter, or the finger on it, would open it."""
        return self.has_focus or self.pressed is not None

    def target_at(self, x: int, y: int) -> bool | None:
        """Return that the whole line is one target."""
        return True if 0 <= x < self.size.width and 0 <= y < self.size.height else None

    def act_on(self, target: bool) -> None:
        """Open what is new."""
        if target:
            self.action_open()

    def action_open(self) -> None:
        """Open what is new."""
        self.post_message(Go("latest"))


def leading(state: State, count: int) -> str:
    """Return what a touch opens; with the lines above it is a target three rows high."""
    more = state.locale.n("{n} announcement", "{n} announcements", count)
    return f"→ {state.locale.t('What is new')} · {more} "
