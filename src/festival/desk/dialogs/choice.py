"""A question that is answered by one of a list."""

from collections.abc import Iterable, Sequence

from textual.events import Key
from textual.widget import Widget

from festival.desk.dialogs.base import Dialog
from festival.desk.dialogs.lines import Line, LinePainter, pressed
from festival.desk.state import DeskState
from festival.tui.cards import Cards


class ChoiceDialog(Dialog[str]):
    """Asks `question`; the answer is the key of one of `lines`. `first` is the key that the cursor stands on.

    A line that names a key to press is chosen by it as well.
    """

    DEFAULT_CSS = """
    ChoiceDialog Cards { height: auto; max-height: 16; }
    """

    def __init__(self, question: str, lines: Sequence[Line], *, first: str = "") -> None:
        super().__init__()
        self._question = question
        self._lines = tuple(lines)
        self._first = first

    def body(self) -> Iterable[Widget]:
        """Give the list."""
        yield Cards(LinePainter())

    def title_of(self, state: DeskState) -> str:
        """Return what is asked."""
        return self._question

    def ready(self) -> None:
        """Fill the list."""
        cards = self.query_one(Cards)
        cards.styles.height = min(16, sum(len(LinePainter().rows(one, 70)) for one in self._lines))
        cards.show(self._lines)
        keys = [one.key for one in self._lines]
        if self._first in keys:
            cards.cursor = keys.index(self._first)
        cards.focus()

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Answer."""
        message.stop()
        self.dismiss(message.key)

    def on_key(self, event: Key) -> None:
        """Answer with the line that this key chooses."""
        line = pressed(self._lines, event.key)
        if line is not None:
            event.stop()
            self.dismiss(line.key)
