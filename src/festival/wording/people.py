"""People and organisations in words: who speaks, for whom, from which city."""

from festival.schedule.model import Organisation, Schedule, Session
from festival.wording.reading import Reading


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


def city(reading: Reading, organisation: Organisation, *, short: bool = False) -> str:
    """Return an organisation; a city abroad with its country in words, ``Espoo, Finland``, or in `short` ``Espoo (FI)``."""
    name, country = reading.say(organisation.name), organisation.country
    if organisation.kind != "city" or country in {None, reading.schedule.festival.country}:
        return name
    return f"{name} ({country})" if short else f"{name}, {reading.locale.country(str(country))}"


def people_lines(reading: Reading, session: Session) -> list[str]:
    """Return who speaks, with role and for whom, a line each; without speakers the cities that present."""
    schedule = reading.schedule
    lines = []
    for person in (schedule.person_by_id.get(one) for one in session.speakers):
        if person is None:
            continue
        home = schedule.organisation_by_id.get(person.organisation or "")
        role = reading.say(person.role)
        place = city(reading, home) if home and reading.say(home.name) not in role else ""
        parts = [person.name, place, role]
        lines.append(" · ".join(part for part in parts if part))
    if lines:
        return lines
    hosts = [schedule.organisation_by_id.get(one) for one in session.organisations]
    named = [city(reading, one) for one in hosts if one]
    if len(named) > 4:
        return [reading.locale.n("{n} city takes part", "{n} cities take part", len(named))]
    return [" · ".join(named)] if named else []


def speakers(reading: Reading, ids: tuple[str, ...]) -> str:
    """Return who speaks in one line: ``Ada Example, Espoo (FI) · Ben Sample``."""
    people = [found for one in ids if (found := reading.schedule.person_by_id.get(one))]
    named = []
    for person in people:
        organisation = reading.schedule.organisation_by_id.get(person.organisation or "")
        named.append(
            f"{person.name}, {city(reading, organisation, short=True)}" if organisation else person.name
        )
    return " · ".join(named)
