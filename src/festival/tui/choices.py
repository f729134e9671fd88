"""A row of touch targets that also works with arrows and Enter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.events import Focus
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from festival.tui.paint import Row, blank, fit, strip
from festival.tui.touch import Touchable

MIN_WIDTH = 6
"""Columns of the smallest touch target; with three rows about 2 cm on a 24-inch screen."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One target: what it is called, and whether it is the present one."""

    key: str
    label: str
    glyph: str = ""
    chosen: bool = False


class Choices(Touchable, inherit_bindings=False):
    """Touch targets side by side, wrapped into further rows where the width ends.

    Left and Right move, Enter chooses; at an end the arrow keys go on to the screen, which moves the focus.
    """

    DEFAULT_CSS = """
    Choices { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("enter,space", "choose", show=False),
    ]

    choices: reactive[tuple[Choice, ...]] = reactive((), layout=True)
    cursor: reactive[int] = reactive(0)

    class Chosen(Message):
        """Somebody chose a target."""

        def __init__(self, sender: "Choices", key: str) -> None:
            super().__init__()
            self.sender = sender
            self.key = key

        @property
        def control(self) -> "Choices":
            """The row of targets."""
            return self.sender

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        ground: str = "ground",
        stretch: bool = True,
        tall: bool = True,
        gap: int = 0,
        id: str | None = None,  # noqa: A002  Textual's name for it
        classes: str | None = None,
    ) -> None:
        """`gap`: columns between targets, in the colour of the screen; a touch there counts for the target on its left."""
        super().__init__(id=id, classes=classes)
        self.ground = ground
        self.stretch = stretch
        self.gap = gap
        self.row_height = 3 if tall else 1
        self._rows: list[list[tuple[int, int]]] = []
        self.set_reactive(Choices.choices, tuple(choices))

    def _widths(self) -> list[int]:
        return [
            max(MIN_WIDTH, cell_len(choice.label) + 2, cell_len(choice.glyph) + 2) + self.gap
            for choice in self.choices
        ]

    def _lay_out(self, width: int) -> list[list[tuple[int, int]]]:
        """Return the rows as lists of ``(index, width)``; wrapped rows are as even as possible."""
        widths = self._widths()
        if not widths or width <= 0:
            return []
        lines = 1
        while True:
            per_line = -(-len(widths) // lines)
            rows = [list(enumerate(widths))[at : at + per_line] for at in range(0, len(widths), per_line)]
            if lines >= len(widths) or all(sum(size for _, size in row) <= width for row in rows):
                break
            lines += 1
        if self.stretch:
            rows = [self._stretched(row, width) for row in rows]
        return rows

    @staticmethod
    def _stretched(row: list[tuple[int, int]], width: int) -> list[tuple[int, int]]:
        share, rest = divmod(max(0, width - sum(size for _, size in row)), len(row))
        return [(index, size + share + (place < rest)) for place, (index, size) in enumerate(row)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the targets need at `width`."""
        return max(1, len(self._lay_out(width))) * self.row_height

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the columns that the targets need in one row."""
        return sum(self._widths())

    def render_line(self, y: int) -> Strip:
        """Return one line of the targets."""
        width = self.size.width
        palette = self.app.theme
        rows = self._lay_out(width)
        line, part = divmod(y, self.row_height)
        if line >= len(rows):
            return blank(width, palette, self.ground)
        row: Row = []
        for index, size in rows[line]:
            row.extend([*self._part(index, size - self.gap, part), (" " * self.gap, "@ground")])
        return strip(row, width, palette, self.ground)

    def _part(self, index: int, size: int, part: int) -> Row:
        choice = self.choices[index]
        focused = self.has_focus and index == self.cursor
        ground = self.ground
        role = "*band_text" if ground == "band" else "text"
        if choice.chosen:
            role, ground = "*chosen_text", "chosen"
            if self.ground == "band":
                role, ground = "*band", "band_accent"
        if focused or self.pressed == index:
            role, ground = "*text", "focus"
        middle = self.row_height // 2
        shown = ""
        if part == middle:
            shown = choice.label
        elif part == 0 and choice.glyph:
            shown = choice.glyph
        elif focused and part == self.row_height - 1 and self.row_height > 1:
            return [
                (" ", f"{role}@{ground}"),
                ("▔" * (size - 2), f"*accent@{ground}"),
                (" ", f"{role}@{ground}"),
            ]
        text = fit(shown, size)
        gap = size - cell_len(text)
        return [(" " * (gap // 2) + text + " " * (gap - gap // 2), f"{role}@{ground}")]

    def target_at(self, x: int, y: int) -> int | None:
        """Return the index of the target at a cell."""
        rows = self._lay_out(self.size.width)
        line = y // self.row_height
        if not 0 <= line < len(rows):
            return None
        edge = 0
        for index, size in rows[line]:
            if edge <= x < edge + size:
                return index
            edge += size
        return None

    def act_on(self, target: int) -> None:
        """Choose the target."""
        self.cursor = target
        self.action_choose()

    def on_focus(self, _event: Focus) -> None:
        """Begin at the chosen target."""
        chosen = (index for index, choice in enumerate(self.choices) if choice.chosen)
        self.cursor = next(chosen, min(self.cursor, max(0, len(self.choices) - 1)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave an arrow key to the screen where there is nothing more to move to."""
        if action == "move" and isinstance(parameters[0], int):
            return 0 <= self.cursor + parameters[0] < len(self.choices)
        return True

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.cursor += step

    def action_choose(self) -> None:
        """Choose the target under the cursor."""
        if self.cursor < len(self.choices):
            self.post_message(self.Chosen(self, self.choices[self.cursor].key))
