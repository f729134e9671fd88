"""How fresh it is what a screen shows, always in words."""

from festival.kiosk.state import State
from festival.kiosk.view.session import time_beside
from festival.tui.paint import Span


def freshness(state: State) -> Span:
    """Return how much the schedule can be relied on, with a sign; nothing where no hub is followed."""
    fresh, t = state.freshness, state.locale.t
    if fresh is None:
        return "", ""
    if fresh.contact == "live":
        return f"● {t('live')}", "*good"
    if fresh.at is None:
        if fresh.contact == "dated":
            return f"◐ {t('printed programme, not yet confirmed')}", "*late"
        return f"○ {t('offline, printed programme')}", "*stop"
    when = time_beside(state, fresh.at, state.now)
    if fresh.contact == "dated":
        return f"◐ {t('as of {time}', time=when)}", "*late"
    return f"○ {t('offline since {time}', time=when)}", "*stop"
