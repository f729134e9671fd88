"""The part of the app that keeps an eye on things: what is wrong with the day, and what the kiosks show."""

import asyncio
from datetime import datetime
from typing import Any, Final

from festival.client.errors import Refused
from festival.desk.messages import LookUpScreens
from festival.desk.noting import NotingApp
from festival.desk.state import DeskState, Notice
from festival.schedule.errors import FestivalError
from festival.schedule.model import Schedule
from festival.schedule.watchlist import watchlist

LOOK_S: Final = 2.0
"""So often the kiosks are asked for while their page is shown."""
_SELDOM: Final = 5
"""Else only every so many times, for the count in the band."""
_DIRECTING: Final = frozenset({"editor", "admin"})
"""Roles that may have a kiosk do something; to others the desk shows none."""
_UNKNOWN_TOKEN: Final = 401


class WatchingApp(NotingApp):
    """An app whose state has warnings and screens. What takes time is done aside, so no key waits for it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._watched: tuple[Schedule, datetime] | None = None
        self._is_watching = False
        self._is_looking_up = False
        self._looks = 0

    def on_mount(self) -> None:
        """Begin to watch."""
        self.set_interval(LOOK_S, self._look_now_and_then)
        self._watch_over(self.state)

    def watch_state(self, state: DeskState) -> None:
        """Look again when something has changed, or a minute has passed."""
        super().watch_state(state)
        self._watch_over(state)

    def _watch_over(self, state: DeskState) -> None:
        wanted = (state.schedule, state.now.replace(second=0))
        known = self._watched
        if known is not None and known[0] is wanted[0] and known[1] == wanted[1]:
            return
        self._watched = wanted
        if not self._is_watching and self.is_running:
            self._is_watching = True
            self.run_worker(self._warn())

    async def _warn(self) -> None:
        """Find the warnings of what is wanted by then, until nothing newer is."""
        try:
            done = None
            while (wanted := self._watched) is not None and wanted is not done:
                found = await asyncio.to_thread(watchlist, *wanted)
                done = wanted
                if found != self.state.warnings:
                    self.state = self.state.with_(warnings=found)
        finally:
            self._is_watching = False

    def _look_now_and_then(self) -> None:
        is_shown = self.page is not None and self.page.NAME == "screens"
        if is_shown or self._looks % _SELDOM == 0:
            self.on_look_up_screens(LookUpScreens())
        self._looks += 1

    def on_look_up_screens(self, _message: LookUpScreens) -> None:
        """Ask for the kiosks, unless that is being done."""
        holder = self.state.holder
        if not self._is_looking_up and holder is not None and holder.role in _DIRECTING:
            self._is_looking_up = True
            self.run_worker(self._look_up_screens())

    async def _look_up_screens(self) -> None:
        """Show what the kiosks show. That the hub does not answer is said in the band already."""
        try:
            found = await self.hub.screens()
        except FestivalError as error:
            self.mind_token(error)
            return
        finally:
            self._is_looking_up = False
        self.state = self.state.with_(screens=found, screens_at=self.state.now)

    def mind_token(self, error: FestivalError) -> None:
        """Say that the token opens nothing any more, if that is why the hub refused what nobody here had asked for."""
        if isinstance(error, Refused) and error.status == _UNKNOWN_TOKEN:
            words = self.state.locale.t("Your token is not valid any more: ask an admin for a new one.")
            self.state = self.state.with_(notice=Notice(words, "stop"))
