"""The whole programme as a booklet: days, stations, places and projects."""

from festival.links import Link
from festival.print.cards import opening
from festival.print.reader import Data, Reader, code_of
from festival.print.rows import row
from festival.schedule.editions import of_all
from festival.schedule.model import Day, Project, Room, Station
from festival.schedule.timeline import sessions_of
from festival.wording import stations
from festival.wording.projects import project_label


def booklet(reader: Reader) -> Data:
    """Return the booklet: its cover, each day in order of time, then stations, places and projects by name."""
    t, schedule = reader.locale.t, reader.schedule
    return reader.common(reader.say(schedule.festival.name), of_all(schedule, reader.now)) | {
        "programme": t("Programme"),
        "contents": t("Contents"),
        "notes": t("Notes"),
        "when": [reader.day_words(day) for day in schedule.festival.days],
        "days": [_day(reader, day) for day in schedule.festival.days],
        "stations": {"title": t("Stations"), "list": [_station(reader, one) for one in schedule.stations]},
        "rooms": {"title": t("Stages and rooms"), "list": [_room(reader, one) for one in schedule.rooms]},
        "projects": {
            "title": t("Projects"),
            "list": sorted(
                (_project(reader, one) for one in schedule.projects), key=lambda one: one["name"].casefold()
            ),
        },
        "code": code_of(reader.links.today()),
    }


def _day(reader: Reader, day: Day) -> Data:
    found = []
    for session in sessions_of(reader.schedule, day):
        here = session.expected if day.start <= session.expected.start < day.end else session.planned
        abstract = reader.say(session.abstract)
        found.append(
            row(reader, session, here.room, day, with_room=True) | {"abstract": abstract.split("\n")}
        )
    return {"day": reader.day_words(day), "name": reader.say(day.name), "rows": found}


def _station(reader: Reader, station: Station) -> Data:
    locale = reader.locale
    facts = [
        reader.say(station.venue),
        stations.host(reader, station),
        stations.lasts(locale, station),
        stations.age(locale, station),
        *stations.access(locale, station),
    ]
    return {
        "name": reader.say(station.name),
        "about": " · ".join(part for part in facts if part),
        "open": [opening(reader, window) for window in sorted(station.open, key=lambda one: one.start)],
        "abstract": reader.say(station.abstract).split("\n"),
        "address": _address(reader.links.station(station, reader.schedule)),
    }


def _room(reader: Reader, room: Room) -> Data:
    return {
        "name": reader.say(room.name),
        "about": reader.say(room.venue),
        "abstract": reader.say(room.way).split("\n"),
        "address": _address(reader.links.room(room, reader.schedule)),
    }


def _project(reader: Reader, project: Project) -> Data:
    return {
        "name": reader.say(project.name),
        "about": " · ".join(
            part for part in (project_label(reader, project), reader.say(project.place)) if part
        ),
        "abstract": reader.say(project.summary).split("\n"),
        "address": _address(reader.links.project(project)),
    }


def _address(link: Link) -> str:
    """Return the address of a thing; none where it would only be the festival's, which the cover has."""
    return "" if link.leads_to == "site" else link.clear_text
