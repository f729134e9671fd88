"""What an organiser has to look at while the day runs: warnings, worst first.

Conflicts (:mod:`festival.schedule.conflicts`) as far as they are still ahead, and what only the day itself shows: nobody
said that a session began, one ends after the curfew, a text does not fit a kiosk. A warning is free of language; its
:meth:`Warning.sentence` is for organisers, in English. What is over warns nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from math import ceil
from typing import Final, TypeAlias, get_args

from festival.schedule import kiosk_room
from festival.schedule.conflicts import Conflict, ConflictKind, Ref, find_conflicts
from festival.schedule.model import AS_PLANNED, UNDETERMINED, Schedule, Session, Severity
from festival.schedule.timeline import day_of, place_of
from festival.schedule.warnings import Warning, WatchKind, warn  # noqa: A004 - the field's word

__all__ = ["GRACE", "Warning", "WatchKind", "watchlist"]


GRACE: Final = timedelta(minutes=5)
"""So long after its start nobody asks whether a session has begun."""
_LONGEST_CHANGEOVER: Final = timedelta(minutes=240)
"""What ended longer ago is in nobody's way: :attr:`festival.schedule.model.Room.changeover_min`."""
_FAR: Final = datetime.max.replace(tzinfo=UTC)
_SEVERITIES: Final[tuple[Severity, ...]] = tuple(reversed(get_args(Severity)))
"""Worst first."""
_Found: TypeAlias = Iterator[Warning]


def watchlist(schedule: Schedule, now: datetime) -> tuple[Warning, ...]:
    """Return the warnings about `schedule` at `now` (aware), worst first, then by the start of what they are about."""
    near = tuple(one for one in schedule.sessions if place_of(one).end > now - _LONGEST_CHANGEOVER)
    ahead = [one for one in near if place_of(one).end > now and not one.live.cancelled]
    found = chain(
        _conflicts(schedule, near, now),
        _past_start(near, ahead, now),
        _capacity(schedule, ahead),
        _too_long(schedule, near, now),
        _said_in_one_language(schedule, near, now),
        (
            warn(WatchKind.CODE_WITHOUT_PAGE, Ref("station", one.id))
            for one in schedule.stations
            if one.project is None
        ),
    )
    sessions = schedule.session_by_id

    def rank(one: Warning) -> tuple[int, datetime, str, tuple[Ref, ...]]:
        first = one.things[0]
        start = place_of(sessions[first.id]).start if first.kind == "session" else _FAR
        return _SEVERITIES.index(one.severity), start, one.kind, one.things

    return tuple(sorted(found, key=rank))


def _minutes(span: timedelta) -> int:
    return ceil(span.total_seconds() / 60)


def _conflicts(schedule: Schedule, near: tuple[Session, ...], now: datetime) -> _Found:
    """Yield the conflicts that are ahead; what only ends too late is a curfew, told once for each session."""
    by_id = schedule.session_by_id
    curfews: dict[str, Warning] = {}
    for one in find_conflicts(schedule.model_copy(update={"sessions": near})):
        sessions = [by_id[ref.id] for ref in one.things if ref.kind == "session"]
        if any(place_of(session).end <= now for session in sessions[:1]):
            continue
        if one.kind in {ConflictKind.OUTSIDE_DAY, ConflictKind.OUTSIDE_ROOM}:
            session = sessions[0]
            late = _after_closing(schedule, one, session)
            if late is None:
                yield _told(one)
            elif session.id not in curfews or curfews[session.id].minutes <= late.minutes:
                curfews[session.id] = late
        elif not _is_past(one, sessions, now):
            yield _told(one)
    yield from curfews.values()


def _told(one: Conflict) -> Warning:
    return warn(
        one.kind,
        *one.things,
        minutes=one.minutes,
        languages=one.languages,
        field=one.field,
        code=one.code,
    )


def _is_past(one: Conflict, sessions: list[Session], now: datetime) -> bool:
    """Return whether two sessions are in each other's way no more."""
    if one.kind is ConflictKind.CHANGEOVER:
        return place_of(sessions[0]).start <= now
    return one.kind is not ConflictKind.CODE_TWICE and any(place_of(each).end <= now for each in sessions)


def _after_closing(schedule: Schedule, one: Conflict, session: Session) -> Warning | None:
    """Return the curfew if the session begins in time and ends after it."""
    start, end = session.expected.start, session.expected.end
    if one.kind is ConflictKind.OUTSIDE_DAY:
        day = day_of(schedule.festival.days, start)
        closes = day.end if day else None
    else:
        windows = schedule.room_by_id[session.expected.room].open
        closes = next((window.end for window in windows if window.holds(start)), None)
    if closes is None:
        return None
    return warn(WatchKind.CURFEW, *one.things, minutes=_minutes(end - closes))


def _past_start(near: Iterable[Session], ahead: Iterable[Session], now: datetime) -> _Found:
    """Yield what should have begun. Where nobody tells such things it may well have begun: that can wait."""
    latest = now - GRACE
    silent = _silent_rooms(near, now)
    for one in ahead:
        place, live = place_of(one), one.live
        if place.start >= latest or live.started_at is not None or live.ended_at is not None:
            continue
        if one.kind != "break":  # nobody announces a break
            things = Ref("session", one.id), Ref("room", place.room)
            minutes = int((now - place.start).total_seconds() // 60)
            found = warn(WatchKind.PAST_START, *things, minutes=minutes)
            yield replace(found, severity="info") if place.room in silent else found


def _silent_rooms(near: Iterable[Session], now: datetime) -> set[str]:
    """Return the ids of rooms where something is over of late, and nobody said of anything that it began or ended."""
    over: set[str] = set()
    told_of: set[str] = set()
    for one in near:
        live = one.live
        if live.started_at is not None or live.ended_at is not None:
            told_of.add(place_of(one).room)
        elif one.kind != "break" and not live.cancelled and place_of(one).end <= now:
            over.add(place_of(one).room)
    return over - told_of


def _capacity(schedule: Schedule, ahead: Iterable[Session]) -> _Found:
    """Yield the sessions that take more people than their room; one that says no number was planned for its old room."""
    rooms = {one.id: one.capacity for one in schedule.rooms}
    for one in ahead:
        room = place_of(one).room
        most = rooms.get(room)
        wanted = one.capacity or rooms.get(one.room)
        if most is not None and wanted is not None and wanted > most:
            things = Ref("session", one.id), Ref("room", room)
            yield warn(WatchKind.CAPACITY, *things, size=wanted, most=most)


def _cut(ref: Ref, field: str, text: dict[str, str], room: kiosk_room.Room) -> _Found:
    long = {tag: said for tag, said in text.items() if not room.holds(said)}
    if long:
        size = max(map(len, long.values()))
        yield warn(WatchKind.TOO_LONG, ref, languages=tuple(long), field=field, size=size, most=room.most)


def _too_long(schedule: Schedule, near: Iterable[Session], now: datetime) -> _Found:
    sure = kiosk_room.TITLE.sure
    for session in near:
        # Nearly all are short, and so many that even asking further shows.
        if max(map(len, session.title.values()), default=0) > sure and place_of(session).end > now:
            yield from _cut(Ref("session", session.id), "title", session.title, kiosk_room.TITLE)
    for station in schedule.stations:
        yield from _cut(Ref("station", station.id), "name", station.name, kiosk_room.TITLE)
    for ref, why in _reasons(schedule, near, now):
        yield from _cut(ref, "reason", why, kiosk_room.REASON)
    for one in schedule.announcements:
        if one.expires > now and one.severity != "urgent":
            yield from _cut(Ref("announcement", one.id), "text", one.text, kiosk_room.ANNOUNCEMENT)


def _reasons(
    schedule: Schedule, near: Iterable[Session], now: datetime
) -> Iterator[tuple[Ref, dict[str, str]]]:
    """Yield the reasons that visitors read now."""
    for session in near:
        # A cancelled session is shown until its old end.
        live = session.live
        if live is not AS_PLANNED and max(session.end, session.expected.end) > now:
            for why in filter(None, (live.reason, *live.reasons.values())):
                yield Ref("session", session.id), why
    for room in schedule.rooms:
        if room.live.reason and room.live.state_at(now) is not None:
            yield Ref("room", room.id), room.live.reason
    for station in schedule.stations:
        if station.live.reason and station.live.state_at(now) is not None:
            yield Ref("station", station.id), station.live.reason


def _said_in_one_language(schedule: Schedule, near: Iterable[Session], now: datetime) -> _Found:
    """Yield what was written today and lacks a language: here it is urgent enough to be a warning."""
    said = chain(
        ((ref, "reason", why) for ref, why in _reasons(schedule, near, now)),
        (
            (Ref("announcement", one.id), "text", one.text)
            for one in schedule.announcements
            if one.expires > now
        ),
    )
    for ref, field, text in said:
        missing = tuple(tag for tag in schedule.festival.languages if not text.get(tag))
        if missing and UNDETERMINED not in text:
            yield Warning("warning", ConflictKind.NO_TRANSLATION, (ref,), languages=missing, field=field)
