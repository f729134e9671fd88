"""A small festival day to write readable tests with: times are "14:30", in Dortmund, on 27 May 2022."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from festival.schedule.codes import code_for
from festival.schedule.model import (
    Day,
    Festival,
    Room,
    Schedule,
    Session,
    SessionLive,
    Station,
    Track,
    Window,
)

BERLIN = ZoneInfo("Europe/Berlin")
MIDNIGHT = datetime(2022, 5, 27, tzinfo=BERLIN)


def at(time: str) -> datetime:
    """Return the instant (UTC) of a local time; "25:10" is ten past one in the night after."""
    hours, minutes = time.split(":")
    return (MIDNIGHT + timedelta(hours=int(hours), minutes=int(minutes))).astimezone(UTC)


def room(id: str = "stage", **fields: Any) -> Room:  # noqa: A002
    known: dict[str, Any] = {
        "code": code_for("room", id),
        "kind": "room",
        "name": {"und": id},
        "sample": True,
    }
    return Room(id=id, **known | fields)


def session(id: str, start: str, end: str, **fields: Any) -> Session:  # noqa: A002
    known: dict[str, Any] = {"room": "stage", "track": "music", "kind": "music", "title": {"und": id}}
    live = {name: fields.pop(name) for name in tuple(fields) if name in SessionLive.model_fields}
    return Session(
        id=id, start=at(start), end=at(end), sample=True, live=SessionLive(**live), **known | fields
    )


def station(id: str = "solder", *open: str, **fields: Any) -> Station:  # noqa: A002
    spans = [span.split("-") for span in open or ("12:00-18:00",)]
    windows = tuple(Window(start=at(start), end=at(end)) for start, end in spans)
    known: dict[str, Any] = {"code": code_for("station", id), "track": "music", "name": {"und": id}}
    return Station(id=id, open=windows, sample=True, **known | fields)


def schedule(*things: Room | Session | Station, **fields: Any) -> Schedule:
    """Return a schedule of `things`; without a room there are "stage" and "hall"."""
    rooms = tuple(one for one in things if isinstance(one, Room)) or (room("stage"), room("hall"))
    day = Day(date=MIDNIGHT.date(), start=at("09:00"), end=at("27:00"))
    festival = Festival(
        id="day",
        name={"und": "Day"},
        timezone="Europe/Berlin",
        languages=("de", "en"),
        days=(day,),
        url="https://fest.example",
    )
    return Schedule(
        festival=festival,
        tracks=(Track(id="music", name={"und": "Music"}),),
        rooms=rooms,
        sessions=tuple(one for one in things if isinstance(one, Session)),
        stations=tuple(one for one in things if isinstance(one, Station)),
        **fields,
    )
