"""People and organisations in words: who speaks, for whom, from which city."""

from festival.kiosk.state import State
from festival.kiosk.view.block import prose
from festival.schedule.model import Organisation, Person, Schedule, Session
from festival.tui.paint import Row, wrap


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


def person_rows(state: State, person: Person, width: int) -> list[Row]:
    """Return a person's name and below it role and organisation."""
    rows = prose(person.name, width, "*")
    organisation = state.schedule.organisation_by_id.get(person.organisation or "")
    about = [state.say(person.role), city(state, organisation, short=True) if organisation else ""]
    if line := " · ".join(part for part in about if part):
        rows += prose(line, width, "muted")
    return rows


def speakers(state: State, ids: tuple[str, ...]) -> str:
    """Return who speaks in one line: ``Ada Example, Espoo (FI) · Ben Sample``."""
    people = [found for one in ids if (found := state.schedule.person_by_id.get(one))]
    named = []
    for person in people:
        organisation = state.schedule.organisation_by_id.get(person.organisation or "")
        named.append(
            f"{person.name}, {city(state, organisation, short=True)}" if organisation else person.name
        )
    return " · ".join(named)
