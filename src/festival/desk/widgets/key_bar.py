"""Keys and what they do, side by side, each a target for the mouse as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from festival.tui.paint import Row, blank, strip
from festival.tui.touch import Touchable


@dataclass(frozen=True, slots=True)
class KeyHint:
    """One key: what it stands for, how it is written, what it does."""

    name: str
    """What :class:`KeyBar.Chosen` says when it is touched."""
    key: str
    label: str
    chosen: bool = False

    @property
    def width(self) -> int:
        """Columns, with a space before it and between key and label."""
        return cell_len(self.key) + cell_len(self.label) + 2


class KeyBar(Touchable, can_focus=False, inherit_bindings=False):
    """Hints in as many rows as they need, at most `most`; what then is left over is in the palette."""

    DEFAULT_CSS = """
    KeyBar { height: auto; }
    """

    hints: reactive[tuple[KeyHint, ...]] = reactive((), layout=True)

    class Chosen(Message):
        """Somebody touched a hint."""

        def __init__(self, sender: "KeyBar", name: str) -> None:
            super().__init__()
            self.sender = sender
            self.name = name

        @property
        def control(self) -> "KeyBar":
            """The bar."""
            return self.sender

    def __init__(self, *, ground: str, most: int, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self.ground = ground
        self.most = most

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows the hints take."""
        return max(1, len(_rows(self.hints, width, self.most)))

    def render_line(self, y: int) -> Strip:
        """Return one row."""
        width, palette = self.size.width, self.app.theme
        rows = _rows(self.hints, width, self.most)
        if y >= len(rows):
            return blank(width, palette, self.ground)
        gap = _gap(rows, width)
        row: Row = []
        for hint in rows[y]:
            space = " " * gap
            if hint.chosen:
                row.append((f" {hint.key} {hint.label}{space}", "*chosen_text@chosen"))
            else:
                row += [(f" {hint.key}", "*accent"), (f" {hint.label}{space}", "")]
        return strip(row, width, palette, self.ground)

    def target_at(self, x: int, y: int) -> str | None:
        """Return the hint at a cell."""
        rows = _rows(self.hints, self.size.width, self.most)
        gap = _gap(rows, self.size.width)
        for hint in rows[y] if y < len(rows) else ():
            x -= hint.width + gap
            if x < 0:
                return hint.name
        return None

    def act_on(self, target: str) -> None:
        """Do as if the key had been pressed."""
        self.post_message(self.Chosen(self, target))


@lru_cache(maxsize=64)
def _rows(hints: Sequence[KeyHint], width: int, most: int) -> list[list[KeyHint]]:
    rows: list[list[KeyHint]] = [[]]
    left = width
    for hint in hints:
        if hint.width > left and rows[-1]:
            if len(rows) == most:
                continue
            rows.append([])
            left = width
        rows[-1].append(hint)
        left -= hint.width
    return rows


def _gap(rows: Sequence[Sequence[KeyHint]], width: int) -> int:
    """Return how many more columns each hint can have, up to one."""
    return int(all(sum(hint.width + 1 for hint in row) <= width for row in rows))
