"""Days are written as Unicode CLDR says, although the program does not ask Babel."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from babel.dates import format_date

from festival.locale import LANGUAGES
from festival.locale.days import long_day, short_day

LEAP_YEAR = [date(2024, 1, 1) + timedelta(days=number) for number in range(366)]
PATTERNS = [
    ("de", long_day, "de_DE", "EEEE, d. MMMM"),
    ("de", short_day, "de_DE", "EEE d.M."),
    ("en", long_day, "en_GB", "EEEE d MMMM"),
    ("en", short_day, "en_GB", "EEE d MMM"),
]


@pytest.mark.parametrize(("language", "written", "cldr", "pattern"), PATTERNS)
def test_every_day_of_a_year_is_written_as_in_cldr(
    language: str, written: Callable[[date, str], str], cldr: str, pattern: str
) -> None:
    expected = [format_date(day, pattern, locale=cldr) for day in LEAP_YEAR]
    assert [written(day, language) for day in LEAP_YEAR] == expected


def test_every_language_writes_days() -> None:
    assert {language for language, *_ in PATTERNS} == set(LANGUAGES)
