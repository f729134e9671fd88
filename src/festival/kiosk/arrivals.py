"""What reaches a screen from outside: the time that passes, and what a hub says. A finger on the screen comes first."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from festival.kiosk.state import State, TakenAway
from festival.kiosk.view.newness import newest_change
from festival.locale import locale_for
from festival.schedule.model import Schedule

if TYPE_CHECKING:
    from festival.client.followed import Followed

HOLD_S: Final = 1.0
"""So long the screen holds still under a finger; a touch takes a fifth of that."""
Step = Callable[[State], State]
"""What becomes of a state by something from outside."""


class Arrivals:
    """Keeps what arrives while a finger is on the screen, so that what it touches does not move away under it.

    `monotonic` gives seconds.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._steps: list[Step] = []
        self._held_until = 0.0

    def hold(self) -> None:
        """Begin to hold still, for at most :data:`HOLD_S`."""
        self._held_until = self._monotonic() + HOLD_S

    def let_go(self) -> None:
        """Hold still no longer."""
        self._held_until = 0.0

    def add(self, step: Step) -> None:
        """Take what has arrived."""
        self._steps.append(step)

    def take(self) -> list[Step]:
        """Return what has arrived, in order and once; nothing while a finger is on the screen."""
        if self._monotonic() < self._held_until:
            return []
        steps, self._steps = self._steps, []
        return steps


def at_time(state: State, now: datetime, schedule: Schedule | None = None) -> State:
    """Return `state` at `now`, with the schedule that a made-up day has then."""
    return state.with_(now=now, schedule=schedule or state.schedule)


def followed_by(state: State, followed: "Followed", now: datetime) -> State:
    """Return `state` with what the hub said, at `now`. Of the first schedule of a hub, nothing is news."""
    schedule, fresh = followed.schedule, followed.freshness
    changes: dict[str, object] = {"schedule": schedule, "freshness": fresh, "now": now}
    if schedule.epoch != state.schedule.epoch:
        changes["news_after"] = newest_change(schedule)
    if schedule.festival is not state.schedule.festival:
        changes["links"] = replace(state.links, festival=schedule.festival)
        changes["locale"] = locale_for(state.locale.language, schedule.festival.zone)
    if fresh.origin == "hub" or fresh.rehearsed:  # before it was asked, only this machine says what day it is
        changes["rehearsing"] = fresh.rehearsed
    return state.with_(**changes)


def taken_away(state: State, taken: TakenAway) -> State:
    """Return `state` with the address of its picks; unchanged if they are others by now, or somebody else's."""
    return state.with_(taken=taken) if state.picks == taken.picks else state


def identifying(state: State) -> State:
    """Return `state` while it shows which screen it is."""
    return state.with_(identifying=True)


def identified(state: State) -> State:
    """Return `state` after that."""
    return state.with_(identifying=False) if state.identifying else state


def cut_off(state: State) -> State:
    """Return `state` without contact to the hub."""
    fresh = state.freshness
    if fresh is None or fresh.contact == "offline":
        return state
    return state.with_(freshness=fresh.cut_off(state.now))
