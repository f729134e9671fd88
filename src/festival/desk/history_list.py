"""The list of the history: which changes are shown, and fetching older ones."""

from collections.abc import Iterable
from typing import Final

from textual.widget import Widget

from festival.desk.commands import Command
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.lines import Line
from festival.desk.dialogs.reading import ReadingDialog
from festival.desk.messages import LookBack
from festival.desk.page import DeskPage
from festival.desk.state import DeskState
from festival.desk.view.history import Entry, EntryPainter, about_change, entries, rooms_of
from festival.desk.widgets.split import Split
from festival.schedule.past import Past
from festival.tui.cards import Cards
from festival.tui.paint import Row

_NEAR_THE_END: Final = 5
"""So many lines before the end the older changes are fetched."""
_ANY: Final = "*"


class HistoryList(DeskPage):
    """All changes, newest first, or those of one person or in one room."""

    def __init__(self) -> None:
        super().__init__()
        self._person = ""
        self._room = ""
        self.marked: tuple[int, ...] = ()
        self.past: Past | None = None
        self._shown: tuple[object, ...] = ()
        """What the list was made of."""

    def body(self) -> Iterable[Widget]:
        """Give the list, and all about the change under the cursor."""
        yield Split(EntryPainter())

    def heading(self, state: DeskState) -> str:
        """Return the page's name, and what is left out."""
        room = state.schedule.room_by_id.get(self._room)
        parts = [state.locale.t("History"), self._person, state.say(room.name) if room else ""]
        return " · ".join(part for part in parts if part)

    def show(self, state: DeskState) -> None:
        """Show the changes that are known; ask for those that are not."""
        if not state.changes and state.schedule.revision:
            self.post_message(LookBack())
        made_of = (state.changes, state.schedule, state.locale, self._person, self._room, self.marked)
        if len(self._shown) != len(made_of) or any(
            one is not other for one, other in zip(self._shown, made_of, strict=True)
        ):
            self._shown = made_of
            self._fill(state)

    def _fill(self, state: DeskState) -> None:
        past = Past(state.schedule, state.changes)
        self.past = past
        listed = entries(
            state,
            person=self._person,
            room=self._room,
            marked=frozenset(self.marked),
            first=past.first,
        )
        split = self.query_one(Split)
        split.cards.painter = EntryPainter(state)
        t = state.locale.t
        nothing: list[Row] = [
            [],
            [(t("Nothing was changed yet: what you see is the programme as it was printed."), "muted")],
        ]
        split.fill(
            listed if state.changes else (),
            lambda one, width: about_change(state, past, one, width),
            empty=nothing,
        )

    def again(self) -> None:
        """Show what is to be shown now, in the list and above it."""
        if self.state is not None:
            self.show_frame(self.state)
            self.show(self.state)

    @property
    def entry(self) -> Entry | None:
        """The change under the cursor."""
        found = self.query_one(Split).item
        return found if isinstance(found, Entry) else None

    def allows(self, command: Command) -> bool:
        """Leave out what there is nothing for."""
        state = self.state
        if state is None or command not in self.KEYS:
            return True
        match command.action:
            case "compare":
                return bool(self.marked)
            case "everything":
                return bool(self._person or self._room)
            case "older":
                return self.has_older(state)
            case _:
                return bool(state.changes)

    def has_older(self, state: DeskState) -> bool:
        """Return whether the hub has changes that are not here."""
        return bool(state.changes) and state.changes[-1].revision > 1

    # Older changes

    def on_split_pointed(self, message: Split.Pointed) -> None:
        """Fetch older changes when the end of the list comes near."""
        message.stop()
        cards = self.query_one(Cards)
        at_end = cards.cursor >= len(cards.items) - 1 - _NEAR_THE_END
        if at_end and self.state is not None and self.has_older(self.state):
            self.post_message(LookBack())

    def action_older(self) -> None:
        """Fetch older changes."""
        if self.state is not None and self.has_older(self.state):
            self.post_message(LookBack())

    # What is shown

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Show the whole change."""
        message.stop()
        entry, past = message.item, self.past
        if isinstance(entry, Entry) and past is not None:
            self.app.push_screen(self._reading(past, entry))

    def _reading(self, past: Past, entry: Entry) -> ReadingDialog:
        dialog = ReadingDialog(
            lambda state: state.locale.t("Revision {n}", n=entry.change.revision),
            lambda state, width: about_change(state, past, entry, width),
        )
        dialog.state = self.state
        return dialog

    def action_person(self) -> None:
        """Choose whose changes are shown."""
        if (state := self.state) is None:
            return
        t = state.locale.t
        names = sorted({one.by for one in state.changes if one.by}, key=str.casefold)
        lines = [Line(_ANY, t("Everybody")), *(Line(f"={name}", name) for name in names)]
        self.ask(ChoiceDialog(t("Whose changes?"), lines, first=f"={self._person}"), self._of_person)

    def _of_person(self, answer: str) -> None:
        self._person = "" if answer == _ANY else answer[1:]
        self.again()

    def action_room(self) -> None:
        """Choose where the changes are that are shown."""
        if (state := self.state) is None:
            return
        t, rooms = state.locale.t, state.schedule.room_by_id
        touched: set[str] = set().union(*(rooms_of(state.schedule, one) for one in state.changes))
        lines = [
            Line(_ANY, t("Everywhere")),
            *(Line(f"={name}", state.say(room.name)) for name, room in rooms.items() if name in touched),
        ]
        self.ask(ChoiceDialog(t("Changes in which room?"), lines, first=f"={self._room}"), self._of_room)

    def _of_room(self, answer: str) -> None:
        self._room = "" if answer == _ANY else answer[1:]
        self.again()

    def action_everything(self) -> None:
        """Leave nothing out."""
        self._person = self._room = ""
        self.again()
