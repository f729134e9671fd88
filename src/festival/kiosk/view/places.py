"""The places of a site plan in words: their numbers, what is there now, and the way to them."""

from collections.abc import Iterable, Mapping
from math import inf
from typing import Final

from festival.kiosk.state import State
from festival.kiosk.view.plan import Mark, Plan
from festival.locale import Locale
from festival.schedule.model import KioskStand, Map
from festival.schedule.timeline import RoomNow, now_in_rooms
from festival.tui.paint import Row
from festival.wording.places import ELSEWHERE, SIGNS, Place
from festival.wording.stations import status, when
from festival.wording.ways import ARROWS, HERE_M, Way, in_words, length, rounded_m, up_for, way
from festival.wording.ways import distance as metres

FILTERS: Final[Mapping[str, frozenset[str]]] = {
    "all": frozenset({"room", "station", ELSEWHERE, *SIGNS}),
    "rooms": frozenset({"room", ELSEWHERE}),
    "stations": frozenset({"station"}),
    "toilets": frozenset({"toilet", "toilet_accessible"}),
    "accessible": frozenset({"toilet_accessible", "lift"}),
    "water": frozenset({"water"}),
    "help": frozenset({"first_aid", "info"}),
    "exits": frozenset({"entrance", "stop"}),
}
"""The kinds of places that each filter shows."""
_NUMBERED: Final = {"rooms", "stations", "all"}
"""Filters whose places are listed by number; the others by distance, for there the nearest is wanted."""


def narrowed(all_places: Iterable[Place], name: str, stand: KioskStand | None) -> list[Place]:
    """Return the places that the filter `name` shows, by number or, for landmarks, the nearest first, lifts last.

    Who asks for what is accessible mostly asks for the toilet.
    """
    found = [place for place in all_places if place.kind in FILTERS[name]]
    if stand is None or name in _NUMBERED:
        return found
    return sorted(
        found, key=lambda place: (place.kind == "lift", metres(stand, place.pin) if place.pin else inf)
    )


def plan_of(site: Map, stand: KioskStand | None, shown: Iterable[Place], chosen: str) -> Plan:
    """Return the plan with the places in `shown`, turned to where the visitor looks; north up without a kiosk."""
    marks = tuple(Mark(one.key, one.label, one.kind, one.pin) for one in shown if one.pin)
    return Plan(site, up_for(stand.bearing_deg) if stand else 0, marks, chosen, stand)


def name(state: State, place: Place) -> str:
    """Return what it is called."""
    named = place.thing or place.pin
    return state.say(named.name) if named else ""


def way_there(place: Place, stand: KioskStand | None) -> Way | None:
    """Return the way from the kiosk; None without a kiosk, and to what is not on the plan."""
    return way(stand, place.pin) if stand and place.pin else None


def bearings(locale: Locale, place: Place, stand: KioskStand | None) -> str:
    """Return an arrow, up being where the visitor looks, and the distance: "↖ 45 m"; "" where nobody can know."""
    found = way_there(place, stand)
    if found is None:
        return ""
    if found.distance_m < HERE_M:
        return locale.t("right here")
    return f"{ARROWS[found.octant]} {locale.t('{m} m', m=rounded_m(found.distance_m))}"


def way_words(state: State, site: Map, place: Place, stand: KioskStand | None) -> str:
    """Return the way in words.

    From a kiosk: direction, distance and time. Without one nobody knows where the reader is: then how far it is
    from the information stand, if the plan has one. Large letters have no arrows.
    """
    found = way_there(place, stand)
    if found is not None:
        arrow = "" if state.large or found.distance_m < HERE_M else f"{ARROWS[found.octant]} "
        return f"{arrow}{in_words(state.locale, found)}"
    info = next((pin for pin in site.pins if pin.kind == "info"), None)
    if stand is not None or info is None or place.pin is None or place.pin is info:
        return ""
    far = length(state.locale, metres(info, place.pin))
    return state.locale.t("{far} from: {place}", far=far, place=state.say(info.name))


def board(state: State) -> Mapping[str, RoomNow]:
    """Return what is on in each room, by its id."""
    return {one.room.id: one for one in now_in_rooms(state.schedule, state.now, until=state.day.end)}


def on_there(state: State, place: Place, rooms: Mapping[str, RoomNow]) -> list[Row]:
    """Return what is on there now by :func:`board`, in a line or two; nothing for a landmark."""
    locale = state.locale
    if place.station is not None:
        words = when(state, place.station)
        return [[status(state, place.station)], *([[(words, "")]] if words else [])]
    if place.room is None:
        return []
    here = rooms[place.room.id]
    if here.running:
        session = here.running[0]
        until = locale.t("until {time}", time=locale.time(session.expected.end))
        return [[(f"● {locale.t('Now')}, {until}", "*good")], [(state.say(session.title), "")]]
    coming = next((one for one in here.following if not one.live.cancelled), None)
    if coming is None:
        return [[(locale.t("Nothing more today"), "muted")]]
    start = locale.t("starts at {time}", time=locale.time(coming.expected.start))
    return [[(start, "*accent")], [(state.say(coming.title), "")]]
