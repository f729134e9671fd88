"""A station in words: whether it is open, when the next round starts, for whom it is, and what it is narrowed by."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Final

from rich.cells import cell_len

from festival.kiosk.state import State
from festival.kiosk.view import labels
from festival.locale import Locale
from festival.schedule.model import Station, Window
from festival.schedule.timeline import is_open, next_round, rounds, window_at
from festival.tui.paint import Span

SHORT_WAIT: Final = timedelta(minutes=10)
"""Who waits no longer than this for a round does not call it waiting."""
_CHILD_YEARS: Final = {"small": (0, 5), "child": (6, 12)}
"""First and last year of age of those that the two filters for children mean."""
_CHILDREN: Final = {"small": {"families", "children"}, "child": {"families", "children", "youth"}}


class Standing(StrEnum):
    """Where a station stands in the day."""

    OPEN = "open"
    LATER = "later"
    CLOSED = "closed"


def windows_today(state: State, station: Station) -> list[Window]:
    """Return the opening windows of the festival day in view, in order."""
    day = state.day
    windows = (window for window in station.open if window.start < day.end and day.start < window.end)
    return sorted(windows, key=lambda window: window.start)


def standing(state: State, station: Station) -> Standing:
    """Return whether the station is open now, opens later on the day in view, or neither."""
    if is_open(station, state.now):
        return Standing.OPEN
    window = window_at(station, state.now)
    if window is None or window.start >= state.day.end:
        return Standing.CLOSED
    return Standing.CLOSED if window.holds(state.now) else Standing.LATER


def rounds_left(station: Station, now: datetime, until: datetime) -> list[datetime]:
    """Return the starts of the rounds from `now` to before `until`, in order; empty for a station without rounds."""
    return list(takewhile(lambda start: start < until, rounds(station, now)))


def status(state: State, station: Station) -> Span:
    """Return the state in a glyph and words, with the role of its colour.

    A state that has run out says nothing: then the station is just open.
    """
    locale = state.locale
    t = locale.t
    match standing(state, station):
        case Standing.LATER:
            window = window_at(station, state.now)
            assert window is not None  # noqa: S101  LATER says that there is one
            return f"○ {t('opens {time}', time=_time(state, window.start))}", "*accent"
        case Standing.CLOSED:
            return f"✕ {t('Closed')}", "*muted"
    match station.live.state_at(state.now):
        case "full":
            return f"■ {t('Full')}", "*stop"
        case "paused":
            return f"‖ {t('Paused')}", "*late"
        case "busy":
            wait = station.live.wait_min
            word = t("Busy, about {n} min", n=wait) if wait else t("Busy")
            return f"▲ {word}", "*late"
        case "few":
            return f"◐ {t('Few places left')}", "*late"
        case "open":
            return f"● {t('Places free')}", "*good"
    return f"● {t('Open')}", "*good"


def _time(state: State, instant: datetime) -> str:
    """Return the local time, with the day if that is not today."""
    locale = state.locale
    if locale.local(instant).date() == locale.local(state.now).date():
        return locale.time(instant)
    return f"{locale.short_day(instant)}, {locale.time(instant)}"


def news(state: State, station: Station) -> str:
    """Return what somebody reported, since when, until when and why: "Paused since 11:40, until 12:45 – reason"."""
    live, locale = station.live, state.locale
    known = live.state_at(state.now)
    if known is None or standing(state, station) is Standing.LATER:
        return ""
    said = labels.state(locale, known)
    if live.changed_at is not None:
        said = locale.t("{state} since {time}", state=said, time=locale.time(live.changed_at))
    if live.until is not None and known in {"paused", "closed"}:
        said += f", {locale.t('until {time}', time=locale.time(live.until))}"
    reason = state.say(live.reason)
    return f"{said} – {reason}" if reason else said


def when(state: State, station: Station) -> str:
    """Return when one can take part: "next round 14:30, in 10 min", "come any time until 18:00"; "" when closed."""
    locale = state.locale
    here = standing(state, station)
    window = window_at(station, state.now)
    if here is Standing.CLOSED or window is None:
        return ""
    if station.every_min is None:
        if here is Standing.LATER:
            return locale.t("come any time from {time}", time=_time(state, window.start))
        return locale.t("come any time until {time}", time=locale.time(window.end))
    rounds = rounds_left(station, state.now, state.day.end)
    if not rounds:
        return locale.t("no more rounds today")
    if here is Standing.LATER:
        return locale.t("first round {time}", time=_time(state, rounds[0]))
    wait = rounds[0] - state.now
    soon = locale.t("in {time}", time=locale.duration(wait)) if wait else locale.t("now")
    return locale.t("next round {time}, {wait}", time=locale.time(rounds[0]), wait=soon)


def lasts(locale: Locale, station: Station) -> str:
    """Return how long it takes: "a round takes 15 min"; "" if nobody says."""
    if station.round_min is None:
        return ""
    span = locale.duration(timedelta(minutes=station.round_min))
    if station.every_min is None:
        return locale.t("takes about {time}", time=span)
    return locale.t("a round takes {time}", time=span)


def age(locale: Locale, station: Station) -> str:
    """Return for which age it is: "from 6", "6 to 12, with an adult", "all ages"."""
    t = locale.t
    if station.max_age is not None:
        years = t("{a} to {b} years", a=station.min_age, b=station.max_age)
    elif station.min_age:
        years = t("from {n} years", n=station.min_age)
    else:
        years = t("all ages")
    return f"{years}, {t('with an adult')}" if station.with_adult else years


def host(state: State, station: Station) -> str:
    """Return the name of who runs it, "" if nobody says."""
    found = state.schedule.organisation_by_id.get(station.host or "")
    return state.say(found.name) if found else ""


def tags(station: Station) -> str:
    """Return its languages as ``DE/EN``."""
    return "/".join(tag.upper() for tag in station.languages)


def access(locale: Locale, station: Station) -> list[str]:
    """Return what makes it accessible, in words; "not step-free" where the way is not known to be."""
    known = [labels.access(locale, one) for one in station.access]
    return known if "step_free" in station.access else [locale.t("Not step-free"), *known]


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
