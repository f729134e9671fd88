"""Where the cards of a list stand, as arithmetic on lines and columns: no screen."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final, Protocol

from festival.tui.paint import Row

GUTTER: Final = 6
"""Columns of the scroll targets at the right edge; they are there only when the list is longer than the screen."""


class Painter(Protocol):
    """How one kind of card looks. Items are any values; a painter knows them. Widths are in cells."""

    def key(self, item: Any) -> str | None:
        """Return what names the item when it is chosen; None for a heading, which cannot be chosen."""

    def height(self, item: Any, width: int) -> int:
        """Return how many lines the item takes."""

    def rows(self, item: Any, width: int) -> Sequence[Row]:
        """Return its lines, at most :meth:`height`."""


class Deck:
    """Cards placed in lines of one or more columns; a heading has a line of its own.

    `size` is what the list may take, in columns and lines; a further column begins when each column still has
    `min_width` cells; `gap` lines part the cards.
    """

    def __init__(
        self, painter: Painter, items: Sequence[Any], size: tuple[int, int], min_width: int, gap: int
    ) -> None:
        self.painter = painter
        self.items = items
        self.gap = gap
        self.keys = [painter.key(item) for item in items]
        self.first = next((at for at, key in enumerate(self.keys) if key is not None), 0)
        """The first card that can be chosen."""
        self.last = next(
            (at for at in reversed(range(len(self.keys))) if self.keys[at] is not None), len(self.keys) - 1
        )
        """The last one."""
        width, height = size
        self._place(width, width, min_width)
        self.overflows = self.height > height
        if self.overflows:
            self._place(width, width - GUTTER, min_width)

    def _place(self, width: int, body_width: int, min_width: int) -> None:
        # As many columns with the scroll targets as without them: a list that grows keeps its shape.
        columns = max(1, (width - GUTTER + 1) // (min_width + 1))
        self.body_width = max(0, body_width)
        self.columns = columns
        self.card_width = max(1, (self.body_width - (columns - 1)) // columns)
        self.lines = [[at] for at in range(len(self.items))] if columns == 1 else self._wrapped(columns)
        height = self.painter.height
        self.ends = list(
            accumulate(
                max(height(self.items[at], self.width_of(at)) for at in line) + self.gap
                for line in self.lines
            )
        )

    def _wrapped(self, columns: int) -> list[list[int]]:
        lines: list[list[int]] = []
        for at, key in enumerate(self.keys):
            last = lines[-1] if lines else None
            if last and key is not None and len(last) < columns and self.keys[last[0]] is not None:
                last.append(at)
            else:
                lines.append([at])
        return lines

    def width_of(self, at: int) -> int:
        """Return the cells of a card, or of a heading."""
        return self.card_width if self.keys[at] is not None else self.body_width

    @property
    def height(self) -> int:
        """All lines."""
        return self.ends[-1] if self.ends else 0

    def line_of(self, at: int) -> int:
        """Return the number of the line that holds the card `at`."""
        if self.columns == 1:
            return at
        return bisect_right(self.lines, at, key=lambda line: line[0]) - 1

    def edges(self, at: int) -> tuple[int, int]:
        """Return where the card `at` begins and ends, gap excluded."""
        line = self.line_of(at)
        return (self.ends[line - 1] if line else 0), self.ends[line] - self.gap

    def edges_with_headings(self, at: int) -> tuple[int, int]:
        """Return the same, beginning with the headings right above the card."""
        first = line = self.line_of(at)
        while first and self.keys[self.lines[first - 1][0]] is None:
            first -= 1
        return (self.ends[first - 1] if first else 0), self.ends[line] - self.gap

    def line_at(self, y: int) -> tuple[list[int], int] | None:
        """Return the cards of the line at `y`, and which of its lines that is; None below the last."""
        number = bisect_right(self.ends, y)
        if number >= len(self.lines):
            return None
        return self.lines[number], y - (self.ends[number - 1] if number else 0)

    def card_at(self, x: int, y: int) -> int | None:
        """Return the card at a cell; None for a heading, and beside or below the cards."""
        found = self.line_at(y)
        if found is None or not 0 <= x < self.body_width:
            return None
        place = min(x // (self.card_width + 1), self.columns - 1)
        at = found[0][place] if place < len(found[0]) else None
        return None if at is None or self.keys[at] is None else at

    def step(self, at: int, dx: int, dy: int) -> int | None:
        """Return the card beside, above or below the card `at`; None where there is none."""
        if at >= len(self.items):
            return None
        number = self.line_of(at)
        place = self.lines[number].index(at)
        if dx:
            return self.lines[number][place + dx] if 0 <= place + dx < len(self.lines[number]) else None
        number += dy
        while 0 <= number < len(self.lines):
            line = self.lines[number]
            if self.keys[line[0]] is not None:
                return line[min(place, len(line) - 1)]
            number += dy
        return None

    def first_between(self, top: int, bottom: int) -> int | None:
        """Return the first card that lies whole between two lines."""
        for number in range(bisect_right(self.ends, top), bisect_right(self.ends, bottom + self.gap)):
            start = self.ends[number - 1] if number else 0
            if start >= top and self.keys[self.lines[number][0]] is not None:
                return self.lines[number][0]
        return None
