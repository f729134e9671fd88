"""People and organisations in words: who speaks, for whom, from which city."""

from festival.locale import who
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
    """Return an organisation as :func:`festival.locale.who.city` does."""
    return who.city(organisation, reading.schedule, reading.locale, short=short)


def people_lines(reading: Reading, session: Session) -> list[str]:
    """Return who speaks, with role and for whom, a line each; without speakers the cities that present."""
    if lines := who.speakers(session, reading.schedule, reading.locale):
        return lines
    named = who.hosts(session, reading.schedule, reading.locale)
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
