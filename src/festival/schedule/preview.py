"""What an edit would do, for whoever is about to make it: nothing here changes anything.

The desk shows it before Enter, ``festival edit --dry-run`` prints it. The change is the one that the hub would make of
the same edit on the same schedule at the same instant.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from festival.schedule.apply import apply
from festival.schedule.changes import Change, Kind, Thing, current, fold
from festival.schedule.conflicts import Conflict, ConflictKind, Ref, find_conflicts
from festival.schedule.differences import Difference, between
from festival.schedule.edits import Edit
from festival.schedule.model import Announcement, Schedule, Session, Slot
from festival.schedule.timeline import place_of

_UNSEEN: Final[tuple[str, ...]] = ("started_at", "ended_at", "changed_at")
"""Fields of an overlay by which no visitor sees a difference."""
_Key: TypeAlias = tuple[ConflictKind, tuple[Ref, ...], str]


@dataclass(frozen=True, slots=True)
class Shift:
    """One thing that a visitor would see differently."""

    kind: Kind
    id: str
    before: Thing | None
    """None: it would be new."""
    after: Thing | None
    """None: it would be gone."""

    @property
    def expected(self) -> tuple[Slot | None, Slot | None]:
        """Where and when a session is to be expected, before and after (UTC); None for what has no time of its own."""
        was, now = self.before, self.after
        return (
            was.expected if isinstance(was, Session) else None,
            now.expected if isinstance(now, Session) else None,
        )

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What parts the two, as facts to put into words; empty where only the reason is another."""
        return between(self.kind, self.before, self.after)


@dataclass(frozen=True, slots=True)
class Preview:
    """An edit that is thought through and not made."""

    change: Change
    after: Schedule
    shifts: tuple[Shift, ...]
    """In the order of the change. None: the crew alone sees it."""
    new_conflicts: tuple[Conflict, ...]
    """Those that it makes, or makes worse by minutes."""
    solved_conflicts: tuple[Conflict, ...]
    rooms: frozenset[str] | None
    """Ids of the places (rooms, and stations as well) whose screens tell of it as theirs; None: all of them."""


def preview(
    schedule: Schedule, edit: Edit, *, now: datetime, by: str, log: Mapping[int, Change] | None = None
) -> Preview:
    """Return what `edit`, made at `now` (aware) by the person `by`, would do to `schedule`.

    `log` holds changes by revision, for the edits that undo some. Raises what
    :func:`festival.schedule.apply.apply` raises.
    """
    change = apply(schedule, edit, now=now, by=by, log=log)
    after = fold(schedule, [change])
    shifts = tuple(_shifts(schedule, after, change))
    before_of, after_of = _neighbourhoods(schedule, after, shifts)
    was = {_key(one): one for one in find_conflicts(before_of)}
    will = {_key(one): one for one in find_conflicts(after_of)}
    return Preview(
        change=change,
        after=after,
        shifts=shifts,
        new_conflicts=tuple(
            one for key, one in will.items() if key not in was or was[key].minutes < one.minutes
        ),
        solved_conflicts=tuple(one for key, one in was.items() if key not in will),
        rooms=_places(shifts),
    )


def _key(conflict: Conflict) -> _Key:
    return conflict.kind, conflict.things, conflict.field


def _shifts(schedule: Schedule, after: Schedule, change: Change) -> Iterator[Shift]:
    for one in change.touches:
        shift = Shift(one.kind, one.id, current(schedule, one.kind, one.id), current(after, one.kind, one.id))
        if _seen(shift.before) != _seen(shift.after):
            yield shift


def _seen(thing: Thing | None) -> Thing | None:
    """Return `thing` without what no visitor sees."""
    if thing is None or isinstance(thing, Announcement):
        return thing
    live = thing.live
    unseen = {name: None for name in _UNSEEN if name in type(live).model_fields}
    return thing.model_copy(update={"live": live.model_copy(update=unseen)})


def _neighbourhoods(
    schedule: Schedule, after: Schedule, shifts: tuple[Shift, ...]
) -> tuple[Schedule, Schedule]:
    """Return both schedules with no more sessions than the shifts can have a conflict with.

    Those are all sessions of their rooms and of their speakers, so that what both have in common cannot differ.
    """
    touched = [thing for one in shifts for thing in (one.before, one.after) if isinstance(thing, Session)]
    rooms = {place_of(one).room for one in touched}
    people = {person for one in touched for person in one.speakers}

    def around(whole: Schedule) -> Schedule:
        near = tuple(
            one
            for one in whole.sessions
            if place_of(one).room in rooms or not people.isdisjoint(one.speakers)
        )
        return whole.model_copy(update={"sessions": near})

    return around(schedule), around(after)


def _places(shifts: tuple[Shift, ...]) -> frozenset[str] | None:
    found: set[str] = set()
    for shift in shifts:
        for thing in (shift.before, shift.after):
            if isinstance(thing, Announcement):
                if not thing.rooms:
                    return None
                found.update(thing.rooms)
            elif isinstance(thing, Session):
                found.add(place_of(thing).room)
            elif thing is not None:
                found.add(thing.id)
    return frozenset(found)
