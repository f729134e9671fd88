"""On which day organisers work, and since when."""

import pytest

from festival.schedule.model import Day
from schedule.examples import MIDNIGHT, at, schedule

FRIDAY = Day(date=MIDNIGHT.date(), start=at("09:00"), end=at("27:00"))
SATURDAY = Day(date=at("34:00").date(), start=at("34:00"), end=at("46:00"))
SUNDAY = Day(date=at("58:00").date(), start=at("58:00"), end=at("70:00"))
FESTIVAL = schedule().festival.model_copy(update={"days": (FRIDAY, SATURDAY, SUNDAY)})


@pytest.mark.parametrize(
    ("now", "day", "begin"),
    [
        ("00:00", FRIDAY, "00:00"),
        ("08:00", FRIDAY, "00:00"),
        ("26:59", FRIDAY, "00:00"),
        ("27:00", SATURDAY, "27:00"),
        ("30:00", SATURDAY, "27:00"),
        ("47:30", SATURDAY, "27:00"),
        ("48:00", SUNDAY, "48:00"),
        ("99:00", SUNDAY, "48:00"),
    ],
)
def test_work_begins_at_midnight_or_after_the_night_that_went_on(now: str, day: Day, begin: str) -> None:
    worked_on = FESTIVAL.day_of_work(at(now))
    assert worked_on == day
    assert FESTIVAL.begin_of_work(day) == at(begin)


def test_before_the_first_day_there_is_none() -> None:
    assert FESTIVAL.day_of_work(at("00:00").replace(day=25)) is None
