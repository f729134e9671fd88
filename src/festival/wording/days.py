"""Days as people at a festival count them: the small hours belong to the night before."""

from datetime import date, datetime

from festival.schedule.timeline import day_of
from festival.wording.reading import Reading, Today


def date_of(reading: Reading, instant: datetime) -> date:
    """Return the date of the festival day that holds `instant`, else the local date."""
    day = day_of(reading.schedule.festival.days, instant)
    return day.date if day else reading.locale.local(instant).date()


def is_today(reading: Today) -> bool:
    """Return whether the day in view is the one that `now` is in, rather than one to come or the last that was."""
    return date_of(reading, reading.now) == reading.day.date


def is_over(reading: Reading) -> bool:
    """Return whether the last day of the festival has ended."""
    return reading.now >= max(day.end for day in reading.schedule.festival.days)
