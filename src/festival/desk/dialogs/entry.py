"""A question that is answered with a line of text."""

from collections.abc import Callable, Iterable

from textual.widget import Widget
from textual.widgets import Input

from festival.desk.dialogs.base import Dialog
from festival.desk.state import DeskState
from festival.locale import Locale
from festival.tui.paint import Row, wrap
from festival.tui.rows import Rows


class EntryDialog(Dialog[str]):
    """Asks `question`; Enter answers with the text, unless `check` has a complaint about it.

    `hint` says what is expected; `text` stands there at first. `check` is given the text and the locale, and returns
    a sentence, "" if the text is good. All texts are in the organiser's language.
    """

    DEFAULT_CSS = """
    EntryDialog Input, EntryDialog Input:focus {
        border: none; height: 1; padding: 0 1; background: $fest-ground; color: $fest-text;
    }
    EntryDialog Input > .input--cursor { background: $fest-chosen; color: $fest-chosen-text; text-style: none; }
    EntryDialog Input > .input--selection { background: $fest-focus; color: $fest-text; }
    EntryDialog #hint { margin-top: 1; }
    """

    def __init__(
        self,
        question: str,
        *,
        hint: str = "",
        text: str = "",
        check: Callable[[str, Locale], str] = lambda _text, _locale: "",
    ) -> None:
        super().__init__()
        self._question = question
        self._hint = hint
        self._text = text
        self._check = check

    def body(self) -> Iterable[Widget]:
        """Give the line and what is expected of it."""
        yield Input(self._text, select_on_focus=True, max_length=2_000)
        yield Rows(id="hint", ground="card")

    def title_of(self, state: DeskState) -> str:
        """Return what is asked."""
        return self._question

    def ready(self) -> None:
        """Let it be typed at once."""
        self._say("")
        self.query_one(Input).focus()

    def _say(self, complaint: str) -> None:
        hint = self._hint

        def paint(width: int) -> list[Row]:
            rows: list[Row] = [
                [(f"✕ {line}" if n == 0 else line, "stop")]
                for n, line in enumerate(wrap(complaint, width - 2))
            ]
            shown = rows if complaint else [[(line, "muted")] for line in wrap(hint, width)]
            return [
                *shown,
                [("Enter", "*accent"), (" OK   ", ""), ("Esc", "*accent"), (f" {self._back()}", "")],
            ]

        self.query_one("#hint", Rows).paint = paint

    def _back(self) -> str:
        return self.state.locale.t("Back") if self.state is not None else ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take the complaint back."""
        event.stop()
        self._say("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, if there is nothing to complain about."""
        event.stop()
        text = event.value.strip()
        if self.state is None:
            return
        complaint = self._check(text, self.state.locale)
        if complaint:
            self._say(complaint)
        else:
            self.dismiss(text)
