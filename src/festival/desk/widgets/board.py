"""The board: rooms side by side, what is past above the present line and the rest below it, painted line by line."""

from datetime import datetime
from typing import ClassVar, Final, NamedTuple

from textual.binding import Binding, BindingType
from textual.events import MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from festival.desk.state import DeskState
from festival.desk.view.board import Column, columns, followed_of, now_line, room_heading
from festival.desk.widgets.cells import ROWS, Cells
from festival.schedule.model import Day, Schedule, Session
from festival.tui.paint import blank, strip
from festival.tui.touch import Touchable

MIN_COLUMN: Final = 22
"""Columns of the narrowest room: seven of them fit 160."""
_TALL: Final = 30
"""From this height on a line parts the sessions."""


class Spot(NamedTuple):
    """A place on the board: the number of the room, and of the session from the present line (0 is the first below it)."""

    column: int
    place: int


class Board(Touchable, inherit_bindings=False):
    """All rooms of a day, with a cursor on one session. Only what is seen is painted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(0,-1)", show=False),
        Binding("down", "move(0,1)", show=False),
        Binding("left", "move(-1,0)", show=False),
        Binding("right", "move(1,0)", show=False),
        Binding("pageup", "move(0,-5)", show=False),
        Binding("pagedown", "move(0,5)", show=False),
        Binding("home", "to_now", show=False),
        Binding("enter", "open", show=False),
    ]

    spot: reactive[Spot] = reactive(Spot(0, 0))

    class Moved(Message):
        """The cursor is on another session; `session` is "" in a room without one."""

        def __init__(self, room: str, session: str) -> None:
            super().__init__()
            self.room = room
            self.session = session

    class Opened(Message):
        """Somebody wants to do something about the session under the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._state: DeskState | None = None
        self._day: Day | None = None
        self._cells: Cells | None = None
        self._made_of: tuple[Schedule, Day, datetime] | None = None
        self._columns: tuple[Column, ...] = ()
        self._followed: dict[str, frozenset[str]] = {}
        self._first = 0
        """Number of the leftmost room that is seen."""
        self._top = -1
        """Line of the body's first row; the present line is 0."""

    # What is shown

    def show(self, state: DeskState, day: Day) -> None:
        """Show `day`. The cursor stays on its session, wherever that is now."""
        self._state, self._day, self._cells = state, day, Cells(state)
        minute = state.now.replace(second=0)
        known = self._made_of
        if known is None or known[0] is not state.schedule or known[1:] != (day, minute):
            self._made_of = (state.schedule, day, minute)
            self._columns = columns(state.schedule, day, minute)
            self._followed = {one.room.id: followed_of((*one.past, *one.ahead)) for one in self._columns}
            self.spot = self._found(state)
            self._reveal()
        self.refresh()

    def forget(self) -> None:
        """Go to the chosen session with the next state: another page may have chosen it."""
        self._made_of = None

    def _found(self, state: DeskState) -> Spot:
        """Return where the chosen session is now, else the place next to where the cursor was, in the chosen room."""
        numbers = {one.room.id: number for number, one in enumerate(self._columns)}
        for number, one in enumerate(self._columns):
            place = one.place_of(state.chosen.session) if state.chosen.session else None
            if place is not None:
                return Spot(number, place)
        number = numbers.get(
            state.room.id if state.room else "", min(self.spot.column, max(0, len(self._columns) - 1))
        )
        if not self._columns:
            return Spot(0, 0)
        return Spot(number, self._columns[number].nearest(self.spot.place) or 0)

    @property
    def session(self) -> Session | None:
        """The session under the cursor."""
        column = self.column
        return column.at(self.spot.place) if column else None

    @property
    def column(self) -> Column | None:
        """The room under the cursor."""
        return self._columns[self.spot.column] if self.spot.column < len(self._columns) else None

    # Where things stand

    @property
    def _step(self) -> int:
        """Lines from one session to the next."""
        return ROWS + (self.size.height >= _TALL)

    @property
    def _shown(self) -> int:
        """How many rooms fit."""
        return max(1, min(len(self._columns), (self.size.width + 1) // (MIN_COLUMN + 1)))

    def _widths(self) -> list[int]:
        """Return the width of each room that is seen; the gaps between them are one column."""
        count = self._shown
        width, rest = divmod(self.size.width - (count - 1), count)
        return [width + (at < rest) for at in range(count)]

    def _line_of(self, place: int) -> int:
        return 1 + place * self._step if place >= 0 else place * self._step

    def _reveal(self) -> None:
        """Scroll as little as needed to see the cursor, and the present line if it can be."""
        column, place = self.spot
        shown, height = self._shown, max(1, self.size.height - 1)
        self._first = max(
            0, min(max(self._first, column - shown + 1), column, max(0, len(self._columns) - shown))
        )
        start = self._line_of(place)
        if place in {0, -1} or not self._top <= 0 < self._top + height:
            wanted = -self._step if any(one.past for one in self._columns) else 0
            self._top = wanted if wanted <= start and start + ROWS <= wanted + height else self._top
        self._top = min(start, max(self._top, start + ROWS - height))
        self.refresh()

    def on_resize(self, _event: Resize) -> None:
        """Keep the cursor in sight."""
        self._top = 1
        self._reveal()

    # Painting

    def render_line(self, y: int) -> Strip:
        """Return one visible line: the names of the rooms, the present line, or a row of sessions."""
        width, palette, state, day = self.size.width, self.app.theme, self._state, self._day
        if state is None or day is None:
            return blank(width, palette)
        if not self._columns:
            text = state.locale.t("Nothing takes place on this day.")
            return strip([(f"  {text}" if y == 1 else "", "muted")], width, palette)
        seen = range(self._first, self._first + self._shown)
        if y == 0:
            parts = [
                strip(
                    room_heading(state, self._columns[n].room, size, is_here=n == self.spot.column),
                    size,
                    palette,
                )
                for n, size in zip(seen, self._widths(), strict=True)
            ]
            return _joined(parts, palette)
        line = self._top + y - 1
        if line == 0:
            return strip(
                now_line(state, day, width, self._first, len(self._columns) - seen.stop), width, palette
            )
        place, row = divmod(line - 1 if line > 0 else line, self._step)
        return _joined(
            [self._part(n, place, row, size) for n, size in zip(seen, self._widths(), strict=True)], palette
        )

    def _part(self, number: int, place: int, row: int, width: int) -> Strip:
        """Return one row of one session."""
        palette = self.app.theme
        session = self._columns[number].at(place)
        if session is None or self._cells is None or row >= ROWS:
            return blank(width, palette)
        followed = session.id in self._followed[self._columns[number].room.id]
        marked = (number, place) == self.spot
        ground = "focus" if marked else "ground" if place < 0 else "card"
        return self._cells.of(session, width, palette, ground, was_followed=followed)[row]

    # Keys and mouse

    def action_move(self, across: int, down: int) -> None:
        """Move the cursor; sideways it stays as far from the present line as it can."""
        number = max(0, min(self.spot.column + across, len(self._columns) - 1))
        if self._columns:
            place = self._columns[number].nearest(self.spot.place + down)
            self._go(Spot(number, place or 0))

    def action_to_now(self) -> None:
        """Go to what is on."""
        self._go(Spot(self.spot.column, 0))

    def _go(self, spot: Spot) -> None:
        self.spot = spot
        self._reveal()
        column, session = self.column, self.session
        if column is not None:
            self.post_message(self.Moved(column.room.id, session.id if session else ""))

    def action_open(self) -> None:
        """Ask what is to be done."""
        if self.session is not None:
            self.post_message(self.Opened())

    def target_at(self, x: int, y: int) -> Spot | None:
        """Return the session at a cell."""
        line = self._top + y - 1
        if y == 0 or line == 0:
            return None
        place = (line - 1 if line > 0 else line) // self._step
        for number, width in enumerate(self._widths(), self._first):
            if x < width:
                return Spot(number, place) if self._columns and self._columns[number].at(place) else None
            x -= width + 1
        return None

    def act_on(self, target: Spot) -> None:
        """Put the cursor there; on it already, ask what is to be done."""
        if target == self.spot:
            self.action_open()
        else:
            self._go(target)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Move on."""
        event.stop()
        self.action_move(0, 1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Move back."""
        event.stop()
        self.action_move(0, -1)


def _joined(parts: list[Strip], palette: str) -> Strip:
    gap = blank(1, palette)
    found = [parts[0]]
    for one in parts[1:]:
        found += [gap, one]
    return Strip.join(found)
