"""The site plan as a widget whose pins can be touched, and the list beside it."""

from typing import Any

from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from festival.kiosk.state import State
from festival.kiosk.view.plan import Plan, Scale, nearest, scale, spots
from festival.kiosk.view.site import draw, key_row
from festival.tui.cards import Cards
from festival.tui.paint import Row, blank, strip, width_of
from festival.tui.touch import Touchable

_MARGIN = 1
_WIDEST_SHARE = 0.6
"""Share of the width that a plan beside a list takes at most."""
_HIGHEST_SHARE = 0.55
"""Share of the height that a plan above a list takes at most."""


class SiteMap(Touchable, can_focus=False):
    """Draws a plan as large as its room allows, with a line below that explains it. A tap near a pin chooses that."""

    DEFAULT_CSS = """
    SiteMap { width: auto; height: 1fr; }
    SiteMap.-above { width: 1fr; height: auto; }
    """

    class Tapped(Message):
        """Somebody touched a pin."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self.plan: Plan | None = None
        self.state: State | None = None
        self._drawn: tuple[Size, str, list[Row]] | None = None

    def show(self, state: State, plan: Plan) -> None:
        """Show `plan`."""
        resized = self.plan is None or (self.plan.site, self.plan.up_deg) != (plan.site, plan.up_deg)
        self.state, self.plan = state, plan
        self._drawn = None
        self.refresh(layout=resized)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the columns of the plan in the height of `container`."""
        if self.plan is None or self.state is None:
            return 0
        most = int(container.width * _WIDEST_SHARE) - 2 * _MARGIN
        columns = scale(self.plan, most, max(1, container.height - 1)).columns
        return max(width_of(key_row(self.plan, self.state.theme, self.state.locale)), columns) + 2 * _MARGIN

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows of the plan in `width`, and one for its key."""
        if self.plan is None:
            return 0
        most = int(container.height * _HIGHEST_SHARE) - 1
        return scale(self.plan, max(1, width - 2 * _MARGIN), max(1, most)).rows + 1

    def _scale(self, plan: Plan) -> tuple[Scale, int]:
        """Return the scale, and the column where the plan begins."""
        on = scale(plan, max(1, self.size.width - 2 * _MARGIN), max(1, self.size.height - 1))
        return on, (self.size.width - on.columns) // 2

    def _rows(self, plan: Plan, state: State) -> list[Row]:
        if self._drawn is None or self._drawn[:2] != (self.size, state.theme):
            on, left = self._scale(plan)
            rows: list[Row] = [[(" " * left, ""), *row] for row in draw(plan, on, state.theme, state.say)]
            key = key_row(plan, state.theme, state.locale)
            aside = max(_MARGIN, (self.size.width - width_of(key)) // 2)
            self._drawn = self.size, state.theme, [*rows, [(" " * aside, ""), *key]]
        return self._drawn[2]

    def render_line(self, y: int) -> Strip:
        """Return one line of the plan."""
        palette = self.app.theme
        if self.plan is None or self.state is None:
            return blank(self.size.width, palette)
        rows = self._rows(self.plan, self.state)
        return strip(rows[y], self.size.width, palette) if y < len(rows) else blank(self.size.width, palette)

    def target_at(self, x: int, y: int) -> str | None:
        """Return the key of the pin near a cell."""
        if self.plan is None:
            return None
        on, left = self._scale(self.plan)
        return nearest(spots(self.plan, on), x - left, y)

    def act_on(self, target: str) -> None:
        """Choose the pin."""
        self.post_message(self.Tapped(target))


class Legend(Cards):
    """A list whose card under the cursor unfolds. The first touch unfolds a card, a touch on that one chooses it."""

    class Reached(Message):
        """The cursor is on another place."""

        def __init__(self, key: str | None) -> None:
            super().__init__()
            self.key = key

    def reveal(self) -> None:
        """Show the beginning of a card that is longer than the list."""
        super().reveal()
        if self.cursor < len(self.items):
            self.top = min(self.top, self.deck.edges(self.cursor)[0])

    def watch_cursor(self) -> None:
        """Unfold the card under the cursor."""
        self.lay_out()
        super().watch_cursor()
        self.refresh()
        self.post_message(self.Reached(self.cursor_key))

    def act_on(self, target: Any) -> None:
        """Unfold a card that is not unfolded; leave every other touch to the list."""
        if isinstance(target, int) and target != self.cursor:
            self.cursor = target
        else:
            super().act_on(target)
