"""Rows of text that are only read."""

from collections.abc import Callable, Sequence

from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from festival.tui.paint import Row, blank, strip

Paint = Callable[[int], Sequence[Row]]
"""Returns the rows for a width in cells."""


def nothing(_width: int) -> Sequence[Row]:
    """Paint no row."""
    return ()


class Rows(Widget):
    """Paints the rows of a function of its width; as high as they are, unless CSS says otherwise."""

    DEFAULT_CSS = """
    Rows { height: auto; }
    """

    paint: reactive[Paint] = reactive(lambda: nothing, layout=True, always_update=True)

    def __init__(
        self,
        paint: Paint = nothing,
        *,
        ground: str = "ground",
        id: str | None = None,  # noqa: A002  Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.ground = ground
        self.set_reactive(Rows.paint, paint)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows there are at `width`."""
        return len(self.paint(width))

    def render_line(self, y: int) -> Strip:
        """Return one row."""
        width = self.size.width
        rows = self.paint(width)
        if y >= len(rows):
            return blank(width, self.app.theme, self.ground)
        return strip(rows[y], width, self.app.theme, self.ground)
