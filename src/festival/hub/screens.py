"""Which screen shows what: the last report of each kiosk. Nothing in it is about visitors."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from festival.clock import Clock
from festival.hub.messages import Screen, ScreenReport
from festival.schedule.cursor import Cursor

KNOWN: Final = 512
"""Screens at a time; the one that has been silent longest is forgotten first."""
SILENCE_S: Final = 600.0
"""After which a screen is forgotten."""


class Screens:
    """The screens that report to this hub. `newest` gives the hub's cursor, `monotonic` seconds."""

    def __init__(
        self, newest: Callable[[], Cursor], *, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._newest = newest
        self._clock = clock
        self._monotonic = monotonic
        self._heard: OrderedDict[str, tuple[float, Screen]] = OrderedDict()
        """When each was last heard, and what it said: the longest silent first."""

    def hear(self, report: ScreenReport) -> None:
        """Keep what a screen says of itself.

        Whether it is behind is decided now: an edit makes nobody late who has not had the time to show it.
        """
        screen = Screen(
            **dict(report), last_seen=self._clock(), is_behind=_is_behind(report.cursor, self._newest())
        )
        self._heard.pop(report.id, None)
        self._heard[report.id] = (self._monotonic(), screen)
        if len(self._heard) > KNOWN:
            self._heard.popitem(last=False)

    def knows(self, name: str) -> bool:
        """Return whether a screen with that id reported lately."""
        return any(screen.id == name for screen in self.all())

    def all(self) -> list[Screen]:
        """Return the screens that are not forgotten, by id."""
        forgotten = self._monotonic() - SILENCE_S
        while self._heard and next(iter(self._heard.values()))[0] < forgotten:
            self._heard.popitem(last=False)
        return [screen for _, (_, screen) in sorted(self._heard.items())]


def _is_behind(text: str | None, newest: Cursor) -> bool:
    shown = Cursor.parse(text) if text else None
    return shown is None or shown.epoch != newest.epoch or shown.revision < newest.revision
