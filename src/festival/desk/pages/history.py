"""Who changed what, when and why, and what it was before; from here anything can be put back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from textual.message import Message
from textual.widget import Widget

from festival.desk.commands import Command
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.lines import Line
from festival.desk.dialogs.reading import ReadingDialog
from festival.desk.messages import LookBack, Propose, Say
from festival.desk.page import DeskPage
from festival.desk.state import DeskState
from festival.desk.view.history import (
    Entry,
    EntryPainter,
    about_change,
    entries,
    rooms_of,
    shifts,
)
from festival.desk.widgets.split import Split
from festival.schedule import edits
from festival.schedule.past import Past
from festival.tui.cards import Cards
from festival.tui.paint import Row

_NEAR_THE_END: Final = 5
"""So many lines before the end the older changes are fetched."""
_MOST: Final = 1_000
"""Changes that are fetched at a time when all of them are needed."""
_ANY: Final = "*"


class HistoryPage(DeskPage):
    """All changes, newest first."""

    NAME = "history"
    KEYS = (
        Command(key="u", action="undo", name="Undo", help="This change is put back, by a new change."),
        Command(key="U", action="undo_person", name="Undo person", help="All that this person changed is put back, as far as nobody changed it since."),
        Command(key="p", action="person", name="Person", help="Only the changes of one person."),
        Command(key="r", action="room", name="Room", help="Only the changes in one room."),
        Command(key="m", action="mark", name="Mark", help="Mark this revision, to compare it with another."),
        Command(key="c", action="compare", name="Compare", help="What differs between the two marked revisions, or between the marked one and this."),
        Command(key="x", action="everything", name="All", help="Show the changes of everybody, everywhere."),
        Command(key="l", action="older", name="Older", help="Fetch older changes from the hub."),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._person = ""
        self._room = ""
        self._marked: tuple[int, ...] = ()
        self._past: Past | None = None
        self._shown: tuple[object, ...] = ()
        """What the list was made of."""
        self._wanted: edits.UndoPerson | None = None
        """What is proposed as soon as all the changes that it needs are here."""

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
        made_of = (state.changes, state.schedule, state.locale, self._person, self._room, self._marked)
        if len(self._shown) != len(made_of) or any(
            one is not other for one, other in zip(self._shown, made_of, strict=True)
        ):
            self._shown = made_of
            self._fill(state)
        self._propose_when_known(state)

    def _fill(self, state: DeskState) -> None:
        past = Past(state.schedule, state.changes)
        self._past = past
        listed = entries(
            state,
            person=self._person,
            room=self._room,
            marked=frozenset(self._marked),
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

    def _again(self) -> None:
        if self.state is not None:
            self.show_frame(self.state)
            self.show(self.state)

    @property
    def _entry(self) -> Entry | None:
        found = self.query_one(Split).item
        return found if isinstance(found, Entry) else None

    def allows(self, command: Command) -> bool:
        """Leave out what the role may not do, and what there is nothing for."""
        state = self.state
        if state is None or command not in self.KEYS:
            return True
        match command.action:
            case "undo_person":
                return state.holder is None or state.holder.role != "host"
            case "compare":
                return bool(self._marked)
            case "everything":
                return bool(self._person or self._room)
            case "older":
                return self._has_older(state)
            case _:
                return bool(state.changes)

    def _has_older(self, state: DeskState) -> bool:
        return bool(state.changes) and state.changes[-1].revision > 1

    # Older changes

    def on_split_pointed(self, message: Split.Pointed) -> None:
        """Fetch older changes when the end of the list comes near."""
        message.stop()
        cards = self.query_one(Cards)
        at_end = cards.cursor >= len(cards.items) - 1 - _NEAR_THE_END
        if at_end and self.state is not None and self._has_older(self.state):
            self.post_message(LookBack())

    def action_older(self) -> None:
        """Fetch older changes."""
        if self.state is not None and self._has_older(self.state):
            self.post_message(LookBack())

    # What is shown

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Show the whole change."""
        message.stop()
        entry, past = message.item, self._past
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
        self._again()

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
        self._again()

    def action_everything(self) -> None:
        """Leave nothing out."""
        self._person = self._room = ""
        self._again()

    # Comparing

    def action_mark(self) -> None:
        """Mark the revision under the cursor; of three the one that was marked first is marked no more."""
        if (entry := self._entry) is None:
            return
        revision = entry.change.revision
        others = tuple(one for one in self._marked if one != revision)
        self._marked = others if len(others) < len(self._marked) else (*others[-1:], revision)
        self._again()

    def action_compare(self) -> None:
        """Show what parts two revisions."""
        entry, past, state = self._entry, self._past, self.state
        if past is None or state is None or not self._marked:
            return
        both = {*self._marked} if len(self._marked) == 2 or entry is None else {*self._marked, entry.change.revision}  # fmt: skip
        older, newer = min(both), max(both)
        if older == newer:
            words = state.locale.t("Mark another revision, or put the cursor on one, to compare two.")
            self.post_message(Say(words))
            return
        found = past.between(older, newer)
        dialog = ReadingDialog(
            lambda now: now.locale.t("From revision {older} to {newer}", older=older, newer=newer),
            lambda now, width: shifts(now, found, width),
        )
        dialog.state = state
        self.app.push_screen(dialog)

    # Putting back

    def action_undo(self) -> None:
        """Propose to put this change back."""
        if (entry := self._entry) is not None:
            self.post_message(Propose(edits.Undo(change=entry.change.revision)))

    def action_undo_person(self) -> None:
        """Ask from when on all that the person under the cursor did is to be put back."""
        entry, state = self._entry, self.state
        person = entry.change.by if entry is not None else ""
        if not person or state is None or (state.holder is not None and state.holder.role == "host"):
            return
        t = state.locale.t
        hour = state.now - timedelta(hours=1)
        sinces: dict[str, datetime | None] = {"day": state.day.start, "hour": hour, "all": None}
        lines = [
            Line("day", t("Everything of today, since {time}", time=state.locale.time(state.day.start))),
            Line("hour", t("Since an hour ago, {time}", time=state.locale.time(hour))),
            Line("all", t("Everything, from the beginning")),
        ]
        question = t("Put back what {person} changed: from when on?", person=person)
        self.ask(ChoiceDialog(question, lines), lambda answer: self._undo_since(person, sinces[answer]))

    def _undo_since(self, person: str, since: datetime | None) -> Message | None:
        self._wanted = edits.UndoPerson(person=person, since=since)
        if self.state is not None:
            self._propose_when_known(self.state)
        return None

    def _propose_when_known(self, state: DeskState) -> None:
        """Propose what was asked for once every change since then is here: the preview would say too little before."""
        wanted = self._wanted
        if wanted is None:
            return
        known = state.changes
        if self._has_older(state) and (wanted.since is None or known[-1].at >= wanted.since):
            words = state.locale.t("The history is being fetched: {n} changes so far.", n=len(known))
            if state.notice is None or state.notice.text != words:
                self.post_message(Say(words))
            self.post_message(LookBack(_MOST))
            return
        self._wanted = None
        self.post_message(Propose(wanted))

    def forget(self) -> None:
        """Ask for nothing any more."""
        self._wanted = None
