"""Keys on the screen: for fingers, and for arrows and Enter."""

from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from festival.kiosk.view.keys import SMALLEST_KEY, Cap, Caps, units
from festival.tui.bigtext import SMALL, line
from festival.tui.paint import Row, blank, fit, strip
from festival.tui.touch import Touchable

_Spot = tuple[int, int]
"""A key by its row and its place in the row."""


class Keypad(Touchable, inherit_bindings=False):
    """Rows of keys. A tap presses a key on release; arrows move, Enter presses.

    Arrow keys that lead out of the keypad go on to the screen. Keys of a hardware keyboard are none of its
    business: they go on to the screen too, but for arrows and Enter.
    """

    DEFAULT_CSS = """
    Keypad { width: auto; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(0,-1)", show=False),
        Binding("down", "move(0,1)", show=False),
        Binding("left", "move(-1,0)", show=False),
        Binding("right", "move(1,0)", show=False),
        Binding("enter", "press", show=False),
    ]

    caps: reactive[Caps] = reactive((), layout=True)
    key_size: reactive[tuple[int, int]] = reactive(SMALLEST_KEY, layout=True)
    """Columns and rows of a key of one unit, the gap on its right included."""
    large: reactive[bool] = reactive(False)
    """Whether single letters are drawn large, where a key has four rows."""
    cursor: reactive[_Spot] = reactive((0, 0))

    class Pressed(Message):
        """Somebody pressed a key."""

        def __init__(self, sender: "Keypad", key: str) -> None:
            super().__init__()
            self.sender = sender
            self.key = key

        @property
        def control(self) -> "Keypad":
            """The keypad."""
            return self.sender

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._middle: float | None = None
        """The column that Up and Down keep to, in units; wide keys would lead astray."""

    def forget(self) -> None:
        """Go back to the first key, for the next visitor."""
        self.cursor, self._middle = (0, 0), None

    def go_to(self, key: str) -> None:
        """Put the cursor on `key`, so that Enter presses it."""
        for row, caps in enumerate(self.caps):
            for place, cap in enumerate(caps):
                if cap.key == key:
                    self.cursor, self._middle = (row, place), None

    # Layout

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the columns of all keys."""
        return self.key_size[0] * units(self.caps)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows of all keys."""
        return self.key_size[1] * len(self.caps)

    def _middle_of(self, spot: _Spot) -> float:
        row, place = spot
        return sum(cap.units for cap in self.caps[row][:place]) + self.caps[row][place].units / 2

    def target_at(self, x: int, y: int) -> _Spot | None:
        """Return the key at a cell; None beside the keys."""
        wide, high = self.key_size
        if not (0 <= y < high * len(self.caps) and x >= 0):
            return None
        row, edge = y // high, 0
        for place, cap in enumerate(self.caps[row]):
            edge += cap.units * wide
            if x < edge:
                return row, place
        return None

    def watch_caps(self) -> None:
        """Keep the cursor on a key."""
        row, place = self.cursor
        if not (row < len(self.caps) and place < len(self.caps[row])):
            self.cursor = (0, 0)

    # Painting

    def render_line(self, y: int) -> Strip:
        """Return one line of the keys."""
        row, part = divmod(y, self.key_size[1])
        if row >= len(self.caps):
            return blank(self.size.width, self.app.theme)
        painted: Row = []
        for place, cap in enumerate(self.caps[row]):
            painted += self._part((row, place), cap, part)
        return strip(painted, self.size.width, self.app.theme)

    def _part(self, spot: _Spot, cap: Cap, part: int) -> Row:
        wide, high = self.key_size
        width = cap.units * wide - 1
        marked = self.pressed == spot or (self.has_focus and self.cursor == spot)
        ground = "focus" if marked else "card"
        face = line(cap.label, SMALL) if self._is_large(cap) else (cap.label,)
        if part == high - 1 and len(face) < high:
            return [("▁" * width, f"{'*accent' if marked else 'line'}@{ground}"), (" ", "")]
        first = (high - len(face)) // 2
        shown = fit(face[part - first], width) if first <= part < first + len(face) else ""
        left = (width - cell_len(shown)) // 2
        return [
            (f"{' ' * left}{shown}{' ' * (width - left - cell_len(shown))}", f"*text@{ground}"),
            (" ", ""),
        ]

    def _is_large(self, cap: Cap) -> bool:
        return self.large and self.key_size[1] >= SMALL.rows and cap.label.isalnum() and len(cap.label) == 1

    # Keys and touch

    def _target(self, dx: int, dy: int) -> _Spot | None:
        if not self.caps:
            return None
        row, place = self.cursor
        if dx:
            return (row, place + dx) if 0 <= place + dx < len(self.caps[row]) else None
        if not 0 <= row + dy < len(self.caps):
            return None
        middle = self._middle_of(self.cursor) if self._middle is None else self._middle
        places = ((row + dy, at) for at in range(len(self.caps[row + dy])))
        return min(places, key=lambda spot: abs(self._middle_of(spot) - middle))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave an arrow key to the screen where it leads out of the keypad."""
        if action == "move":
            dx, dy = (value if isinstance(value, int) else 0 for value in parameters)
            return self._target(dx, dy) is not None
        return True

    def action_move(self, dx: int, dy: int) -> None:
        """Move the cursor by one key."""
        target = self._target(dx, dy)
        if target is None:
            return
        if dx:
            self._middle = None
        elif self._middle is None:
            self._middle = self._middle_of(self.cursor)
        self.cursor = target

    def action_press(self) -> None:
        """Press the key under the cursor."""
        row, place = self.cursor
        if row < len(self.caps):
            self.post_message(self.Pressed(self, self.caps[row][place].key))

    def act_on(self, target: _Spot) -> None:
        """Press the key."""
        self.cursor, self._middle = target, None
        self.action_press()
