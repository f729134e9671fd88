"""Which time the program shows."""

from datetime import datetime, timedelta

from festival.clock import Clock, clock_from, system_clock
from festival.schedule.model import Festival
from festival.schedule.timeline import day_of
from festival.settings import moment

REHEARSAL_START = timedelta(hours=13, minutes=20)
"""A rehearsal begins this long after midnight of the first day, when there is something on everywhere."""


def clock_for(at: str | None, festival: Festival) -> tuple[Clock, bool]:
    """Return the clock, and whether it shows a rehearsed time: set by `at`, or because today is no festival day.

    Raises :class:`~festival.settings.SettingsError` if `at` names no time.
    """
    if at is not None:
        return clock_from(moment(at, festival.zone)), True
    if day_of(festival.days, system_clock()) is not None:
        return system_clock, False
    first = datetime.combine(festival.days[0].date, datetime.min.time(), festival.zone)
    return clock_from(first + REHEARSAL_START), True
