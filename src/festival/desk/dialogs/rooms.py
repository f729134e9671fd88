"""A question that is answered by some of the rooms, or by all."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from festival.desk.dialogs.base import Dialog
from festival.desk.dialogs.lines import Line, LinePainter
from festival.desk.state import DeskState
from festival.tui.cards import Cards
from festival.tui.paint import Row
from festival.tui.rows import Rows

_ALL = ""


class RoomsDialog(Dialog[tuple[str, ...]]):
    """Space ticks a room; Enter answers with those that are ticked, else with the one under the cursor. Empty: everywhere."""

    DEFAULT_CSS = """
    RoomsDialog Cards { height: auto; max-height: 16; margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "done", show=False, priority=True)]

    def __init__(self, ticked: tuple[str, ...]) -> None:
        super().__init__()
        self._ticked = ticked

    def body(self) -> Iterable[Widget]:
        """Give the list and the keys."""
        yield Cards(LinePainter())
        yield Rows(id="keys", ground="card")

    def title_of(self, state: DeskState) -> str:
        """Return what is asked."""
        return state.locale.t("Where is it shown?")

    def ready(self) -> None:
        """Fill the list."""
        cards = self.query_one(Cards)
        cards.styles.height = min(16, len(self._lines()))
        cards.show(self._lines())
        cards.go_to(self._ticked[0] if self._ticked else _ALL)
        cards.focus()

    def show(self, state: DeskState) -> None:
        """Show the keys."""
        t = state.locale.t
        keys: Row = [
            (t("Space"), "*accent"), (f" {t('one more, or one less')}   ", ""),
            ("Enter", "*accent"), (" OK   ", ""), ("Esc", "*accent"), (f" {t('Back')}", ""),
        ]  # fmt: skip
        self.query_one("#keys", Rows).paint = lambda _width: [keys]

    def _lines(self) -> list[Line]:
        state = self.state
        if state is None:
            return []
        everywhere = Line(_ALL, state.locale.t("everywhere"), "" if self._ticked else "✓")
        rooms = state.schedule.rooms
        return [
            everywhere,
            *(Line(one.id, state.say(one.name), "✓" if one.id in self._ticked else "") for one in rooms),
        ]

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Tick a room, or take the tick away."""
        message.stop()
        key = message.key
        if key == _ALL:
            self._ticked = ()
        elif key in self._ticked:
            self._ticked = tuple(one for one in self._ticked if one != key)
        else:
            self._ticked = (*self._ticked, key)
        self.query_one(Cards).show(self._lines())

    def action_done(self) -> None:
        """Answer."""
        key = self.query_one(Cards).cursor_key
        self.dismiss(self._ticked or ((key,) if key else ()))
