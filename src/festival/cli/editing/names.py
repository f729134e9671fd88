"""What a name typed by an organiser means: an id, the beginning of one, or words of a title."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

import click

from festival.programme.times import shown
from festival.schedule.model import Schedule, Session, words
from festival.schedule.spelling import words_of

Kind = Literal["session", "room", "station", "announcement"]

_LISTED: Final = 12
"""Candidates in a sentence."""
_CLOSE: Final = 0.55
"""How alike (of 1) an id must be to be meant by what was mistyped."""
_LONGEST: Final = 64
"""Characters of a name that are compared."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that can be named."""

    kind: Kind
    id: str
    titles: tuple[str, ...]
    """In all languages."""
    about: str
    """What tells it from others, for a list of candidates: title, day and time."""

    def __str__(self) -> str:
        return f"{self.id} ({self.about})"


def things(schedule: Schedule, kinds: Iterable[Kind]) -> Iterator[Named]:
    """Yield what there is of `kinds`, in their order."""
    tags = ("en", *schedule.festival.languages)
    for kind in kinds:
        match kind:
            case "session":
                for session in schedule.sessions:
                    title = words(session.title, tags)
                    yield Named(
                        kind,
                        session.id,
                        tuple(session.title.values()),
                        f"{title}, {_when(session, schedule)}",
                    )
            case "room":
                for room in schedule.rooms:
                    yield Named(kind, room.id, tuple(room.name.values()), words(room.name, tags))
            case "station":
                for station in schedule.stations:
                    yield Named(kind, station.id, tuple(station.name.values()), words(station.name, tags))
            case "announcement":
                for one in schedule.announcements:
                    yield Named(kind, one.id, tuple(one.text.values()), words(one.text, tags))


def _when(session: Session, schedule: Schedule) -> str:
    return f"{session.expected.start.astimezone(schedule.festival.zone):%a %H:%M}"


def find(text: str, kinds: tuple[Kind, ...], schedule: Schedule) -> Named:
    """Return the one thing of `kinds` that `text` names; ``session:`` or ``room:`` before it says of which kind.

    Raises :class:`click.UsageError` with a sentence that lists the candidates, when it is none or several.
    """
    prefix, colon, rest = text.partition(":")
    asked = tuple(kind for kind in kinds if colon and kind == prefix)
    name = rest if asked else text
    known = list(things(schedule, asked or kinds))
    for means in _MEANINGS:
        found = [one for one in known if means(name, one)]
        if len(found) == 1:
            return found[0]
        if found:
            raise click.UsageError(f"{shown(text)} may be several. Give an id:\n{_listed(found)}")
    raise click.UsageError(_unknown(text, name, asked or kinds, known))


def _unknown(text: str, name: str, kinds: tuple[Kind, ...], known: list[Named]) -> str:
    sentence = f"There is no {' or '.join(kinds)} {shown(text)}."
    by_id = {one.id: one for one in known}
    close = get_close_matches(name[:_LONGEST], list(by_id), n=3, cutoff=_CLOSE)
    if close:
        return f"{sentence} Did you mean:\n{_listed([by_id[one] for one in close])}"
    if known and len(known) <= _LISTED:
        return f"{sentence} There are:\n{_listed(known)}"
    return f"{sentence} festival agenda and festival stations list what there is." if known else sentence


def _listed(found: list[Named]) -> str:
    """Return a line for each of `found`, as many as are read."""
    with_kind = len({one.kind for one in found}) > 1
    lines = [f"  {one.kind}:{one}" if with_kind else f"  {one}" for one in found[:_LISTED]]
    more = [f"  and {len(found) - _LISTED} more"] if len(found) > _LISTED else []
    return "\n".join([*lines, *more])


def _is_id(name: str, one: Named) -> bool:
    return one.id == name


def _is_title(name: str, one: Named) -> bool:
    asked = words_of(name)
    return bool(asked) and any(words_of(title) == asked for title in one.titles)


def _begins_id(name: str, one: Named) -> bool:
    return bool(name) and one.id.startswith(name)


def _is_in_title(name: str, one: Named) -> bool:
    asked = words_of(name)
    return bool(asked) and any(_has_words(words_of(title), asked) for title in one.titles)


def _has_words(title: list[str], beginnings: list[str]) -> bool:
    return all(any(word.startswith(beginning) for word in title) for beginning in beginnings)


_MEANINGS: Final[tuple[Callable[[str, Named], bool], ...]] = (_is_id, _is_title, _begins_id, _is_in_title)
"""From the surest: a later one counts only if nothing is meant by an earlier one."""
