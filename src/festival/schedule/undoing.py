"""Putting back what one person changed, as far as nobody changed it since.

For each thing that she touched, the log is read once, in order. What counts is who said last what is so now: a field
that was hers at the end goes back to what it was before her last turn, one that somebody else set meanwhile stays. What
the day makes of a session is taken apart (her delay goes, another's "full" stays); how full a place is, with the wait
and the end of it, is one statement.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from festival.schedule import edits
from festival.schedule.changes import Change, Kind, Thing, Touch, current, thing_from
from festival.schedule.effects import Pair
from festival.schedule.errors import EditRefused
from festival.schedule.model import AS_PLANNED, Schedule, Session

_Key: TypeAlias = tuple[Kind, str]
_Field: TypeAlias = tuple[str, ...]
"""``("capacity",)``, or what a field that is a mapping has inside: ``("title", "de")``, ``("live", "delay_min")``."""
_THERE: Final[_Field] = ()
"""Whether there is the thing at all."""
_NEEDED: Final = frozenset({"title", "name"})


def pairs_of_person(edit: edits.UndoPerson, schedule: Schedule, log: Mapping[int, Change]) -> list[Pair]:
    """Return the things that `edit` puts back, as they are and as they would be.

    `log` holds the changes by revision, all of them from her first on. Raises :class:`EditRefused` if there is nothing
    to put back, with the reason.
    """
    hers = {change.revision for change in changes_of(edit, log)}
    if not hers:
        if edit.since:
            raise EditRefused(
                "{person} has changed nothing since then: look into the history", person=edit.person
            )
        raise EditRefused("{person} has changed nothing: check the name in the history", person=edit.person)
    turns: dict[_Key, _Turn] = {
        (one.kind, one.id): _Turn() for revision in sorted(hers) for one in log[revision].touches
    }
    for change in _standing(log, min(hers)):
        for one in change.touches:
            if (turn := turns.get((one.kind, one.id))) is not None:
                turn.take(one, is_hers=change.revision in hers)
    found: list[Pair] = []
    for (kind, name), turn in turns.items():
        now = current(schedule, kind, name)
        was = turn.before(kind, now)
        if was != now:
            found.append((now, was))
    if not found:
        raise EditRefused(
            "nothing of what {person} changed is left to put back: it was undone, or others changed it since",
            person=edit.person,
        )
    return found


def changes_of(edit: edits.UndoPerson, log: Mapping[int, Change]) -> Iterator[Change]:
    """Yield the changes in `log` that `edit` is about, those that were undone as well."""
    return (
        change
        for change in log.values()
        if change.by == edit.person and (edit.since is None or change.at >= edit.since)
    )


def _standing(log: Mapping[int, Change], first: int) -> Iterable[Change]:
    """Return the changes from revision `first` on, in order, without those that were undone and what undid them.

    What was undone and then done again is the change of whoever did it again.
    """
    standing: dict[int, Change] = {}
    for revision in sorted(log):
        change = log[revision]
        if revision >= first and (change.undoes is None or standing.pop(change.undoes, None) is None):
            standing[revision] = change
    return standing.values()


class _Turn:
    """What of one thing is as the person left it, and what it was before."""

    def __init__(self) -> None:
        self._before: dict[_Field, Any] = {}

    def take(self, one: Touch, *, is_hers: bool) -> None:
        """Go on with what a change did to the thing."""
        if not is_hers:
            self._others(one)
        elif one.before is None:
            self._before.setdefault(_THERE, None)
        elif one.after is None:
            if _THERE not in self._before:
                self._before = {_THERE: _put(one.before, self._before)}
        else:
            for field, value in _fields(one):
                self._before.setdefault(field, value)

    def _others(self, one: Touch) -> None:
        self._before.pop(_THERE, None)
        if one.before is None or one.after is None:
            self._before.clear()
        else:
            for field, _ in _fields(one):
                self._before.pop(field, None)

    def before(self, kind: Kind, now: Thing | None) -> Thing | None:
        """Return what the thing would be, that is `now` so."""
        if _THERE in self._before:
            whole: dict[str, Any] | None = self._before[_THERE]
            return None if whole is None else thing_from(kind, whole)
        if now is None or not self._before:
            return now
        was = thing_from(kind, _put(now.model_dump(mode="json", exclude_defaults=True), self._before))
        if isinstance(now, Session) and isinstance(was, Session):
            return self._explained(was, now)
        return was

    def _explained(self, was: Session, now: Session) -> Session:
        """Return `was` with the reasons of what others said, which may have been the same as hers."""
        back = {field[1] for field in self._before if field[0] == "live"}
        if not back or was.live is AS_PLANNED:
            return was
        whys = {name: (was if name in back else now).live.why(name) for name in was.live.departures}
        return was.relived(was.live.explained(whys))


def _fields(one: Touch) -> Iterator[tuple[_Field, Any]]:
    """Yield each field that differs with its value before; None where a mapping had no such key."""
    before, after = one.before or {}, one.after or {}
    for name, now in after.items():
        was = before[name]
        is_statement = name == "live" and one.kind != "session"
        if is_statement or not (isinstance(was, dict) and isinstance(now, dict)):
            yield (name,), was
        else:
            for key in was.keys() | now.keys():
                if was.get(key) != now.get(key):
                    yield (name, key), was.get(key)


def _put(whole: dict[str, Any], fields: Mapping[_Field, Any]) -> dict[str, Any]:
    """Return `whole` with the values of `fields`."""
    put = dict(whole)
    for field, value in fields.items():
        name, key = field[0], field[1:]
        put[name] = {**put.get(name, {}), key[0]: value} if key else value
    for name in {field[0] for field in fields if len(field) > 1}:
        put[name] = {key: value for key, value in put[name].items() if value is not None}
        if name in _NEEDED and not put[name]:
            put[name] = whole[name]
    return put
