"""Calendars that go with the day: iCalendar (RFC 5545) with the additions of RFC 7986.

There is no METHOD: that is for messages between people's calendars, and asks for an ORGANIZER (RFC 5546, 3.2.1).
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from icalendar import Calendar

from festival.formats.dates import Dates, Revised
from festival.formats.zone import timezone
from festival.links import Links, Subscription
from festival.locale import Locale
from festival.schedule.model import Festival, Instant, Schedule, Session, words

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
REFRESH: Final = timedelta(minutes=15)
"""How often a subscriber may ask whether something has changed."""
_PRODUCT: Final = "-//festival//festival//EN"
_END: Final = b"END:VCALENDAR\r\n"


def calendar(
    schedule: Schedule,
    sessions: Sequence[Session],
    *,
    name: str,
    links: Links,
    locale: Locale,
    now: Instant,
    source: Subscription | None = None,
) -> bytes:
    """Return `sessions` of `schedule` as a calendar called `name`, which is to be had again at `source`.

    Each has the schedule's revision as its SEQUENCE, and `now` as the instant of its last revision.
    """
    dates = Dates(schedule, links, locale, lambda _: Revised(schedule.revision, now))
    return bound(
        schedule.festival, sessions, map(dates.date, sessions), name=name, locale=locale, source=source
    )


def bound(
    festival: Festival,
    sessions: Iterable[Session],
    dates: Iterable[bytes],
    *,
    name: str,
    locale: Locale,
    source: Subscription | None,
) -> bytes:
    """Return the ready `dates` (:meth:`festival.formats.dates.Dates.date`) of `sessions` as a calendar."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", _PRODUCT)
    for key in ("name", "x-wr-calname"):  # RFC 7986, 5.1, and what programs had before
        made.add(key, name)
    if note := words(festival.note, locale.languages):
        made.add("description", note)
    made.add("x-wr-timezone", festival.timezone)
    made.add("url", festival.url)
    if source:
        made.add("source", source.url, parameters={"VALUE": "URI"})
    # RFC 7986, 5.7, and what programs had before.
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", f"PT{REFRESH // timedelta(minutes=1)}M")
    head = made.to_ical().removesuffix(_END)
    return b"".join((head, _timezone(festival, sessions), *dates, _END))


def _timezone(festival: Festival, sessions: Iterable[Session]) -> bytes:
    """Return the festival's zone for all years in which one of `sessions` takes place."""
    instants = [day.start for day in festival.days]
    for one in sessions:
        instants += (one.expected.start, one.expected.end)
    first, last = (instant.astimezone(festival.zone).year for instant in (min(instants), max(instants)))
    return timezone(festival.zone, first, last)
