"""The timetable of a day: places across, time down, a line at now; painted line by line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.events import Focus, MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from festival.kiosk.messages import Pick
from festival.kiosk.state import State
from festival.kiosk.view import cell as view
from festival.kiosk.view.agenda_card import KEEP, keep_mark
from festival.kiosk.view.grid import IN_SIGHT, Cell, Table, lay_out, scale_for
from festival.kiosk.view.steps import step
from festival.kiosk.view.window import ARROWS, AXIS, GUTTER, Place, Window, gutter, spans
from festival.schedule.model import Session
from festival.tui.paint import Row, blank, column, spread, strip, wrap
from festival.tui.touch import Touchable

NOTHING = Table(datetime.min.replace(tzinfo=UTC), 10, 0, ())


class Touch(NamedTuple):
    """What a finger touches: a cell, or the target in it that keeps its session."""

    place: Place
    keeps: bool


class TimeGrid(Touchable, inherit_bindings=False):
    """As many places as fit side by side, the others by arrow keys or touch targets at the right.

    The cursor moves from block to block; sideways it stays near its time. Arrow keys that lead out of the table go
    on to the screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"move('{key}')", show=False) for key in ARROWS),
        Binding("pageup", "page('up')", show=False),
        Binding("pagedown", "page('down')", show=False),
        Binding("home", "page('left')", show=False),
        Binding("end", "page('right')", show=False),
        Binding("enter,space", "choose", show=False),
        Binding("plus", "keep", show=False),
    ]

    cursor: reactive[Place | None] = reactive(None)
    """The cell that Enter chooses."""
    window: reactive[Window] = reactive(Window(NOTHING))
    """What is in sight."""

    class Chosen(Message):
        """Somebody chose a block: a session, or a room in which several are stacked."""

        def __init__(self, room: str, session: str) -> None:
            super().__init__()
            self.room = room
            self.session = session
            """Empty for a stack."""

    def __init__(
        self,
        *,
        details: view.Details = view.kind,
        keeps: bool = False,
        in_sight: timedelta = IN_SIGHT,
        id: str | None = None,  # noqa: A002  Textual's name for it
    ) -> None:
        """`details`: what stands below a title. `keeps`: blocks that are large enough have a target that keeps them.

        `in_sight`: a row stands for as few minutes as still let this much time fit.
        """
        super().__init__(id=id)
        self.details = details
        self.keeps = keeps
        self.in_sight = in_sight
        self.state: State | None = None
        self._sessions: Sequence[Session] = ()
        self._only = ""
        self._anchor = 0
        """The row that the cursor stays near when it moves sideways."""
        self._awaited: datetime | None = None
        """Where to go once there is a table."""
        self._painted: dict[tuple[Place, int, bool, int], list[Strip]] = {}
        self._said: dict[Place, int] = {}
        """Rows of a cell's text, its target included."""

    # What is shown

    def show(self, state: State, sessions: Sequence[Session], *, only: str = "") -> None:
        """Show `sessions` of one day (`only` in one room); the cursor stays on its block if that is still there."""
        self.state, self._sessions, self._only = state, sessions, only
        self._lay_out()

    def _lay_out(self) -> None:
        state, size = self.state, self.size
        if state is None or not size.area:
            return
        before, kept = self.window, self._cell
        window = replace(before, width=size.width, height=size.height)
        table = lay_out(
            self._sessions,
            state.schedule.rooms,
            now=state.now,
            zone=state.locale.zone,
            scale_min=scale_for(window.body, self.in_sight),
            only=self._only,
        )
        top = table.row_of(before.table.instant_of(before.top)) if before.table.columns else 0
        self._painted.clear()
        keys, key = table.keys, (kept.room, kept.blocks[0].key) if kept else None
        if keys != before.table.keys:
            self.pressed = None  # another cell may be under the finger now
        places = ((number, one.index(key)) for number, one in enumerate(keys) if key in one)
        self.set_reactive(TimeGrid.cursor, next(places, None))
        self.set_reactive(TimeGrid.window, replace(window, table=table, top=top).clamped())
        if self._awaited is not None and table.columns:
            self.go_to_time(self._awaited)
        elif self.cursor is None:
            self._to_sight()
        self.refresh()

    def go_to_time(self, instant: datetime) -> None:
        """Scroll to `instant` with a little of the past above it, and put the cursor on what is on then."""
        self._awaited = None if self.window.table.columns else instant
        self.window = replace(self.window, left=0).at_time(instant)
        self._to_sight(self.window.table.row_of(instant))

    def _to_sight(self, row: int | None = None) -> None:
        """Put the cursor near a row in sight."""
        self.cursor = self.window.nearest(self.window.top + 1 if row is None else row)
        if cell := self._cell:
            self._anchor = cell.top

    @property
    def _cell(self) -> Cell | None:
        if self.cursor is None:
            return None
        number, at = self.cursor
        return self.window.table.columns[number].cells[at]

    def on_resize(self, _event: Resize) -> None:
        """Lay the day out anew; the time in sight stays."""
        self._lay_out()

    # Painting

    def render_line(self, y: int) -> Strip:
        """Return one visible line."""
        window, palette = self.window, self.app.theme
        if self.state is None or not window.table.columns:
            return blank(self.size.width, palette)
        body = window.width - (GUTTER if window.targets else 0)
        if y < window.header:
            line = strip(self._names(self.state, y), body, palette)
        else:
            line = self._row(self.state, window.top + y - window.header)
        if not window.targets:
            return line
        return Strip.join([line, strip(gutter(window, y), GUTTER, palette)])

    def _names(self, state: State, y: int) -> Row:
        """Return a line of the places' names, flush with the table below."""
        row: Row = [(" " * AXIS, "")]
        for _, one, width in self.window.columns:
            lines = wrap(state.say(state.schedule.room_by_id[one.room].name), width - 3, self.window.header)
            at = y - (self.window.header - len(lines))
            row += column([("  ", ""), (lines[at] if at >= 0 else "", "*")], width)
        return row

    def _row(self, state: State, row: int) -> Strip:
        """Return one row of time."""
        palette, table = self.app.theme, self.window.table
        now, inside = row == table.row_of(state.now), row <= table.height
        minute = state.locale.local(table.instant_of(row)).minute
        if now:
            time: Row = [(f" {state.locale.time(state.now)}", "*accent")]
            filler = ("━", "*accent")
        else:
            label = state.locale.time(table.instant_of(row)) if inside and minute in {0, 30} else ""
            time = [(f" {label}", "*" if minute == 0 else "muted")]
            filler = ("─", "line") if inside and minute == 0 else (" ", "")
        parts = [strip(time, AXIS, palette)]
        for number, one, width in self.window.columns:
            parts.append(strip([filler], 1, palette))
            for cell, _, size in spans(one, row, width):
                if cell is not None:
                    parts.append(self._cell_line(state, (number, one.cells.index(cell)), cell, size, row))
                else:
                    parts.append(strip([(filler[0] * size, filler[1])], size, palette))
        return Strip.join(parts)

    def _cell_line(self, state: State, place: Place, cell: Cell, width: int, row: int) -> Strip:
        """Return one row of a cell, painted once for all its rows; its text stays in sight while any of it is."""
        touched = self.pressed.place if isinstance(self.pressed, Touch) else None
        marked = place in {touched, self.cursor if self.has_focus else None}
        key = (place, width, marked, max(0, self.window.top - cell.top))
        if key not in self._painted:
            palette = self.app.theme
            ground = "focus" if marked else view.ground(state, cell)
            colour = view.bar(state, cell)
            keep = KEEP if self._has_keep(cell, width) else 0
            rows = list(view.rows(state, cell, width - 1 - keep - bool(keep), self.details))
            self._said[place] = max(len(rows), 3 if keep else 0)
            sunk = self._sunk(place, cell)
            rows = [*([[]] * sunk), *rows, *([[]] * (cell.bottom - cell.top - len(rows) - sunk))]
            if keep:
                session = cell.blocks[0].session
                rows = [
                    spread(said, keep_mark(state, session, number - sunk), width - 1)
                    for number, said in enumerate(rows)
                ]
            bars = ["▌"] * (len(rows) - 1) + ["▘"]  # a notch parts it from a block that follows at once
            self._painted[key] = [
                strip([(bar, colour), *said], width, palette, ground)
                for bar, said in zip(bars, rows, strict=True)
            ]
        return self._painted[key][row - cell.top]

    def _sunk(self, place: Place, cell: Cell) -> int:
        """Return by how many rows the text stands lower, because the top of its cell is out of sight."""
        spare = cell.bottom - cell.top - self._said.get(place, 0)
        return max(0, min(self.window.top - cell.top, spare))

    def _has_keep(self, cell: Cell, width: int) -> bool:
        """Whether a cell of `width` has a target that keeps its session."""
        block = cell.blocks[0]
        plain = len(cell.blocks) == 1 and not block.gone and block.session.kind != "break"
        return self.keeps and plain and width >= KEEP * 3 and cell.bottom - cell.top >= 3

    def notify_style_update(self) -> None:
        """Repaint after a change of theme."""
        self._painted.clear()
        super().notify_style_update()

    def on_focus(self, _event: Focus) -> None:
        """Show the cursor, where the visitor is looking."""
        if self.cursor is None or not self.window.sees(self.cursor):
            self._to_sight()

    # Moving

    def _target(self, direction: str) -> Place | None:
        return step(self.window.table, self.cursor, direction, self._anchor) if self.cursor else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave an arrow key to the screen where it leads out of the table."""
        if action == "move":
            return self._target(str(parameters[0])) is not None
        return True

    def action_move(self, direction: str) -> None:
        """Move the cursor to the next block; up and down set the time that it stays near."""
        target = self._target(direction)
        if target is None:
            return
        self.cursor = target
        self.window = self.window.revealing(target)
        if direction in {"up", "down"} and (cell := self._cell):
            self._anchor = cell.top

    def action_page(self, direction: str) -> None:
        """Show further times or places, and take the cursor along."""
        self.window = self.window.moved(direction)
        if self.cursor is not None and not self.window.sees(self.cursor):
            self._to_sight()

    def action_choose(self) -> None:
        """Choose the block under the cursor."""
        cell = self._cell
        if cell is not None:
            single = len(cell.blocks) == 1
            self.post_message(self.Chosen(cell.room, cell.blocks[0].session.id if single else ""))

    def action_keep(self) -> None:
        """Keep the session under the cursor, or let go of it."""
        cell = self._cell
        if cell is not None and len(cell.blocks) == 1:
            self.post_message(Pick(cell.blocks[0].session.id))

    # Touch and mouse

    def target_at(self, x: int, y: int) -> Touch | str | None:
        """Return what lies at a cell of the screen: a cell of the table, or a direction."""
        found = self.window.at(x, y)
        if found is None or isinstance(found, str):
            return found
        start, width = self.window.across(found)
        cell = self.window.table.columns[found[0]].cells[found[1]]
        line = self.window.top + y - self.window.header - cell.top - self._sunk(found, cell)
        return Touch(found, self._has_keep(cell, width) and 0 <= line < 3 and x >= start + width - KEEP)

    def act_on(self, target: Touch | str) -> None:
        """Choose, keep or scroll."""
        if isinstance(target, str):
            self.action_page(target)
            return
        self.cursor = target.place
        if target.keeps:
            self.action_keep()
        else:
            self.action_choose()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll by three rows."""
        event.stop()
        self.window = self.window.scrolled(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll by three rows."""
        event.stop()
        self.window = self.window.scrolled(-3)
