"""Where an entry comes from, in words."""

from festival.kiosk.state import State
from festival.kiosk.view.freshness import freshness
from festival.tui.paint import Row, join
from festival.wording.provenance import rehearsal


def notice(state: State) -> Row:
    """Return the quiet line: how fresh it is, that the day is being rehearsed, and the festival's note about its data."""
    said = " · ".join(part for part in (rehearsal(state), state.say(state.schedule.festival.note)) if part)
    return join([[span] if span[0] else [] for span in (freshness(state), (said, "muted"))], (" · ", "muted"))
