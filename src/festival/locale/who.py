"""People and organisations of a session, in words that stand on a kiosk, in a calendar and on a page alike."""

from festival.locale.texts import Locale
from festival.schedule.model import Organisation, Schedule, Session, words


def city(organisation: Organisation, schedule: Schedule, locale: Locale, *, short: bool = False) -> str:
    """Return an organisation; a city abroad with its country in words, ``Espoo, Finland``, or in `short` ``Espoo (FI)``."""
    name, country = words(organisation.name, locale.languages), organisation.country
    if organisation.kind != "city" or country in {None, schedule.festival.country}:
        return name
    return f"{name} ({country})" if short else f"{name}, {locale.country(str(country))}"


def speakers(session: Session, schedule: Schedule, locale: Locale) -> list[str]:
    """Return who speaks, with role and for whom, a line each: ``Ada Example · Espoo, Finland · Engineer``."""
    lines = []
    for person in (schedule.person_by_id.get(one) for one in session.speakers):
        if person is None:
            continue
        home = schedule.organisation_by_id.get(person.organisation or "")
        role = words(person.role, locale.languages)
        place = (
            city(home, schedule, locale) if home and words(home.name, locale.languages) not in role else ""
        )
        lines.append(" · ".join(part for part in (person.name, place, role) if part))
    return lines


def hosts(session: Session, schedule: Schedule, locale: Locale) -> list[str]:
    """Return who hosts it or is presented; for the workshop also the delegates' cities."""
    known = (schedule.organisation_by_id.get(one) for one in session.organisations)
    return [city(one, schedule, locale) for one in known if one]
