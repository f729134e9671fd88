"""Stations and rooms: how full each is, since when, and until when that holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from festival.desk.state import DeskState
from festival.desk.view.told import state_word
from festival.schedule.model import Room, Schedule, State, Station, Window
from festival.tui.paint import Row, Span, column, fit, spread

LASTS_MIN: Final[tuple[int | None, ...]] = (None, 15, 30, 60)
"""How long a state holds; None: until the place closes."""
GLYPHS: Final[dict[State | None, tuple[str, str]]] = {
    "open": ("●", "*good"),
    "few": ("◧", "*late"),
    "busy": ("▲", "*late"),
    "full": ("■", "*stop"),
    "paused": ("‖", "*late"),
    "closed": ("✕", "*stop"),
    None: ("·", "muted"),
}
_NAME: Final = 45
_WORD: Final = 26
_HELD: Final = 15
_NARROW: Final = 70
"""Columns below which the opening of a place gives way to its name."""
_WIDE: Final = 110
"""Columns from which on states stand in columns, with their reason."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line above some places."""

    text: str


def places(schedule: Schedule, stations: str, rooms: str) -> tuple[Heading | Station | Room, ...]:
    """Return the stations, then the rooms, each below its heading."""
    found: list[Heading | Station | Room] = []
    if schedule.stations:
        found += [Heading(stations), *schedule.stations]
    if schedule.rooms:
        found += [Heading(rooms), *schedule.rooms]
    return tuple(found)


def window_of(place: Station | Room, now: datetime) -> Window | None:
    """Return the window of `place` that is open at `now`, else the next one, else None."""
    return next((one for one in sorted(place.open, key=lambda one: one.start) if now < one.end), None)


def holds_until(state: DeskState, place: Station | Room, lasts_min: int | None) -> datetime | None:
    """Return until when a state that is given now holds: so many minutes, or until the place, or the day, closes.

    None when that has passed: then it holds until somebody says something else.
    """
    if lasts_min is not None:
        return state.now.replace(second=0) + timedelta(minutes=lasts_min)
    window = window_of(place, state.now)
    end = window.end if window is not None else state.day.end
    return end if end > state.now else None


def lasts_words(state: DeskState, lasts_min: int | None) -> str:
    """Return how long a state holds that is given now."""
    t = state.locale.t
    return t("{n} min", n=lasts_min) if lasts_min is not None else t("until it closes")


class PlacePainter:
    """Paints a place in a row, for :class:`festival.tui.cards.Cards`."""

    def __init__(self, state: DeskState) -> None:
        self._state = state

    def key(self, item: Heading | Station | Room) -> str | None:
        """Return what names it."""
        if isinstance(item, Heading):
            return None
        return f"{'station' if isinstance(item, Station) else 'room'} {item.id}"

    def height(self, item: Heading | Station | Room, width: int) -> int:
        """Return how many rows it takes."""
        del item, width
        return 1

    def rows(self, item: Heading | Station | Room, width: int) -> Sequence[Row]:
        """Return its row: name, state, since when, until when, and when it is open."""
        if isinstance(item, Heading):
            return [[(f" {item.text}", "*accent")]]
        state, known = self._state, item.live.state_at(self._state.now)
        glyph, role = GLYPHS[known]
        name = state.say(item.name)
        right: Row = [(f" {self._open(item)} ", "muted")]
        if known is None:
            return [spread([(f" {glyph} ", role), (name, "")], right, width)]
        if width < _WIDE:
            right = right if width >= _NARROW else []
            told: Row = [("  ", ""), self._word(item, known), ("  ", ""), self._held(item)]
            return [spread([(f" {glyph} ", role), (name, "*")], [*told, *right], width)]
        left: Row = [
            (f" {glyph} ", role),
            *column([(name, "*")], _NAME),
            *column([self._word(item, known)], _WORD),
            *column([self._held(item)], _HELD),
            (fit(state.say(item.live.reason), 40), "muted"),
        ]
        return [spread(left, right, width)]

    def _word(self, place: Station | Room, known: State) -> Span:
        word, wait = state_word(self._state, known), place.live.wait_min
        return (f"{word}, {self._state.locale.t('{n} min', n=wait)}" if wait else word), GLYPHS[known][1]

    def _held(self, place: Station | Room) -> Span:
        locale, live = self._state.locale, place.live
        since = locale.time(live.changed_at) if live.changed_at else ""
        return f"{since} → {locale.time(live.until) if live.until else '…'}", ""

    def _open(self, place: Station | Room) -> str:
        state, window = self._state, window_of(place, self._state.now)
        if window is None:
            return state.locale.t("over") if place.open else ""
        if window.start >= state.day.end:
            return state.locale.short_day(window.start)
        return state.locale.times(window.start, window.end)


def heading_row(state: DeskState, lasts_min: int | None, width: int) -> Row:
    """Return what the columns mean, and how long the next state holds."""
    t = state.locale.t
    left: Row = [(f" {t('State: since → until')}", "muted")]
    right: Row = [
        (f"{t('A state holds')} ", "muted"),
        (lasts_words(state, lasts_min), "*accent"),
        (" (h) ", "accent"),
    ]
    return spread(left, right, width)
