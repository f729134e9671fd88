"""People and organisations in words: who speaks, for whom, from which city."""

from festival.kiosk.state import State
from festival.kiosk.view.block import prose
from festival.schedule.model import Organisation, Person
from festival.tui.paint import Row


def city_name(state: State, organisation: Organisation) -> str:
    """Return an organisation's name; for a foreign city with its country: ``Espoo (FI)``."""
    name = state.say(organisation.name)
    foreign = organisation.kind == "city" and organisation.country not in {None, "DE"}
    return f"{name} ({organisation.country})" if foreign else name


def person_rows(state: State, person: Person, width: int) -> list[Row]:
    """Return a person's name and below it role and organisation."""
    rows = prose(person.name, width, "*")
    organisation = state.schedule.organisation_by_id.get(person.organisation or "")
    about = [state.say(person.role), city_name(state, organisation) if organisation else ""]
    if line := " · ".join(part for part in about if part):
        rows += prose(line, width, "muted")
    return rows


def speakers(state: State, ids: tuple[str, ...]) -> str:
    """Return who speaks in one line: ``Ada Example, Espoo (FI) · Ben Sample``."""
    people = [found for one in ids if (found := state.schedule.person_by_id.get(one))]
    named = []
    for person in people:
        organisation = state.schedule.organisation_by_id.get(person.organisation or "")
        named.append(f"{person.name}, {city_name(state, organisation)}" if organisation else person.name)
    return " · ".join(named)
