"""The schedule: what is on, where and when, as frozen values.

Instants are aware and in UTC; local time exists only at the screen's edge (:mod:`festival.locale`). What
people planned and what the day made of it are kept apart: a :class:`Session` holds the plan, its ``live``
field the overlay (delay, move, cancellation, full). So the planned time is always recoverable.

Every value of the programme says where it comes from: ``source`` names a public document or address, or
``sample`` says that it was made up for the rehearsal of this program.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal, TypeVar

from pydantic import Field

from festival.schedule.behind import Fact, Organisation, Person, Project
from festival.schedule.live import AS_PLANNED, UNKNOWN, PlaceLive, SessionLive, State
from festival.schedule.occasion import Day, Festival, Source
from festival.schedule.planned import Access, Audience, Room, Session, SessionKind, Station, Track
from festival.schedule.site import KioskStand, Map, Pin, Point, Shape
from festival.schedule.values import (
    UNDETERMINED,
    Code,
    Frozen,
    Id,
    Instant,
    Language,
    LocalBlock,
    LocalLine,
    Provenance,
    Slot,
    Url,
    Window,
    words,
)

__all__ = [
    "AS_PLANNED",
    "UNDETERMINED",
    "UNKNOWN",
    "Access",
    "Announcement",
    "Audience",
    "Code",
    "Day",
    "Fact",
    "Festival",
    "Frozen",
    "Id",
    "Instant",
    "KioskStand",
    "Language",
    "LocalBlock",
    "LocalLine",
    "Map",
    "Organisation",
    "Person",
    "Pin",
    "PlaceLive",
    "Point",
    "Project",
    "Provenance",
    "Room",
    "Schedule",
    "Session",
    "SessionKind",
    "SessionLive",
    "Severity",
    "Shape",
    "Slot",
    "Source",
    "State",
    "Station",
    "Thing",
    "Track",
    "Url",
    "Window",
    "words",
]

Severity = Literal["info", "warning", "urgent"]


class Announcement(Frozen):
    """A text on every screen, or on those at some rooms, until it expires."""

    id: Id
    severity: Severity
    text: LocalLine
    rooms: tuple[Id, ...] = ()
    """Empty: everywhere."""
    at: Instant
    expires: Instant


Thing = TypeVar("Thing", Session, Room, Station, Track, Organisation, Person, Project, Announcement)


def _by_id(things: Iterable[Thing]) -> Mapping[str, Thing]:
    return {thing.id: thing for thing in things}


class Schedule(Frozen):
    """One festival's whole programme at one revision. Equal schedules hold equal values."""

    epoch: str = ""
    """Names the hub's database; revisions compare only within one."""
    revision: int = Field(default=0, ge=0)
    festival: Festival
    tracks: tuple[Track, ...] = ()
    rooms: tuple[Room, ...] = ()
    sessions: tuple[Session, ...] = ()
    """In no particular order; :mod:`festival.schedule.timeline` sorts."""
    stations: tuple[Station, ...] = ()
    projects: tuple[Project, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    maps: tuple[Map, ...] = ()
    announcements: tuple[Announcement, ...] = ()

    @cached_property
    def digest_parts(self) -> dict[str, bytes]:
        """What :func:`festival.schedule.digests.digest` has computed of each field so far."""
        return {}

    @cached_property
    def session_by_id(self) -> Mapping[str, Session]:
        """Sessions by id."""
        return _by_id(self.sessions)

    @cached_property
    def ids_by_room(self) -> Mapping[str, frozenset[str]]:
        """Ids of the sessions whose slot, planned or moved, is in each room that has some."""
        found: dict[str, set[str]] = {}
        for one in self.sessions:
            found.setdefault((one.live.moved or one).room, set()).add(one.id)
        return {room: frozenset(ids) for room, ids in found.items()}

    @cached_property
    def room_by_id(self) -> Mapping[str, Room]:
        """Rooms by id, in programme order."""
        return _by_id(self.rooms)

    @cached_property
    def station_by_id(self) -> Mapping[str, Station]:
        """Stations by id, in programme order."""
        return _by_id(self.stations)

    @cached_property
    def project_by_id(self) -> Mapping[str, Project]:
        """Projects by id, in programme order."""
        return _by_id(self.projects)

    @cached_property
    def person_by_id(self) -> Mapping[str, Person]:
        """People by id."""
        return _by_id(self.people)

    @cached_property
    def organisation_by_id(self) -> Mapping[str, Organisation]:
        """Organisations by id."""
        return _by_id(self.organisations)

    @cached_property
    def landmark_by_id(self) -> Mapping[str, Pin]:
        """What stands on the maps besides rooms and stations, by id: toilets, first aid, entrances."""
        own = {"room", "station"}
        return {pin.id: pin for site in self.maps for pin in site.pins if pin.kind not in own}

    @cached_property
    def track_by_id(self) -> Mapping[str, Track]:
        """Tracks by id, in programme order."""
        return _by_id(self.tracks)
