"""The question of a kiosk that nobody has touched for a while."""

from collections.abc import Sequence

from festival.kiosk.idle import COUNTDOWN_S
from festival.kiosk.state import State
from festival.locale import LANGUAGES, locale_for
from festival.tui.bigtext import SMALL, TALL, line
from festival.tui.paint import Row, progress, width_of
from festival.tui.rows import Rows


class Asking(Rows):
    """Covers the page with a countdown; any key or touch takes it away."""

    DEFAULT_CSS = """
    Asking { layer: over; width: 100%; height: 100%; display: none; }
    """

    def __init__(self) -> None:
        super().__init__(id="asking")

    def ask(self, state: State, seconds: int) -> None:
        """Show the countdown."""
        self.paint = lambda width: question(state, seconds, width, self.size.height)
        self.display = True

    def hear(self) -> bool:
        """Take the question away; return whether it stood."""
        stood, self.display = bool(self.display), False
        return stood


def question(state: State, seconds: int, width: int, height: int) -> Sequence[Row]:
    """Return the question in the middle of the screen, in the visitor's language and in all others."""
    t = state.locale.t
    face = TALL if width >= 100 and height >= 30 else SMALL
    rows: list[Row] = [[(row, "accent")] for row in line(t("Continue?"), face)]
    rows += [[(row, "text")] for row in line(str(seconds), face)]
    rows += [[], progress(seconds / COUNTDOWN_S, min(40, width - 8)), []]
    for language in (state.locale.language, *(tag for tag in LANGUAGES if tag != state.locale.language)):
        text = locale_for(language, state.locale.zone).t("Touch the screen or press any key to go on.")
        rows.append([(text, "*" if language == state.locale.language else "muted")])
    top: list[Row] = [[] for _ in range(max(0, (height - len(rows)) // 2))]
    return top + [[(" " * max(0, (width - width_of(row)) // 2), ""), *row] for row in rows]
