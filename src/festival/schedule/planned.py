"""What is planned: sessions in rooms, stations, and the tracks that they belong to.

The plan and what the day made of it are kept apart: the ``live`` field of each is the overlay.
"""

from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from festival.schedule.live import AS_PLANNED, PlaceLive, SessionLive, as_planned, unknown
from festival.schedule.values import (
    Code,
    Frozen,
    Id,
    Instant,
    Language,
    LocalBlock,
    LocalLine,
    Planned,
    Slot,
    Window,
)

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
