"""The screen that an urgent announcement takes."""

from collections.abc import Sequence

from festival.kiosk.messages import Understood
from festival.kiosk.state import State
from festival.kiosk.view.freshness import freshness
from festival.kiosk.view.urgent import urgent
from festival.schedule.model import Announcement
from festival.tui.paint import Row, Span
from festival.tui.rows import Rows
from festival.tui.touch import Touchable
from festival.tui.urgent import Notice, button_rows, button_span, screen
from festival.wording.labels import invitation
from festival.wording.provenance import rehearsal

KEYS = frozenset({"enter", "space", "escape", "backspace"})
"""Keys that go on, like the button."""


class Alarm(Touchable, Rows, can_focus=False):
    """Covers the page, its question included, with the newest urgent announcement until the visitor has understood it.

    Without `leads` nobody stands there: it goes on with a touch of anything, and shows one announcement after another.
    """

    DEFAULT_CSS = """
    Alarm { layer: above; width: 100%; height: 100%; display: none; }
    """

    def __init__(self, *, leads: bool) -> None:
        super().__init__(id="alarm")
        self.leads = leads
        self._state: State | None = None
        self._found: list[Announcement] = []
        self._turn = 0
        self._countdown_s: int | None = None

    def show(self, state: State) -> None:
        """Take the screen if something urgent holds in `state`, else give it back."""
        self._state, self._found = state, urgent(state)
        if not self._found:
            self._countdown_s = None
        self.display = bool(self._found)
        self._paint_anew()

    def turn(self) -> None:
        """Go to the next announcement."""
        self._turn += 1
        self._paint_anew()

    def ask(self, seconds: int | None) -> None:
        """Show the rest of the countdown after which the visitor is forgotten; None takes it back."""
        if seconds != self._countdown_s:
            self._countdown_s = seconds
            self._paint_anew()

    def _paint_anew(self) -> None:
        if self.display:
            self.paint = self._rows

    @property
    def _number(self) -> int:
        return 0 if self.leads else self._turn % len(self._found)

    def _rows(self, width: int) -> Sequence[Row]:
        state = self._state
        if state is None or not self._found:
            return ()
        ending: list[Span] = [(f"● {invitation(state.locale)}", "*")]
        if self.leads:
            ending = [(f"✓ {state.locale.t('Understood')}", "*")]
        notice = Notice(
            self._found[self._number],
            self._number + 1,
            len(self._found),
            ending,
            pressed=self.pressed is not None,
            countdown_s=self._countdown_s,
            rehearsal=rehearsal(state),
            freshness=freshness(state),
        )
        return screen(state, notice, width, self.size.height)

    def target_at(self, x: int, y: int) -> Announcement | None:
        """Return what is understood by a touch of the button."""
        left, right = button_span(self.size.width)
        hit = self.leads and bool(self._found) and left <= x < right and y in button_rows(self.size.height)
        return self._found[0] if hit else None

    def act_on(self, target: Announcement) -> None:
        """Go on."""
        self.post_message(Understood(target))

    def hear(self, key: str) -> None:
        """Go on if `key` means that; every other key does nothing."""
        if self.leads and self._found and key in KEYS:
            self.act_on(self._found[0])
