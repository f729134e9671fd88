"""Sheets for those who work on the day: all rooms of a day, and the run of one room."""

from festival.print.reader import Data, Reader, code_of
from festival.print.rows import Places, row, rows
from festival.schedule.model import Day, Room, Session


def day_sheet(reader: Reader, places: Places, day: Day) -> Data:
    """Return the sheet of `day`: what is on in every room that has sessions then."""
    words = reader.day_words(day)
    rooms = [one for one in reader.schedule.rooms if (one.id, day.date) in places]
    return reader.common(words) | {
        "day": words,
        "name": reader.say(day.name),
        "rooms": [
            {
                "name": reader.say(room.name),
                "venue": reader.say(room.venue),
                "rows": rows(reader, places, room.id, day),
            }
            for room in rooms
        ],
        "code": code_of(reader.links.today()),
    }


def run_sheet(reader: Reader, places: Places, room: Room) -> Data:
    """Return the sheet for the crew of `room`: each day's run with times planned and expected, and room for notes."""
    t, name = reader.locale.t, reader.say(room.name)
    days = [one for one in reader.schedule.festival.days if (room.id, one.date) in places]
    return reader.common(f"{name} – {t('Run sheet')}") | {
        "name": name,
        "kind": t("Run sheet"),
        "venue": reader.say(room.venue),
        "changeover": t("{n} min between two sessions", n=room.changeover_min) if room.changeover_min else "",
        "heads": [t("Planned"), t("Expected"), t("Session"), t("Who"), t("Notes")],
        "fixed": t("starts on time"),
        "days": [
            {
                "day": reader.day_words(day),
                "name": reader.say(day.name),
                "rows": [_run(reader, one, room, day) for one in places[room.id, day.date]],
            }
            for day in days
        ],
        "nothing": t("Nothing is planned here."),
        "code": code_of(reader.links.room(room, reader.schedule)),
    }


def _run(reader: Reader, session: Session, room: Room, day: Day) -> Data:
    """Return a row with what the crew needs besides: the planned times in any case, and what does not wait."""
    locale, expected = reader.locale, session.expected
    data = row(reader, session, room.id, day)
    differs = (expected.start, expected.end) != (session.start, session.end) and not data["struck"]
    return data | {
        "planned": locale.times(session.start, session.end),
        "expected": locale.times(expected.start, expected.end) if differs else "",
        "fixed": session.fixed_start,
        "minutes": locale.duration(session.end - session.start),
    }
