"""What has just changed."""

from datetime import datetime, timedelta
from typing import Final

from festival.kiosk.state import State
from festival.schedule.live import AS_PLANNED, PlaceLive, SessionLive
from festival.schedule.model import Schedule
from festival.wording.latest import LONG_AGO

JUST: Final = timedelta(minutes=5)
"""So long a change is marked as new."""


def is_new(state: State, live: SessionLive | PlaceLive) -> bool:
    """Whether what the day made of a thing has just changed, and was otherwise when this screen first showed it."""
    if live.changed_at is None or state.news_after is None:
        return False
    return live.changed_at > state.news_after and state.now - live.changed_at < JUST


def newest_change(schedule: Schedule) -> datetime:
    """Return when the day last changed something in `schedule`; :data:`LONG_AGO` if it never did."""
    changed = (one.live.changed_at for one in schedule.sessions if one.live is not AS_PLANNED)
    places = (one.live.changed_at for home in (schedule.rooms, schedule.stations) for one in home)
    return max((at for found in (changed, places) for at in found if at is not None), default=LONG_AGO)


def marked(state: State, live: SessionLive | PlaceLive, words: str) -> str:
    """Return `words` about what the day made of a thing, and that they are new if they are."""
    return state.locale.t("New: {words}", words=words) if is_new(state, live) else words
