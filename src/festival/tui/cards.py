"""A list of cards of any length, painted line by line: its cost does not grow with the list."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from festival.tui.deck import GUTTER, Deck, Painter
from festival.tui.paint import Row, blank, strip
from festival.tui.touch import Touchable

_MOST_PAINTED = 400
"""Cards that are kept painted."""


class Cards(Touchable, inherit_bindings=False):
    """Cards in one or more columns with a cursor, scrolled by keys, wheel or touch targets.

    Arrow keys that lead out of the list go on to the screen. Items are replaced in place: the cursor stays on the
    same key. Touch targets are cards, by their index, and the two halves of the gutter, "up" and "down".
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
        self.deck = Deck(painter, (), (0, 0), min_width, gap)
        """Where the cards stand."""
        self._laid_out_for = Size(0, 0)
        self._painted: dict[tuple[int, bool], list[Strip]] = {}

    # What is shown

    def show(self, items: Sequence[Any], *, empty: Sequence[Row] = ()) -> None:
        """Show `items`; `empty` when there are none.

        The cursor stays on its key if that is still there, and what is seen stays where it is on the screen; at the
        beginning of the list both stay there, so that a card that moves down takes nobody along who only watches.
        """
        key, keys, held = self.cursor_key, self.deck.keys, self._held
        if self.top == 0 and self.cursor == self.deck.first:
            key = None
        was_seen = not self.items or self._is_seen(self.cursor)
        self.items = items
        self.empty = empty
        self.lay_out()
        known = self.deck.keys
        self.cursor = known.index(key) if key is not None and key in known else self.deck.first
        if known != keys:
            self.pressed = None  # another card may be under the finger now
        if held is not None and held[0] in known:
            self.scroll_by(self.deck.edges(known.index(held[0]))[0] - held[1] - self.top)
        if was_seen or key not in known:
            self.reveal()
        self.refresh()

    @property
    def _held(self) -> tuple[str | None, int] | None:
        """The key of the card that must not move, and its line of the screen; None for a list that begins at its top."""
        if not self.top:
            return None
        at = (
            self.cursor
            if self._is_seen(self.cursor)
            else self.deck.first_between(self.top, self.top + self.size.height)
        )
        return (self.deck.keys[at], self.deck.edges(at)[0] - self.top) if at is not None else None

    def _is_seen(self, at: int) -> bool:
        if at >= len(self.items):
            return False
        start, end = self.deck.edges(at)
        return start < self.top + self.size.height and end > self.top

    def forget(self) -> None:
        """Go back to the beginning, for the next visitor."""
        self.cursor = self.deck.first
        self.top = 0

    def go_to(self, key: str) -> None:
        """Put the cursor on the item `key`, if it is there, and bring it into sight."""
        if key in self.deck.keys:
            self.cursor = self.deck.keys.index(key)
            self.reveal()

    @property
    def cursor_key(self) -> str | None:
        """The key of the item under the cursor."""
        return self.deck.keys[self.cursor] if self.cursor < len(self.deck.keys) else None

    # Layout and scrolling

    def lay_out(self) -> None:
        """Place the cards anew: for other items, another size, or other heights."""
        self._painted.clear()
        self._laid_out_for = self.size
        self.deck = Deck(self.painter, self.items, self.size, self.min_width, self.gap)
        self.scroll_by(0)

    @property
    def last_top(self) -> int:
        """The first visible line when the last one is visible."""
        return max(0, self.deck.height - self.size.height)

    def can_scroll(self, dy: int) -> bool:
        """Whether there is more above (-1) or below (1)."""
        return self.top > 0 if dy < 0 else self.top < self.last_top

    def scroll_by(self, lines: int) -> None:
        """Scroll, as far as there is something."""
        self.top = max(0, min(self.last_top, self.top + lines))

    def reveal(self) -> None:
        """Scroll as little as needed to show the card under the cursor, with the heading above it."""
        if self.cursor >= len(self.items):
            return
        start, end = self.deck.edges_with_headings(self.cursor)
        if start < self.top:
            self.top = start
        elif end > self.top + self.size.height:
            self.top = end - self.size.height

    def on_resize(self, _event: Resize) -> None:
        """Lay the cards out anew."""
        self.lay_out()
        self.reveal()

    def watch_cursor(self) -> None:
        """Follow the cursor."""
        self.reveal()

    # Painting

    def render_line(self, y: int) -> Strip:
        """Return one visible line."""
        width, palette = self.size.width, self.app.theme
        if self.size != self._laid_out_for:  # the first frame after a resize comes before its event
            self.lay_out()
        if not self.items:
            row = self.empty[y - 1] if 1 <= y <= len(self.empty) else []
            return strip([("  ", ""), *row], width, palette)
        found = self.deck.line_at(self.top + y)
        parts = [blank(self.deck.body_width, palette)] if found is None else self._line_parts(*found)
        if self.deck.overflows:
            parts.append(self._gutter(y))
        return Strip.join(parts)

    def _line_parts(self, line: list[int], part: int) -> list[Strip]:
        palette, deck = self.app.theme, self.deck
        parts: list[Strip] = []
        for at in line:
            if parts:
                parts.append(blank(1, palette))
            width = deck.width_of(at)
            card = self.card(at, width)
            parts.append(card[part] if part < len(card) else blank(width, palette))
        used = sum(one.cell_length for one in parts)
        if used < deck.body_width:
            parts.append(blank(deck.body_width - used, palette))
        return parts

    def is_marked(self, at: int) -> bool:
        """Whether the card `at` is the one that Enter, or the finger on it, would choose."""
        return (self.has_focus and at == self.cursor) or self.pressed == at

    def card(self, at: int, width: int) -> list[Strip]:
        """Return the painted lines of the card `at`, gap included."""
        heading = self.deck.keys[at] is None
        marked = not heading and self.is_marked(at)
        found = self._painted.get((at, marked))
        if found is None:
            palette, item = self.app.theme, self.items[at]
            ground = "ground" if heading else "focus" if marked else self.ground
            start, end = self.deck.edges(at)
            height = end - start
            found = [strip(row, width, palette, ground) for row in self.painter.rows(item, width)][:height]
            found += [blank(width, palette, ground)] * (height - len(found))
            found += [blank(width, palette)] * self.gap
            if len(self._painted) > _MOST_PAINTED:
                self._painted.clear()
            self._painted[at, marked] = found
        return found

    def _gutter(self, y: int) -> Strip:
        """Return the scroll targets: the upper half goes up, the lower half down; between them where we are."""
        height, palette = self.size.height, self.app.theme
        upper = y < height // 2
        if y in {1, height - 2}:
            role = "*accent" if self.can_scroll(-1 if upper else 1) else "line"
            return strip([("   ▲  " if upper else "   ▼  ", role)], GUTTER, palette)
        thumb = max(1, height * height // (self.deck.height or 1))
        start = round((height - thumb) * self.top / (self.last_top or 1))
        shown = 3 <= y < height - 3
        mark = ("┃", "accent") if start <= y < start + thumb else ("│", "line")
        return strip([("   ", ""), mark if shown else (" ", "")], GUTTER, palette)

    def notify_style_update(self) -> None:
        """Repaint after a change of theme."""
        self._painted.clear()
        super().notify_style_update()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave an arrow key to the screen where it leads out of the list."""
        if action == "move":
            dx, dy = (value if isinstance(value, int) else 0 for value in parameters)
            return self.deck.step(self.cursor, dx, dy) is not None or (dy != 0 and self.can_scroll(dy))
        return True

    def action_move(self, dx: int, dy: int) -> None:
        """Move the cursor by one card; where there is none, scroll to what is left to read."""
        target = self.deck.step(self.cursor, dx, dy)
        if target is None:
            self.scroll_by(dy * 3)
            return
        self.cursor = target
        if target == self.deck.first:
            self.top = 0

    def action_page(self, step: int) -> None:
        """Scroll by a screen less one card, and take the cursor along; at an end go to the last card there is."""
        if not self.can_scroll(step):
            self.action_jump(0 if step < 0 else -1)
            return
        self.scroll_by(step * max(3, self.size.height - 4))
        found = self.deck.first_between(self.top, self.top + self.size.height)
        if found is not None:
            self.cursor = found

    def action_jump(self, at: int) -> None:
        """Go to the first or last card."""
        if self.items:
            self.cursor = self.deck.first if at == 0 else self.deck.last
            self.scroll_by(-self.top if at == 0 else self.last_top)

    def action_choose(self) -> None:
        """Choose the card under the cursor."""
        if (key := self.cursor_key) is not None:
            self.post_message(self.Chosen(self, key, self.items[self.cursor]))

    # Touch and mouse

    def target_at(self, x: int, y: int) -> Any:
        """Return the index of a card, or the half of the gutter; None for a heading, and beside or below the cards."""
        if self.deck.overflows and x >= self.deck.body_width:
            return "up" if y < self.size.height // 2 else "down"
        return self.deck.card_at(x, self.top + y)

    def act_on(self, target: Any) -> None:
        """Choose a card, or scroll."""
        if isinstance(target, str):
            self.action_page(-1 if target == "up" else 1)
        else:
            self.cursor = target
            self.action_choose()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Scroll by three lines."""
        event.stop()
        self.scroll_by(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Scroll by three lines."""
        event.stop()
        self.scroll_by(-3)
