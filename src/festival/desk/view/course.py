"""How the day of one room goes: what is on, what comes next, how much time is left. No screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from festival.desk.state import DeskState
from festival.schedule.model import Day, Room, Schedule, Session
from festival.schedule.timeline import sessions_of

LONGEST_OVER: Final = timedelta(minutes=30)
"""So long after its expected end a session that was said to have begun is on, while nobody says that it has ended."""
LATE: Final = timedelta(minutes=10)
"""So long one that nobody spoke of may be late to begin, and to end."""


@dataclass(frozen=True, slots=True)
class Course:
    """One room at one instant."""

    cues: tuple[Session, ...]
    """The room's sessions of the day in order, with those that were moved away from it."""
    present: Session | None = None
    """What is on, or should be by now."""
    following: Session | None = None
    """What comes after it, or next."""
    begins_with: Session | None = None
    """With what a delay begins: the first session that has not begun."""

    @property
    def subject(self) -> Session | None:
        """What is on, else what comes next."""
        return self.present or self.following


class Cues:
    """Keeps the sessions of one room and day, which are sought among thousands, until the schedule is another."""

    def __init__(self) -> None:
        self._schedule: Schedule | None = None
        self._of: tuple[str, Day] | None = None
        self._found: tuple[Session, ...] = ()

    def course(self, state: DeskState, room: Room) -> Course:
        """Return how the day goes in `room`."""
        of = room.id, state.day
        if state.schedule is not self._schedule or of != self._of:
            self._schedule, self._of = state.schedule, of
            self._found = cues(state.schedule, *of)
        return course(self._found, room, state.now)


def cues(schedule: Schedule, room: str, day: Day) -> tuple[Session, ...]:
    """Return the sessions that take place in `room` on `day`, and those that were to."""
    return tuple(
        one for one in sessions_of(schedule, day) if room in {one.room, one.slot.room, one.expected.room}
    )


def course(found: Sequence[Session], room: Room, now: datetime) -> Course:
    """Return how things stand among `found`, the sessions of `room`, at `now`.

    The clock decides what is on, unless somebody said more: what was said to have begun is on before its time and for a
    while after it, what was said to have ended is not.
    """
    here = [one for one in found if one.expected.room == room.id and not one.live.cancelled]
    on = [one for one in here if is_on(one, now)]
    said = [one for one in on if one.live.started_at is not None]
    present = (said or on)[-1] if on else None
    after = here.index(present) + 1 if present is not None else 0
    is_said = {one.id for one in here if one.live.started_at is not None or one.live.ended_at is not None}
    later = [one for one in here[after:] if one.id not in is_said and (present or one.expected.start > now)]
    following = later[0] if later else None
    return Course(tuple(found), present, following, present if present and waits(present, now) else following)


def is_on(session: Session, now: datetime) -> bool:
    """Return whether `session` is on at `now`, or should be."""
    live, expected = session.live, session.expected
    if live.started_at is not None:
        return live.ended_at is None and now < expected.end + LONGEST_OVER
    return live.ended_at is None and expected.start <= now < expected.end + LATE


def waits(session: Session, now: datetime) -> bool:
    """Return whether `session` should have begun a moment ago, and nobody said that it has."""
    expected = session.expected
    return session.live.started_at is None and now < min(expected.start + LATE, expected.end)


def left(session: Session, now: datetime) -> timedelta:
    """Return the time until the expected end of `session`; negative when it is over its time."""
    return session.expected.end - now


def changeover_left(present: Session, following: Session, now: datetime) -> timedelta:
    """Return the time between the end of one session, which is not before `now`, and the expected start of the next."""
    return following.expected.start - max(now, present.expected.end)
