"""The places of a site plan and their numbers."""

from dataclasses import dataclass
from typing import Final

from festival.schedule.model import Map, Pin, Room, Schedule, Station

SIGNS: Final = {
    "entrance": "∩",
    "toilet": "WC",
    "toilet_accessible": "WC○",
    "first_aid": "✚",
    "stop": "H",
    "water": "≈",
    "lift": "⇅",
    "info": "i",
}
"""What stands for a landmark; rooms and stations have numbers."""


ELSEWHERE: Final = "elsewhere"
"""The kind of a room that is not on the plan."""


@dataclass(frozen=True, slots=True)
class Place:
    """A room, a station or a landmark; rooms elsewhere in the city have no pin."""

    key: str
    label: str
    """Its number or sign on the plan."""
    kind: str
    pin: Pin | None = None
    room: Room | None = None
    station: Station | None = None

    @property
    def thing(self) -> Room | Station | None:
        """The room or station that is there; None for a landmark."""
        return self.room or self.station

    @property
    def page(self) -> str:
        """The page about it, "" for a landmark."""
        return "room" if self.room else "station" if self.station else ""


def places(schedule: Schedule, site: Map) -> list[Place]:
    """Return what is on `site`, numbered in the order of its pins, rooms first; then the rooms that are not on it."""
    rooms = [
        (pin, room) for pin in site.pins if pin.kind == "room" and (room := schedule.room_by_id.get(pin.id))
    ]
    found = [Place(pin.id, str(at), "room", pin, room=room) for at, (pin, room) in enumerate(rooms, 1)]
    for pin in site.pins:
        if pin.kind == "station" and (station := schedule.station_by_id.get(pin.id)):
            found.append(Place(pin.id, str(len(found) + 1), "station", pin, station=station))
    found += [Place(pin.id, SIGNS[pin.kind], pin.kind, pin) for pin in site.pins if pin.kind in SIGNS]
    here = {pin.id for _site in schedule.maps for pin in _site.pins}
    return found + [
        Place(room.id, "➜", ELSEWHERE, room=room) for room in schedule.rooms if room.id not in here
    ]
