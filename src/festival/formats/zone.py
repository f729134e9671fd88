"""A time zone as the VTIMEZONE of a calendar (RFC 5545, 3.6.5).

Where it can be, it is written as one rule a year for each way in which the clocks are changed: Outlook reads DTSTART,
RRULE and the offsets, and nothing else (MS-STANOICAL, 2.2.47), so of a list of dates (RDATE) it knows the first alone.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SECOND: Final = timedelta(seconds=1)


class Onset(NamedTuple):
    """An instant at which the clocks are changed."""

    local: datetime
    """On the clocks as they went until then, without a zone (the DTSTART of RFC 5545, 3.6.5)."""
    before: timedelta
    after: timedelta
    """Offsets from UTC."""
    name: str

    @property
    def kind(self) -> tuple[timedelta, timedelta, str]:
        """What it has in common with those of other years."""
        return self[1:]


@lru_cache(maxsize=8)
def timezone(zone: ZoneInfo, first_year: int, last_year: int) -> bytes:
    """Return `zone` as it is from the beginning of one year to the end of another, and somewhat before."""
    made = Timezone()
    made.add("tzid", zone.key)
    # From the year before: on New Year's Day the time holds to which the clocks were set in autumn.
    begin = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    onsets = list(_onsets(zone, begin, datetime(last_year + 1, 1, 2, tzinfo=UTC)))
    kinds = {one.kind: [other for other in onsets if other.kind == one.kind] for one in onsets}
    rules = {kind: _rule(found, range(first_year - 1, last_year + 1)) for kind, found in kinds.items()}
    if onsets and all(rules.values()):
        for kind, found in kinds.items():
            made.add_component(_written(found[0], rules[kind]))
    else:
        for one in (_standing(zone, begin), *onsets):
            made.add_component(_written(one, None))
    written: bytes = made.to_ical()
    return written


def _onsets(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Onset]:
    """Yield each change of the clocks of `zone` between two instants (UTC); no two lie within a day."""
    days = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    for low, high in pairwise(days):
        if _state(zone, low) != _state(zone, high):
            yield _onset(zone, low, high)


def _state(zone: ZoneInfo, instant: datetime) -> tuple[timedelta, str]:
    local = instant.astimezone(zone)
    return local.utcoffset() or timedelta(0), local.tzname() or ""


def _onset(zone: ZoneInfo, low: datetime, high: datetime) -> Onset:
    before = _state(zone, low)
    while high - low > _SECOND:
        middle = low + (high - low) // 2 // _SECOND * _SECOND
        low, high = (middle, high) if _state(zone, middle) == before else (low, middle)
    after, name = _state(zone, high)
    return Onset((high + before[0]).replace(tzinfo=None), before[0], after, name)


def _standing(zone: ZoneInfo, begin: datetime) -> Onset:
    """Return what holds at `begin`, as if the clocks had been set to it then."""
    offset, name = _state(zone, begin)
    return Onset((begin + offset).replace(tzinfo=None), offset, offset, name)


def _rule(found: Sequence[Onset], years: range) -> dict[str, object] | None:
    """Return by which yearly rule (RFC 5545, 3.3.10) the clocks were changed in all `years`; None if by none."""
    days = [one.local for one in found]
    alike = {(day.month, day.weekday(), day.time()) for day in days}
    if [day.year for day in days] != list(years) or len(alike) != 1:
        return None
    nth = {(day.day - 1) // 7 + 1 for day in days}
    if all((day + timedelta(days=7)).month != day.month for day in days):
        nth = {-1}
    if len(nth) != 1:
        return None
    return {"freq": "yearly", "bymonth": days[0].month, "byday": f"{nth.pop()}{_DAYS[days[0].weekday()]}"}


def _written(one: Onset, rule: dict[str, object] | None) -> TimezoneDaylight | TimezoneStandard:
    made = TimezoneDaylight() if one.after > one.before else TimezoneStandard()
    made.add("dtstart", one.local)
    made.add("tzoffsetfrom", one.before)
    made.add("tzoffsetto", one.after)
    made.add("tzname", one.name)
    if rule:
        made.add("rrule", rule)
    return made
