"""The whole programme: the ways to everything, and all sessions of a day; a site without a hub lives by it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from festival.links import day_path
from festival.pages.cards import Card, Group, project_card, room_card, session_card, station_card
from festival.pages.reader import Reader
from festival.pages.things import session_code
from festival.schedule.model import Day, Session
from festival.schedule.timeline import place_of, sessions_of
from festival.wording.days import date_of

MOST_OF_DAY: Final = 300
"""So many sessions stand on the page of a day; of more there is a page for each hour."""


def programme_page(reader: Reader) -> Mapping[str, Any]:
    """Return the ways to everything: days, places, stations, projects."""
    schedule, t = reader.schedule, reader.locale.t
    return {
        "programme": (
            Group("days", t("Days"), tuple(_day_card(reader, day) for day in schedule.festival.days)),
            Group("rooms", t("Stages and rooms"), tuple(room_card(reader, one) for one in schedule.rooms)),
            Group("stations", t("Stations"), tuple(station_card(reader, one) for one in schedule.stations)),
            Group("projects", t("Projects"), tuple(project_card(reader, one) for one in schedule.projects)),
        )
    }


def _day_card(reader: Reader, day: Day) -> Card:
    return Card(
        key=f"D-{day.date}",
        title={reader.locale.language: reader.date(day.date)},
        href=reader.path_href(day_path(day.date)),
        about=(day.name, _count(reader, sessions_of(reader.schedule, day))),
    )


def _count(reader: Reader, sessions: Sequence[Session]) -> str:
    return reader.locale.n("{n} session", "{n} sessions", len(sessions))


def day_page(reader: Reader, day: Day, hour: int | None = None) -> Mapping[str, Any] | None:
    """Return the sessions of a day, or of one of its hours (the 25th begins an hour after midnight).

    A day of very many shows its hours. None for an hour in which nothing begins.
    """
    found = sessions_of(reader.schedule, day)
    hours: dict[int, list[Session]] = {}
    for one in found:
        hours.setdefault(_hour(reader, day, one), []).append(one)
    if hour is not None and hour not in hours:
        return None
    shown = found if hour is None else hours[hour]
    splits = hour is None and reader.follows and len(found) > MOST_OF_DAY
    return {
        "day": day,
        "hour": "" if hour is None else _span(hour),
        "sessions": [] if splits else [replace(session_card(reader, one), day="") for one in shown],
        "hours": [_hour_card(reader, day, at, hours[at]) for at in sorted(hours)] if splits else [],
        "ahead": "" if splits or not reader.follows else way_ahead(reader, shown),
    }


def _hour(reader: Reader, day: Day, session: Session) -> int:
    """Return in which hour after midnight of `day` a session begins, by expectation if that is on the day, else by plan."""
    start = place_of(session).start
    start = start if day.start <= start < day.end else session.start
    local = reader.locale.local(start)
    return (local.date() - day.date).days * 24 + local.hour


def _span(hour: int) -> str:
    return f"{hour % 24:02}:00–{(hour + 1) % 24:02}:00"


def _hour_card(reader: Reader, day: Day, hour: int, sessions: Sequence[Session]) -> Card:
    return Card(
        key=f"D-{day.date}T{hour:02}",
        title={reader.locale.language: _span(hour)},
        href=reader.path_href(day_path(day.date, hour)),
        about=(_count(reader, sessions),),
    )


def way_ahead(reader: Reader, sessions: Sequence[Session]) -> str:
    """Return the way to the first of `sessions` on a page that is not over; empty if that is the first of all, or all are."""
    ahead = next((one for one in sessions if one.expected.end > reader.now), None)
    return f"#T-{session_code(ahead)}" if ahead and ahead is not sessions[0] else ""


def by_day(reader: Reader, name: str, sessions: Sequence[Session], room: str = "") -> tuple[Group, ...]:
    """Return `sessions` below the festival days on which they are expected; the place is left out where it is `room`."""
    days: dict[str, list[Card]] = {}
    for one in sessions:
        card = session_card(reader, one, with_room=one.expected.room != room)
        heading = reader.date(date_of(reader, one.expected.start))
        days.setdefault(heading, []).append(replace(card, day=""))
    return tuple(
        Group(f"{name}-{at}", heading, tuple(cards)) for at, (heading, cards) in enumerate(days.items())
    )
