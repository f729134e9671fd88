"""What a follower makes of what it hears: pure decisions, without network, clock or disk.

A follower trusts nothing but the next number. It folds a change only if that follows what it has and leads to the
digest that the hub named; everything else at most shows that something is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from festival.schedule.changes import Change, current, fold
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.errors import SnapshotNeeded
from festival.schedule.model import Schedule
from festival.schedule.references import dangling, dangling_in

Want = Literal["nothing", "changes", "schedule"]
"""What has to be fetched: nothing (or nothing that one knows of), the missed changes, or the whole schedule."""


@dataclass(frozen=True, slots=True)
class Course:
    """The schedule at hand, and what is known about the way to the hub's."""

    schedule: Schedule
    passed: Cursor | None = None
    """Everything up to here was sent, or could have been: what is missing has to be fetched. None: nothing is known."""
    newest: Cursor | None = None
    """The newest place that the hub has named; what lies between may still be on its way."""
    is_far: bool = False
    """The hub says that too much was missed to be sent."""
    is_adrift: bool = False
    """A list of changes did not fit: what is at hand may not be what the hub had at that revision."""

    @property
    def cursor(self) -> Cursor:
        """Where one is. The epoch is "" if the schedule never came from a hub."""
        return Cursor(self.schedule.epoch, self.schedule.revision)

    @property
    def want(self) -> Want:
        """What to fetch."""
        if self.is_elsewhere:
            return "schedule"
        if self.passed is None or self.passed.revision <= self.schedule.revision:
            return "nothing"
        return "schedule" if self.is_far or self.is_adrift else "changes"

    @property
    def can_list(self) -> bool:
        """Whether a list of the missed changes can help, even if the whole schedule would be better."""
        return not self.is_elsewhere and not self.is_adrift

    @property
    def is_elsewhere(self) -> bool:
        """Whether the schedule does not come from the log that the hub has now."""
        own = self.schedule.epoch
        return not own or (self.passed is not None and self.passed.epoch != own)

    @property
    def is_newest(self) -> bool:
        """Whether the schedule is the newest that the hub has named."""
        return self.newest == self.cursor

    def begin(self, start: Cursor, newest: Cursor) -> "Course":
        """Return the course at the start of a stream that goes on after `start`, of a hub that has come to `newest`.

        It may be another hub than before, or one that knows less. If it goes on further ahead, it will not send what
        lies between.
        """
        return replace(self, passed=start, newest=newest, is_far=start.revision > self.schedule.revision)

    def hear(self, place: Cursor) -> "Course":
        """Return the course after the hub has named its newest place, which it has sent everything up to."""
        return replace(self, passed=_later(self.passed, place), newest=_later(self.newest, place))

    def hear_beat(self, place: Cursor) -> "Course":
        """Return the course after a beat. What was heard before it may have been wrong: it says how far the hub is."""
        if place.epoch != self.schedule.epoch:
            return self.hear(place)
        # An older place is that of a hub which knows less, or a beat that was overtaken by what was fetched.
        return self if place < self.cursor else replace(self, passed=place, newest=place)

    def hear_reset(self, place: Cursor) -> "Course":
        """Return the course after the hub has said that it does not send what was missed up to `place`."""
        return replace(self.hear(place), is_far=True)

    def take(self, cursor: Cursor, change: Change) -> "Course":
        """Return the course after a change that leads to `cursor`: on the next place if it fits and follows.

        One that does not fit is fetched again: rather is it wrong than what is at hand.
        """
        heard = self.hear(cursor)
        if cursor != (self.schedule.epoch, self.schedule.revision + 1):
            return heard
        folded = folded_to(self.schedule, [change])
        return heard if folded is None else _at(heard, folded)

    def take_whole(self, schedule: Schedule) -> "Course":
        """Return the course after `schedule` came whole, or was made by a list: an older one changes nothing.

        Caches on the way may hold old ones, also of an epoch that the hub has left.
        """
        cursor = Cursor(schedule.epoch, schedule.revision)
        if cursor.epoch == self.schedule.epoch:
            is_news = cursor.revision > self.schedule.revision
        else:
            is_news = self.passed is None or self.passed.epoch == cursor.epoch
        return _at(self.hear(cursor), schedule) if is_news else self

    def take_afresh(self, schedule: Schedule) -> "Course":
        """Return the course after `schedule` came whole because somebody doubts what is at hand: an older one changes nothing."""
        if (schedule.epoch, schedule.revision) == self.cursor:
            return _at(self, schedule)
        return self.take_whole(schedule)

    def take_list(self, since: Cursor, folded: Schedule | None, newest: Cursor) -> "Course":
        """Return the course after a list of the changes after `since`, which has come to `newest`.

        `folded` is where they lead, None if they lead nowhere. A list that does not help is not asked for again.
        """
        heard = self.hear(newest)
        if folded is not None and folded.revision > since.revision:
            return heard.take_whole(folded)
        return replace(heard, is_adrift=True) if heard.want == "changes" and heard.cursor == since else heard


def _at(course: Course, schedule: Schedule) -> Course:
    return replace(course, schedule=schedule, is_far=False, is_adrift=False)


def _later(known: Cursor | None, place: Cursor) -> Cursor:
    """Return the place that counts: within an epoch the later one, else the one just heard."""
    return known if known is not None and known.epoch == place.epoch and known >= place else place


def folded_to(schedule: Schedule, changes: Sequence[Change]) -> Schedule | None:
    """Return `schedule` after `changes`, None if they do not follow it, cannot be, or lead elsewhere than they say."""
    try:
        folded = fold(schedule, changes)
    except (SnapshotNeeded, ValueError):  # what the model forbids is a ValueError too
        return None
    said = changes[-1].digest if changes else ""
    return folded if said in {"", digest(folded)} and _can_be_shown(folded, changes) else None


def _can_be_shown(schedule: Schedule, changes: Sequence[Change]) -> bool:
    touches = [touch for change in changes for touch in change.touches]
    if any(touch.after is None and touch.kind in {"room", "station"} for touch in touches):
        return dangling(schedule) is None  # others may have named what was withdrawn
    things = (current(schedule, touch.kind, touch.id) for touch in touches)
    return dangling_in(schedule, filter(None, things)) is None
