"""What people type who look for a landmark of a site plan, whatever the programme calls it."""

from collections.abc import Mapping
from typing import Final

from festival.schedule.site import Pin

_ALSO_CALLED: Final[Mapping[str, tuple[str, ...]]] = {
    "entrance": ("Eingang", "Ausgang", "Notausgang", "Entrance", "Exit"),
    "toilet": ("WC", "Klo", "Toilette", "Toilet", "Restroom", "Bathroom", "Loo"),
    "toilet_accessible": (
        *("WC", "Klo", "Behindertentoilette", "Rollstuhl", "Barrierefrei"),
        *("Toilet", "Restroom", "Disabled toilet", "Wheelchair", "Accessible"),
    ),
    "first_aid": ("Erste Hilfe", "Sanitäter", "Notfall", "Arzt", "First aid", "Medic", "Doctor", "Emergency"),
    "stop": ("Haltestelle", "Bus", "Bahn", "Stop", "Tram", "Train"),
    "water": ("Trinkwasser", "Wasser", "Trinken", "Drinking water"),
    "lift": ("Aufzug", "Fahrstuhl", "Lift", "Elevator", "Rollstuhl", "Wheelchair"),
    "info": ("Information", "Infostand", "Auskunft", "Fundbüro", "Lost and found", "Help desk"),
}
"""In German and English, which visitors mix; names in further languages belong to the programme."""


def also_called(pin: Pin) -> tuple[str, ...]:
    """Return other words for `pin`; none for a room or a station, which have names of their own."""
    return _ALSO_CALLED.get(pin.kind, ())
