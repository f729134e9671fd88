"""What is asked of the publisher, and what it decides: pure functions, without store, feed or clock."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold, refuse_if_stale
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.edits import Edit, Undo, UndoPerson
from festival.schedule.errors import EditConflict, FestivalError
from festival.schedule.model import Schedule


class Unavailable(FestivalError):
    """An edit may be stored or not, because the store fails or is slow: nothing was promised, repeat it with the same key."""


class KeyReused(FestivalError):
    """The idempotency key came with another request before."""


class Intent(NamedTuple):
    """A request for an edit."""

    edit: Edit
    based_on: Cursor
    """What the organiser saw."""
    by: str
    key: str
    """The idempotency key."""
    request: bytes
    """A digest of the request, with who made it."""
    check: Callable[[Schedule, Mapping[int, Change]], None]
    """Raises a :class:`FestivalError` if its maker may not do this to the schedule; gets the log for an undo."""


class Accepted(NamedTuple):
    """What an intent did, and whether it had done so before."""

    change: Change
    epoch: str
    """Of the log that holds the change: a backup may be restored before the answer is sent."""
    is_replay: bool

    @property
    def cursor(self) -> Cursor:
        """The place that the change leads to."""
        return Cursor(self.epoch, self.change.revision)


def oldest_needed(intent: Intent) -> int:
    """Return the first revision whose change must be known to decide."""
    oldest = intent.based_on.revision + 1
    match intent.edit:
        case Undo() as undo:
            return min(oldest, undo.change)
        case UndoPerson():  # which change was the first of that person stands nowhere else
            return 1
        case _:
            return oldest


def decide(
    intent: Intent, schedule: Schedule, log: Mapping[int, Change], *, now: datetime
) -> tuple[Change, Schedule]:
    """Return the change that `intent` makes at `now` (aware), and the schedule that it leads to.

    `log` holds the changes by revision, from :func:`oldest_needed` on. Raises :class:`EditRefused`,
    :class:`EditConflict`, or what `intent.check` raises.
    """
    intent.check(schedule, log)
    seen = intent.based_on
    if seen.epoch != schedule.epoch or seen.revision > schedule.revision:
        newest = Cursor(schedule.epoch, schedule.revision)
        raise EditConflict(
            "{seen} is not in this log, which has come to {newest}: look again, then repeat the edit",
            seen=seen,
            newest=newest,
            thing="",
            current=None,
        )
    change = apply(schedule, intent.edit, now=now, by=intent.by, log=log)
    refuse_if_stale(change, (log[revision] for revision in range(seen.revision + 1, schedule.revision + 1)))
    after = fold(schedule, [change])
    return change.model_copy(update={"digest": digest(after)}), after
