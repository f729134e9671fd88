"""How fresh it is what a screen shows, always in words."""

from datetime import datetime
from typing import Literal

from festival.locale import Locale
from festival.tui.paint import Span


def freshness(
    locale: Locale, contact: Literal["live", "dated", "offline"], at: datetime | None, now: datetime
) -> Span:
    """Return how much a schedule can be relied on, with a sign.

    `at` is the last instant at which it was the hub's newest, None if it never was; `contact` is said in
    :mod:`festival.client.followed`.
    """
    t = locale.t
    if contact == "live":
        return f"● {t('live')}", "*good"
    if at is None:
        if contact == "dated":
            return f"◐ {t('printed programme, not yet confirmed')}", "*late"
        return f"○ {t('offline, printed programme')}", "*stop"
    when = locale.time_beside(at, now)
    if contact == "dated":
        return f"◐ {t('as of {time}', time=when)}", "*late"
    return f"○ {t('offline since {time}', time=when)}", "*stop"
