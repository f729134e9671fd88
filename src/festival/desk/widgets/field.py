"""A line of a form that is chosen, not typed: left and right step, Enter asks."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from festival.tui.paint import Row, crop, strip
from festival.tui.touch import Touchable

LABEL: int = 12
"""Columns of what a line is called."""


class Field(Touchable, can_focus=True, inherit_bindings=False):
    """Shows its `label` and its `value`, a row of spans."""

    DEFAULT_CSS = """
    Field { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("enter,space", "open", show=False),
    ]

    label: reactive[str] = reactive("")
    value: reactive[list[tuple[str, str]]] = reactive[list[tuple[str, str]]](list)

    class Stepped(Message):
        """Somebody wants the value before or after."""

        def __init__(self, name: str, step: int) -> None:
            super().__init__()
            self.name = name
            self.step = step

    class Opened(Message):
        """Somebody wants to choose among all values."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, name: str) -> None:
        super().__init__(id=f"field-{name}")
        self._called = name

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        ground = "focus" if self.has_focus or self.pressed is not None else "card"
        row: Row = [(f" {self.label}".ljust(LABEL), "muted"), *self.value] if y == 0 else []
        return strip(crop(row, self.size.width), self.size.width, self.app.theme, ground)

    def target_at(self, x: int, y: int) -> bool | None:
        """Return that the whole line is one target."""
        return True if 0 <= x < self.size.width and y == 0 else None

    def act_on(self, target: bool) -> None:
        """Ask."""
        del target
        self.focus()
        self.action_open()

    def action_step(self, step: int) -> None:
        """Take the value before or after."""
        self.post_message(self.Stepped(self._called, step))

    def action_open(self) -> None:
        """Ask."""
        self.post_message(self.Opened(self._called))
