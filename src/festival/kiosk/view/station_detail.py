"""Everything about one station, in blocks."""

from typing import Final

from festival.kiosk.state import State
from festival.kiosk.view.block import LONGEST_LINE, MARGIN, Block, heading, prose, table, title
from festival.kiosk.view.project import project_card
from festival.kiosk.view.station import colour
from festival.schedule.model import Pin, Station
from festival.tui.bigtext import big
from festival.tui.paint import Row, spread
from festival.wording import labels
from festival.wording.provenance import origin
from festival.wording.stations import access, age, host, hours, lasts, news, rounds_ahead, status, when
from festival.wording.ways import in_words, way

_TIME_WIDTH: Final = 8
"""Columns of a time in a row of times."""


def station_blocks(state: State, station: Station) -> list[Block]:
    """Return what there is to read about `station`; its project is a target."""
    blocks = [Block(lambda width: head(state, station, width))]
    if abstract := state.say(station.abstract):
        blocks.append(Block(lambda width: prose(abstract, width)))
    if rounds_ahead(state, station)[1]:
        blocks.append(Block(lambda width: rounds(state, station, width)))
    blocks.append(Block(lambda width: terms(state, station, width)))
    if way_to(state, station) or station.way:
        blocks.append(Block(lambda width: the_way(state, station, width)))
    if project := state.schedule.project_by_id.get(station.project or ""):
        blocks.append(project_card(state, project))
    blocks.append(Block(lambda width: prose(origin(state, station), width, "muted")))
    return blocks


def head(state: State, station: Station, width: int) -> list[Row]:
    """Return name, state, next round, place, and what somebody reported."""
    bar = ("▌ ", colour(state, station))
    rows = title(state, state.say(station.name), width, bar=bar[1])
    words = when(state, station)
    if state.large:
        rows += [[bar, *row] for row in big(words, max(1, width - 3), "accent", 2)]
        rows.append([bar, status(state, station)])
    else:
        rows.append(spread([bar, (words, "*accent")], [status(state, station), ("  ", "")], width))
    track = state.schedule.track_by_id.get(station.track)
    parts = (state.say(station.venue), state.say(track.name) if track else "")
    rows.append([bar, (" · ".join(part for part in parts if part), "muted")])
    if reported := news(state, station):
        rows += [[], *prose(reported, width, "*late")]
    return rows


def rounds(state: State, station: Station, width: int) -> list[Row]:
    """Return the starts of the rounds left on the day in view."""
    locale = state.locale
    name, starts = rounds_ahead(state, station)
    per_line = max(1, (min(width, LONGEST_LINE) - MARGIN) // _TIME_WIDTH)
    rows = heading(name)
    for at in range(0, len(starts), per_line):
        times = "".join(f"{locale.time(start):{_TIME_WIDTH}}" for start in starts[at : at + per_line])
        rows.append([(" " * MARGIN, ""), (times.rstrip(), "")])
    return rows


def terms(state: State, station: Station, width: int) -> list[Row]:
    """Return opening hours, length, age, places, languages, accessibility and host."""
    locale = state.locale
    t = locale.t
    return table(
        [
            hours(state, station),
            (t("Time"), lasts(locale, station)),
            (t("Age"), age(locale, station)),
            (t("Places"), str(station.capacity) if station.capacity else ""),
            (t("Languages"), ", ".join(labels.language(locale, tag) for tag in station.languages)),
            (t("Access"), ", ".join(access(locale, station))),
            (t("Host"), host(state, station)),
        ],
        width,
    )


def way_to(state: State, station: Station) -> str:
    """Return the way from this kiosk: "behind you on the left, about 45 m"; "" without a kiosk or a place on its map."""
    if state.stand is None:
        return ""
    site, stand = state.stand
    pin = pin_of(site.pins, station.id)
    return in_words(state.locale, way(stand, pin)) if pin else ""


def pin_of(pins: tuple[Pin, ...], id_: str) -> Pin | None:
    """Return the pin of the room or station `id_`."""
    return next((pin for pin in pins if pin.id == id_), None)


def the_way(state: State, station: Station, width: int) -> list[Row]:
    """Return the way from here, and the step-free way in the words of the programme."""
    t = state.locale.t
    rows = heading(t("The way there"))
    if words := way_to(state, station):
        rows += prose(t("From this kiosk: {way}", way=words), width, "*")
    return rows + (prose(state.say(station.way), width) if station.way else [])
