"""What does not fit together in a schedule, found in the plainest way: every session is held against every other.

What finds it shares no code with ``schedule/conflicts.py`` and ``schedule/watchlist.py``, which pass over a schedule once.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from festival.schedule.conflicts import Conflict, ConflictKind, find_conflicts
from festival.schedule.model import Schedule, Session, Window
from festival.schedule.warnings import Warning, WatchKind  # noqa: A004 - the field's word
from festival.schedule.watchlist import watchlist

COLLISIONS: Final = frozenset(
    {
        ConflictKind.ROOM_OVERLAP,
        ConflictKind.CHANGEOVER,
        ConflictKind.FIXED_START,
        ConflictKind.PERSON_TWICE,
    }
)
OUTSIDE: Final = frozenset({ConflictKind.OUTSIDE_DAY, ConflictKind.OUTSIDE_ROOM})


class Finding(NamedTuple):
    """One thing that is wrong: its kind, and the ids as a conflict has them, the later session first."""

    kind: str
    ids: tuple[str, ...]


def made_strict(schedule: Schedule) -> Schedule:
    """Return `schedule` as in a house with fewer people and harder rules, in which a day of changes does much more harm.

    Every room needs twenty minutes to change over and is open for the middle of each day, and each track has one host.
    """
    quarter = [(day.end - day.start) / 4 for day in schedule.festival.days]
    opening = tuple(
        Window(start=day.start + one, end=day.end - one)
        for day, one in zip(schedule.festival.days, quarter, strict=True)
    )
    rooms = [one.model_copy(update={"changeover_min": 20, "open": opening}) for one in schedule.rooms]
    sessions = [one.model_copy(update={"speakers": (*one.speakers, one.track)}) for one in schedule.sessions]
    return schedule.model_copy(update={"rooms": tuple(rooms), "sessions": tuple(sessions)})


class _Placed(NamedTuple):
    """A session that takes place, and where it is expected."""

    start: datetime
    id: str
    end: datetime
    room: str
    session: Session


def findings(schedule: Schedule) -> set[Finding]:
    """Return what collides or lies outside a day or its room's opening, now or before."""
    placed = sorted(
        _Placed(slot.start, one.id, slot.end, slot.room, one)
        for one in schedule.sessions
        if not one.live.cancelled
        for slot in (one.expected,)
    )
    return {*_in_rooms(schedule, placed), *_of_people(placed), *_outside(schedule, placed)}


def ahead(schedule: Schedule, found: set[Finding], now: datetime) -> set[Finding]:
    """Return those of `found` that somebody can still do something about at `now`."""
    by_id = schedule.session_by_id
    left: set[Finding] = set()
    for one in found:
        later = by_id[one.ids[0]].expected
        if one.kind == ConflictKind.CHANGEOVER:
            is_ahead = later.start > now
        elif one.kind in COLLISIONS:
            is_ahead = later.end > now and by_id[one.ids[1]].expected.end > now
        else:
            is_ahead = later.end > now
        left |= {one} if is_ahead else set()
    return left


def _in_rooms(schedule: Schedule, placed: list[_Placed]) -> Iterator[Finding]:
    free_for = {one.id: timedelta(minutes=one.changeover_min) for one in schedule.rooms if one.kind != "area"}
    for at, later in enumerate(placed):
        too_near = [
            one
            for one in placed[:at]
            if one.room == later.room and one.room in free_for and later.start - one.end < free_for[one.room]
        ]
        if too_near:
            worst = max(too_near, key=lambda one: one.end)
            yield Finding(_kind(worst, later), (later.id, worst.id, later.room))


def _kind(before: _Placed, later: _Placed) -> ConflictKind:
    live = before.session.live
    if later.session.fixed_start and (live.delay_min > 0 or live.overrun_min > 0):
        return ConflictKind.FIXED_START
    return ConflictKind.ROOM_OVERLAP if before.end > later.start else ConflictKind.CHANGEOVER


def _of_people(placed: list[_Placed]) -> Iterator[Finding]:
    for at, later in enumerate(placed):
        for person in later.session.speakers:
            elsewhere = [
                one
                for one in placed[:at]
                if one.end > later.start and one.room != later.room and person in one.session.speakers
            ]
            if elsewhere:
                worst = max(elsewhere, key=lambda one: one.end)
                yield Finding(ConflictKind.PERSON_TWICE, (later.id, worst.id, person))


def _outside(schedule: Schedule, placed: list[_Placed]) -> Iterator[Finding]:
    for one in placed:
        if not any(day.start <= one.start and one.end <= day.end for day in schedule.festival.days):
            yield Finding(ConflictKind.OUTSIDE_DAY, (one.id,))
        opening = schedule.room_by_id[one.room].open
        if opening and not any(window.start <= one.start and one.end <= window.end for window in opening):
            yield Finding(ConflictKind.OUTSIDE_ROOM, (one.id, one.room))


def assert_found(schedule: Schedule, now: datetime) -> None:
    """What the desk warns of at `now` is what is found by holding every session against every other."""
    plain = findings(schedule)
    assert plain == {_finding(one) for one in find_conflicts(schedule) if one.kind in COLLISIONS | OUTSIDE}
    coming, warnings = ahead(schedule, plain, now), watchlist(schedule, now)
    assert {_finding(one) for one in warnings if one.kind in COLLISIONS} == {
        one for one in coming if one.kind in COLLISIONS
    }
    assert {one.things[0].id for one in warnings if one.kind in {*OUTSIDE, WatchKind.CURFEW}} == {
        one.ids[0] for one in coming if one.kind in OUTSIDE
    }


def _finding(one: Conflict | Warning) -> Finding:
    return Finding(one.kind, tuple(thing.id for thing in one.things))
