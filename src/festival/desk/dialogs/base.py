"""What all questions above a page have: a frame in the middle, a title, and that Escape answers nothing."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click, Key
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget

from festival.desk.state import DeskState
from festival.tui.base import FestivalScreen
from festival.tui.paint import Row, wrap
from festival.tui.rows import Rows

AnswerT = TypeVar("AnswerT")


class Dialog(FestivalScreen[AnswerT], ModalScreen[AnswerT]):
    """A question. It ends with an answer, or with None on Escape. It is handed the newest state while it is open."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $fest-ground 55%; }
    Dialog > #frame {
        width: 76; max-width: 96%; height: auto; max-height: 94%;
        background: $fest-card; border: round $fest-accent; padding: 0 1;
    }
    Dialog #title { margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+c", "nothing", show=False)]

    state: reactive[DeskState | None] = reactive(None, init=False)

    def compose(self) -> ComposeResult:
        """Lay the frame around the body."""
        with Vertical(id="frame"):
            yield Rows(id="title", ground="card")
            yield from self.body()

    def body(self) -> Iterable[Widget]:
        """Return the dialog's own widgets."""
        raise NotImplementedError

    def title_of(self, state: DeskState) -> str:
        """Return what is asked."""
        raise NotImplementedError

    def show(self, state: DeskState) -> None:
        """Show `state`."""

    def ready(self) -> None:
        """Do what the widgets must be there for: fill a list, set the focus."""

    def on_mount(self) -> None:
        """Show the state that came before the widgets did."""
        if self.state is not None:
            self._show(self.state)
        self.ready()

    def watch_state(self, state: DeskState | None) -> None:
        """Show the newest state."""
        if state is not None and self.is_mounted:
            self._show(state)

    def _show(self, state: DeskState) -> None:
        title = self.title_of(state)
        self.query_one("#title", Rows).paint = lambda width: titled(title, width)
        self.show(state)

    def action_nothing(self) -> None:
        """End without an answer."""
        self.dismiss(None)


class FullScreen(Dialog[None]):
    """What takes the screen without frame and title, until any key or touch gives it back."""

    def compose(self) -> ComposeResult:
        """Give the body alone."""
        yield from self.body()

    def _show(self, state: DeskState) -> None:
        self.show(state)

    def on_resize(self) -> None:
        """Fill the screen again."""
        if self.state is not None:
            self.show(self.state)

    def on_key(self, event: Key) -> None:
        """Give the screen back."""
        event.stop()
        self.dismiss(None)

    def on_click(self, event: Click) -> None:
        """Give the screen back."""
        event.stop()
        self.dismiss(None)


def titled(title: str, width: int) -> list[Row]:
    """Return the rows of a title."""
    return [[(line, "*accent")] for line in wrap(title, width, 3)]
