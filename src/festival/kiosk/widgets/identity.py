"""Which screen this is, in letters that are read from across a square, when an organiser asks."""

from collections.abc import Sequence

from festival.kiosk.state import State
from festival.tui.bigtext import SMALL, TALL, big, pixels
from festival.tui.paint import Row, width_of, wrap
from festival.tui.picture import picture
from festival.tui.rows import Rows

_GROUND = "chosen"
_INK = "chosen_text@chosen"
_MARGIN = 4
"""Columns that stay free, both sides together."""


class Identity(Rows):
    """Covers everything while the state says so."""

    DEFAULT_CSS = """
    Identity { layer: top; width: 100%; height: 100%; display: none; }
    """

    def __init__(self) -> None:
        super().__init__(id="identity", ground=_GROUND)

    def show(self, state: State) -> None:
        """Take the screen, or give it back."""
        self.display = state.identifying
        if self.display:
            self.paint = lambda width: identity(state, width, self.size.height)


def identity(state: State, width: int, height: int) -> Sequence[Row]:
    """Return the id of the kiosk as large as it fits, and below it its name and why it shows that."""
    name = state.say(state.stand[1].name) if state.stand else ""
    inner = width - _MARGIN
    below: list[Row] = []
    if name:
        face = TALL if height >= 30 and len(name) <= TALL.fits(inner) else SMALL
        below = [[], *big(name, inner, _INK, 1, face)]
    why = state.locale.t("An organiser asked which screen this is.")
    below += [[], *([(line, _INK)] for line in wrap(why, inner))]
    rows = [*_large(state.kiosk_id or "", inner, height - len(below)), *below]
    top: list[Row] = [[] for _ in range(max(0, (height - len(rows)) // 2))]
    return top + [_centred(row, width) for row in rows]


def _large(text: str, width: int, height: int) -> list[Row]:
    """Return one line of `text` in whole cells for pixels, or in smaller letters if it is too long for that."""
    dots = pixels(text, TALL)
    scale = min(width // max(1, len(dots[0])), height * 2 // len(dots))
    if scale == 0:
        return big(text, width, _INK, 1, TALL if len(text) <= TALL.fits(width) else SMALL)
    return picture(dots, {"#": "chosen_text"}, scale, _GROUND)


def _centred(row: Row, width: int) -> Row:
    gap = max(0, width - width_of(row))
    return [(" " * (gap // 2), f"@{_GROUND}"), *row, (" " * (gap - gap // 2), f"@{_GROUND}")]
