"""What of all that changed a visitor needs to be told.

A visitor stands at some place at some time. What is over does not matter; what is here, or starts soon, is
listed; the rest of the future is counted, and so are editorial corrections. Several changes to one thing are one
piece of news: what parts now from what was last shown. On a first load nothing is new.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, get_args

from festival.schedule.changes import Change, Kind, Thing, current
from festival.schedule.differences import Difference, between, explained
from festival.schedule.model import Announcement, Room, Schedule, Session, Severity

SOON: Final = timedelta(hours=3)
"""How far ahead a visitor at another place is told of a change."""
TOGETHER: Final = 3
"""So many sessions with the same old and new room, or in one room as much later, in one change become one piece of news."""
_SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""In growing order."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell: what changed of a thing, or of several that moved together or are late together."""

    kind: Kind
    ids: tuple[str, ...]
    """In order of time; more than one only for sessions that moved together, or are late together."""
    differences: tuple[Difference, ...]
    """Those of the first thing; of several sessions the room, or the delay, alone."""
    severity: Severity
    here: bool
    """It concerns the place where the visitor stands."""
    starts: datetime | None
    """When it begins; None for what is so from now on."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """All that is new for a visitor."""

    news: tuple[News, ...] = ()
    """What is here first, then by time."""
    later: int = 0
    """How many more things changed elsewhere and later."""
    corrections: int = 0
    """How many things only had a text corrected."""


@dataclass(frozen=True, slots=True)
class _Extent:
    """Where and when a thing matters."""

    places: frozenset[str]
    everywhere: bool
    starts: datetime | None
    ends: datetime | None


def _extent(thing: Thing) -> _Extent:
    if isinstance(thing, Session):
        slot = thing.expected
        return _Extent(frozenset({slot.room}), everywhere=False, starts=slot.start, ends=slot.end)
    if isinstance(thing, Announcement):
        return _Extent(frozenset(thing.rooms), not thing.rooms, starts=None, ends=thing.expires)
    places = frozenset({thing.id})
    if isinstance(thing, Room) or not thing.open:
        return _Extent(places, everywhere=False, starts=None, ends=None)
    windows = thing.open
    return _Extent(
        places,
        everywhere=False,
        starts=min(one.start for one in windows),
        ends=max(one.end for one in windows),
    )


def _together(old: Thing | None, new: Thing | None) -> _Extent:
    """Return where and when a change matters: at the old place and the new, until the later end."""
    first, second = (_extent(thing) if thing else None for thing in (old, new))
    if first is None or second is None:
        known = first or second
        if known is None:
            raise ValueError("a change of nothing")
        return known
    starts = None if first.starts is None or second.starts is None else min(first.starts, second.starts)
    ends = None if first.ends is None or second.ends is None else max(first.ends, second.ends)
    return _Extent(first.places | second.places, first.everywhere or second.everywhere, starts, ends)


def _reason(thing: Thing | None, latest: Change) -> Mapping[str, str]:
    """Return why `thing` is as it is: a correction of its title after it was cancelled is not the reason."""
    known = None if thing is None or isinstance(thing, Announcement) else thing.live.reason
    return known or latest.reason


def bulletin(
    before: Schedule | None,
    after: Schedule,
    changes: Iterable[Change],
    *,
    now: datetime,
    place: str | None = None,
) -> Bulletin:
    """Return what is new to a visitor at `place` (a room's or station's id) at `now`.

    `changes` lead from `before`, which was shown last, to `after`. None as `before` means a first load. Without
    a place every thing counts as elsewhere.
    """
    if before is None:
        return Bulletin()
    made: dict[tuple[Kind, str], list[Change]] = defaultdict(list)
    for change in changes:
        for one in change.touches:
            made[one.kind, one.id].append(change)
    found: list[tuple[int, News]] = []
    later = corrections = 0
    for (kind, id), of_it in made.items():  # noqa: A001 - the model's own word
        old, new = current(before, kind, id), current(after, kind, id)
        all_of_it = between(kind, old, new, _reason(new, of_it[-1]))
        if isinstance(new, Session):
            all_of_it = explained(all_of_it, new)
        told = tuple(one for one in all_of_it if one.field != "text")
        if not told:
            corrections += bool(all_of_it)
            continue
        extent = _together(old, new)
        if extent.ends is not None and extent.ends <= now:
            continue
        here = place in extent.places
        if here or extent.everywhere or extent.starts is None or extent.starts < now + SOON:
            severity = max((change.severity for change in of_it), key=_SEVERITIES.index)
            news = News(kind, (id,), told, severity, here, extent.starts)
            found.append((of_it[-1].revision, news))
        else:
            later += 1
    return Bulletin(tuple(_in_order(_grouped(found, after))), later, corrections)


def _grouped(found: Iterable[tuple[int, News]], after: Schedule) -> Iterable[News]:
    """Make one piece of news of what one change moved from one room to one other, and of what it delayed alike in one room."""
    groups: dict[tuple[object, ...], list[News]] = defaultdict(list)
    for revision, news in found:
        first = news.differences[0]
        is_alike = len(news.differences) == 1 and first.field in {"room", "delay"}
        if is_alike and (session := after.session_by_id.get(news.ids[0])) is not None:
            groups[revision, first.field, session.expected.room, first.old, first.new].append(news)
        else:
            groups[news.kind, *news.ids].append(news)
    for group in groups.values():
        if len(group) < TOGETHER:
            yield from group
            continue
        ordered = _in_order(group)
        first_news = ordered[0]
        yield News(
            first_news.kind,
            tuple(news.ids[0] for news in ordered),
            first_news.differences,
            first_news.severity,
            first_news.here,
            first_news.starts,
        )


def _in_order(news: Iterable[News]) -> list[News]:
    return sorted(news, key=lambda one: (not one.here, one.starts is not None, one.starts or 0, one.ids))
