"""What is new: announcements and changes, in full."""

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from festival.kiosk.messages import Go
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.latest import blocks
from festival.kiosk.widgets.article import Article
from festival.tui.cards import Cards


class LatestPage(Page):
    """Answers "has it changed?"."""

    NAME: ClassVar[str] = "latest"
    NAV: ClassVar[str] = "now"
    FOCUS: ClassVar[str] = "Article"
    DEFAULT_CSS = """
    LatestPage Article { height: 1fr; margin-top: 1; }
    """

    def body(self) -> Iterable[Widget]:
        """Return the text."""
        yield Article()

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("What is new")

    def show(self, state: State) -> None:
        """Show what is new at this time."""
        self.query_one(Article).show(blocks(state))

    def forget(self) -> None:
        """Begin at the top."""
        self.query_one(Article).forget()

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Open what has changed."""
        kind, _, subject = event.key.partition(":")
        self.post_message(Go(kind, subject))
