"""The desk's app: owns the state, and turns messages, time and what the hub says into new ones."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.events import Event, InputEvent, Key

from festival.client.errors import HubUnreachable
from festival.client.followed import Followed
from festival.clock import Clock
from festival.desk.arrivals import cut_off, followed_by, named_by, unnamed, with_older
from festival.desk.commands import bindings
from festival.desk.dialogs.preview import Decision, PreviewDialog
from festival.desk.hub import Hub
from festival.desk.messages import Choose, Collect, Instruct, LookBack, Propose, Say, Speak
from festival.desk.page import EVERYWHERE, PAGE_ORDER, DeskPage
from festival.desk.pages import PAGES
from festival.desk.state import DeskState, Notice
from festival.desk.watching import WatchingApp
from festival.locale import locale_for
from festival.schedule.cursor import Cursor
from festival.schedule.errors import FestivalError
from festival.tui.following import keep_following
from festival.tui.messages import Go
from festival.tui.page import StatePage
from festival.tui.tidying import Tidying

Follow = Callable[["Followed | None"], AsyncGenerator[Followed, None]]
"""Gives the states of following a hub, going on from the last one; it never ends of itself."""
HOME: Final = "board"
_WHO_AGAIN_S: Final = 5.0
HISTORY_PAGE: Final = 100
"""Changes that are fetched before anybody asks for more."""
_SLACK: Final = 5
"""So many more changes are asked for than are missing, because others may come first."""
_MOST: Final = 1_000
"""What the hub lists at once."""
_log = logging.getLogger(__name__)


class DeskApp(WatchingApp):
    """The organisers' desk: it follows a hub with `follow`, and asks `hub` for everything else. `clock` is the hub's."""

    PAGES = PAGES
    HOME = HOME
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(EVERYWHERE),
        *(
            Binding(f"{number},f{number}", f"open('{name}')", show=False)
            for number, name in enumerate(PAGE_ORDER, 1)
        ),
    ]

    def __init__(
        self,
        state: DeskState,
        clock: Clock,
        hub: Hub,
        follow: Follow,
        *,
        first: str = HOME,
        tidying: Tidying | None = None,
        **options: Any,
    ) -> None:
        super().__init__(state, first if first in PAGES else HOME, hub, **options)
        self.clock = clock
        self._follow = follow
        self._tidying = tidying
        self._is_looking_back = False
        self._begun = False
        self._is_naming = False

    def _prepared(self, name: str, subject: str, *, afresh: bool = True) -> StatePage:
        page = super()._prepared(name, subject, afresh=afresh)
        if isinstance(page, DeskPage):
            page.hand_over = self.on_propose
        return page

    # What comes from outside: the time, the hub

    def on_mount(self) -> None:
        """Let the clock run, and what needs the network begin after the first frame."""
        self.set_interval(1, self.tick)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            if self._tidying is not None:
                self.run_worker(asyncio.to_thread(self._tidying.begin))
            self.run_worker(self._follow_hub())
            self.run_worker(self._introduce())

    def tick(self) -> None:
        """Move on with the clock."""
        self._begin()
        now = self.clock().replace(microsecond=0)
        if now != self.state.now:
            self.state = self.state.with_(now=now)
        self.show_stuck()
        if self._tidying is not None:
            self._tidying.tidy_if_due()

    async def _follow_hub(self) -> None:
        """Show what the hub says. This is where network and screen meet."""
        await keep_following(self._follow, bring=self._bring, cut=self._cut, survives=self.survives)

    def _bring(self, followed: Followed) -> None:
        self.state = followed_by(self.state, followed, self.clock())
        if not self._is_naming and unnamed(self.state, HISTORY_PAGE):
            self._is_naming = True
            self.run_worker(self._name_makers())

    async def _name_makers(self) -> None:
        """Fetch who made the newest changes, until all are known; the next change tries again what failed."""
        try:
            while count := unnamed(self.state, HISTORY_PAGE):
                asked = self.state.schedule.revision
                found = await self.hub.history(None, min(count + _SLACK, _MOST))
                self.state = named_by(self.state, found)
                if unnamed(self.state, HISTORY_PAGE) >= count and self.state.schedule.revision == asked:
                    return
        except FestivalError as error:
            _log.info("who made the newest changes is not known: %s", error)
            self.mind_token(error)
        finally:
            self._is_naming = False

    def _cut(self, last: Followed | None) -> Followed | None:
        self.state = cut_off(self.state, self.clock())
        return replace(last, freshness=last.freshness.cut_off(self.clock())) if last is not None else None

    async def _introduce(self) -> None:
        """Ask whose token it is until the hub answers."""
        while self.state.holder is None:
            try:
                holder = await self.hub.who()
                self.state = self.state.with_(holder=holder)
            except HubUnreachable:
                await asyncio.sleep(_WHO_AGAIN_S)
            except FestivalError as error:
                self._say(str(error), "stop")
                return
        await self._look_back()

    # What pages ask for

    def on_propose(self, message: Propose) -> None:
        """Show what an edit would do; publish it if the organiser says so."""
        if self.state.cursor is None:
            self._say(self.state.locale.t("The hub was not heard yet: nothing can be changed."), "stop")
            return
        self.question(PreviewDialog(self.state, message.edit, self.repeats), self._decided)

    def _decided(self, decision: Decision | Collect | None) -> None:
        if isinstance(decision, Collect):
            self.post_message(decision)
        elif decision is not None:
            self.publish(decision)

    def on_choose(self, message: Choose) -> None:
        """Keep what was chosen."""
        self.state = self.state.with_(chosen=replace(self.state.chosen, **message.fields))  # type: ignore[arg-type]

    def on_say(self, message: Say) -> None:
        """Show a sentence."""
        self._say(message.text, message.role)

    def _say(self, text: str, role: Any) -> None:
        self.state = self.state.with_(notice=Notice(text, role))

    def on_speak(self, message: Speak) -> None:
        """Change the language."""
        self.state = self.state.with_(locale=locale_for(message.language, self.state.locale.zone))

    def on_look_back(self, message: LookBack) -> None:
        """Fetch older changes."""
        self.run_worker(self._look_back(message.most))

    async def _look_back(self, most: int = HISTORY_PAGE) -> None:
        changes = self.state.changes
        if self._is_looking_back or (changes and changes[-1].revision == 1):
            return
        before = Cursor(self.state.schedule.epoch, changes[-1].revision) if changes else None
        self._is_looking_back = True
        try:
            found = await self.hub.history(before, most)
            older = with_older(self.state, found)
            came = len(older.changes) > len(self.state.changes)
            self.state = older if came else older.with_(in_vain=older.in_vain + 1)
        except FestivalError as error:
            words = Notice(str(error), "late")
            self.state = self.state.with_(notice=words, in_vain=self.state.in_vain + 1)
        finally:
            self._is_looking_back = False

    def on_instruct(self, message: Instruct) -> None:
        """Have a kiosk do something."""
        self.run_worker(self._instruct(message))

    async def _instruct(self, message: Instruct) -> None:
        t = self.state.locale.t
        try:
            await self.hub.order(message.screen, message.order)
        except FestivalError as error:
            self._say(str(error), "stop")
        else:
            self._say(t("{screen} was told.", screen=message.screen), "good")

    def action_open(self, page: str) -> None:
        """Open a page at once: the next key, which may have come with this one, is meant for it."""
        self.on_go(Go(page))

    async def on_event(self, event: Event) -> None:
        """Note each Enter, so that one held down does not answer the next question, and that somebody is there."""
        if isinstance(event, InputEvent) and self._tidying is not None:
            self._tidying.touch()
        if isinstance(event, Key) and event.key == "enter" and not event.is_forwarded:
            self.repeats.note()
        await super().on_event(event)
