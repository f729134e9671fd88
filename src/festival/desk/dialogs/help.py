"""All keys of a page, with a sentence each."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from festival.desk.commands import Command
from festival.desk.dialogs.base import Dialog
from festival.desk.dialogs.lines import Line, LinePainter
from festival.desk.state import DeskState
from festival.tui.cards import Cards


class HelpDialog(Dialog[str]):
    """Lists `commands`; Enter answers with the action of one, which is then done."""

    DEFAULT_CSS = """
    HelpDialog > #frame { height: 94%; }
    HelpDialog Cards { height: 1fr; }
    """

    def __init__(self, page: str, commands: Sequence[Command]) -> None:
        super().__init__()
        self._page = page
        self._commands = tuple(commands)

    def body(self) -> Iterable[Widget]:
        """Give the list."""
        yield Cards(LinePainter())

    def title_of(self, state: DeskState) -> str:
        """Return which keys these are."""
        return state.locale.t("Keys of {page}", page=self._page)

    def ready(self) -> None:
        """Fill the list."""
        if self.state is not None:
            t = self.state.locale.t
            cards = self.query_one(Cards)
            cards.show(
                [
                    Line(one.action, t(one.name), one.key_shown, t(one.help) if one.help else "")
                    for one in self._commands
                ]
            )
            cards.focus()

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Answer."""
        message.stop()
        self.dismiss(message.key)
