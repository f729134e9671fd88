"""Which time the program shows."""

from datetime import datetime, timedelta

from festival.clock import Clock, clock_from, system_clock
from festival.schedule.model import Schedule
from festival.schedule.timeline import day_of
from festival.settings import moment

REHEARSAL_START = timedelta(hours=13, minutes=20)
"""A rehearsal begins this long after midnight of the first day that has sessions, if something is on then."""
INTO_IT = timedelta(minutes=10)
"""Else so long after the first session of that day has begun."""


def clock_for(at: str | None, schedule: Schedule) -> tuple[Clock, bool]:
    """Return the clock, and whether it shows a rehearsed time: set by `at`, or because today is no festival day.

    Raises :class:`~festival.settings.SettingsError` if `at` names no time.
    """
    festival = schedule.festival
    if at is not None:
        return clock_from(moment(at, festival.zone)), True
    if day_of(festival.days, system_clock()) is not None:
        return system_clock, False
    return clock_from(rehearsal_start(schedule)), True


def rehearsal_start(schedule: Schedule) -> datetime:
    """Return when a rehearsal of `schedule` begins: while something is on, on the first day that has sessions."""
    zone = schedule.festival.zone
    starts = [session.start for session in schedule.sessions]
    days = schedule.festival.days
    first = min((start for start in starts if day_of(days, start)), default=None)
    day = (day_of(days, first) if first else None) or days[0]
    start = datetime.combine(day.date, datetime.min.time(), zone) + REHEARSAL_START
    if first is None or any(session.start <= start < session.end for session in schedule.sessions):
        return start
    return first + INTO_IT
