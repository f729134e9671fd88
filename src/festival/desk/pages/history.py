"""Who changed what, when and why, and what it was before; from here anything can be put back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from textual.message import Message

from festival.desk.commands import Command
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.lines import Line
from festival.desk.dialogs.reading import ReadingDialog
from festival.desk.history_list import HistoryList
from festival.desk.messages import LookBack, Propose, Say
from festival.desk.state import DeskState
from festival.desk.view.history import shifts
from festival.schedule import edits
from festival.schedule.changes import Change

_MOST: Final = 1_000
"""Changes that are fetched at a time when all of them are needed."""


class HistoryPage(HistoryList):
    """All changes: two are compared, one is put back, or all of a person."""

    NAME = "history"
    KEYS = (
        Command(key="u", action="undo", makes="undo", name="Undo", help="This change is put back, by a new change."),
        Command(key="U", action="undo_person", makes="undo_person", name="Undo person", help="All that this person changed is put back, as far as nobody changed it since."),
        Command(key="p", action="person", name="Person", help="Only the changes of one person."),
        Command(key="r", action="room", name="Room", help="Only the changes in one room."),
        Command(key="m", action="mark", name="Mark", help="Mark this revision, to compare it with another."),
        Command(key="c", action="compare", name="Compare", help="What differs between the two marked revisions, or between the marked one and this."),
        Command(key="x", action="everything", name="All", help="Show the changes of everybody, everywhere."),
        Command(key="l", action="older", name="Older", help="Fetch older changes from the hub."),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._wanted: edits.UndoPerson | None = None
        """What is proposed as soon as all the changes that it needs are here."""
        self._asked_with: tuple[Change, ...] = ()
        """What was known when older changes were last asked for: once is enough until some come."""
        self._in_vain = 0
        """How often changes had been asked for in vain when it was wanted."""

    def show(self, state: DeskState) -> None:
        """Show the changes; propose what waited for them."""
        super().show(state)
        self._propose_when_known(state)

    # Comparing

    def action_mark(self) -> None:
        """Mark the revision under the cursor; of three the one that was marked first is marked no more."""
        if (entry := self.entry) is None:
            return
        revision = entry.change.revision
        others = tuple(one for one in self.marked if one != revision)
        self.marked = others if len(others) < len(self.marked) else (*others[-1:], revision)
        self.again()

    def action_compare(self) -> None:
        """Show what parts two revisions."""
        entry, past, state = self.entry, self.past, self.state
        if past is None or state is None or not self.marked:
            return
        both = {*self.marked} if len(self.marked) == 2 or entry is None else {*self.marked, entry.change.revision}  # fmt: skip
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
        if (entry := self.entry) is not None:
            self.post_message(Propose(edits.Undo(change=entry.change.revision)))

    def action_undo_person(self) -> None:
        """Ask from when on all that the person under the cursor did is to be put back."""
        entry, state = self.entry, self.state
        person = entry.change.by if entry is not None else ""
        if not person or state is None or (state.holder is not None and state.holder.role == "host"):
            return
        sinces = dict(_beginnings(state))
        lines = [Line(str(at), words) for at, words in enumerate(sinces)]
        question = state.locale.t("Put back what {person} changed: from when on?", person=person)
        dialog = ChoiceDialog(question, lines)
        self.ask(dialog, lambda answer: self._undo_since(person, [*sinces.values()][int(answer)]))

    def _undo_since(self, person: str, since: datetime | None) -> Message | None:
        if self.state is not None:
            self._wanted = edits.UndoPerson(person=person, since=since)
            self._in_vain, self._asked_with = self.state.in_vain, ()
            self._propose_when_known(self.state)
        return None

    def _propose_when_known(self, state: DeskState) -> None:
        """Propose what was asked for once every change since then is here: the preview would say too little before.

        Nothing is proposed over what the organiser has gone on to, and a hub that does not tell is not asked for ever.
        """
        wanted, t = self._wanted, state.locale.t
        if wanted is None:
            return
        if state.in_vain != self._in_vain:
            self._give_up(t("Nothing is put back: the history could not be fetched."))
            return
        if self.app.screen is not self:
            self._give_up(t("Nothing is put back: something else was opened meanwhile."))
            return
        known = state.changes
        if self.has_older(state) and (wanted.since is None or known[-1].at >= wanted.since):
            if known is self._asked_with:
                return
            self._asked_with = known
            words = t("The history is being fetched: {n} changes so far.", n=len(known))
            self.post_message(Say(words))
            self.post_message(LookBack(_MOST))
            return
        self._wanted = None
        self.post_message(Propose(wanted))

    def _give_up(self, why: str) -> None:
        self._wanted = None
        self.post_message(Say(why, "stop"))

    def forget(self) -> None:
        """Ask for nothing any more."""
        self._wanted = None


def _beginnings(state: DeskState) -> Iterator[tuple[str, datetime | None]]:
    """Yield from when on somebody's changes may be put back, in words and as an instant (UTC; None: from the first)."""
    t, locale, festival = state.locale.t, state.locale, state.schedule.festival
    if (day := festival.day_of_work(state.now)) is not None:
        begin = festival.begin_of_work(day)
        yield t("Everything of today, since {time}", time=locale.time(begin)), begin
    hour = state.now - timedelta(hours=1)
    yield t("Since an hour ago, {time}", time=locale.time(hour)), hour
    yield t("Everything, from the beginning"), None
