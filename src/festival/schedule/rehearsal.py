"""A day played with made-up changes, for trying the program out when no festival is on."""

from collections.abc import Sequence
from datetime import datetime

from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.edits import Edit
from festival.schedule.errors import EditRefused
from festival.schedule.model import Schedule


class Rehearsal:
    """Applies edits to a schedule as time reaches them. `edits`: instants (UTC) and edits, in order of time."""

    def __init__(self, schedule: Schedule, edits: Sequence[tuple[datetime, Edit]]) -> None:
        self._planned = schedule
        self._edits = edits
        self.restart()

    def restart(self) -> None:
        """Begin the day again."""
        self._schedule = self._planned
        self._next = 0
        self.refused: list[tuple[datetime, str]] = []
        """When and why an edit could not be applied and was left out."""

    def at(self, now: datetime) -> Schedule:
        """Return the schedule with every edit that is due at `now` (aware), which never goes back between calls."""
        while self._next < len(self._edits) and self._edits[self._next][0] <= now:
            at, edit = self._edits[self._next]
            self._next += 1
            try:
                self._schedule = fold(self._schedule, [apply(self._schedule, edit, now=at, by="rehearsal")])
            except EditRefused as error:
                self.refused.append((at, str(error)))
        return self._schedule
