"""What a visitor has typed, and how much it finds."""

from textual.events import Resize
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from festival.tui.bigtext import SMALL, big
from festival.tui.paint import Row, blank, spread, strip

_CARET = "▏"


class Query(Widget):
    """One line of text with a caret that stands still; the search page types into it."""

    DEFAULT_CSS = """
    Query { height: 3; }
    Query.-large { height: 4; }
    """

    text: reactive[str] = reactive("")
    hint: reactive[str] = reactive("")
    """Shown while there is no text."""
    note: reactive[str] = reactive("")
    """How much was found."""
    large: reactive[bool] = reactive(False)

    def watch_large(self, large: bool) -> None:
        """Take the room that large letters need."""
        self.set_class(large, "-large")

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        rows = self._large() if self.large else self._plain()
        width, palette = self.size.width, self.app.theme
        return strip(rows[y], width, palette) if y < len(rows) else blank(width, palette)

    def on_resize(self, _event: Resize) -> None:
        """Cut the text anew."""
        self.refresh()

    def _plain(self) -> list[Row]:
        width = self.size.width
        room = max(4, width - len(self.note) - 6)
        shown = self.text if len(self.text) <= room else "…" + self.text[1 - room :]
        left: Row = [(" ⌕ ", "*accent"), (shown, "*"), (_CARET, "accent")]
        if not self.text:
            left.append((self.hint, "muted"))
        return [
            [],
            spread(left, [(self.note, "muted"), (" ", "")], width),
            [(" ", ""), ("─" * (width - 2), "line")],
        ]

    def _large(self) -> list[Row]:
        width = self.size.width
        letters = max(2, SMALL.fits(width - len(self.note) - 6))
        shown = self.text if len(self.text) <= letters else "…" + self.text[1 - letters :]
        if self.text:
            rows = [[("  ", ""), *row, (_CARET, "accent")] for row in big(shown, width, "*", 1)]
        else:
            rows = [[], [("  ", ""), (_CARET, "accent"), (self.hint, "*")]]
        rows[1] = spread(rows[1], [(self.note, "*muted"), (" ", "")], width)
        return rows
