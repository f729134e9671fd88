"""How fresh it is what a kiosk shows."""

from festival.kiosk.state import State
from festival.tui import freshness as words
from festival.tui.paint import Span


def freshness(state: State) -> Span:
    """Return how much the schedule can be relied on, with a sign; nothing where no hub is followed."""
    fresh = state.freshness
    if fresh is None:
        return "", ""
    return words.freshness(state.locale, fresh.contact, fresh.at, state.now)
