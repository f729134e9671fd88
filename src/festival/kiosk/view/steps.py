"""Steps of a cursor over a timetable, from block to block."""

from festival.kiosk.view.grid import Cell, Column, Table
from festival.kiosk.view.window import Place


def step(table: Table, place: Place, direction: str, anchor: int) -> Place | None:
    """Return the cell in `direction` (up, down, left, right) of the one at `place`, None where the table ends.

    Sideways, the cell nearest to the row `anchor` is taken, so that a way across and back ends where it began.
    """
    number, at = place
    column = table.columns[number]
    here = column.cells[at]
    if direction in {"up", "down"}:
        return _along(number, column, here, down=direction == "down")
    across = 1 if direction == "right" else -1
    beside = [
        (number, other)
        for other, cell in enumerate(column.cells)
        if cell.lane == here.lane + across and cell.top < here.bottom and cell.bottom > here.top
    ]
    if beside:
        return beside[0]
    if not 0 <= number + across < len(table.columns):
        return None
    row = max(here.top, min(anchor, here.bottom - 1))
    far = [
        (max(cell.top - row, row - cell.bottom + 1, 0), cell.lane * across, other)
        for other, cell in enumerate(table.columns[number + across].cells)
    ]
    return number + across, min(far)[2]


def _along(number: int, column: Column, here: Cell, *, down: bool) -> Place | None:
    """Return the cell before or after `here` in its column, in the same lane if there is one."""
    beyond = [
        (abs(cell.top - here.top), abs(cell.lane - here.lane), at)
        for at, cell in enumerate(column.cells)
        if (cell.top >= here.bottom if down else cell.bottom <= here.top)
    ]
    return (number, min(beyond)[2]) if beyond else None
