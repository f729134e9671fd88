"""The bundled programme as the app sees it at one moment of the rehearsed day."""

from functools import cache
from typing import Any

from festival.kiosk.state import State
from festival.links import Links
from festival.locale import locale_for
from festival.programme import bundled, load_rehearsal, open_programme
from festival.schedule.model import Schedule
from festival.schedule.rehearsal import Rehearsal
from festival.settings import Settings, moment


@cache
def schedule_at(at: str) -> Schedule:
    """Give the schedule with every rehearsed change that is due at the local time `at` (2022-05-27T14:20)."""
    planned = open_programme(bundled(), Settings.from_environment().cache_dir)
    return Rehearsal(planned, load_rehearsal(bundled())).at(moment(at, planned.festival.zone))


def state_at(at: str, *, language: str = "de", base_url: str | None = None, **fields: Any) -> State:
    """Give the state at the local time `at`; `fields` are those of :class:`State`."""
    schedule = schedule_at(at)
    zone = schedule.festival.zone
    given: dict[str, Any] = {
        "schedule": schedule,
        "now": moment(at, zone),
        "locale": locale_for(language, zone),
        "links": Links(schedule.festival, base_url),
        "rehearsing": True,
    }
    return State(**given | fields)
