"""A day as a timetable: places across, time down; where each session's block lies, in rows and lanes.

A row stands for some minutes. A block begins in the row of its expected start and is never less than one row
tall. Sessions that overlap in one place lie side by side in lanes; where there are more than :data:`MOST_LANES`, the
last lane stacks the rest. Tables, columns and cells are compared by identity, for their content is large.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from festival.schedule.model import Room, Session
from festival.wording.sessions import has_left

MOST_LANES = 3
SCALES_MIN = (5, 6, 10)
"""Minutes that a row may stand for: in each, half an hour takes three rows or more."""
IN_SIGHT = timedelta(hours=3)
"""A finer scale is taken only if, as a rule, this much still fits the screen."""


@dataclass(frozen=True, slots=True)
class Block:
    """A session in one place, or the place that it left."""

    session: Session
    start: datetime
    end: datetime
    gone: bool = False
    """It was moved away from here; shown until its old end."""

    @property
    def key(self) -> tuple[str, bool]:
        """What names the block across rebuilds."""
        return self.session.id, self.gone


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One block, or a stack of those that found no lane, in rows from the origin of the table."""

    room: str
    blocks: tuple[Block, ...]
    top: int
    bottom: int
    """The first row below it."""
    lane: int
    lanes: int


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One place: its cells from top to bottom, and which of them each row shows."""

    room: str
    weight: int
    """2 where sessions overlap as a rule, not only by a delay: it is as wide as two places."""
    cells: tuple[Cell, ...]
    by_row: Mapping[int, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A laid out day."""

    origin: datetime
    """The instant of row 0: a full hour on the festival's clocks."""
    scale_min: int
    height: int
    columns: tuple[Column, ...]

    def row_of(self, instant: datetime) -> int:
        """Return the row that `instant` lies in; negative before the first."""
        return (instant - self.origin) // timedelta(minutes=self.scale_min)

    def instant_of(self, row: int) -> datetime:
        """Return the beginning of `row`."""
        return self.origin + row * timedelta(minutes=self.scale_min)

    @property
    def keys(self) -> list[list[tuple[str, tuple[str, bool]]]]:
        """What names each cell of each column across rebuilds: its room and its first block."""
        return [[(cell.room, cell.blocks[0].key) for cell in one.cells] for one in self.columns]


def scale_for(height: int, in_sight: timedelta = IN_SIGHT) -> int:
    """Return how many minutes a row stands for on a screen with `height` rows of time: few, if `in_sight` still fits."""
    fitting = (scale for scale in SCALES_MIN if height * timedelta(minutes=scale) >= in_sight)
    return next(fitting, SCALES_MIN[-1])


def blocks(sessions: Iterable[Session], now: datetime) -> Iterable[tuple[str, Block]]:
    """Yield the blocks of `sessions` with their room; a moved one also at its old place, until its old end."""
    for session in sessions:
        expected = session.expected
        yield expected.room, Block(session, expected.start, expected.end)
        if has_left(session, now):
            yield session.room, Block(session, session.start, session.end, gone=True)


def lay_out(
    sessions: Iterable[Session],
    rooms: Sequence[Room],
    *,
    now: datetime,
    zone: tzinfo,
    scale_min: int,
    only: str = "",
) -> Table:
    """Return the table of `sessions` with a column for each of `rooms` that has some, in that order.

    `only`: the id of the one room to show, if the visitor chose one.
    """
    found: dict[str, list[Block]] = defaultdict(list)
    for room, block in blocks(sessions, now):
        if not only or room == only:
            found[room].append(block)
    if not found:
        return Table(now, scale_min, 0, ())
    first = min(block.start for some in found.values() for block in some)
    local = first.astimezone(zone)
    origin = first - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    order = [room.id for room in rooms if room.id in found]
    columns = tuple(_column(room, found[room], origin, scale_min) for room in order)
    height = max((cell.bottom for column in columns for cell in column.cells), default=0)
    return Table(origin, scale_min, height, columns)


def _column(room: str, some: list[Block], origin: datetime, scale_min: int) -> Column:
    cells: list[Cell] = []
    free = 0
    for cluster in _clusters(some):
        laid = _cells(room, cluster, origin, scale_min, free)
        free = max(cell.bottom for cell in laid)
        cells.extend(laid)
    by_row: dict[int, tuple[Cell, ...]] = defaultdict(tuple)
    for cell in cells:
        for row in range(cell.top, cell.bottom):
            by_row[row] += (cell,)
    weight = 2 if sum(cell.lanes > 1 for cell in cells) * 3 > len(cells) else 1
    return Column(room, weight, tuple(cells), dict(by_row))


def _clusters(some: list[Block]) -> Iterable[list[Block]]:
    """Yield the blocks in groups that overlap, directly or through another."""
    cluster: list[Block] = []
    end: datetime | None = None
    for block in sorted(some, key=lambda block: (block.start, block.end, block.key)):
        if end is not None and block.start >= end:
            yield cluster
            cluster, end = [], None
        cluster.append(block)
        end = block.end if end is None else max(end, block.end)
    if cluster:
        yield cluster


def _cells(room: str, cluster: list[Block], origin: datetime, scale_min: int, free: int) -> list[Cell]:
    """Return the cells of one group; none begins above the row `free`."""
    lanes: list[list[Block]] = []
    for block in cluster:
        lane = next((lane for lane in lanes if lane[-1].end <= block.start), None)
        if lane is None:
            lanes.append([block])
        else:
            lane.append(block)
    step = timedelta(minutes=scale_min)
    count = min(len(lanes), MOST_LANES)
    stacked = [block for lane in lanes[MOST_LANES - 1 :] for block in lane] if len(lanes) > MOST_LANES else []
    cells = []
    for number, lane in enumerate(lanes[: count - 1] if stacked else lanes):
        below = free
        for block in lane:
            top = max(below, (block.start - origin) // step)
            below = max(top + 1, (block.end - origin) // step)
            cells.append(Cell(room, (block,), top, below, number, count))
    if stacked:
        stacked.sort(key=lambda block: (block.start, block.key))
        top = max(free, (stacked[0].start - origin) // step)
        bottom = max(top + 1, (max(block.end for block in stacked) - origin) // step)
        cells.append(Cell(room, tuple(stacked), top, bottom, count - 1, count))
    return sorted(cells, key=lambda cell: (cell.top, cell.lane))
