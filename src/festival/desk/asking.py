"""The part of the app that asks: help, the palette, the outbox, before leaving; and how the desk looks."""

from collections.abc import Callable
from typing import TypeVar

from festival.desk.dialogs.base import Dialog
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.help import HelpDialog
from festival.desk.dialogs.lines import Line
from festival.desk.dialogs.palette import Entry, PaletteDialog
from festival.desk.dialogs.waiting import OutboxDialog
from festival.desk.outbox import OutboxApp
from festival.desk.page import EVERYWHERE, DeskPage, page_labels
from festival.desk.pages import PAGES, page_class
from festival.desk.state import DeskState
from festival.locale import LANGUAGES, locale_for
from festival.tui.messages import Go
from festival.tui.themes import PALETTES

AnswerT = TypeVar("AnswerT")


class AskingApp(OutboxApp):
    """An app with dialogs. They are handed the newest state, like the page below them."""

    def watch_state(self, state: DeskState) -> None:
        """Hand the state to the page that is seen, and to the dialogs above it."""
        super().watch_state(state)
        for screen in self.screen_stack if self.is_running else ():
            if isinstance(screen, Dialog):
                screen.state = state

    def question(self, dialog: Dialog[AnswerT], then: Callable[[AnswerT | None], None]) -> None:
        """Put `dialog` above the page, and call `then` with its answer."""
        dialog.state = self.state
        self.push_screen(dialog, then)

    def action_explain(self) -> None:
        """List the keys of the present page."""
        page = self.page
        if isinstance(page, DeskPage):
            dialog = HelpDialog(page.heading(self.state), [*page.KEYS, *EVERYWHERE])
            self.question(dialog, self._do)

    def _do(self, action: str | None) -> None:
        page = self.page
        if action is not None and page is not None:
            self.call_after_refresh(page.run_action, action)

    def action_palette(self) -> None:
        """Offer every command of the desk."""
        labels = page_labels(self.state.locale)
        here = self.page.NAME if self.page is not None else ""
        entries = [
            Entry(name, labels[name], one)
            for name in sorted(PAGES, key=lambda name: name != here)
            for one in page_class(name).KEYS
        ]
        self.question(PaletteDialog([*entries, *(Entry("", "", one) for one in EVERYWHERE)]), self._run)

    def _run(self, entry: Entry | None) -> None:
        if entry is None:
            return
        if entry.page and self.page is not None and entry.page != self.page.NAME:
            self.on_go(Go(entry.page))
        self._do(entry.command.action)

    def action_outbox(self) -> None:
        """Show what the hub has not made."""
        self.question(OutboxDialog(), self._resolved)

    def action_language(self) -> None:
        """Speak the next language."""
        tags = list(LANGUAGES)
        following = tags[(tags.index(self.state.locale.language) + 1) % len(tags)]
        self.state = self.state.with_(locale=locale_for(following, self.state.locale.zone))

    def action_colours(self) -> None:
        """Show the next colours."""
        names = list(PALETTES)
        self.state = self.state.with_(theme=names[(names.index(self.state.theme) + 1) % len(names)])

    def action_leave(self) -> None:
        """Leave the desk; ask first if an edit is not made yet."""
        count = len(self.state.waiting)
        if not count:
            self.exit()
            return
        locale = self.state.locale
        asked = locale.n(
            "{n} edit is not made yet and would be lost.",
            "{n} edits are not made yet and would be lost.",
            count,
        )
        lines = [Line("stay", locale.t("Stay")), Line("leave", locale.t("Leave, and lose it"))]
        self.question(ChoiceDialog(asked, lines), lambda answer: self.exit() if answer == "leave" else None)
