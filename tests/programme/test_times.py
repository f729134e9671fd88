"""Local times become instants."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.programme.times import BadTimeError, parse_instant, parse_window

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2022, 5, 27)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("14:20", "2022-05-27T12:20"),
        ("9:05", "2022-05-27T07:05"),
        ("00:00", "2022-05-26T22:00"),
        ("24:30", "2022-05-27T22:30"),
        ("29:59", "2022-05-28T03:59"),
        ("2022-05-28T14:20", "2022-05-28T12:20"),
        ("2022-05-28 14:20", "2022-05-28T12:20"),
        ("2022-05-28T24:30", "2022-05-28T22:30"),
        ("2022-05-27T14:20+05:30", "2022-05-27T08:50"),
        ("2022-05-27T14:20Z", "2022-05-27T14:20"),
        ("2022-01-27T14:20", "2022-01-27T13:20"),
        (time(14, 20), "2022-05-27T12:20"),
        (datetime(2022, 5, 28, 14, 20), "2022-05-28T12:20"),  # noqa: DTZ001 - a TOML local date-time
        (datetime(2022, 5, 28, 14, 20, tzinfo=UTC), "2022-05-28T14:20"),
    ],
)
def test_time_of_each_form_is_its_instant(raw: Any, expected: str) -> None:
    moment = parse_instant(raw, DAY, BERLIN)
    assert moment.instant == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert moment.instant.tzinfo is UTC
    assert not moment.is_ambiguous


@pytest.mark.parametrize(
    "raw",
    ["", "14", "14:60", "30:00", "14:20 ", "１４:20", "2022-05-27", "2022-05-27X14:20", "2022-13-01T14:20", "1969-12-31T10:00",
     "2022-05-27T14:20+24:00", "2022-03-27T02:00", 14, 14.2, None, DAY, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)],
)  # fmt: skip
def test_what_is_no_time_is_refused(raw: Any) -> None:
    with pytest.raises(BadTimeError):
        parse_instant(raw, DAY, BERLIN)


def test_time_that_comes_twice_is_the_first_one() -> None:
    moment = parse_instant("2022-10-30T02:30", None, BERLIN)
    assert moment.instant == datetime(2022, 10, 30, 0, 30, tzinfo=UTC)
    assert moment.is_ambiguous


@pytest.mark.parametrize(
    "raw", ["12:00-14:00", "12:00 – 14:00", "2022-05-27 12:00-14:00", "2022-05-27T12:00-14:00"]
)
def test_window_of_each_form_is_two_instants(raw: Any) -> None:
    start, end = parse_window(raw, DAY, BERLIN)
    assert (start.instant, end.instant) == (
        datetime(2022, 5, 27, 10, tzinfo=UTC),
        datetime(2022, 5, 27, 12, tzinfo=UTC),
    )


@given(st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30)))  # noqa: DTZ001 - wall clocks
def test_every_local_time_comes_back_or_does_not_exist(wall: datetime) -> None:
    wall = wall.replace(microsecond=0, fold=0)
    try:
        moment = parse_instant(wall.isoformat(), None, BERLIN)
    except BadTimeError as error:
        assert "does not exist" in str(error)  # noqa: PT017 - either outcome is right, depending on the day
        assert wall.replace(tzinfo=BERLIN).utcoffset() != wall.replace(tzinfo=BERLIN, fold=1).utcoffset()
    else:
        assert moment.instant.astimezone(BERLIN).replace(tzinfo=None) == wall
