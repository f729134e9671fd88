"""A time zone is read as it is by a program that knows no zones but those that a calendar brings."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from festival.formats.zone import timezone

RULED = ("Europe/Berlin", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe")
"""Each year the clocks are changed on, for instance, the last Sunday in March."""
NOT_RULED = ("Africa/Casablanca", "Asia/Tokyo", "Europe/Istanbul")
"""By the moon, never, or not any more."""


@pytest.mark.parametrize("name", RULED + NOT_RULED)
def test_local_times_mean_what_they_mean_there(name: str) -> None:
    zone, written = ZoneInfo(name), timezone(ZoneInfo(name), 2015, 2016).decode()
    read = vobject.readOne(f"BEGIN:VCALENDAR\r\n{written}END:VCALENDAR\r\n").vtimezone.tzinfo
    begin = datetime(2014, 12, 31, 12, tzinfo=UTC)
    instants = [begin + timedelta(hours=number) for number in range(2 * 366 * 24)]
    # A time that the clocks show twice is never written as a local one.
    local = [one for instant in instants if not (one := instant.astimezone(zone)).fold]
    assert [one for one in local if one.replace(tzinfo=read).utcoffset() != one.utcoffset()] == []


@pytest.mark.parametrize("name", RULED)
def test_outlook_finds_one_rule_for_each_way_in_which_the_clocks_are_changed(name: str) -> None:
    written = timezone(ZoneInfo(name), 2015, 2022).decode()
    assert [written.count(part) for part in ("BEGIN:STANDARD", "BEGIN:DAYLIGHT", "RRULE:", "RDATE")] == [
        1,
        1,
        2,
        0,
    ]


def test_an_onset_is_a_time_on_the_clocks_as_they_went_before() -> None:
    assert timezone(ZoneInfo("Europe/Berlin"), 2022, 2022).decode().split("\r\n")[2:9] == [
        "BEGIN:DAYLIGHT",
        "DTSTART:20210328T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
    ]
