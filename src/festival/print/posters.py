"""The poster of a stage: its name from afar, today's list, and the code that leads to what holds now."""

from typing import Final

from festival.print.reader import Data, Reader, code_of
from festival.print.rows import Places, days_of, rows, shut
from festival.schedule.editions import of_room
from festival.schedule.model import Day, Room

_ACCENT: Final = "#5b6b7b"


def poster(reader: Reader, places: Places, room: Room, paper: str) -> Data:
    """Return the poster of `room`: a page for each day that has sessions there, or one without a list."""
    days = days_of(reader, places, room)
    name = reader.say(room.name)
    return reader.common(name, of_room(reader.schedule, room, reader.now)) | {
        "paper": paper,
        "name": name,
        "venue": reader.say(room.venue),
        "accent": accent_of(reader, places, room),
        "code": code_of(reader.links.room(room, reader.schedule)),
        "days": [_day(reader, places, room, day) for day in days or [reader.day]],
        "nothing": reader.locale.t("Nothing is planned here."),
    }


def _day(reader: Reader, places: Places, room: Room, day: Day) -> Data:
    return {
        "day": reader.day_words(day),
        "name": reader.say(day.name),
        "shut": shut(reader, places, room, day),
        "rows": rows(reader, places, room.id, day),
    }


def accent_of(reader: Reader, places: Places, room: Room) -> str:
    """Return the colour of the track that the room has most of."""
    tracks = [
        one.track for day in reader.schedule.festival.days for one in places.get((room.id, day.date), ())
    ]
    track = reader.schedule.track_by_id.get(max(tracks, key=tracks.count)) if tracks else None
    return track.color if track else _ACCENT
