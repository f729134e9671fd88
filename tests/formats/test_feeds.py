"""Which sessions a calendar holds, and what it costs to write many."""

from time import process_time

import pytest

from festival.formats.calendar import calendar
from festival.formats.feeds import Feeds
from festival.links import MOST_PICKS, CalendarKind, Links
from festival.locale import locale_for
from festival.schedule.codes import code_for
from festival.schedule.model import Schedule, Slot
from schedule.examples import at, room, schedule, session

HALL = Slot(room="hall", start=at("30:00"), end=at("31:00"))
DAY = schedule(
    session("moved", "15:00", "16:00", moved=HALL),
    session("gone", "14:00", "15:00", cancelled=True),
    session("talk", "12:00", "13:00", room="hall", track="other"),
)
CODE = {one.id: code_for("session", one.id) for one in DAY.sessions}


def found(kind: CalendarKind, name: str, day: Schedule = DAY) -> list[str] | None:
    feed = Feeds(day, locale_for("en", day.festival.zone)).find(kind, name)
    return None if feed is None else [one.id for one in feed.sessions]


@pytest.mark.parametrize(
    ("kind", "name", "sessions"),
    [
        ("all", "", ["talk", "gone", "moved"]),
        ("session", CODE["gone"].lower(), ["gone"]),
        ("session", "", None),
        ("room", DAY.rooms[0].code, ["gone", "moved"]),
        ("room", DAY.rooms[1].code, ["talk", "moved"]),
        ("room", CODE["gone"], None),
        ("day", "2022-05-27", ["talk", "gone", "moved"]),
        ("day", "2022-05-28", None),
        ("track", "Music", ["gone", "moved"]),
        ("track", "other", None),
        ("picks", CODE["moved"] + CODE["talk"].lower(), ["talk", "moved"]),
        ("picks", CODE["moved"] * 3 + "000", ["moved"]),
        ("picks", "0", None),
        ("picks", "00000" * MOST_PICKS + CODE["talk"], None),
    ],
)
def test_a_calendar_holds_what_its_subscribers_must_hear_of(
    kind: CalendarKind, name: str, sessions: list[str] | None
) -> None:
    assert found(kind, name) == sessions


def test_every_calendar_is_found_by_its_address() -> None:
    feeds = Feeds(DAY, locale_for("de", DAY.festival.zone))
    every = list(feeds)
    assert [feeds.find(one.kind, one.name) for one in every] == every
    assert [one.kind for one in every] == ["all", "day", "track", "room", "room", *["session"] * 3]


def test_ten_times_as_many_sessions_take_ten_times_as_long() -> None:
    spent = {}
    for number in (400, 4_000):
        day = schedule(
            room("stage"),
            *(session(f"s{each}", "14:00", "15:00", title={"und": "Größe"}) for each in range(number)),
        )
        locale, links = locale_for("de", day.festival.zone), Links(day.festival, "https://fest.example")
        start = process_time()
        feed = Feeds(day, locale).whole()
        data = calendar(day, feed.sessions, name=feed.title, links=links, locale=locale, now=at("12:00"))
        spent[number] = process_time() - start
        assert data.count(b"BEGIN:VEVENT") == number
    assert spent[4_000] < 20 * spent[400]
