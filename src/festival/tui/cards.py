"""A list of cards of any length, painted line by line: its cost does not grow with the list."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, ClassVar, Protocol

from textual.binding import Binding, BindingType
from textual.events import Blur, Focus, MouseDown, MouseScrollDown, MouseScrollUp, MouseUp, Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from festival.tui.paint import Row, blank, strip

GUTTER = 6
"""Columns of the scroll targets at the right edge; shown only when the list is longer than the screen."""


class Painter(Protocol):
    """How one kind of card looks. Items are any values; a painter knows them."""

    def key(self, item: Any) -> str | None:
        """Return what names the item when it is chosen; None for a heading, which cannot be chosen."""

    def height(self, item: Any) -> int:
        """Return its lines."""

    def rows(self, item: Any, width: int) -> Sequence[Row]:
        """Return its lines, at most :meth:`height`, for `width` cells."""


class Cards(Widget, can_focus=True, inherit_bindings=False):
    """Cards in one or more columns with a cursor, scrolled by keys, wheel or touch targets.

    A tap chooses a card on release, if it began there. Arrow keys that lead out of the list go on to the
    screen. Items are replaced in place: the cursor stays on the same key.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(0,-1)", show=False),
        Binding("down", "move(0,1)", show=False),
        Binding("left", "move(-1,0)", show=False),
        Binding("right", "move(1,0)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
        Binding("enter,space", "choose", show=False),
    ]

    cursor: reactive[int] = reactive(0)
    """Index of the item that Enter chooses."""
    top: reactive[int] = reactive(0)
    """First visible line."""
    pressed: reactive[int | None] = reactive(None)

    class Chosen(Message):
        """Somebody chose a card."""

        def __init__(self, sender: "Cards", key: str, item: Any) -> None:
            super().__init__()
            self.sender = sender
            self.key = key
            self.item = item

        @property
        def control(self) -> "Cards":
            """The list."""
            return self.sender

    def __init__(
        self,
        painter: Painter,
        *,
        min_width: int = 1_000,
        gap: int = 0,
        ground: str = "card",
        id: str | None = None,  # noqa: A002  Textual's name for it
        classes: str | None = None,
    ) -> None:
        """`min_width`: a further column begins when each column still has that many cells.

        `gap`: lines between cards. `ground`: the background of a card that is not under the cursor.
        """
        super().__init__(id=id, classes=classes)
        self.painter = painter
        self.min_width = min_width
        self.gap = gap
        self.ground = ground
        self.items: Sequence[Any] = ()
        self.empty: Sequence[Row] = ()
        """Shown when there is no item: what that means, and what to do."""
        self._lines: list[list[int]] = []
        self._ends: list[int] = []
        self._columns = 1
        self._laid_out_for = Size(0, 0)
        self._painted: dict[tuple[int, bool], list[Strip]] = {}

    # What is shown

    def show(self, items: Sequence[Any], *, empty: Sequence[Row] = ()) -> None:
        """Show `items`; `empty` when there are none. The cursor stays on its key if that is still there."""
        key = self.cursor_key
        self.items = items
        self.empty = empty
        self._lay_out()
        kept = (
            next((at for at, item in enumerate(items) if self.painter.key(item) == key), None)
            if key
            else None
        )
        self.cursor = self._first() if kept is None else kept
        self._reveal()
        self.refresh()

    def forget(self) -> None:
        """Go back to the beginning, for the next visitor."""
        self.cursor = self._first()
        self.top = 0

    def go_to(self, key: str) -> None:
        """Put the cursor on the item `key` and bring it into sight."""
        for at, item in enumerate(self.items):
            if self.painter.key(item) == key:
                self.cursor = at
                self._reveal()
                return

    @property
    def cursor_key(self) -> str | None:
        """The key of the item under the cursor."""
        return self.painter.key(self.items[self.cursor]) if self.cursor < len(self.items) else None

    def _first(self) -> int:
        return next((at for at, item in enumerate(self.items) if self.painter.key(item) is not None), 0)

    # Layout

    @property
    def _overflows(self) -> bool:
        return bool(self._ends) and self._ends[-1] > self.size.height

    @property
    def _body_width(self) -> int:
        return self.size.width - (GUTTER if self._overflows else 0)

    @property
    def _column_width(self) -> int:
        return (self._body_width - (self._columns - 1)) // self._columns

    @property
    def card_width(self) -> int:
        """Columns of a card beside the scroll targets, for painters whose heights depend on it."""
        return (self.size.width - GUTTER - (self._columns - 1)) // self._columns

    def _lay_out(self) -> None:
        """Place the items in lines of `columns` cards; a heading has a line of its own."""
        self._painted.clear()
        self._laid_out_for = self.size
        self._columns = max(1, (self.size.width - GUTTER + 1) // (self.min_width + 1))
        if self._columns == 1:
            self._lines = [[at] for at in range(len(self.items))]
        else:
            self._lines = []
            for at, item in enumerate(self.items):
                heading = self.painter.key(item) is None
                last = self._lines[-1] if self._lines else None
                if (
                    last
                    and not heading
                    and len(last) < self._columns
                    and self.painter.key(self.items[last[0]])
                ):
                    last.append(at)
                else:
                    self._lines.append([at])
        height = self.painter.height
        heights = (max(height(self.items[at]) for at in line) + self.gap for line in self._lines)
        self._ends = list(accumulate(heights))
        self.top = max(0, min(self.top, self._last_top))

    @property
    def _last_top(self) -> int:
        return max(0, (self._ends[-1] if self._ends else 0) - self.size.height)

    def on_resize(self, _event: Resize) -> None:
        """Lay the cards out anew."""
        self._lay_out()
        self._reveal()

    def _line_of(self, at: int) -> int:
        if self._columns == 1:
            return at
        return next(number for number, line in enumerate(self._lines) if at in line)

    def _reveal(self) -> None:
        """Scroll as little as needed to show the card under the cursor, with the heading above it."""
        if not self.items or not self._ends:
            return
        line = self._line_of(self.cursor)
        first = line
        while first and self.painter.key(self.items[self._lines[first - 1][0]]) is None:
            first -= 1
        start, end = (self._ends[first - 1] if first else 0), self._ends[line]
        if start < self.top:
            self.top = start
        elif end - self.gap > self.top + self.size.height:
            self.top = end - self.gap - self.size.height

    # Painting

    def watch_cursor(self) -> None:
        """Repaint with the new cursor."""
        self._reveal()

    def render_line(self, y: int) -> Strip:
        """Return one visible line."""
        width, palette = self.size.width, self.app.theme
        if self.size != self._laid_out_for:  # the first frame after a resize comes before its event
            self._lay_out()
        if not self.items:
            row = self.empty[y - 1] if 1 <= y <= len(self.empty) else []
            return strip([("  ", ""), *row], width, palette)
        at_line = self.top + y
        number = bisect_right(self._ends, at_line)
        if number >= len(self._lines):
            parts = [blank(self._body_width, palette)]
        else:
            part = at_line - (self._ends[number - 1] if number else 0)
            parts = self._line_parts(self._lines[number], part)
        if self._overflows:
            parts.append(self._gutter(y))
        return Strip.join(parts)

    def _line_parts(self, line: list[int], part: int) -> list[Strip]:
        palette = self.app.theme
        if self.painter.key(self.items[line[0]]) is None:
            return [self._card(line[0], self._body_width)[part]]
        parts: list[Strip] = []
        for at in line:
            if parts:
                parts.append(blank(1, palette))
            card = self._card(at, self._column_width)
            parts.append(card[part] if part < len(card) else blank(self._column_width, palette))
        used = sum(one.cell_length for one in parts)
        if used < self._body_width:
            parts.append(blank(self._body_width - used, palette))
        return parts

    def _marked(self, at: int) -> bool:
        return (self.has_focus and at == self.cursor) or self.pressed == at

    def _card(self, at: int, width: int) -> list[Strip]:
        item = self.items[at]
        heading = self.painter.key(item) is None
        marked = not heading and self._marked(at)
        found = self._painted.get((at, marked))
        if found is None:
            palette = self.app.theme
            ground = "ground" if heading else "focus" if marked else self.ground
            height = self.painter.height(item)
            found = [strip(row, width, palette, ground) for row in self.painter.rows(item, width)][:height]
            found += [blank(width, palette, ground)] * (height - len(found))
            found += [blank(width, palette)] * self.gap
            if len(self._painted) > 400:
                self._painted.clear()
            self._painted[at, marked] = found
        return found

    def _gutter(self, y: int) -> Strip:
        """Return the scroll targets: the upper half goes up, the lower half down; between them where we are."""
        height, palette = self.size.height, self.app.theme
        upper = y < height // 2
        active = self.top > 0 if upper else self.top < self._last_top
        role = "*accent" if active else "line"
        if y in {1, height - 2}:
            return strip([("   ▲  " if upper else "   ▼  ", role)], GUTTER, palette)
        thumb = max(1, height * height // (self._ends[-1] or 1))
        start = round((height - thumb) * self.top / (self._last_top or 1))
        shown = 3 <= y < height - 3
        mark = ("┃", "accent") if start <= y < start + thumb else ("│", "line")
        return strip([("   ", ""), mark if shown else (" ", "")], GUTTER, palette)

    def notify_style_update(self) -> None:
        """Repaint after a change of theme."""
        self._painted.clear()
        super().notify_style_update()

    def on_focus(self, _event: Focus) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self, _event: Blur) -> None:
        """Show no cursor."""
        self.pressed = None
        self.refresh()

    # Moving

    def _target(self, dx: int, dy: int) -> int | None:
        if not self.items or self.cursor >= len(self.items):
            return None
        number = self._line_of(self.cursor)
        line = self._lines[number]
        place = line.index(self.cursor)
        if dx:
            return line[place + dx] if 0 <= place + dx < len(line) else None
        number += dy
        while 0 <= number < len(self._lines):
            line = self._lines[number]
            if self.painter.key(self.items[line[0]]) is not None:
                return line[min(place, len(line) - 1)]
            number += dy
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave an arrow key to the screen where it leads out of the list."""
        if action == "move":
            dx, dy = (value if isinstance(value, int) else 0 for value in parameters)
            return self._target(dx, dy) is not None or (dy != 0 and self._can_scroll(dy))
        return True

    def action_move(self, dx: int, dy: int) -> None:
        """Move the cursor by one card; where there is none, scroll to what is left to read."""
        target = self._target(dx, dy)
        if target is None:
            self._scroll(dy * 3)
            return
        self.cursor = target
        if target == self._first():
            self.top = 0

    def action_page(self, step: int) -> None:
        """Scroll by a screen less one card, and take the cursor along; at an end go to the last card there is."""
        if not self.items:
            return
        if not self._can_scroll(step):
            self.action_jump(0 if step < 0 else -1)
            return
        self._scroll(step * max(3, self.size.height - 4))
        bottom = self.top + self.size.height
        first = bisect_right(self._ends, self.top)
        for number in range(first, bisect_right(self._ends, bottom + self.gap)):
            start = self._ends[number - 1] if number else 0
            if start >= self.top and self.painter.key(self.items[self._lines[number][0]]) is not None:
                self.cursor = self._lines[number][0]
                return

    def action_jump(self, at: int) -> None:
        """Go to the first or last card."""
        if self.items:
            self.cursor = self._first() if at == 0 else len(self.items) - 1
            self._scroll(-self.top if at == 0 else self._last_top)

    def action_choose(self) -> None:
        """Choose the card under the cursor."""
        if (key := self.cursor_key) is not None:
            self.post_message(self.Chosen(self, key, self.items[self.cursor]))

    def _can_scroll(self, dy: int) -> bool:
        return self.top > 0 if dy < 0 else self.top < self._last_top

    def _scroll(self, lines: int) -> None:
        self.top = max(0, min(self._last_top, self.top + lines))

    # Touch and mouse

    def _at(self, x: int, y: int) -> int | None:
        """Return the index of the card at a cell, None for a heading, a gap or the scroll targets."""
        number = bisect_right(self._ends, self.top + y)
        if x >= self._body_width or number >= len(self._lines):
            return None
        line = self._lines[number]
        place = min(x // (self._column_width + 1), self._columns - 1)
        at = line[place] if place < len(line) else None
        return None if at is None or self.painter.key(self.items[at]) is None else at

    def on_mouse_down(self, event: MouseDown) -> None:
        """Show what a release would choose."""
        event.stop()
        self.pressed = self._at(event.x, event.y)

    def on_mouse_up(self, event: MouseUp) -> None:
        """Choose or scroll, if the finger is still where it began."""
        event.stop()
        pressed, self.pressed = self.pressed, None
        if self._overflows and event.x >= self._body_width:
            self.action_page(-1 if event.y < self.size.height // 2 else 1)
        elif pressed is not None and pressed == self._at(event.x, event.y):
            self.cursor = pressed
            self.action_choose()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll by three lines."""
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll by three lines."""
        event.stop()
        self._scroll(-3)
