"""Something to read that is longer than a page has room for."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import clamp
from textual.widget import Widget

from festival.desk.dialogs.base import Dialog
from festival.desk.state import DeskState
from festival.tui.paint import Row
from festival.tui.rows import Rows

Text = Callable[[DeskState, int], Sequence[Row]]
_AROUND_ROWS = 8
"""Frame, title and keys."""


class ReadingDialog(Dialog[None]):
    """Shows the rows of `text` below `title`; both are asked anew with each state. It has no answer."""

    DEFAULT_CSS = """
    ReadingDialog > #frame { width: 110; }
    ReadingDialog #keys { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", show=False),
        Binding("up", "scroll_rows(-1)", show=False),
        Binding("down", "scroll_rows(1)", show=False),
        Binding("pageup", "scroll_rows(-8)", show=False),
        Binding("pagedown,space", "scroll_rows(8)", show=False),
    ]

    def __init__(self, title: Callable[[DeskState], str], text: Text) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._top = 0

    def body(self) -> Iterable[Widget]:
        """Give the text."""
        yield Rows(id="text", ground="card")
        yield Rows(id="keys", ground="card")

    def title_of(self, state: DeskState) -> str:
        """Return what this is about."""
        return self._title(state)

    def show(self, state: DeskState) -> None:
        """Show as much as fits."""
        most = max(3, self.size.height - _AROUND_ROWS)

        def paint(width: int) -> Sequence[Row]:
            rows = self._text(state, width)
            self._top = clamp(self._top, 0, max(0, len(rows) - most))
            rest = len(rows) - self._top - most
            shown = rows[self._top : self._top + most]
            return [*shown[:-1], [(f"↓ {rest + 1}", "*accent")]] if rest > 0 else shown

        self.query_one("#text", Rows).paint = paint
        back: Row = [("Esc", "*accent"), (f" {state.locale.t('Back')}", "")]
        self.query_one("#keys", Rows).paint = lambda _width: [back]

    def on_resize(self) -> None:
        """Show as much as fits now."""
        if self.state is not None:
            self.show(self.state)

    def action_scroll_rows(self, step: int) -> None:
        """Scroll."""
        self._top = max(0, self._top + step)
        self.on_resize()
