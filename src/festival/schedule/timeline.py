"""What is on when: now and next, the sessions of a day, the phases of a session."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from festival.schedule.model import AS_PLANNED, Day, Room, Schedule, Session, Slot, Station, Window


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


def place_of(session: Session) -> Session | Slot:
    """Return what holds the expected room, start and end.

    A session as planned does itself; making slots of ten thousand of them would cost a start 60 ms.
    """
    return session if session.live is AS_PLANNED else session.expected


def _order(session: Session) -> tuple[datetime, datetime, str]:
    place = place_of(session)
    return place.start, place.end, session.id


def in_order(sessions: Iterable[Session]) -> list[Session]:
    """Return `sessions` by expected start, then end, then id."""
    return sorted(sessions, key=_order)


def _ahead(schedule: Schedule, now: datetime, until: datetime | None) -> Mapping[str, list[Session]]:
    """Return the sessions of each room id, in order, that are not over at `now` and start before `until`."""
    rooms: dict[str, list[Session]] = defaultdict(list)
    for session in schedule.sessions:
        place = place_of(session)
        if place.end > now and (until is None or place.start < until):
            rooms[place.room].append(session)
    for sessions in rooms.values():
        sessions.sort(key=_order)
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

    @property
    def urgency(self) -> tuple[int, float]:
        """What puts rooms in order: something is on, something is to come (the soonest first), nothing more."""
        if self.running:
            return 0, 0.0
        return (1, self.following[0].expected.start.timestamp()) if self.following else (2, 0.0)


def now_in_rooms(schedule: Schedule, now: datetime, *, until: datetime | None = None) -> list[RoomNow]:
    """Return the state of every room at `now`, in programme order; later sessions only if they start before `until`."""
    ahead = _ahead(schedule, now, until)
    board = []
    for room in schedule.rooms:
        sessions = ahead.get(room.id, ())
        waiting = [session.live.cancelled or place_of(session).start > now for session in sessions]
        running = tuple(session for session, waits in zip(sessions, waiting, strict=True) if not waits)
        following = tuple(session for session, waits in zip(sessions, waiting, strict=True) if waits)
        board.append(RoomNow(room, running, following))
    return board


def up_to_next(sessions: Sequence[Session]) -> list[Session]:
    """Return the first of `sessions` (in order, to come) that takes place, after the cancelled ones before it; none if none does."""
    for at, one in enumerate(sessions):
        if not one.live.cancelled:
            return list(sessions[: at + 1])
    return []


def day_of(days: Iterable[Day], instant: datetime) -> Day | None:
    """Return the festival day that holds `instant`, else None; a day may end after midnight."""
    return next((day for day in days if day.start <= instant < day.end), None)


def day_in_view(days: Sequence[Day], instant: datetime) -> Day:
    """Return the festival day that holds `instant`, else the next one, else the last of `days` (not empty)."""
    return day_of(days, instant) or next((day for day in days if instant < day.start), days[-1])


def sessions_of(schedule: Schedule, window: Window | Day) -> list[Session]:
    """Return the sessions that start inside `window` by plan or by expectation, in order."""
    return in_order(
        session
        for session in schedule.sessions
        if window.start <= place_of(session).start < window.end or window.start <= session.start < window.end
    )


def is_open(station: Station, now: datetime) -> bool:
    """Return whether `station` is within an opening window and nobody closed it."""
    return any(window.holds(now) for window in station.open) and station.live.state_at(now) != "closed"


def window_at(station: Station, now: datetime) -> Window | None:
    """Return the window of `station` that is open at `now`, else the next one, else None."""
    return next(
        (window for window in sorted(station.open, key=lambda window: window.start) if now < window.end), None
    )


def rounds(station: Station, since: datetime) -> Iterator[datetime]:
    """Yield the starts of the rounds of `station` from `since` (aware) on, in order, through all its windows.

    A round that would end after its window does not take place; a station without rounds has none.
    """
    if station.every_min is None:
        return
    every = timedelta(minutes=station.every_min)
    length = timedelta(minutes=station.round_min or station.every_min)
    for window in sorted(station.open, key=lambda window: window.start):
        passed = max(0, -((window.start - since) // every))
        start = window.start + passed * every
        while start + length <= window.end:
            yield start
            start += every


def next_round(station: Station, now: datetime) -> datetime | None:
    """Return when the next round of `station` starts, be it in a later window; None if there is none any more.

    Shut by somebody, or pausing, it has none before the end of that; none at all if nobody said when that is.
    """
    if station.live.state_at(now) not in {"paused", "closed"}:
        return next(rounds(station, now), None)
    until = station.live.until
    return next(rounds(station, until), None) if until else None


def overlaps(sessions: Iterable[Session]) -> list[tuple[Session, Session]]:
    """Return the pairs of sessions that a person cannot attend both, by expected times; cancelled ones do not count."""
    ordered = in_order(session for session in sessions if not session.live.cancelled)
    if all(one.expected.end <= other.expected.start for one, other in pairwise(ordered)):
        return []
    starts = [session.expected.start for session in ordered]
    pairs: list[tuple[Session, Session]] = []
    for index, session in enumerate(ordered):
        end = bisect_right(starts, session.expected.end - timedelta(microseconds=1))
        pairs.extend((session, other) for other in ordered[index + 1 : end])
    return pairs
