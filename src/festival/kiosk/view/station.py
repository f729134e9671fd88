"""A station in words: whether it is open, when the next round starts, for whom it is, and what it is narrowed by."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from rich.cells import cell_len

from festival.kiosk.state import State
from festival.locale import Locale
from festival.schedule.model import Station
from festival.schedule.timeline import next_round
from festival.wording.stations import Standing, access, age, host, standing, tags

SHORT_WAIT: Final = timedelta(minutes=10)
"""Who waits no longer than this for a round does not call it waiting."""
_CHILD_YEARS: Final = {"small": (0, 5), "child": (6, 12)}
"""First and last year of age of those that the two filters for children mean."""
_CHILDREN: Final = {"small": {"families", "children"}, "child": {"families", "children", "youth"}}


def about(state: State, station: Station, width: int) -> list[str]:
    """Return for whom it is, how accessible, in which languages; where and whose: in a line, or in two if it is too long."""
    parts = [age(state.locale, station), *access(state.locale, station)[:1], tags(station)]
    more = [state.say(station.venue), host(state, station)]
    lines = [" · ".join(part for part in line if part) for line in ([*parts, *more], parts, more)]
    return lines[:1] if cell_len(lines[0]) <= width else [line for line in lines[1:] if line]


def colour(state: State, station: Station) -> str:
    """Return the colour of the station's track as ``#rrggbb``."""
    track = state.schedule.track_by_id.get(station.track)
    return track.color if track else "line"


NARROWINGS: Final = ("open", "small", "child", "step_free", "no_wait")
"""Names of the filters, in the order in which they are offered."""


def narrowing(locale: Locale, name: str) -> str:
    """Return what a filter is called."""
    t = locale.t
    names: Mapping[str, str] = {
        "open": t("Open now"),
        "small": t("Under 6"),
        "child": t("6 and over"),
        "step_free": t("Step-free"),
        "no_wait": t("No wait"),
    }
    return names[name]


def matches(state: State, station: Station, names: Iterable[str]) -> bool:
    """Return whether all the filters `names` let the station through."""
    return all(_matches(state, station, name) for name in names)


def _matches(state: State, station: Station, name: str) -> bool:
    match name:
        case "open":
            return standing(state, station) is Standing.OPEN
        case "small" | "child":
            first, last = _CHILD_YEARS[name]
            fits = station.min_age <= last and (station.max_age is None or first <= station.max_age)
            meant = _CHILDREN[name] | {"everyone"}
            return fits and (not station.audience or not meant.isdisjoint(station.audience))
        case "step_free":
            return "step_free" in station.access
    return _is_without_wait(state, station)


def _is_without_wait(state: State, station: Station) -> bool:
    """Return whether one can take part within :data:`SHORT_WAIT`, as far as anybody knows."""
    if standing(state, station) is not Standing.OPEN:
        return False
    if station.live.state_at(state.now) in {"busy", "full", "paused"}:
        return False
    if station.every_min is None:
        return True
    start = next_round(station, state.now)
    return start is not None and start - state.now <= SHORT_WAIT
