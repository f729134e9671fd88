"""A list of lines for dialogs: one of them is under the cursor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from festival.tui.paint import Row, fit, spread, wrap


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to choose: its key in the list, what it is called, what stands at the right, a sentence about it.

    `press` are keys that choose it, as Textual names them, parted by commas.
    """

    key: str
    label: str
    right: str = ""
    about: str = ""
    press: str = ""


def pressed(lines: Iterable[Line], key: str) -> Line | None:
    """Return the first of `lines` that `key` chooses."""
    return next((one for one in lines if key in one.press.split(",")), None) if key else None


class LinePainter:
    """Paints a :class:`Line`, for :class:`festival.tui.cards.Cards`."""

    def key(self, line: Line) -> str | None:
        """Return what :class:`~festival.tui.cards.Cards.Chosen` names it by."""
        return line.key

    def height(self, line: Line, width: int) -> int:
        """Return how many rows it takes."""
        return len(self.rows(line, width))

    def rows(self, line: Line, width: int) -> Sequence[Row]:
        """Return its rows."""
        right: Row = [(line.right, "*accent"), (" ", "")] if line.right else []
        first = spread([(" ", ""), (fit(line.label, width), "")], right, width)
        return [
            first,
            *([("   ", ""), (part, "muted")] for part in (wrap(line.about, width - 4) if line.about else ())),
        ]
