"""What is on when: now and next, the sessions of a day, the phases of a session."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from festival.schedule.model import Day, Room, Schedule, Session, Station, Window


class Phase(StrEnum):
    """Where a session stands at some instant, by its expected times."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


def phase(session: Session, now: datetime) -> Phase:
    """Return the phase of `session` at `now` (aware)."""
    if session.live.cancelled:
        return Phase.CANCELLED
    expected = session.expected
    if now < expected.start:
        return Phase.UPCOMING
    return Phase.RUNNING if now < expected.end else Phase.OVER


def in_order(sessions: Iterable[Session]) -> list[Session]:
    """Return `sessions` by expected start, then end, then id."""
    return sorted(sessions, key=lambda session: (session.expected.start, session.expected.end, session.id))


def by_room(sessions: Iterable[Session]) -> Mapping[str, list[Session]]:
    """Return the sessions of each room id in order, by expected room."""
    rooms: dict[str, list[Session]] = defaultdict(list)
    for session in in_order(sessions):
        rooms[session.expected.room].append(session)
    return rooms


class RoomNow:
    """What one room shows at an instant: the running session and what comes after it."""

    __slots__ = ("following", "room", "running")

    def __init__(self, room: Room, running: tuple[Session, ...], following: tuple[Session, ...]) -> None:
        self.room = room
        self.running = running
        """Usually none or one; an area may have several at a time."""
        self.following = following
        """Today's later sessions, in order; a cancelled one stays in the list until its end."""


def now_in_rooms(schedule: Schedule, now: datetime, *, until: datetime | None = None) -> list[RoomNow]:
    """Return the state of every room at `now`, in programme order; later sessions only if they start before `until`."""
    sessions = by_room(schedule.sessions)
    board = []
    for room in schedule.rooms:
        running, following = [], []
        for session in sessions.get(room.id, ()):
            expected = session.expected
            if expected.end <= now or (until is not None and expected.start >= until):
                continue
            if session.live.cancelled or expected.start > now:
                following.append(session)
            else:
                running.append(session)
        board.append(RoomNow(room, tuple(running), tuple(following)))
    return board


def day_of(days: Iterable[Day], instant: datetime) -> Day | None:
    """Return the festival day that holds `instant`, else None; a day may end after midnight."""
    return next((day for day in days if day.start <= instant < day.end), None)


def sessions_of(schedule: Schedule, window: Window | Day) -> list[Session]:
    """Return the sessions that start inside `window` by plan or by expectation, in order."""
    return in_order(
        session
        for session in schedule.sessions
        if window.start <= session.expected.start < window.end or window.start <= session.start < window.end
    )


def is_open(station: Station, now: datetime) -> bool:
    """Return whether `station` is within an opening window and nobody closed it."""
    return any(window.holds(now) for window in station.open) and station.live.state_at(now) != "closed"


def window_at(station: Station, now: datetime) -> Window | None:
    """Return the window of `station` that is open at `now`, else the next one, else None."""
    return next((window for window in sorted(station.open, key=lambda w: w.start) if now < window.end), None)


def next_round(station: Station, now: datetime) -> datetime | None:
    """Return when the next round of `station` starts, None if it has no rounds or none that would end in time."""
    window = window_at(station, now)
    if window is None or station.every_min is None:
        return None
    every = timedelta(minutes=station.every_min)
    passed = max(-((window.start - now) // every), 0) if now > window.start else 0
    start = window.start + passed * every
    length = timedelta(minutes=station.round_min or station.every_min)
    return start if start + length <= window.end else None


def overlaps(sessions: Iterable[Session]) -> list[tuple[Session, Session]]:
    """Return the pairs of sessions that a person cannot attend both, by expected times; cancelled ones do not count."""
    ordered = in_order(session for session in sessions if not session.live.cancelled)
    if all(one.expected.end <= other.expected.start for one, other in pairwise(ordered)):
        return []
    starts = [session.expected.start for session in ordered]
    pairs = []
    for index, session in enumerate(ordered):
        end = bisect_right(starts, session.expected.end - timedelta(microseconds=1))
        pairs.extend((session, other) for other in ordered[index + 1 : end])
    return pairs
