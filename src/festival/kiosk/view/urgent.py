"""Which announcements are so urgent that everything else makes room."""

from festival.kiosk.state import State
from festival.schedule.model import Announcement
from festival.wording.announcements import current


def urgent(state: State) -> list[Announcement]:
    """Return what has to be read before anything else, the newest first: at this place, and not yet understood.

    A screen that does not know its place shows what holds at any.
    """
    place = state.place
    return [
        one
        for one in current(state.schedule.announcements, state.now)
        if one.severity == "urgent"
        and (not one.rooms or place is None or place in one.rooms)
        and one not in state.understood
    ]
