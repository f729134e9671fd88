"""Local times as people write them in programme files, made into instants.

Hours run to 29:59, so that a session after midnight stays with its festival day: 24:30 on 27 May is half past
midnight on 28 May. A local time in the spring gap does not exist; one in the autumn hour means its first
occurrence.
"""

import re
import reprlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from festival.schedule.values import YEARS

_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_OFFSET: Final = re.compile(r"(Z|[+-][0-9]{2}:[0-9]{2})$")
_WINDOW: Final = re.compile(rf"(?:({_DATE.pattern})[T ]+)?([0-9:]+)\s*[-–]\s*([0-9:]+)")
_LAST_HOUR: Final = 29

_REPR: Final = reprlib.Repr()
_REPR.maxstring = _REPR.maxother = 60


def shown(value: Any) -> str:
    """Return `value` as it stands in a message: quoted, and short however long it is."""
    return _REPR.repr(value)


class BadTimeError(ValueError):
    """A time that cannot be used; its text says why and what to write."""


@dataclass(frozen=True)
class Moment:
    """An instant, and whether its local time comes twice."""

    instant: datetime
    """Aware, in UTC."""
    is_ambiguous: bool = False


def parse_day(raw: Any) -> date:
    """Return a date from a TOML date or a text ``2022-05-27``. Raises :class:`BadTimeError`."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        day = raw
    elif isinstance(raw, str) and (found := _DATE.fullmatch(raw)):
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise BadTimeError(f"there is no day {raw}") from None
    else:
        raise BadTimeError(f"{shown(raw)} is not a day; write it like 2022-05-27")
    if day.year not in YEARS:
        raise BadTimeError(f"the year {day.year} is not between {YEARS[0]} and {YEARS[-1]}")
    return day


def _wall(day: date, clock: str) -> datetime:
    """Return the naive local time of `clock` on the festival day `day`."""
    found = _CLOCK.fullmatch(clock)
    if found is None:
        raise BadTimeError(f"{shown(clock)} is not a time; write it like 14:20")
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if hour > _LAST_HOUR or minute > 59 or second > 59:
        raise BadTimeError(
            f"there is no time {clock}; hours run to {_LAST_HOUR}:59 (24:30 is half past midnight)"
        )
    return datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute, seconds=second)


def _in_zone(wall: datetime, zone: ZoneInfo) -> Moment:
    local = wall.replace(tzinfo=zone, fold=0)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != wall:
        raise BadTimeError(
            f"{wall:%H:%M} does not exist on {wall:%Y-%m-%d}: the clocks go forward in {zone.key}"
        )
    return Moment(instant, is_ambiguous=local.utcoffset() != local.replace(fold=1).utcoffset())


def parse_instant(raw: Any, day: date | None, zone: ZoneInfo) -> Moment:
    """Return the instant of a clock time on `day`, or of a full date and time.

    `raw` is a text (``14:20``, ``24:30``, ``2022-05-27T14:20``, ``2022-05-27T14:20+02:00``) or a TOML time or
    date-time, local to `zone` unless it has an offset. Raises :class:`BadTimeError`.
    """
    if isinstance(raw, datetime):
        parse_day(raw.date())
        return _in_zone(raw, zone) if raw.tzinfo is None else Moment(raw.astimezone(UTC))
    if isinstance(raw, time):
        raw = f"{raw:%H:%M:%S}"
    if not isinstance(raw, str):
        raise BadTimeError(f"{shown(raw)} is not a time; write it like 14:20")
    found = _DATE.match(raw)
    if found is None:
        if day is None:
            raise BadTimeError(
                f'{shown(raw)} needs a day: write day = "2022-05-27", or the day before the time'
            )
        return _in_zone(_wall(day, raw), zone)
    day, clock = parse_day(found[0]), raw[found.end() :]
    if not clock.startswith(("T", " ")):
        raise BadTimeError(f"{shown(raw)} is not a time; write it like 2022-05-27T14:20")
    if offset := _OFFSET.search(clock):
        wall = _wall(day, clock[1 : offset.start()])
        try:
            return Moment(datetime.fromisoformat(f"{wall.isoformat()}{offset[0]}").astimezone(UTC))
        except ValueError:
            raise BadTimeError(f"there is no offset {offset[0]}") from None
    return _in_zone(_wall(day, clock[1:]), zone)


def parse_window(raw: Any, day: date | None, zone: ZoneInfo) -> tuple[Moment, Moment]:
    """Return start and end of ``12:00-14:00`` on `day`, or of ``2022-05-27 12:00-18:00``.

    Raises :class:`BadTimeError`, also when it ends before it starts.
    """
    found = _WINDOW.fullmatch(raw) if isinstance(raw, str) else None
    if found is None:
        raise BadTimeError(
            f"{shown(raw)} is not a span of time; write it like 12:00-14:00 or 2022-05-27 12:00-14:00"
        )
    if found[1]:
        day = parse_day(found[1])
    start, end = (parse_instant(clock, day, zone) for clock in (found[5], found[6]))
    if end.instant <= start.instant:
        raise BadTimeError(f"{shown(raw)} ends before it starts{after_midnight(found[6])}")
    return start, end


def after_midnight(clock: Any) -> str:
    """Return what to write for a `clock` that was meant after midnight; "" when that cannot be the matter."""
    found = _CLOCK.fullmatch(clock) if isinstance(clock, str) else None
    if found is None or int(found[1]) > _LAST_HOUR - 24:
        return ""
    return f"; for after midnight write {int(found[1]) + 24}:{found[2]}"
