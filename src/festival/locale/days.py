"""How days are written in each language.

The names are those of Unicode CLDR. They stand here because reading them with Babel takes 20 ms of a start;
``tests/test_days.py`` compares every day of a year with Babel.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class _Names:
    """Days of the week from Monday, months from January; patterns with their ``{fields}``."""

    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    long: str
    short: str


_NAMES: Final = {
    "de": _Names(
        ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."),
        ("Januar", "Februar", "März", "April", "Mai", "Juni",
         "Juli", "August", "September", "Oktober", "November", "Dezember"),
        ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
        "{weekday}, {day}. {month}",
        "{weekday} {day}.{number}.",
    ),
    "en": _Names(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        ("January", "February", "March", "April", "May", "June",
         "July", "August", "September", "October", "November", "December"),
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
        "{weekday} {day} {month}",
        "{weekday} {day} {month}",
    ),
}  # fmt: skip


def long_day(day: date, language: str) -> str:
    """Return `day` in full: ``Freitag, 27. Mai`` or ``Friday 27 May``. `language` is a key of the interface's languages."""
    names = _NAMES[language]
    return names.long.format(
        weekday=names.weekdays[day.weekday()], day=day.day, month=names.months[day.month - 1]
    )


def short_day(day: date, language: str) -> str:
    """Return `day` in short: ``Fr. 27.5.`` or ``Fri 27 May``."""
    names = _NAMES[language]
    return names.short.format(
        weekday=names.weekdays_short[day.weekday()],
        day=day.day,
        month=names.months_short[day.month - 1],
        number=day.month,
    )
