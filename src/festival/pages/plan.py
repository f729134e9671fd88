"""The page of the map: each site plan as SVG, and beside it what stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from festival.pages.cards import Card, room_card, station_card
from festival.pages.reader import Reader
from festival.schedule.model import Map
from festival.schedule.timeline import RoomNow, now_in_rooms
from festival.wording.places import Place, places
from festival.wording.rooms import nothing_more


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the plan, in metres from its upper left corner, and in the list beside it."""

    place: Place
    card: Card
    x: float = 0
    y: float = 0
    way: Mapping[str, str] | None = None
    """The step-free way to it, in words."""


def map_page(reader: Reader) -> Mapping[str, Any]:
    """Return all site plans with their places."""
    board = {one.room.id: one for one in now_in_rooms(reader.schedule, reader.now, until=reader.day.end)}
    return {"sites": [(site, _marks(reader, site, board)) for site in reader.schedule.maps]}


def _marks(reader: Reader, site: Map, board: Mapping[str, RoomNow]) -> list[Mark]:
    marks = []
    for place in places(reader.schedule, site):
        pin, thing = place.pin, place.thing
        way = thing.way if thing else pin.way if pin else None
        x, y = (pin.x, site.height - pin.y) if pin else (0.0, 0.0)
        marks.append(Mark(place, _card(reader, place, board), x, y, way or None))
    return marks


def _card(reader: Reader, place: Place, board: Mapping[str, RoomNow]) -> Card:
    if place.station:
        return station_card(reader, place.station)
    if place.room:
        return _with_now(reader, place, board)
    return Card(key=f"M-{place.key}", title=place.pin.name if place.pin else {})


def _with_now(reader: Reader, place: Place, board: Mapping[str, RoomNow]) -> Card:
    """Return a room with what runs there, else with what comes next."""
    assert place.room is not None  # noqa: S101 - the caller looked
    here, locale = board[place.room.id], reader.locale
    card = room_card(reader, place.room)
    if not reader.follows:
        return card
    if here.running:
        one = here.running[0]
        until = locale.t("until {time}", time=locale.time(one.expected.end))
        return replace(card, more=((f"● {locale.t('Now')}, {until}: ", one.title),))
    coming = next((one for one in here.following if not one.live.cancelled), None)
    if coming is None:
        return replace(card, more=(nothing_more(reader),))
    start = locale.t("starts at {time}", time=locale.time(coming.expected.start))
    return replace(card, more=((f"{start}: ", coming.title),))
