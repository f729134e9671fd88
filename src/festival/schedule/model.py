"""The schedule: what is on, where and when, as frozen values.

Instants are aware and in UTC; local time exists only at the screen's edge (:mod:`festival.locale`). What
people planned and what the day made of it are kept apart: a :class:`Session` holds the plan, its ``live``
field the overlay (delay, move, cancellation, full). So the planned time is always recoverable.

Every value of the programme says where it comes from: ``source`` names a public document or address, or
``sample`` says that it was made up for the rehearsal of this program.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from festival.schedule.live import AS_PLANNED, UNKNOWN, PlaceLive, SessionLive, State, as_planned, unknown
from festival.schedule.site import KioskStand, Map, Pin, Point, Shape
from festival.schedule.text import Line
from festival.schedule.values import (
    UNDETERMINED,
    Code,
    Frozen,
    Id,
    Instant,
    Language,
    LocalBlock,
    LocalLine,
    Planned,
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

Access = Literal["step_free", "sign_language", "captions", "induction_loop", "quiet", "seats"]
Audience = Literal["families", "children", "youth", "everyone", "professionals"]
SessionKind = Literal[
    "talk", "panel", "workshop", "pitch", "tour", "music", "dance", "show", "family", "sport",
    "ceremony", "stream", "meet", "break",
]  # fmt: skip


class Session(Planned):
    """One timed item in one room."""

    id: Id
    room: Id
    track: Id
    kind: SessionKind
    title: LocalLine
    abstract: LocalBlock = {}
    start: Instant
    """The planned start."""
    end: Instant
    """The planned end."""
    fixed_start: bool = False
    """A delay before it does not move it (a broadcast, a guest with a train to catch)."""
    replaces: Id | None = None
    """The session that is cancelled for it."""
    speakers: tuple[Id, ...] = ()
    organisations: tuple[Id, ...] = ()
    """Who hosts it or is presented; for the workshop also the delegates' cities."""
    projects: tuple[Id, ...] = ()
    languages: tuple[Language, ...] = ()
    """Spoken languages; empty when words do not matter (music)."""
    audience: tuple[Audience, ...] = ()
    access: tuple[Access, ...] = ()
    """In addition to what its room offers."""
    capacity: int | None = Field(default=None, ge=1)
    highlight: bool = False
    """Shown in the attract loop."""
    live: SessionLive = Field(default_factory=as_planned)

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.end <= self.start:
            raise ValueError("ends before it starts")
        return self

    @cached_property
    def planned(self) -> Slot:
        """The place and time that were published."""
        return Slot.model_construct(room=self.room, start=self.start, end=self.end)

    @property
    def slot(self) -> Slot:
        """The place and time after a move, without delays."""
        return self.live.moved or self.planned

    @cached_property
    def expected(self) -> Slot:
        """The place and time to be expected: planned or moved, plus delay and overrun."""
        live = self.live
        if live is AS_PLANNED:
            return self.planned
        slot = self.slot
        start = slot.start + timedelta(minutes=live.delay_min)
        end = slot.end + timedelta(minutes=live.delay_min + live.overrun_min)
        return Slot.model_construct(room=slot.room, start=start, end=max(end, start + timedelta(minutes=1)))

    @property
    def is_changed(self) -> bool:
        """Whether a visitor must know that the plan no longer holds."""
        live = self.live
        return live.cancelled or live.moved is not None or live.delay_min > 0 or live.overrun_min != 0


class Room(Planned):
    """A place with a timed programme."""

    id: Id
    code: Code
    kind: Literal["stage", "room", "area"]
    name: LocalLine
    venue: LocalLine = {}
    """Where it is, in words."""
    project: Id | None = None
    """The page behind its QR code; every stage has one."""
    capacity: int | None = Field(default=None, ge=1)
    changeover_min: int = Field(default=0, ge=0, le=240)
    """Minutes needed between two sessions; a delay is absorbed only by time beyond them."""
    open: tuple[Window, ...] = ()
    access: tuple[Access, ...] = ()
    way: LocalBlock = {}
    """The step-free way to it, in words."""
    live: PlaceLive = Field(default_factory=unknown)


class Station(Planned):
    """A hands-on stop: visitors come when they like while it is open."""

    id: Id
    code: Code
    track: Id
    name: LocalLine
    abstract: LocalBlock = {}
    venue: LocalLine = {}
    host: Id | None = None
    project: Id | None = None
    open: tuple[Window, ...] = Field(min_length=1)
    round_min: int | None = Field(default=None, ge=1, le=480)
    """How long a round (or a usual visit) takes."""
    every_min: int | None = Field(default=None, ge=1, le=480)
    """A round starts so often, from the start of each window; without it, come at any time."""
    capacity: int | None = Field(default=None, ge=1)
    """Places in one round, or at one time."""
    min_age: int = Field(default=0, ge=0, le=99)
    max_age: int | None = Field(default=None, ge=1, le=120)
    with_adult: bool = False
    languages: tuple[Language, ...] = ()
    audience: tuple[Audience, ...] = ()
    access: tuple[Access, ...] = ()
    way: LocalBlock = {}
    live: PlaceLive = Field(default_factory=unknown)


class Track(Frozen):
    """A line of the programme."""

    id: Id
    name: LocalLine
    short: LocalLine = {}
    """For narrow columns."""
    color: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] = "#5b6b7b"


class Organisation(Provenance):
    """Who hosts or takes part. A city that sends delegates is one."""

    id: Id
    name: LocalLine
    kind: Literal["city", "university", "company", "association", "office", "other"] = "other"
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166-1 alpha-2."""
    url: Url | None = None


class Person(Provenance):
    """Who speaks."""

    id: Id
    name: Line
    role: LocalLine = {}
    organisation: Id | None = None


class Fact(Frozen):
    """One statement about a project, and the document that makes it."""

    text: LocalLine
    source: Line


class Project(Provenance):
    """What a QR code leads to: a page about an innovation project."""

    id: Id
    code: Code
    number: int | None = Field(default=None, ge=1)
    """Its number in the city's own overview."""
    name: LocalLine
    kind: Line = ""
    """One lower-case English word as printed in the programme files: project, place, network, format, ..."""
    summary: LocalBlock = {}
    facts: tuple[Fact, ...] = ()
    aliases: tuple[Line, ...] = ()
    place: LocalLine = {}
    organisation: Id | None = None
    url: Url | None = None


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


class Day(Frozen):
    """One day of the festival; it may end after midnight."""

    date: date
    name: LocalLine = {}
    start: Instant
    end: Instant


class Source(Frozen):
    """A public document or page that the programme cites."""

    title: Line
    url: Url | None = None


class Festival(Frozen):
    """The whole event."""

    id: Id
    name: LocalLine
    motto: LocalLine = {}
    city: Line = ""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166-1 alpha-2. Cities of other countries are named with theirs."""
    host: LocalLine = {}
    timezone: Line
    """IANA name; all local times of the programme files are in it."""
    languages: tuple[Language, ...] = Field(min_length=1)
    """Languages of the programme; the first is the one that is always there."""
    days: tuple[Day, ...] = Field(min_length=1)
    url: Url
    """The festival's own site: where a QR code leads when nothing better is known."""
    sources: dict[str, Source] = {}
    note: LocalLine = {}
    """The quiet line shown wherever sample data shows."""
    workshop: Id | None = None
    """The track that has an agenda for delegates, with people and cities; None where no page is for them."""
    emblem: tuple[Annotated[str, Field(pattern=r"^[.#ow]{1,60}$")], ...] = Field(default=(), max_length=60)
    """A picture for the attract loop, a string for each line of pixels: # dark, o bright, w light, . nothing."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the festival. Raises :class:`zoneinfo.ZoneInfoNotFoundError` for an unknown name."""
        return ZoneInfo(self.timezone)


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
