"""A day played with made-up changes, for trying the program out when no festival is on."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.edits import Edit, Undo
from festival.schedule.errors import EditRefused
from festival.schedule.model import Schedule


class Rehearsal:
    """Applies edits to a schedule as time reaches them.

    `edits`: instants (UTC) and edits, in order of time. An :class:`~festival.schedule.edits.Undo` among them names
    the edit that it reverses by its place, from 1: nobody who writes a day knows its revisions.
    """

    def __init__(self, schedule: Schedule, edits: Sequence[tuple[datetime, Edit]]) -> None:
        self._planned = schedule
        self._edits = edits
        self.restart()

    def restart(self) -> None:
        """Begin the day again."""
        self._schedule = self._planned
        self.played = 0
        """How many edits are behind: made or refused."""
        self.made: dict[int, Change] = {}
        """The changes by the place of their edit."""
        self.refused: list[tuple[datetime, str]] = []
        """When and why an edit could not be applied and was left out."""

    def at(self, now: datetime) -> Schedule:
        """Return the schedule with every edit that is due at `now` (aware), which never goes back between calls."""
        while self.played < len(self._edits) and self._edits[self.played][0] <= now:
            at, edit = self._edits[self.played]
            self.played += 1
            try:
                change = self._change(at, edit)
            except EditRefused as error:
                self.refused.append((at, str(error)))
            else:
                self.made[self.played] = change
                self._schedule = fold(self._schedule, [change])
        return self._schedule

    def _change(self, at: datetime, edit: Edit) -> Change:
        edit = by_revision(edit, {place: change.revision for place, change in self.made.items()})
        log = {change.revision: change for change in self.made.values()}
        return apply(self._schedule, edit, now=at, by="rehearsal", log=log)


def by_revision(edit: Edit, revisions: Mapping[int, int]) -> Edit:
    """Return `edit` as an organiser makes it: an undo names a revision, no longer the place of an edit.

    `revisions` are those of the changes, by the place of their edit. Raises :class:`EditRefused` for an undo of
    an edit that changed nothing.
    """
    if not isinstance(edit, Undo):
        return edit
    if edit.change not in revisions:
        raise EditRefused("edit {n} of the rehearsal was not made: nothing to undo", n=edit.change)
    return edit.model_copy(update={"change": revisions[edit.change]})
