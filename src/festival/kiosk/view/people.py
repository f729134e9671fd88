"""People and organisations in words: who speaks, for whom, from which city."""

from festival.kiosk.state import State
from festival.kiosk.view.block import prose
from festival.schedule.model import Person
from festival.tui.paint import Row, wrap
from festival.wording.people import cities, city


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


def person_rows(state: State, person: Person, width: int) -> list[Row]:
    """Return a person's name and below it role and organisation."""
    rows = prose(person.name, width, "*")
    organisation = state.schedule.organisation_by_id.get(person.organisation or "")
    about = [state.say(person.role), city(state, organisation, short=True) if organisation else ""]
    if line := " · ".join(part for part in about if part):
        rows += prose(line, width, "muted")
    return rows
