"""Sheets for those who work on the day: all rooms of a day, and the run of one room."""

from festival.print.reader import Data, Reader, code_of
from festival.print.rows import Places, days_of, row, rows, shut
from festival.schedule.editions import of_day, of_room
from festival.schedule.model import Day, Room, Session


def day_sheet(reader: Reader, places: Places, day: Day) -> Data:
    """Return the sheet of `day`: what is on in every room that has sessions then."""
    words = reader.day_words(day)
    rooms = [one for one in reader.schedule.rooms if (one.id, day.date) in places]
    return reader.common(words, of_day(reader.schedule, day, reader.now)) | {
        "day": words,
        "name": reader.say(day.name),
        "rooms": [
            {
                "name": reader.say(room.name),
                "venue": reader.say(room.venue),
                "shut": shut(reader, places, room, day),
                "rows": rows(reader, places, room.id, day),
            }
            for room in rooms
        ],
        "code": code_of(reader.links.today()),
    }


def run_sheet(reader: Reader, places: Places, room: Room) -> Data:
    """Return the sheet for the crew of `room`: each day's run with times planned and expected, and room for notes."""
    t, name = reader.locale.t, reader.say(room.name)
    edition = of_room(reader.schedule, room, reader.now)
    return reader.common(f"{name} – {t('Run sheet')}", edition) | {
        "name": name,
        "kind": t("Run sheet"),
        "venue": reader.say(room.venue),
        "changeover": t("{n} min between two sessions", n=room.changeover_min) if room.changeover_min else "",
        "heads": [t("Expected"), t("Planned"), t("Session"), t("Who"), t("Notes")],
        "fixed": t("starts on time"),
        "days": [
            {
                "day": reader.day_words(day),
                "name": reader.say(day.name),
                "shut": shut(reader, places, room, day),
                "rows": [_run(reader, one, room, day) for one in places[room.id, day.date]],
            }
            for day in days_of(reader, places, room)
        ],
        "nothing": t("Nothing is planned here."),
        "code": code_of(reader.links.room(room, reader.schedule)),
    }


def _run(reader: Reader, session: Session, room: Room, day: Day) -> Data:
    """Return a row with what the crew needs besides: both times, and what does not wait.

    Rows are in the order of `time`, which what does not take place there has by the plan.
    """
    locale, expected = reader.locale, session.expected
    data = row(reader, session, room.id, day)
    return data | {
        "expected": data["sign"] if data["struck"] else locale.times(expected.start, expected.end),
        "planned": locale.times(session.start, session.end),
        "differs": (expected.start, expected.end) != (session.start, session.end) or data["struck"],
        "fixed": session.fixed_start,
        "minutes": locale.duration(session.end - session.start),
    }
