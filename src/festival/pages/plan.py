"""The page of the map: each site plan as SVG, and beside it what stands there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from festival.pages.cards import Card, room_card, station_card
from festival.pages.reader import Reader
from festival.pages.sheet import Box, Sheet, Words
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
    name: Words | None = None
    """On the plan, for who was sent to it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A site plan, as it is drawn, and what stands on it."""

    site: Map
    sheet: Sheet
    marks: tuple[Mark, ...]
    names: tuple[Words, ...]
    """Of its areas."""
    legend: tuple[tuple[str, str, str], ...]
    """What numbers and signs mean: kind, sign, words."""


def map_page(reader: Reader) -> Mapping[str, Any]:
    """Return all site plans with their places."""
    board = {one.room.id: one for one in now_in_rooms(reader.schedule, reader.now, until=reader.day.end)}
    return {"plans": [_plan(reader, site, board) for site in reader.schedule.maps]}


def _plan(reader: Reader, site: Map, board: Mapping[str, RoomNow]) -> Plan:
    found = places(reader.schedule, site)
    spots = tuple((place.pin.x, site.height - place.pin.y) for place in found if place.pin)
    sheet = Sheet(site.width, site.height, spots)
    marks = tuple(_mark(reader, place, sheet, board) for place in found)
    return Plan(site, sheet, marks, tuple(_names(reader, site, sheet)), _legend(reader, found))


def _mark(reader: Reader, place: Place, sheet: Sheet, board: Mapping[str, RoomNow]) -> Mark:
    pin, thing = place.pin, place.thing
    way = thing.way if thing else pin.way if pin else None
    card = _card(reader, place, board)
    if pin is None:
        return Mark(place, card, way=way or None)
    spot = (pin.x, sheet.height - pin.y)
    return Mark(place, card, *spot, way or None, sheet.name_of_pin(reader.say(card.title), spot))


def _names(reader: Reader, site: Map, sheet: Sheet) -> Iterator[Words]:
    for shape in site.shapes:
        area = Box(shape.x, site.height - shape.y - shape.height, shape.width, shape.height)
        name = reader.say(shape.name)
        if name:
            yield sheet.name_of_area(name, area)


def _legend(reader: Reader, found: Sequence[Place]) -> tuple[tuple[str, str, str], ...]:
    """Return what stands on the plan: each kind once, with the numbers or the sign of its places."""
    t = reader.locale.t
    words = {
        "room": t("Stages and rooms"),
        "station": t("Stations"),
        "entrance": t("Entrance"),
        "toilet": t("Toilets"),
        "toilet_accessible": t("Accessible toilet"),
        "first_aid": t("First aid"),
        "stop": t("Stop"),
        "water": t("Drinking water"),
        "lift": t("Lift"),
        "info": t("Information desk"),
    }
    signs: dict[str, list[str]] = {}
    for place in found:
        if place.pin:
            signs.setdefault(place.kind, []).append(place.label)
    return tuple(
        (kind, "–".join(dict.fromkeys((own[0], own[-1]))), words[kind]) for kind, own in signs.items()
    )


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
