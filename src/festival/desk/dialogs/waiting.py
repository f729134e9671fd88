"""What to do with edits that the hub has not made."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from festival.desk.dialogs.base import Dialog
from festival.desk.dialogs.repeats import REPEAT_S, Repeats
from festival.desk.messages import Discard, Retry
from festival.desk.sending import Sending
from festival.desk.state import DeskState
from festival.desk.view.waiting import waiting_rows
from festival.tui.cards import Cards
from festival.tui.paint import Row
from festival.tui.rows import Rows


class StuckDialog(Dialog[Message]):
    """Shows one edit that was refused or came too late: R sends it again, D throws it away, Escape leaves it waiting.

    It comes unasked, perhaps while somebody types: R and D count only once it can have been read.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "retry", show=False),
        Binding("d,delete", "discard", show=False),
    ]

    def __init__(self, one: Sending, repeats: Repeats) -> None:
        super().__init__()
        self._one = one
        self._repeats = repeats
        self._since = repeats.now()

    def body(self) -> Iterable[Widget]:
        """Give the edit and the keys."""
        yield Rows(id="stuck", ground="card")

    def title_of(self, state: DeskState) -> str:
        """Return what happened."""
        return state.locale.t("Your edit was not made")

    def show(self, state: DeskState) -> None:
        """Show both values, as far as the desk knows them now."""
        t, one = state.locale.t, self._one
        keys: Row = [
            ("R", "*accent"), (f" {t('Make it all the same')}   ", ""),
            ("D", "*accent"), (f" {t('Throw it away')}   ", ""),
            ("Esc", "*accent"), (f" {t('Leave it in the outbox')}", ""),
        ]  # fmt: skip
        self.query_one("#stuck", Rows).paint = lambda width: [*waiting_rows(state, one, width), [], keys]

    def action_retry(self) -> None:
        """Send it again, on what is known now."""
        self._answer(Retry(self._one.number))

    def action_discard(self) -> None:
        """Throw it away."""
        self._answer(Discard(self._one.number))

    def _answer(self, message: Message) -> None:
        if self._repeats.now() - self._since >= REPEAT_S:
            self.dismiss(message)


class _Painter:
    """Paints edits that wait, in one state."""

    def __init__(self, state: DeskState) -> None:
        self._state = state

    def key(self, one: Sending) -> str | None:
        return str(one.number)

    def height(self, one: Sending, width: int) -> int:
        return len(self.rows(one, width))

    def rows(self, one: Sending, width: int) -> Sequence[Row]:
        return [[(" ", ""), *row] for row in waiting_rows(self._state, one, width - 2)]


class OutboxDialog(Dialog[Message]):
    """Lists the edits that the hub has not made; R sends one again, D throws it away, Escape leaves all as they are."""

    DEFAULT_CSS = """
    OutboxDialog > #frame { height: 80%; }
    OutboxDialog Cards { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "retry", show=False),
        Binding("d,delete", "discard", show=False),
    ]

    def body(self) -> Iterable[Widget]:
        """Give the list and the keys."""
        yield Cards(_Painter(self.state)) if self.state is not None else Rows()
        yield Rows(id="keys", ground="card")

    def title_of(self, state: DeskState) -> str:
        """Return what these are."""
        return state.locale.t("Edits that the hub has not made")

    def show(self, state: DeskState) -> None:
        """Show how they stand."""
        t = state.locale.t
        cards = self.query_one(Cards)
        cards.painter = _Painter(state)
        cards.show(state.waiting, empty=[[], [(t("Nothing waits: the hub has made every edit."), "muted")]])
        keys: Row = [
            ("R", "*accent"), (f" {t('Send again')}   ", ""),
            ("D", "*accent"), (f" {t('Throw it away')}   ", ""),
            ("Esc", "*accent"), (f" {t('Back')}", ""),
        ]  # fmt: skip
        self.query_one("#keys", Rows).paint = lambda _width: [keys]

    def ready(self) -> None:
        """Let the cursor move at once."""
        self.query_one(Cards).focus()

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Enter does nothing here: what it would do should be read first."""
        message.stop()

    def _answer(self, kind: type[Retry | Discard]) -> None:
        key = self.query_one(Cards).cursor_key
        if key is not None and self.state is not None:
            found = next((one for one in self.state.waiting if one.number == int(key)), None)
            if found is not None and found.needs_somebody:
                self.dismiss(kind(found.number))

    def action_retry(self) -> None:
        """Send the one under the cursor again."""
        self._answer(Retry)

    def action_discard(self) -> None:
        """Throw the one under the cursor away."""
        self._answer(Discard)
