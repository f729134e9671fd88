"""A text with touch targets in it, read and chosen with the same keys."""

from collections.abc import Sequence
from typing import Final

from festival.kiosk.view.block import Block, BlockPainter
from festival.tui.cards import Cards
from festival.tui.paint import Row

_STEP: Final = 3
"""Lines by which an arrow key reads on."""


class Article(Cards):
    """Blocks one below another.

    Up and Down go to the next target when it is in sight or nearly, else they read on: no text between two
    targets is skipped.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(BlockPainter(), gap=1, id=id)

    def show(self, items: Sequence[Block], *, empty: Sequence[Row] = ()) -> None:
        """Show `items`. Where there is nothing to choose or to scroll, the focus passes by."""
        super().show(items, empty=empty)
        self.can_focus = self.deck.overflows or self.cursor_key is not None

    def reveal(self) -> None:
        """Leave the text where it is read; only moving to a target scrolls to it."""

    def watch_cursor(self) -> None:
        """Leave the text where it is read."""

    def _in_sight(self, at: int, nearly: int = 0) -> bool:
        start, end = self.deck.edges(at)
        return self.top - nearly <= start and end <= self.top + self.size.height + nearly

    def _next(self, dy: int) -> int | None:
        """Return the target to go to, None to read on: seen from the cursor, or from the edge if that is out of sight."""
        if not self.items:
            return None
        if self._in_sight(self.cursor):
            found = self.deck.step(self.cursor, 0, dy)
            return found if found is not None and self._in_sight(found, _STEP) else None
        order = range(len(self.items))[::dy]
        return next((at for at in order if self.deck.keys[at] and self._in_sight(at)), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave an arrow key to the screen where there is nothing more to choose or to read."""
        if action == "move":
            dy = parameters[1]
            return isinstance(dy, int) and dy != 0 and (self._next(dy) is not None or self.can_scroll(dy))
        return True

    def action_move(self, _dx: int, dy: int) -> None:
        """Go to the next target, or read on."""
        found = self._next(dy)
        if found is None:
            self.scroll_by(dy * _STEP)
            return
        start, end = self.deck.edges(found)
        self.cursor = found
        self.top = min(max(self.top, end - self.size.height), start)
        self.refresh()

    def action_jump(self, at: int) -> None:
        """Go to the beginning or the end of the text."""
        self.top = 0 if at == 0 else self.last_top

    def action_choose(self) -> None:
        """Choose the target under the cursor, if it can be seen."""
        if self.items and self._in_sight(self.cursor):
            super().action_choose()
