"""How a site plan lies on the cells: its turn, its scale, and where each mark goes.

A cell is about twice as high as wide, so two columns stand for as many metres as one row. Where numbers would
not fit side by side the plan is widened, at most by :data:`MOST_STRETCH`. It is turned by whole quarters, so
that up is where the visitor looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from rich.cells import cell_len

from festival.schedule.model import KioskStand, Map, Point, Shape
from festival.wording.ways import ARROWS, octant

MOST_STRETCH: Final = 1.8
"""How much wider than true to scale a plan may become."""
LEGIBLE_M: Final = 3.0
"""Metres to a column at which numbers fit side by side; a plan is not widened further."""
_ROOMY_M: Final = 2.4
"""Metres to a column at which a mark may have a margin and still not touch its neighbours."""
_SMALL: Final = {"steps", "ramp"}
"""Kinds so small that they may have no whole row to show their texture in; they are moved to whole rows."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered or lettered pin."""

    key: str
    label: str
    kind: str
    """A kind of pin; decides the colour."""
    at: Point


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn of a site, and how it is turned."""

    site: Map
    up_deg: int = 0
    """The compass direction that is up: 0, 90, 180 or 270."""
    marks: tuple[Mark, ...] = ()
    """The more important first: the later ones make way."""
    chosen: str = ""
    """The key of the mark that lights up."""
    stand: KioskStand | None = None
    """Where the visitor stands and looks."""

    @property
    def north(self) -> str:
        """The arrow that points north."""
        return ARROWS[octant(-self.up_deg)]

    @property
    def sight(self) -> str:
        """The arrow that points where the visitor looks; up, unless the kiosk stands askew."""
        if self.stand is None:
            return ""
        return ARROWS[octant(self.stand.bearing_deg - self.up_deg)].replace("↑", "▲")

    @property
    def extent(self) -> tuple[float, float]:
        """Metres from left to right and from top to bottom."""
        site = self.site
        return (site.height, site.width) if self.up_deg % 180 else (site.width, site.height)

    def turned(self, x: float, y: float) -> tuple[float, float]:
        """Return the metres from the left and from the top of the point `x` east and `y` north."""
        west, south = self.site.width - x, self.site.height - y
        return {0: (x, south), 90: (south, west), 180: (west, y), 270: (y, x)}[self.up_deg]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mark is drawn: its row, its first column, its columns."""

    row: int
    column: int
    width: int

    def cells(self, margin: int = 0) -> set[tuple[int, int]]:
        """Return its cells as (row, column), with `margin` columns on both sides."""
        return {(self.row, at) for at in range(self.column - margin, self.column + self.width + margin)}


@dataclass(frozen=True, slots=True)
class Box:
    """Where a shape is drawn: columns and half rows, the ends not part of it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def lies(self) -> bool:
        """Whether it is longer from left to right than from top to bottom, in metres."""
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Scale:
    """The size of a plan in cells, and the metres that a cell stands for."""

    columns: int
    rows: int
    m_per_column: float
    m_per_row: float

    def cell(self, plan: Plan, point: Point) -> tuple[int, int]:
        """Return the row and the column of `point`."""
        across, down = plan.turned(point.x, point.y)
        row, column = int(down / self.m_per_row), int(across / self.m_per_column)
        return min(row, self.rows - 1), min(column, self.columns - 1)

    def box(self, plan: Plan, shape: Shape) -> Box:
        """Return the columns and half rows of `shape`, at least one of each; whole rows for what is small."""
        ones = plan.turned(shape.x, shape.y)
        others = plan.turned(shape.x + shape.width, shape.y + shape.height)
        (left, right), (top, bottom) = (sorted(pair) for pair in zip(ones, others, strict=True))
        halves = 1 if shape.kind in _SMALL else 2
        m_per_step = self.m_per_row / halves
        upper, lower = _span(top / m_per_step, bottom / m_per_step, self.rows * halves)
        first, last = _span(left / self.m_per_column, right / self.m_per_column, self.columns)
        return Box(first, upper * 2 // halves, last, lower * 2 // halves)


def _span(start: float, end: float, most: int) -> tuple[int, int]:
    """Return the whole steps from `start` to `end`, at least one, in the middle of where it lies."""
    if round(end) > round(start):
        return max(0, round(start)), min(most, round(end))
    first = max(0, min(most - 1, round((start + end) / 2 - 0.5)))
    return first, first + 1


def scale(plan: Plan, width: int, height: int) -> Scale:
    """Return the largest scale at which the whole plan fits `width` columns and `height` rows."""
    across, down = plan.extent
    true = max(across / width, down / height / 2)
    m_per_column = max(across / width, min(true, max(true / MOST_STRETCH, LEGIBLE_M)))
    m_per_row = true * 2
    columns, rows = round(across / m_per_column), round(down / m_per_row)
    return Scale(max(1, min(width, columns)), max(1, min(height, rows)), m_per_column, m_per_row)


def text_of(plan: Plan, on: Scale, mark: Mark) -> str:
    """Return how a mark is written: pointed at from both sides if it is the chosen one, with a margin where there is room."""
    if mark.key == plan.chosen:
        return f"▸{mark.label}◂"
    return f" {mark.label} " if on.m_per_column <= _ROOMY_M else mark.label


def spots(plan: Plan, on: Scale) -> Mapping[str, Spot]:
    """Return where each mark goes, by its key: where it is, or as near to it as the marks before it allow.

    A mark keeps a free column to the others if it need not go far for that. One that finds no free cells within
    two rows and six columns lies over others.
    """
    taken: set[tuple[int, int]] = set()
    if plan.stand is not None:
        row, column = on.cell(plan, plan.stand)
        taken |= Spot(row, column - 1, 3).cells()
    found: dict[str, Spot] = {}
    for mark in sorted(plan.marks, key=lambda mark: mark.key != plan.chosen):
        width = cell_len(text_of(plan, on, mark))
        row, column = on.cell(plan, mark.at)
        start = column - (width - 1) // 2
        near = (_within(on, row + down, start + aside, width) for down, aside in _NEAR[:_APART])
        apart = (spot for spot in near if not spot.cells(1) & taken)
        offers = (_within(on, row + down, start + aside, width) for down, aside in _NEAR)
        free = (spot for spot in offers if not spot.cells() & taken)
        spot = next(apart, None) or next(free, None) or _within(on, row, start, width)
        taken |= spot.cells()
        found[mark.key] = spot
    return found


def _within(on: Scale, row: int, column: int, width: int) -> Spot:
    return Spot(max(0, min(row, on.rows - 1)), max(0, min(column, on.columns - width)), width)


_NEAR: Final = sorted(product(range(-2, 3), range(-6, 7)), key=lambda step: (step[0] * 2) ** 2 + step[1] ** 2)
"""Rows and columns by which a mark may be moved, the nearest first."""
_APART: Final = 5
"""How many of the nearest places are tried for one that is apart from other marks."""


def nearest(found: Mapping[str, Spot], column: int, row: int) -> str | None:
    """Return the key that a finger on that cell means: the nearest within a touch target of 6 by 3 cells, else None."""
    off = {
        key: (max(place.column - column, column - place.column - place.width + 1, 0), abs(row - place.row))
        for key, place in found.items()
    }
    near = [key for key, (aside, down) in off.items() if aside <= 2 and down <= 1]
    return min(near, key=lambda key: off[key][0] + 2 * off[key][1], default=None)
