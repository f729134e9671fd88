"""The part of a timetable that a screen shows: which places and times, how wide, and what lies where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Self

from festival.kiosk.view.grid import Cell, Column, Table
from festival.tui.paint import Row

AXIS = 6
"""Columns of the times at the left."""
GUTTER = 6
"""Columns of the touch targets at the right."""
ARROWS = {"up": "▲", "left": "◀", "right": "▶", "down": "▼"}
MIN_WIDTH = 16
"""Columns of the narrowest place."""
Place = tuple[int, int]
"""The number of a column of the table, and of a cell in it."""


@dataclass(frozen=True)
class Window:
    """A window of `width` by `height` cells on a table, `left` columns and `top` rows into it."""

    table: Table
    width: int = 0
    height: int = 0
    left: int = 0
    top: int = 0

    # How much there is room for

    @cached_property
    def header(self) -> int:
        """Lines of the places' names."""
        return 2 if self.height >= 17 else 1

    @cached_property
    def body(self) -> int:
        """Rows of time."""
        return max(1, self.height - self.header)

    @cached_property
    def capacity(self) -> int:
        """How many columns of weight 1 fit."""
        return max(1, (self.width - AXIS - GUTTER) // MIN_WIDTH)

    def _fits(self, columns: Sequence[Column]) -> int:
        used = 0
        for count, one in enumerate(columns):
            used += one.weight
            if used > self.capacity:
                return max(1, count)
        return len(columns)

    @cached_property
    def shown(self) -> int:
        """How many columns are in sight."""
        return self._fits(self.table.columns[self.left :])

    @cached_property
    def last_left(self) -> int:
        """The `left` that shows the last column."""
        return max(0, len(self.table.columns) - self._fits(self.table.columns[::-1]))

    @cached_property
    def last_top(self) -> int:
        """The `top` that shows the last row, and one below it."""
        return max(0, self.table.height + 1 - self.body)

    @cached_property
    def columns(self) -> Sequence[tuple[int, Column, int]]:
        """The columns in sight: number, column, width. Together they fill the width as evenly as can be."""
        shown = self.table.columns[self.left : self.left + self.shown]
        weights = [min(one.weight, self.capacity) for one in shown]
        room = self.width - AXIS - (GUTTER if self.targets else 0)
        total = max(1, sum(weights))
        edges = [room * sum(weights[:count]) // total for count in range(len(shown) + 1)]
        return [(self.left + at, one, edges[at + 1] - edges[at]) for at, one in enumerate(shown)]

    @cached_property
    def targets(self) -> Sequence[str]:
        """The directions that have a touch target at the right, from top to bottom."""
        sideways = ["left", "right"] if self.last_left else []
        return ["up", *sideways, "down"] if self.last_top else sideways

    # Moving

    def clamped(self) -> Self:
        """Return the window moved to where there is something to see."""
        left = max(0, min(self.left, self.last_left))
        return replace(self, left=left, top=max(0, min(self.top, self.last_top)))

    def moved(self, direction: str) -> Self:
        """Return the window moved by nearly its own size."""
        across = {"left": -max(1, self.shown), "right": max(1, self.shown)}.get(direction, 0)
        down = {"up": -max(1, self.body - 2), "down": max(1, self.body - 2)}.get(direction, 0)
        return replace(self, left=self.left + across, top=self.top + down).clamped()

    def can_move(self, direction: str) -> bool:
        """Return whether there is more in `direction`."""
        return self.moved(direction) != self

    def scrolled(self, rows: int) -> Self:
        """Return the window moved by so many rows of time."""
        return replace(self, top=self.top + rows).clamped()

    def at_time(self, instant: datetime) -> Self:
        """Return the window on `instant`, with a little of what was before it."""
        return replace(self, top=self.table.row_of(instant) - self.body // 4).clamped()

    def revealing(self, place: Place) -> Self:
        """Return the window moved as little as needed to show a cell, or the beginning of a tall one."""
        number, at = place
        cell = self.table.columns[number].cells[at]
        left, top = min(self.left, number), self.top
        while left < number and number >= left + self._fits(self.table.columns[left:]):
            left += 1
        top = min(cell.top, max(top, cell.bottom - self.body))
        return replace(self, left=left, top=top).clamped()

    # What lies where

    def sees(self, place: Place) -> bool:
        """Return whether any of a cell is in sight."""
        number, at = place
        cell = self.table.columns[number].cells[at]
        across = self.left <= number < self.left + self.shown
        return across and cell.top < self.top + self.body and cell.bottom > self.top

    def nearest(self, row: int) -> Place | None:
        """Return the cell in sight that is on at `row` or begins nearest to it, None without a cell."""
        found = [
            (0 if cell.top <= row < cell.bottom else abs(cell.top - row) + 1, number, at)
            for number, one, _ in self.columns
            for at, cell in enumerate(one.cells)
        ]
        return min(found)[1:] if found else None

    def part(self, y: int) -> tuple[str, int, int]:
        """Return which touch target at the right holds line `y`, the line within it, and its height."""
        share = max(1, self.height // len(self.targets))
        number = min(y // share, len(self.targets) - 1)
        last = number == len(self.targets) - 1
        return self.targets[number], y - number * share, self.height - number * share if last else share

    def across(self, place: Place) -> tuple[int, int]:
        """Return at which column of the screen a cell in sight begins, and its width."""
        edge = AXIS
        for number, one, width in self.columns:
            if number == place[0]:
                cell = one.cells[place[1]]
                _, start, size = next(span for span in spans(one, cell.top, width) if span[0] is cell)
                return edge + start, size
            edge += width
        return edge, 0

    def at(self, x: int, y: int) -> Place | str | None:
        """Return the cell or the direction that a touch at column `x` and line `y` means."""
        if self.targets and x >= self.width - GUTTER:
            return self.part(y)[0]
        row = self.top + y - self.header
        for number, one, _ in self.columns if y >= self.header else ():
            for cell in one.by_row.get(row, ()):
                place = number, one.cells.index(cell)
                start, size = self.across(place)
                if start <= x < start + size:
                    return place
        return None


def gutter(window: Window, y: int) -> Row:
    """Return line `y` of the touch targets; between left and right stands which places are in sight."""
    direction, line, size = window.part(y)
    if line == size // 2:
        return [("  ", ""), (ARROWS[direction], "*accent" if window.can_move(direction) else "line")]
    first, last = window.left + 1, window.left + window.shown
    if direction == "left" and line == size - 1:
        return [(f"{f'{first}–{last}' if last > first else first!s:^5}", "muted")]
    if direction == "right" and line == 0:
        return [(f"{f'/ {len(window.table.columns)}':^5}", "muted")]
    return []


def spans(one: Column, row: int, width: int) -> Sequence[tuple[Cell | None, int, int]]:
    """Return what a row of a column shows from left to right: cell or gap, where it begins, how wide. The first cell stays free."""
    cells = {cell.lane: cell for cell in one.by_row.get(row, ())}
    lanes = next(iter(cells.values())).lanes if cells else 1
    share, rest = divmod(width - 1, lanes)
    return [
        (cells.get(lane), 1 + lane * share, share + (rest if lane == lanes - 1 else 0))
        for lane in range(lanes)
    ]
