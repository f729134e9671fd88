"""The workshop's agenda: its days, and what runs in parallel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from festival.schedule.model import Day, Schedule, Session
from festival.schedule.timeline import sessions_of


def agenda_of(schedule: Schedule, day: Day) -> list[Session]:
    """Return the workshop's sessions on `day`, in order."""
    track = schedule.festival.workshop
    return [session for session in sessions_of(schedule, day) if session.track == track]


def agenda_days(schedule: Schedule) -> list[Day]:
    """Return the days that have workshop sessions; all days if none has."""
    days = schedule.festival.days
    return [day for day in days if agenda_of(schedule, day)] or list(days)


@dataclass(frozen=True, slots=True)
class Placed:
    """One session of the agenda, and its place among those that run at the same time."""

    session: Session
    place: int = 0
    of: int = 1
    """Sessions in parallel, itself included."""


@dataclass(frozen=True, slots=True)
class Parallel:
    """A heading above sessions in parallel."""

    start: datetime
    end: datetime
    count: int


def placed(sessions: Iterable[Session]) -> list[Parallel | Placed]:
    """Return `sessions` (in order) with their places; those that overlap stand together below a heading. Breaks stand alone."""
    found: list[Parallel | Placed] = []
    for group in _parallel(sessions):
        talks = [session for session in group if session.kind != "break"]
        if len(talks) > 1:
            start = min(session.expected.start for session in talks)
            end = max(session.expected.end for session in talks)
            found.append(Parallel(start, end, len(talks)))
        place = 0
        for session in group:
            if session.kind == "break":
                found.append(Placed(session))
            else:
                found.append(Placed(session, place, len(talks)))
                place += 1
    return found


def _parallel(sessions: Iterable[Session]) -> Iterable[list[Session]]:
    group: list[Session] = []
    end: datetime | None = None
    for session in sessions:
        if end is not None and session.expected.start >= end:
            yield group
            group, end = [], None
        group.append(session)
        end = max(end, session.expected.end) if end else session.expected.end
    if group:
        yield group
