"""The workshop's agenda: what runs in parallel, who speaks for whom, and where a delegate's picks overlap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from festival.kiosk.state import State
from festival.schedule.model import Day, Organisation, Schedule, Session
from festival.schedule.timeline import overlaps, sessions_of
from festival.tui.paint import Row, wrap


def agenda_of(schedule: Schedule, day: Day) -> list[Session]:
    """Return the workshop's sessions on `day`, in order."""
    track = schedule.festival.workshop
    return [session for session in sessions_of(schedule, day) if session.track == track]


def agenda_days(schedule: Schedule) -> list[Day]:
    """Return the days that have workshop sessions; all days if none has."""
    days = schedule.festival.days
    return [day for day in days if agenda_of(schedule, day)] or list(days)


@dataclass(frozen=True, slots=True)
class Entry:
    """One session of the agenda, and its place among those that run at the same time."""

    session: Session
    place: int = 0
    of: int = 1
    """Sessions in parallel, itself included."""


@dataclass(frozen=True, slots=True)
class Round:
    """A heading above sessions in parallel."""

    start: datetime
    end: datetime
    count: int


def entries(sessions: Iterable[Session]) -> list[Round | Entry]:
    """Return `sessions` (in order) as entries; those that overlap stand together below a heading. Breaks stand alone."""
    found: list[Round | Entry] = []
    for group in _parallel(sessions):
        talks = [session for session in group if session.kind != "break"]
        if len(talks) > 1:
            start = min(session.expected.start for session in talks)
            end = max(session.expected.end for session in talks)
            found.append(Round(start, end, len(talks)))
        place = 0
        for session in group:
            if session.kind == "break":
                found.append(Entry(session))
            else:
                found.append(Entry(session, place, len(talks)))
                place += 1
    return found


def _parallel(sessions: Iterable[Session]) -> Iterable[list[Session]]:
    group: list[Session] = []
    end: datetime | None = None
    for session in sessions:
        if end is not None and session.expected.start >= end:
            yield group
            group, end = [], None
        group.append(session)
        end = max(end, session.expected.end) if end else session.expected.end
    if group:
        yield group


def clashes(state: State) -> Mapping[str, list[Session]]:
    """Return for each picked session the other picks that overlap with it."""
    found: dict[str, list[Session]] = {}
    for one, other in overlaps(state.picked()):
        found.setdefault(one.id, []).append(other)
        found.setdefault(other.id, []).append(one)
    return found


# Cities and people in words


def cities(schedule: Schedule) -> list[Organisation]:
    """Return the cities that the workshop's sessions name, without the festival's own."""
    track = schedule.festival.workshop
    named = dict.fromkeys(
        one for session in schedule.sessions if session.track == track for one in session.organisations
    )
    known = (schedule.organisation_by_id.get(one) for one in named)
    home = schedule.festival.city
    return [
        one
        for one in known
        if one and one.kind == "city" and not (home and any(home in name for name in one.name.values()))
    ]


def city(state: State, organisation: Organisation, *, short: bool = False) -> str:
    """Return an organisation; a city abroad with its country in words, ``Espoo, Finland``, or in `short` ``Espoo (FI)``."""
    name, country = state.say(organisation.name), organisation.country
    if organisation.kind != "city" or country in {None, state.schedule.festival.country}:
        return name
    return f"{name} ({country})" if short else f"{name}, {state.locale.country(str(country))}"


def cities_rows(state: State, width: int, most: int) -> list[Row]:
    """Return the cities in at most `most` rows, the countries in words if there is room for them."""
    found = sorted(cities(state.schedule), key=lambda one: state.say(one.name))
    if not found:
        return []
    head = f"{state.locale.t('Cities')}:  "
    for short in (False, True):
        text = head + " · ".join(
            city(state, one, short=short).replace(" ", "\N{NO-BREAK SPACE}") for one in found
        )
        lines = wrap(text, width - 4, most)
        if not lines[-1].endswith("…"):
            break
    return [[("  ", ""), (line, "muted")] for line in lines]


def people_lines(state: State, session: Session) -> list[str]:
    """Return who speaks, with role and for whom, a line each; without speakers the cities that present."""
    schedule = state.schedule
    lines = []
    for person in (schedule.person_by_id.get(one) for one in session.speakers):
        if person is None:
            continue
        home = schedule.organisation_by_id.get(person.organisation or "")
        role = state.say(person.role)
        place = city(state, home) if home and state.say(home.name) not in role else ""
        parts = [person.name, place, role]
        lines.append(" · ".join(part for part in parts if part))
    if lines:
        return lines
    hosts = [schedule.organisation_by_id.get(one) for one in session.organisations]
    named = [city(state, one) for one in hosts if one]
    if len(named) > 4:
        return [state.locale.n("{n} city takes part", "{n} cities take part", len(named))]
    return [" · ".join(named)] if named else []
