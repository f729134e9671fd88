"""The schedule: what is on, where and when, as frozen values.

Instants are aware and in UTC; local time exists only at the screen's edge (:mod:`festival.locale`). What
people planned and what the day made of it are kept apart: a :class:`Session` holds the plan, its ``live``
field the overlay (delay, move, cancellation, full). So the planned time is always recoverable.

Every value of the programme says where it comes from: ``source`` names a public document or address, or
``sample`` says that it was made up for the rehearsal of this program.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from hashlib import blake2s
from typing import Annotated, Any, Final, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from festival.schedule.text import Block, Line

UNDETERMINED: Final = "und"
"""Language key of a text that is the same in every language (BCP 47, ISO 639-2 "undetermined"): a name."""


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""What the programme files call a thing: lower-case letters, digits and single hyphens."""
Code = Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{5}$")]
"""The five characters (Crockford base 32) of a short address."""
Instant = Annotated[AwareDatetime, AfterValidator(_utc)]
"""An aware datetime, normalised to UTC."""
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A language tag (BCP 47)."""
LocalLine = dict[Language, Line]
"""One line in several languages, by language tag."""
LocalBlock = dict[Language, Block]
"""Paragraphs in several languages, by language tag."""
Url = Annotated[str, Field(pattern=r"^https://[A-Za-z0-9.-]+(:\d+)?(/[!-~]*)?$", max_length=500)]
"""An https address in ASCII."""


class Frozen(BaseModel):
    """The base of all values: immutable, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with the fields in `update` (not validated); nothing derived from the old ones stays.

        pydantic copies cached properties too, and a moved session would keep its old expected time.
        """
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).__pydantic_fields__.keys():
            del copy.__dict__[name]
        return copy

    @cached_property
    def fingerprint(self) -> bytes:
        """Sixteen bytes that stand for the content: the same in every process, whatever order a mapping has."""
        content = self.model_dump(mode="json", exclude_defaults=True)
        return blake2s(json.dumps(content, sort_keys=True).encode(), digest_size=16).digest()


class Window(Frozen):
    """A span of time; the end is not part of it."""

    start: Instant
    end: Instant

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.end <= self.start:
            raise ValueError("ends before it starts")
        return self

    def holds(self, instant: datetime) -> bool:
        """Return whether `instant` lies inside."""
        return self.start <= instant < self.end

    def meets(self, other: "Window") -> bool:
        """Return whether both share some time."""
        return self.start < other.end and other.start < self.end


class Slot(Window):
    """A place in the timetable: a room and a span of time."""

    room: Id


class Provenance(Frozen):
    """Where an entry comes from: a source, or made up as a sample."""

    source: Line | None = None
    """A key of :attr:`Festival.sources`, or an https address."""
    sample: bool = False
    """Made up for this program, because no public source gives it."""


State = Literal["open", "few", "busy", "full", "paused", "closed"]
"""How full a place is. ``few``: few places left. ``busy``: open, with a wait."""


class SessionLive(Frozen):
    """What the day made of a planned session. The default value means: as planned."""

    moved: Slot | None = None
    """The place and time that replace the planned ones; the delay comes on top."""
    delay_min: int = Field(default=0, ge=0, le=1440)
    """Minutes by which it starts later than its slot says."""
    overrun_min: int = Field(default=0, ge=-1440, le=1440)
    """Minutes by which it takes longer (or, negative, shorter) than its slot."""
    cancelled: bool = False
    state: State | None = None
    """Known only when somebody said so; ``full`` means nobody else gets in."""
    reason: LocalLine = {}
    changed_at: Instant | None = None


class PlaceLive(Frozen):
    """What somebody said of a room or a station during the day. The default value means: nothing known."""

    state: State | None = None
    until: Instant | None = None
    """From then on the state is unknown again."""
    wait_min: int | None = Field(default=None, ge=0, le=600)
    reason: LocalLine = {}
    changed_at: Instant | None = None

    def state_at(self, now: datetime) -> State | None:
        """Return the state if it is still known at `now`."""
        return None if self.until is not None and now >= self.until else self.state


# Made without validation, which would build validators at every start of the program (20 ms).
AS_PLANNED: Final = SessionLive.model_construct()
UNKNOWN: Final = PlaceLive.model_construct()


# pydantic copies a default; all sessions and places share these two, and ``is`` tells them.
def _as_planned() -> SessionLive:
    return AS_PLANNED


def _unknown() -> PlaceLive:
    return UNKNOWN


Access = Literal["step_free", "sign_language", "captions", "induction_loop", "quiet", "seats"]
Audience = Literal["families", "children", "youth", "everyone", "professionals"]
SessionKind = Literal[
    "talk", "panel", "workshop", "pitch", "tour", "music", "dance", "show", "family", "sport",
    "ceremony", "stream", "meet", "break",
]  # fmt: skip


class Session(Provenance):
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
    live: SessionLive = Field(default_factory=_as_planned)

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


class Room(Provenance):
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
    live: PlaceLive = Field(default_factory=_unknown)


class Station(Provenance):
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
    live: PlaceLive = Field(default_factory=_unknown)


class Track(Frozen):
    """A line of the programme."""

    id: Id
    name: LocalLine
    short: LocalLine = {}
    """For narrow columns."""
    color: Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")] = "#5b6b7b"


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


class Point(Frozen):
    """Where something stands on the map, in metres from its south-west corner."""

    x: float = Field(ge=0, le=10_000)
    y: float = Field(ge=0, le=10_000)


class Pin(Point):
    """A room, a station or a landmark on the map."""

    id: Id
    """The room's or station's id; for a landmark an id of its own."""
    name: LocalLine = {}
    """Only for landmarks; rooms and stations have their own."""
    kind: Literal[
        "room",
        "station",
        "entrance",
        "toilet",
        "toilet_accessible",
        "first_aid",
        "stop",
        "water",
        "lift",
        "info",
    ]


class KioskStand(Point):
    """A kiosk on the map."""

    id: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$")]
    name: LocalLine = {}
    bearing_deg: int = Field(ge=0, lt=360)
    """The compass direction a person looks in who stands in front of it (0 north, 90 east)."""


class Shape(Frozen):
    """Something drawn on the map as a rectangle: a building, a lawn, a street."""

    x: float
    y: float
    width: float = Field(gt=0)
    height: float = Field(gt=0)
    kind: Literal["building", "street", "green", "steps", "ramp", "water", "square"]
    name: LocalLine = {}


class Map(Provenance):
    """A site plan with positions in metres, x to the east and y to the north."""

    name: LocalLine
    width: float = Field(gt=0, le=10_000)
    height: float = Field(gt=0, le=10_000)
    shapes: tuple[Shape, ...] = ()
    pins: tuple[Pin, ...] = ()
    kiosks: tuple[KioskStand, ...] = ()


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
    def session_by_id(self) -> Mapping[str, Session]:
        """Sessions by id."""
        return _by_id(self.sessions)

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
    def track_by_id(self) -> Mapping[str, Track]:
        """Tracks by id, in programme order."""
        return _by_id(self.tracks)


def words(text: Mapping[str, str], languages: Iterable[str]) -> str:
    """Return `text` in the first of `languages` that it has, else in the one it has; "" when it is empty.

    >>> words({"de": "Bühne", "en": "Stage"}, ("en", "de"))
    'Stage'
    """
    if not text:
        return ""
    for language in languages:
        if (found := text.get(language)) is not None:
            return found
    return text.get(UNDETERMINED) or next(iter(text.values()))
