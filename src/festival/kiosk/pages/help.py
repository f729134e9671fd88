"""Help: how this works, how it looks, what it shows, and what becomes of what a visitor does."""

from collections.abc import Iterable
from typing import ClassVar, Final

from textual.containers import Container, Horizontal
from textual.events import Resize
from textual.widget import Widget

from festival.kiosk.messages import Change, Go, Speak
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.help import STAFF, blocks, legend
from festival.kiosk.widgets.article import Article
from festival.locale import LANGUAGES
from festival.tui.cards import Cards
from festival.tui.choices import Choice, Choices
from festival.tui.rows import Rows

_TWO_COLUMNS: Final = 120
"""Columns from which the legend stands beside the text."""
_ONE_ROW: Final = 78
"""Columns that all settings need side by side."""


class HelpPage(Page):
    """Settings at the top, the text below."""

    NAME: ClassVar[str] = "help"
    FOCUS = "Article"
    DEFAULT_CSS = """
    HelpPage #looks { layout: horizontal; height: auto; margin: 1 2 0 2; }
    HelpPage #looks Choices { width: auto; margin-right: 3; }
    HelpPage #looks.-stacked { layout: vertical; }
    HelpPage #looks.-stacked Choices { margin: 0 0 1 0; }
    HelpPage #text { height: 1fr; margin-top: 1; }
    HelpPage Article { width: 1fr; height: 1fr; }
    HelpPage #legend { width: 44; margin: 0 2; }
    """

    def body(self) -> Iterable[Widget]:
        """Return the settings, the text, and the legend for where there is room."""
        yield Container(
            *(Choices(id=name, ground="card", gap=1) for name in ("size", "theme", "language")), id="looks"
        )
        yield Horizontal(Article(), Rows(id="legend"), id="text")

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("Help")

    def show(self, state: State) -> None:
        """Show settings and text."""
        t = state.locale.t
        themes = {
            "festival-day": t("Day"), "festival-night": t("Night"), "festival-contrast": t("High contrast"),
        }  # fmt: skip
        self._offer("size", {"large": t("Large text")}, "large" if state.large else "")
        self._offer("theme", themes, state.theme)
        self._offer("language", LANGUAGES, state.locale.language)
        self.query_one("#legend", Rows).paint = lambda width: legend(state, width)
        self._place(state)

    def _offer(self, name: str, labels: dict[str, str], chosen: str) -> None:
        self.query_one(f"#{name}", Choices).choices = tuple(
            Choice(key, label, "✓" if key == chosen else "", chosen=key == chosen)
            for key, label in labels.items()
        )

    def _place(self, state: State) -> None:
        """Use the room there is."""
        beside = self.size.width >= _TWO_COLUMNS and not state.large
        self.query_one("#legend").display = beside
        stacked = self.size.width < _ONE_ROW
        self.query_one("#looks").set_class(stacked, "-stacked")
        self.query_one(Article).show(blocks(state, with_legend=not beside))

    def on_resize(self, _event: Resize) -> None:
        """Place the legend anew."""
        if self.state is not None:
            self._place(self.state)

    def forget(self) -> None:
        """Begin at the top of the text."""
        self.query_one(Article).forget()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Change the looks or the language."""
        event.stop()
        state = self.state
        match event.sender.id:
            case "size" if state is not None:
                self.post_message(Change(large=not state.large))
            case "theme":
                self.post_message(Change(theme=event.key))
            case "language":
                self.post_message(Speak(event.key))

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Lead staff to their page."""
        if event.key == STAFF:
            self.post_message(Go(STAFF))
