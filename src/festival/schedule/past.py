"""How things were, found by going back from how they are: for whoever compares two revisions, or reads what a change did."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

from festival.schedule.changes import Change, Kind, Thing, Touch, current, thing_from
from festival.schedule.model import Schedule
from festival.schedule.preview import Shift

_Key: TypeAlias = tuple[Kind, str]


class Past:
    """What `changes` led to: they are the newest ones of `schedule`, newest first, without a gap.

    Raises ValueError for changes that are not.
    """

    def __init__(self, schedule: Schedule, changes: Sequence[Change]) -> None:
        if changes and changes[0].revision != schedule.revision:
            raise ValueError(f"revision {changes[0].revision} is not the schedule's, {schedule.revision}")
        self._schedule = schedule
        self._changes = changes

    @property
    def first(self) -> int:
        """The oldest revision that can be known."""
        return self._changes[-1].revision - 1 if self._changes else self._schedule.revision

    @cached_property
    def _touches(self) -> Mapping[_Key, Sequence[tuple[int, Touch]]]:
        """What was done to each thing, the newest first, with its revision."""
        found: defaultdict[_Key, list[tuple[int, Touch]]] = defaultdict(list)
        for change in self._changes:
            for one in change.touches:
                found[one.kind, one.id].append((change.revision, one))
        return found

    def thing(self, kind: Kind, id: str, revision: int) -> Thing | None:  # noqa: A002 - the model's own word
        """Return how a thing was at `revision`, None if it was not there. Raises ValueError for what cannot be known."""
        if not self.first <= revision <= self._schedule.revision:
            raise ValueError(f"revision {revision} is not one of {self.first} to {self._schedule.revision}")
        now = current(self._schedule, kind, id)
        later = [touch for at, touch in self._touches.get((kind, id), ()) if at > revision]
        if not later:
            return now
        whole = None if now is None else now.model_dump(mode="json", exclude_defaults=True)
        for one in later:
            whole = _before(whole, one)
        return None if whole is None else thing_from(kind, whole)

    def between(self, older: int, newer: int) -> tuple[Shift, ...]:
        """Return what parts revision `newer` from `older`, thing by thing; what went and came back is as it was.

        Raises ValueError for revisions that cannot be known.
        """
        keys = dict.fromkeys(
            (one.kind, one.id)
            for change in reversed(self._changes)
            if older < change.revision <= newer
            for one in change.touches
        )
        return self._shifts(keys, older, newer)

    def did(self, change: Change) -> tuple[Shift, ...]:
        """Return what `change` did to each thing that it touched."""
        keys = [(one.kind, one.id) for one in change.touches]
        return self._shifts(keys, change.revision - 1, change.revision)

    def walk(self) -> Iterator[tuple[Change, tuple[Shift, ...]]]:
        """Yield each change with what it :meth:`did`, the newest first: all of them in one walk back."""
        things: dict[_Key, Thing | None] = {}
        wholes: dict[_Key, dict[str, Any] | None] = {}
        for change in self._changes:
            shifts = []
            for one in change.touches:
                key = (one.kind, one.id)
                if key not in things:
                    things[key] = now = current(self._schedule, *key)
                    wholes[key] = None if now is None else now.model_dump(mode="json", exclude_defaults=True)
                after, wholes[key] = things[key], _before(wholes[key], one)
                whole = wholes[key]
                things[key] = None if whole is None else thing_from(one.kind, whole)
                shifts.append(Shift(one.kind, one.id, things[key], after))
            yield change, tuple(one for one in shifts if one.before != one.after)

    def _shifts(self, keys: Iterable[_Key], older: int, newer: int) -> tuple[Shift, ...]:
        shifts = (
            Shift(kind, id_, self.thing(kind, id_, older), self.thing(kind, id_, newer)) for kind, id_ in keys
        )
        return tuple(one for one in shifts if one.before != one.after)


def _before(whole: dict[str, Any] | None, one: Touch) -> dict[str, Any] | None:
    """Return the fields of a thing before `one`, of those after it; each change names all that it changed."""
    return None if one.before is None else {**(whole or {}), **one.before}
