"""What the programme is narrowed to: which sessions match, what each option would leave, and how it is said.

Filters are conjunctive: a session must match every one. Two readings are chosen for visitors: a place matches
a session that was moved away from it (it stays there, marked, until its old end), and a language matches a
session without spoken language, for music needs no words.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from festival.kiosk.state import Filters, State
from festival.locale import Locale
from festival.schedule.model import Day, Schedule, Session
from festival.schedule.timeline import in_order
from festival.wording import labels

FIELDS: Final = ("room", "track", "audience", "language", "access")
"""The filters besides the day, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter."""

    field: str
    value: str
    """As :class:`Filters` holds it; a day as ISO 8601; "" takes the filter away."""
    label: str
    count: int
    """Sessions that would be shown with it, the other filters staying as they are."""
    chosen: bool


class Index:
    """The sessions of one schedule by day, and the values that each can be narrowed by."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self._unsorted: dict[date, list[Session]] = {}
        self._days: dict[date, list[Session]] = {}

    def of_day(self, day: Day) -> list[Session]:
        """Return the sessions that start on `day` by plan or by expectation, in order."""
        if not self._unsorted:
            self._unsorted = self._by_day()
        if day.date not in self._days:
            self._days[day.date] = in_order(self._unsorted[day.date])
        return self._days[day.date]

    def _by_day(self) -> dict[date, list[Session]]:
        """Return the sessions of each day, found in one pass; a moved one may be on two days."""
        days = [(day.start, day.end, day.date) for day in self.schedule.festival.days]
        found: dict[date, list[Session]] = {day: [] for _, _, day in days}
        for session in self.schedule.sessions:
            planned = session.start
            expected = session.expected.start if session.is_changed else planned
            for start, end, day in days:
                if start <= expected < end or start <= planned < end:
                    found[day].append(session)
        return found

    def all_of(self, filters: Filters) -> list[Session]:
        """Return the sessions of the day in `filters` (of every day without one), in order, whatever else is chosen."""
        days = [day for day in self.schedule.festival.days if filters.day in {None, day.date}]
        if len(days) == 1:
            return self.of_day(days[0])
        return list({session.id: session for day in days for session in self.of_day(day)}.values())

    def narrowed(self, filters: Filters) -> list[Session]:
        """Return the sessions that match all of `filters`, in order."""
        sessions = self.all_of(filters)
        for field in active(filters):
            value = getattr(filters, field)
            sessions = [session for session in sessions if self._matches(session, field, value)]
        return sessions

    def values(self, session: Session, field: str) -> tuple[str, ...]:
        """Return what `session` offers of `field`; an empty value matches whatever is asked for."""
        if field == "room":
            expected = session.expected.room
            return (session.room,) if expected == session.room else (session.room, expected)
        if field == "track":
            return (session.track,)
        if field == "audience":
            return session.audience
        if field == "language":
            return session.languages or ("",)
        room = self.schedule.room_by_id.get(session.expected.room)
        return tuple(dict.fromkeys((*session.access, *(room.access if room else ()))))

    def _matches(self, session: Session, field: str, value: str) -> bool:
        values = self.values(session, field)
        return value in values or "" in values

    def counts(self, filters: Filters, field: str) -> Counter[str]:
        """Return how many sessions each value of `field` leaves, the other filters staying; "" is without the filter.

        A session that matches whatever is asked for counts for every value that the day has.
        """
        if field == "day":
            days = (day.date for day in self.schedule.festival.days)
            return Counter({day.isoformat(): len(self.narrowed(replace(filters, day=day))) for day in days})
        sessions = self.narrowed(without(filters, field))
        tally = Counter(value for session in sessions for value in self.values(session, field))
        always = tally.pop("", 0)
        known = {value for session in self.all_of(filters) for value in self.values(session, field)} - {""}
        counts = Counter({value: tally[value] + always for value in known})
        counts[""] = len(sessions)
        return counts


def without(filters: Filters, field: str) -> Filters:
    """Return `filters` without the one called `field`."""
    return _with(filters, field, "")


def cleared(filters: Filters) -> Filters:
    """Return only the day of `filters`: a visitor who takes all filters away stays on the day in view."""
    return Filters(day=filters.day)


def active(filters: Filters) -> list[str]:
    """Return the fields that narrow, in the order of :data:`FIELDS`."""
    return [field for field in FIELDS if getattr(filters, field)]


def with_day(state: State) -> Filters:
    """Return the filters of `state` with the day that is shown: the chosen one, else the present or next."""
    days = {day.date for day in state.schedule.festival.days}
    chosen = state.filters.day
    return state.filters if chosen in days else replace(state.filters, day=state.day.date)


def chosen_day(state: State) -> Day:
    """Return the festival day that the filters of `state` mean."""
    wanted = with_day(state).day
    return next(day for day in state.schedule.festival.days if day.date == wanted)


def toggled(filters: Filters, field: str, value: str) -> Filters:
    """Return `filters` with `value` for `field`, or without it if it was chosen before. A day stays chosen."""
    if field == "day":
        return replace(filters, day=date.fromisoformat(value))
    return _with(filters, field, "" if getattr(filters, field) == value else value)


def _with(filters: Filters, field: str, value: str) -> Filters:
    changes: dict[str, Any] = {field: value}
    return replace(filters, **changes)


def rescues(index: Index, filters: Filters) -> list[tuple[str, int]]:
    """Return which filter to take away, and how many sessions that brings; the one that costs most first.

    Empty when no single filter is to blame: then only taking all away helps.
    """
    gains = [(field, len(index.narrowed(without(filters, field)))) for field in active(filters)]
    return sorted((gain for gain in gains if gain[1]), key=lambda gain: -gain[1])


def name(state: State, field: str) -> str:
    """Return what a filter is called."""
    t = state.locale.t
    return {
        "day": t("Day"),
        "room": t("Place"),
        "track": t("Line"),
        "audience": t("For whom"),
        "language": t("Language"),
        "access": t("Access"),
    }[field]


def label(state: State, field: str, value: str) -> str:
    """Return the words for one value of a filter; for no value, that it does not narrow."""
    locale, schedule = state.locale, state.schedule
    if field == "day":
        return locale.short_day(date.fromisoformat(value))
    if not value:
        return locale.t("all")
    if field == "room":
        room = schedule.room_by_id.get(value)
        return state.say(room.name) if room else value
    if field == "track":
        track = schedule.track_by_id.get(value)
        return state.say(track.name) if track else value
    if field == "language":
        return labels.language(locale, value)
    known: Callable[[Locale, Any], str] = labels.audience if field == "audience" else labels.access
    return known(locale, value)


def options(state: State, index: Index, field: str) -> list[Option]:
    """Return the options of `field` in programme order, the frequent ones first where there is no such order."""
    filters = with_day(state)
    counts = index.counts(filters, field)
    schedule = state.schedule
    order: Iterable[str]
    if field == "day":
        order = (day.date.isoformat() for day in schedule.festival.days)
    elif field == "room":
        order = ["", *(room for room in schedule.room_by_id if room in counts)]
    elif field == "track":
        order = ["", *(track for track in schedule.track_by_id if track in counts)]
    else:
        order = ["", *sorted(counts.keys() - {""}, key=lambda value: (-counts[value], value))]
    present = filters.day.isoformat() if field == "day" and filters.day else getattr(filters, field)
    return [
        Option(field, value, label(state, field, value), counts[value], value == present) for value in order
    ]


def in_words(state: State, filters: Filters) -> Sequence[str]:
    """Return the words of each filter that narrows."""
    return [label(state, field, getattr(filters, field)) for field in active(filters)]
