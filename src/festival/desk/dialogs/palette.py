"""The palette: every command of the desk, found by a part of its name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from festival.desk.commands import Command
from festival.desk.dialogs.base import Dialog
from festival.desk.dialogs.entry import EntryDialog
from festival.desk.dialogs.lines import Line, LinePainter
from festival.desk.state import DeskState
from festival.tui.cards import Cards


@dataclass(frozen=True, slots=True)
class Entry:
    """A command on its page ("": on every page)."""

    page: str
    page_label: str
    command: Command


class _Found(Cards):
    """A list whose cursor is seen while somebody types above it."""

    def is_marked(self, at: int) -> bool:
        """Return whether Enter would choose the card."""
        return at == self.cursor or super().is_marked(at)


class PaletteDialog(Dialog[Entry]):
    """Answers with one of `entries`."""

    DEFAULT_CSS = f"""
    PaletteDialog > #frame {{ height: 94%; }}
    PaletteDialog _Found {{ height: 1fr; margin-top: 1; }}
    {EntryDialog.DEFAULT_CSS.replace("EntryDialog", "PaletteDialog")}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
    ]

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._entries = tuple(entries)

    def body(self) -> Iterable[Widget]:
        """Give the line to type in, and the list."""
        yield Input(max_length=80)
        yield _Found(LinePainter())

    def title_of(self, state: DeskState) -> str:
        """Return what this is."""
        return state.locale.t("Every command")

    def ready(self) -> None:
        """Let it be typed at once."""
        self._fill("")
        self.query_one(Input).focus()

    def _fill(self, typed: str) -> None:
        if self.state is None:
            return
        t = self.state.locale.t
        words = typed.casefold().split()
        lines = [
            Line(
                str(number),
                f"{one.page_label} › {t(one.command.name)}" if one.page_label else t(one.command.name),
                one.command.key_shown,
            )
            for number, one in enumerate(self._entries)
        ]
        found = [one for one in lines if all(word in one.label.casefold() for word in words)]
        self.query_one(Cards).show(found, empty=[[], [(t("No command is called so."), "muted")]])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is left."""
        event.stop()
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the command under the cursor."""
        event.stop()
        self.query_one(Cards).action_choose()

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Answer."""
        message.stop()
        self.dismiss(self._entries[int(message.key)])

    def action_move(self, step: int) -> None:
        """Move the cursor of the list."""
        self.query_one(Cards).action_move(0, step)

    def action_page(self, step: int) -> None:
        """Move it by a page."""
        self.query_one(Cards).action_page(step)
