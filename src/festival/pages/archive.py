"""What only a site without a hub shows: the whole programme by day, wherever a hub would show what is still to come."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from festival.links import day_path
from festival.pages.cards import Card, Group, project_card, room_card, session_card, station_card
from festival.pages.reader import Reader
from festival.schedule.model import Day, Session
from festival.schedule.timeline import sessions_of


def home_page(reader: Reader) -> Mapping[str, Any]:
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
    count = len(sessions_of(reader.schedule, day))
    sessions = reader.locale.n("{n} session", "{n} sessions", count)
    return Card(
        key=f"D-{day.date}",
        title={reader.locale.language: reader.date(day.date)},
        href=reader.to(day_path(day.date)),
        about=" · ".join(part for part in (reader.say(day.name), sessions) if part),
    )


def day_page(reader: Reader, day: Day) -> Mapping[str, Any]:
    """Return all sessions of a day."""
    found = sessions_of(reader.schedule, day)
    return {"day": day, "sessions": [replace(session_card(reader, one), day="") for one in found]}


def by_day(reader: Reader, name: str, sessions: Sequence[Session], room: str = "") -> tuple[Group, ...]:
    """Return `sessions` below the days on which they are expected; the place is left out where it is `room`."""
    days: dict[str, list[Card]] = {}
    for one in sessions:
        card = session_card(reader, one, with_room=one.expected.room != room)
        days.setdefault(reader.date(one.expected.start), []).append(replace(card, day=""))
    return tuple(
        Group(f"{name}-{at}", heading, tuple(cards)) for at, (heading, cards) in enumerate(days.items())
    )
