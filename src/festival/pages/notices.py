"""Announcements on pages: those for everywhere on all, those for certain rooms wherever something of these stands.

What is merely to be known everywhere is left to the pages of today, of a day and of the map: others begin with their own.
"""

from collections.abc import Collection, Iterable, Iterator

from festival.pages.cards import Card, announcement_card
from festival.pages.kinds import Asked
from festival.pages.reader import Reader
from festival.pages.things import Thing
from festival.schedule.codes import LENGTH
from festival.schedule.model import Announcement, Project, Room, Session, Station
from festival.wording.announcements import current


def notices(reader: Reader, asked: Asked | None, thing: Thing | None) -> list[Card]:
    """Return the announcements that hold and concern what the page shows; none in a site that stays.

    `asked` is None for an address that leads to nothing.
    """
    if not reader.follows:
        return []
    holding = current(reader.schedule.announcements, reader.now)
    local = any(one.rooms or one.severity == "info" for one in holding)
    shown = _shown(reader, asked, thing, holding) if local else holding
    return [announcement_card(reader, one) for one in shown]


def _shown(
    reader: Reader, asked: Asked | None, thing: Thing | None, holding: Collection[Announcement]
) -> Iterator[Announcement]:
    if asked is not None and asked.kind.name in {"today", "map", "day"}:
        return iter(holding)
    rooms = {*_of_thing(reader, thing), *(place for one in _listed(reader, asked) for place in _places(one))}
    # What is merely to be known of a stage does not concern every station that stands around it.
    near = rooms | _around(reader, thing) if isinstance(thing, Station) else rooms
    return (
        one
        for one in holding
        if (
            not rooms.isdisjoint(one.rooms)
            if one.severity == "info"
            else not one.rooms or near & set(one.rooms)
        )
    )


def _of_thing(reader: Reader, thing: Thing | None) -> Iterator[str]:
    """Yield the ids of the rooms of which the page of `thing` shows something."""
    match thing:
        case Room():
            yield thing.id
        case Session():
            yield from _places(thing)
        case Station() | Project():
            project = thing.project if isinstance(thing, Station) else thing.id
            yield from (room.id for room in reader.schedule.rooms if project and room.project == project)
    if isinstance(thing, Project):
        for one in reader.schedule.sessions:
            if thing.id in one.projects and one.expected.end > reader.now:
                yield from _places(one)


def _listed(reader: Reader, asked: Asked | None) -> Iterable[Session]:
    """Return the sessions that stand on a page of picks, or on that of the workshop."""
    if asked is not None and asked.kind.name == "picks":
        codes = (asked.code[at : at + LENGTH] for at in range(0, len(asked.code), LENGTH))
        found = (reader.things.thing("session", code) for code in codes)
        return (one for one in found if isinstance(one, Session))
    if asked is not None and asked.kind.name == "workshop":
        track = reader.schedule.festival.workshop
        return (one for one in reader.schedule.sessions if one.track == track)
    return ()


def _places(session: Session) -> tuple[str, str]:
    """Return where a session was to be, and where it is."""
    return session.room, session.expected.room


def _around(reader: Reader, station: Station) -> set[str]:
    """Return what stands on the same plan as a station."""
    plans = (site.pins for site in reader.schedule.maps)
    return {pin.id for pins in plans if any(pin.id == station.id for pin in pins) for pin in pins}
