"""What somebody typed, as values. Each raises ValueError for what it cannot be; the dialogs then say what is expected."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from festival.schedule.text import clean_line

_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")
_MINUTES: Final = re.compile(r"([+-]?)\s*(\d{1,4})")
MOST_MINUTES: Final = 1440


def typed_time(text: str, near: datetime, zone: ZoneInfo) -> datetime:
    """Return the local time ``14:30`` (also ``1430`` or ``14.30``) in `zone` as the instant nearest to `near`.

    So ``00:15`` typed at a session that begins at 23:30 is in the night after. A time that the change to summer leaves
    out does not exist; of one that comes twice, the one nearer to `near` is meant.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    here = near.astimezone(zone).replace(tzinfo=None)
    wanted = time(int(found[1]), int(found[2]))
    days = (datetime.combine(here.date() + timedelta(days=days), wanted) for days in (-1, 0, 1))
    local = min(days, key=lambda one: abs(one - here))
    both = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    real = [one for one in both if one.astimezone(zone).replace(tzinfo=None) == local]
    if not real:
        raise ValueError(text)
    return min(real, key=lambda one: (abs(one - near), one))


def typed_times(text: str, near: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return two local times, ``14:30 15:00`` or ``14:30-15:00``, as instants."""
    parts = [part for part in re.split(r"[\s–-]+", text.strip()) if part]
    if len(parts) != 2:
        raise ValueError(text)
    first = typed_time(parts[0], near, zone)
    return first, typed_time(parts[1], first, zone)


def typed_minutes(text: str) -> int:
    """Return minutes, ``10`` or ``-5``, other than 0 and at most a day."""
    found = _MINUTES.fullmatch(text.strip())
    minutes = int(found[1] + found[2]) if found else 0
    if not 0 < abs(minutes) <= MOST_MINUTES:
        raise ValueError(text)
    return minutes


def typed_languages(text: str, languages: tuple[str, ...]) -> dict[str, str]:
    """Return a text by language: ``Sturm / Storm`` gives the festival's languages in their order.

    A single part is in no language that could be known (``und``). Each is cleaned and cut as every line is.
    """
    parts = [clean_line(part) for part in text.split(" / ")]
    if not any(parts):
        return {}
    if len(parts) == 1:
        return {"und": parts[0]}
    return {tag: part for tag, part in zip(languages, parts, strict=False) if part}
