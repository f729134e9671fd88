"""A page's text in blocks, some of which are touch targets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from festival.kiosk.state import State
from festival.tui.bigtext import big
from festival.tui.paint import Row, wrap

MARGIN = 2
"""Columns left of a text."""
LONGEST_LINE = 84
"""Columns after which an eye loses its line (WCAG 2.2, 1.4.8 asks for at most 80 characters)."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows for a width in cells; with a key they are a touch target."""

    paint: Callable[[int], Sequence[Row]]
    key: str | None = None


class BlockPainter:
    """Paints blocks as cards."""

    def key(self, item: Block) -> str | None:
        """Return the target's key, None for a text that is only read."""
        return item.key

    def height(self, item: Block, width: int) -> int:
        """Return the lines of a block."""
        return len(item.paint(width))

    def rows(self, item: Block, width: int) -> Sequence[Row]:
        """Return the lines of a block."""
        return item.paint(width)


def prose(text: str, width: int, role: str = "", *, most: int = 1_000) -> list[Row]:
    """Return `text` in lines with a margin, no line longer than is comfortable."""
    room = max(1, min(width - MARGIN - 1, LONGEST_LINE))
    return [[(" " * MARGIN, ""), (line, role)] for line in wrap(text, room, most)]


def title(state: State, text: str, width: int, *, bar: str = "", most: int = 3) -> list[Row]:
    """Return a title behind a bar of the colour `bar`; in large letters where the visitor asked for them."""
    room = max(1, width - MARGIN - 1)
    rows: list[Row] = (
        big(text, room, "*", most) if state.large else [[(line, "*")] for line in wrap(text, room, most)]
    )
    return [[("▌ ", bar) if bar else ("  ", ""), *row] for row in rows]


def heading(text: str) -> list[Row]:
    """Return a heading within a text, as small as its words."""
    return [[(" " * MARGIN, ""), (text, "*accent")]]


def table(entries: Sequence[tuple[str, str]], width: int) -> list[Row]:
    """Return labels and values in two columns; entries without a value are left out."""
    shown = [(label, value) for label, value in entries if value]
    wide = min(max((len(label) for label, _ in shown), default=0), max(8, width // 3)) + 2
    rows: list[Row] = []
    for label, value in shown:
        room = max(1, min(width - MARGIN - 1, LONGEST_LINE) - wide)
        for number, line in enumerate(wrap(value, room)):
            name = label if number == 0 else ""
            rows.append([(" " * MARGIN, ""), (f"{name:{wide}.{wide}}", "muted"), (line, "")])
    return rows
