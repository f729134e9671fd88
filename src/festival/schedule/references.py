"""Whether what things of a schedule say of each other holds: names that exist, a time zone that there is.

Whoever shows a schedule relies on it. A programme is checked file by file (:mod:`festival.programme`), an edit by
:mod:`festival.schedule.apply`; this is for a schedule that came from somewhere else.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias
from zoneinfo import ZoneInfoNotFoundError

from festival.schedule.model import (
    Announcement,
    Map,
    Person,
    Project,
    Room,
    Schedule,
    Session,
    Station,
)

Named: TypeAlias = Iterator[tuple[str | None, Collection[str]]]
"""Names (None: left out), each with those that there are."""
Checked: TypeAlias = Session | Room | Station | Announcement | Project | Person | Map


def dangling(schedule: Schedule) -> str | None:
    """Return a sentence about something in `schedule` that cannot be relied on, None if all can."""
    try:
        schedule.festival.zone  # noqa: B018 - looks for it
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"there is no time zone {schedule.festival.timezone!r}"
    homes: tuple[Collection[Checked], ...] = (
        schedule.sessions,
        schedule.rooms,
        schedule.stations,
        schedule.announcements,
        schedule.projects,
        schedule.people,
        schedule.maps,
    )
    for home in homes:
        if (wrong := dangling_in(schedule, home)) is not None:
            return wrong
    if schedule.festival.workshop not in {None, *schedule.track_by_id}:
        return f"the festival names {schedule.festival.workshop}, which is nowhere"
    for things, by_id in (
        (schedule.sessions, schedule.session_by_id),
        (schedule.rooms, schedule.room_by_id),
        (schedule.stations, schedule.station_by_id),
    ):
        if len(things) != len(by_id):
            return "two things have the same id"
    return None


def dangling_in(schedule: Schedule, things: Iterable[Checked]) -> str | None:
    """Return the same about `things` of `schedule` alone."""
    for thing in things:
        for name, known in _named(schedule, thing):
            if name is not None and name not in known:
                return f"a {type(thing).__name__.lower()} names {name}, which is nowhere"
    return None


def _each(names: Iterable[str], known: Collection[str]) -> Named:
    return ((name, known) for name in names)


def _named(schedule: Schedule, thing: Checked) -> Named:
    """Give the names that `thing` mentions."""
    match thing:
        case Session():
            yield thing.room, schedule.room_by_id
            yield thing.slot.room, schedule.room_by_id
            yield thing.track, schedule.track_by_id
            yield from _each(thing.speakers, schedule.person_by_id)
            yield from _each(thing.organisations, schedule.organisation_by_id)
            yield from _each(thing.projects, schedule.project_by_id)
        case Room():
            yield thing.project, schedule.project_by_id
        case Station():
            yield thing.track, schedule.track_by_id
            yield thing.host, schedule.organisation_by_id
            yield thing.project, schedule.project_by_id
        case Announcement():
            yield from _each(thing.rooms, schedule.room_by_id)
        case Project() | Person():
            yield thing.organisation, schedule.organisation_by_id
        case Map():
            for pin in thing.pins:
                if pin.kind == "room":
                    yield pin.id, schedule.room_by_id
                elif pin.kind == "station":
                    yield pin.id, schedule.station_by_id
