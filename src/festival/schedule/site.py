"""A site on the map: what is drawn, what stands where, and where the kiosks are."""

from typing import Annotated, Literal

from pydantic import Field

from festival.schedule.values import Frozen, Id, LocalBlock, LocalLine, Provenance


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
    way: LocalBlock = {}
    """The step-free way to a landmark, in words; rooms and stations have their own."""


class KioskStand(Point):
    """A kiosk on the map."""

    id: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$")]
    name: LocalLine = {}
    bearing_deg: int = Field(ge=0, lt=360)
    """The compass direction a person looks in who stands in front of it (0 north, 90 east)."""


class Shape(Frozen):
    """Something drawn on the map as a rectangle: a building, a lawn, a street."""

    x: float = Field(ge=-100_000, le=100_000)
    y: float = Field(ge=-100_000, le=100_000)
    width: float = Field(gt=0, le=100_000)
    height: float = Field(gt=0, le=100_000)
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
