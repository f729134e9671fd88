"""The page about one thing: its text, its actions below, and its QR code beside or below where there is room."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final

from textual.containers import Container, Vertical
from textual.events import Resize
from textual.widget import Widget

from festival.kiosk.messages import Back, Go
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.block import Block, heading, prose
from festival.kiosk.view.code import caption
from festival.kiosk.widgets.article import Article
from festival.kiosk.widgets.code_panel import CodePanel
from festival.links import Link
from festival.tui.cards import Cards
from festival.tui.choices import Choice, Choices

_CODE_ROWS: Final = 24
"""Rows that a code below the text may take."""
_ACTION_ROWS: Final = 5
"""Rows that the actions and the space around the text take."""


class ThingPage(Page):
    """A page whose ``subject`` is the id of one thing of the programme.

    Keys of blocks are ``page:subject``; choosing one goes there.
    """

    FOCUS = "#actions"
    KIND: ClassVar[str]
    """The thing's kind in ``Go("code", "kind:id")``."""
    TEXT_MIN: ClassVar[int] = 60
    """Columns that the text keeps beside a code."""
    TEXT_MIN_LARGE: ClassVar[int] = 76
    """The same in large letters."""
    DEFAULT_CSS = """
    ThingPage #thing { layout: horizontal; height: 1fr; }
    ThingPage #thing.-below { layout: vertical; }
    ThingPage #about { width: 1fr; height: 1fr; }
    ThingPage #about Article { height: 1fr; margin-top: 1; }
    ThingPage #about #actions { margin: 1 0 0 2; }
    ThingPage CodePanel { margin: 0 2 0 1; }
    ThingPage .-below CodePanel { height: auto; margin: 1 0 0 2; }
    """

    @abstractmethod
    def find(self, state: State) -> Any | None:
        """Return the thing that ``subject`` names, None if the programme has none (any more)."""

    @abstractmethod
    def blocks(self, state: State, thing: Any) -> Sequence[Block]:
        """Return what there is to read and to choose."""

    @abstractmethod
    def link(self, state: State, thing: Any) -> Link:
        """Return where its code leads."""

    def actions(self, state: State, thing: Any) -> Iterable[Choice]:
        """Return further actions between the way back and the code."""
        return ()

    def act(self, state: State, thing: Any, key: str) -> None:
        """Do a further action."""

    def body(self) -> Iterable[Widget]:
        """Return the text with the actions below it, and the code."""
        about = Vertical(Article(), Choices(id="actions", ground="card", gap=1), id="about")
        yield Container(about, CodePanel(), id="thing")

    def show(self, state: State) -> None:
        """Show the thing, or that there is none."""
        thing = self.find(state)
        t = state.locale.t
        back = Choice("back", t("Back"), "←")
        if thing is None:
            self.query_one(CodePanel).display = False
            gone = t("This is not in the programme any more.")
            self.query_one(Article).show([Block(lambda width: prose(gone, width, "*"))])
            self._actions.choices = (back, Choice("programme", t("Programme"), "▦"))
            return
        link = self.link(state, thing)
        blocks = list(self.blocks(state, thing))
        if not self._place_code(state, link):
            blocks.append(Block(lambda width: [*heading(t("QR code")), *caption(state, link, width)]))
        self.query_one(Article).show(blocks)
        self._actions.choices = (back, *self.actions(state, thing), Choice("code", t("QR code"), "▣"))

    @property
    def _actions(self) -> Choices:
        return self.query_one("#actions", Choices)

    @property
    def text_rows(self) -> int:
        """How many rows of the text are seen at first, at least."""
        return self.room.height - _ACTION_ROWS - (_CODE_ROWS + 1 if self._is_code_below else 0)

    @property
    def _is_code_below(self) -> bool:
        width, rows = self.room
        return width < 80 and rows >= 50

    def _place_code(self, state: State, link: Link) -> bool:
        """Put the code beside the text, in a tall window below it, or leave it to its own page.

        Return whether the page says where it leads.
        """
        width, rows = self.room
        self.query_one("#thing").set_class(self._is_code_below, "-below")
        panel = self.query_one(CodePanel)
        if self._is_code_below:
            return panel.show(state, link, width - 4, _CODE_ROWS)
        text = self.TEXT_MIN_LARGE if state.large else self.TEXT_MIN
        return panel.show(state, link, width - text - 3, rows)

    def on_resize(self, _event: Resize) -> None:
        """Place the code anew."""
        if self.state is not None:
            self.show(self.state)

    def on_mount(self) -> None:
        """Begin at what is most wanted, not at the way back."""
        self._actions.cursor = 1

    def forget(self) -> None:
        """Begin at the top of the text, and at what is most wanted."""
        self.query_one(Article).forget()
        self._actions.cursor = 1

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Go to what was chosen in the text."""
        page, _, subject = event.key.partition(":")
        self.post_message(Go(page, subject))

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Act."""
        state = self.state
        thing = self.find(state) if state is not None else None
        match event.key:
            case "back":
                self.post_message(Back())
            case "programme":
                self.post_message(Go("programme"))
            case "code":
                self.post_message(Go("code", f"{self.KIND}:{self.subject}"))
            case key if state is not None and thing is not None:
                self.act(state, thing, key)
