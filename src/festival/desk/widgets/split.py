"""A list, and beside or below it all about the thing under its cursor."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.message import Message

from festival.tui.cards import Cards
from festival.tui.deck import Painter
from festival.tui.paint import Row
from festival.tui.rows import Rows

About = Callable[[Any, int], Sequence[Row]]
"""Returns what there is to say about an item, for a width in cells."""
SIDE_BY_SIDE: Final = 110
"""From so many columns on the two stand side by side."""


class Split(Container):
    """Items painted by `painter`; what does not fit the part about one of them is counted, for a dialog to show."""

    DEFAULT_CSS = """
    Split { height: 1fr; layout: vertical; }
    Split > Cards { height: 1fr; }
    Split > #about { height: 8; padding: 0 1; }
    Split.-wide { layout: horizontal; }
    Split.-wide > Cards { width: 5fr; }
    Split.-wide > #about { width: 4fr; height: 1fr; }
    """

    class Pointed(Message):
        """The cursor stands on another item."""

    def __init__(self, painter: Painter) -> None:
        super().__init__()
        self.cards = Cards(painter)
        self._about: About = lambda _item, _width: ()

    def compose(self) -> ComposeResult:
        """Lay out both parts."""
        yield self.cards
        yield Rows(id="about")

    def on_mount(self) -> None:
        """Follow the cursor."""
        self.watch(self.cards, "cursor", self._pointed, init=False)

    def on_resize(self, event: Resize) -> None:
        """Put them side by side where there is room."""
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-wide")
        self._tell()

    @property
    def item(self) -> Any | None:
        """What stands under the cursor."""
        cards = self.cards
        return cards.items[cards.cursor] if cards.cursor_key is not None else None

    def fill(self, items: Sequence[Any], about: About, *, empty: Sequence[Row] = ()) -> None:
        """Show `items`; `empty` where there are none."""
        self._about = about
        self.cards.show(items, empty=empty)
        self._tell()

    def _pointed(self) -> None:
        self._tell()
        self.post_message(self.Pointed())

    def _tell(self) -> None:
        rows = self.query_one("#about", Rows)

        def paint(width: int) -> Sequence[Row]:
            item = self.item
            if item is None:
                return []
            height = rows.size.height - 1
            return [[("─" * width, "line")], *cut(self._about(item, width), height)]

        rows.paint = paint


def cut(rows: Sequence[Row], height: int) -> list[Row]:
    """Return as many of `rows` as fit `height` lines, the last of which then counts the others."""
    if len(rows) <= max(1, height):
        return list(rows)
    shown = max(0, height - 1)
    return [*rows[:shown], [(f"↓ {len(rows) - shown}", "*accent"), ("  Enter", "muted")]]
