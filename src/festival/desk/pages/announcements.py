"""What is said on every screen: written, seen as a kiosk shows it, and taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from textual.message import Message
from textual.widget import Widget

from festival.desk.announcing import Wording
from festival.desk.commands import Command
from festival.desk.dialogs.announce import AnnounceDialog
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.entry import EntryDialog
from festival.desk.dialogs.lines import Line, LinePainter
from festival.desk.messages import Propose
from festival.desk.page import DeskPage
from festival.desk.state import DeskState
from festival.desk.typed import typed_languages
from festival.desk.view.announced import Said, SaidPainter, announced, withdrawn
from festival.schedule import edits
from festival.schedule.changes import Change
from festival.tui.cards import Cards

ALL_CLEAR: Final[Mapping[str, str]] = {
    "de": "Entwarnung: Die Warnung gilt nicht mehr.",
    "en": "All clear: the warning no longer holds.",
}
"""What is said in place of a warning that is over, if nobody finds better words."""


class AnnouncementsPage(DeskPage):
    """All announcements; a host's reach only the screens of their room."""

    NAME = "announcements"
    KEYS = (
        Command(key="n", action="write", makes="announce", name="New", help="Write an announcement, or take one of the templates."),
        Command(key="w", action="withdraw", makes="withdraw", name="Withdraw", help="Take it off the screens; in place of a warning an all-clear can be said."),
        Command(key="a", action="again", makes="announce", name="Again", help="Write a new one that begins with the text of this one."),
    )  # fmt: skip
    DEFAULT_CSS = """
    AnnouncementsPage #said { height: 1fr; }
    """

    _changes: tuple[Change, ...] = ()
    """Those that `_gone` was found in."""
    _gone: tuple[Said, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Give the list."""
        yield Cards(LinePainter(), id="said", ground="ground", gap=1)

    def show(self, state: DeskState) -> None:
        """Show what is said now, and what was."""
        t, cards = state.locale.t, self.query_one(Cards)
        cards.painter = SaidPainter(state)
        empty = [
            [(t("Nothing is announced."), "*")], [],
            [("N", "*accent"), (f" {t('writes an announcement. It is seen by everybody, at once.')}", "muted")],
        ]  # fmt: skip
        if state.changes is not self._changes:
            self._changes, self._gone = state.changes, withdrawn(state.changes)
        cards.show(announced(state, self._gone), empty=empty)
        self.show_keys()

    @property
    def said(self) -> Said | None:
        """The one under the cursor."""
        cards = self.query_one(Cards)
        item = cards.items[cards.cursor] if cards.cursor < len(cards.items) else None
        return item if isinstance(item, Said) else None

    def allows(self, command: Command) -> bool:
        """Leave out what makes no sense: what is not on the screens cannot be taken off them."""
        said = self.said
        if command.action == "withdraw":
            return said is not None and said.fate == "shown"
        return command.action != "again" or said is not None

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Begin a new one with the text of this one."""
        message.stop()
        self.action_again()

    def action_write(self) -> None:
        """Write one."""
        self.ask(AnnounceDialog(rooms=self._own()), Propose)

    def action_again(self) -> None:
        """Write one that begins with the text of another."""
        if (said := self.said) is not None:
            known = Wording.of(said.one)
            self.ask(AnnounceDialog(replace(known, rooms=self._own() or known.rooms)), Propose)

    def _own(self) -> tuple[str, ...]:
        holder = self.state.holder if self.state is not None else None
        return (holder.room,) if holder is not None and holder.role == "host" and holder.room else ()

    # Taking back

    def action_withdraw(self) -> None:
        """Take it off the screens; ask what is said in place of a warning."""
        said, state = self.said, self.state
        if said is None or state is None or said.fate != "shown":
            return
        if said.one.severity == "info":
            self.post_message(Propose(edits.Withdraw(announcement=said.one.id)))
            return
        t = state.locale.t
        lines = [
            Line("clear", t("All clear"), about=state.say(dict(ALL_CLEAR))),
            Line("own", t("Other words …")),
            Line("silent", t("Nothing"), about=t("It goes without a word.")),
        ]
        question = t("It was a warning. What is said in its place, for a quarter of an hour?")
        self.ask(ChoiceDialog(question, lines), lambda answer: self._answered(said.one.id, answer))

    def _answered(self, name: str, answer: str) -> Message | None:
        if answer == "own":
            self._ask_words(name)
            return None
        reason = dict(ALL_CLEAR) if answer == "clear" else {}
        return Propose(edits.Withdraw(announcement=name, reason=reason))

    def _ask_words(self, name: str) -> None:
        state = self.state
        if state is None:
            return
        t, tags = state.locale.t, state.schedule.festival.languages
        hint = t("In every language, parted by a slash: {tags}", tags=" / ".join(tags))
        self.ask(
            EntryDialog(t("What is said in its place?"), hint=hint),
            lambda text: Propose(edits.Withdraw(announcement=name, reason=typed_languages(text, tags))),
        )
