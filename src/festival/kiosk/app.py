"""The app: owns the state, knows the pages, and turns messages into new states."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.events import Event, InputEvent, Key, MouseDown, MouseScrollDown, MouseScrollUp, MouseUp
from textual.reactive import reactive
from textual.widget import AwaitMount

from festival.clock import Clock
from festival.kiosk.idle import Idle, Presence
from festival.kiosk.messages import Back, Change, Go, Narrow, Pick, Speak, Typed, Unlock
from festival.kiosk.page import Page
from festival.kiosk.pages import PAGES
from festival.kiosk.state import MOST_PICKS, Door, State
from festival.locale import locale_for
from festival.tui.base import FestivalApp
from festival.tui.guard import EX_STAFF, CrashGuard
from festival.tui.pin import Answer, PinGate
from festival.tui.themes import themes

if TYPE_CHECKING:
    from festival.schedule.rehearsal import Rehearsal

_log = logging.getLogger(__name__)

HOME = "now"
ATTRACT = "attract"
_LONGEST_WAY_BACK = 50


class ProgrammeApp(FestivalApp[None]):
    """One festival on one screen.

    With `idle` it is a kiosk that asks whether somebody is still there and then forgets the visitor. `remember`
    is called with every state that a visitor changed. `rehearse` gives, after the first frame, the made-up day.
    `gate` lets staff leave a kiosk with a PIN; `save_gate` is given its state after every try, so that a restart
    does not take a lock-out back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "leave", show=False)]

    state: reactive[State] = reactive[State](None, init=False)  # type: ignore[arg-type]

    def __init__(
        self,
        state: State,
        clock: Clock,
        *,
        idle: Idle | None = None,
        remember: Callable[[State], None] | None = None,
        rehearse: "Callable[[], Rehearsal | None] | None" = None,
        guard: CrashGuard | None = None,
        gate: PinGate | None = None,
        save_gate: Callable[[dict[str, object]], None] | None = None,
    ) -> None:
        super().__init__(locked=idle is not None, guard=guard)
        self.clock = clock
        self.idle = idle
        self.remember = remember
        self.gate = gate
        self._save_gate = save_gate
        self._rehearse = rehearse
        self._rehearsal: Rehearsal | None = None
        if gate is not None and gate.enabled:
            state = state.with_(door=Door(tries_left=gate.tries_left, wait_s=gate.wait_s))
        self._fresh = state
        """What the next visitor finds."""
        self._here = (HOME if idle is None else ATTRACT, "")
        self._past: list[tuple[str, str]] = []
        for theme in themes():
            self.register_theme(theme)
        self.theme = state.theme
        self.set_reactive(ProgrammeApp.state, state)

    # The pages

    def get_default_screen(self) -> Page:
        """Begin at home, a kiosk in the attract loop."""
        return self._prepared(*self._here)

    def _prepared(self, name: str, subject: str, *, afresh: bool = True) -> Page:
        if not self.is_screen_installed(name):
            self.install_screen(PAGES[name](), name)
        page = self.get_screen(name)
        assert isinstance(page, Page)  # noqa: S101  only pages are installed
        page.state = self.state
        if afresh or page.subject != subject:
            page.subject = subject
        return page

    def _open(self, name: str, subject: str, *, afresh: bool = True) -> None:
        """Open a page: `afresh`, or as the visitor left it."""
        self._here = (name, subject)
        page = self._prepared(name, subject, afresh=afresh)
        if page is not self.screen:
            self._put_up(page)

    def _put_up(self, page: Page) -> AwaitMount | AwaitComplete:
        """Show `page` alone above the first one, which Textual cannot switch away."""
        if page is self.screen_stack[0]:
            return self.pop_screen()
        return self.push_screen(page) if len(self.screen_stack) == 1 else self.switch_screen(page)

    def on_go(self, message: Go) -> None:
        """Open a page; the way back leads over the present one."""
        if message.page in PAGES and (message.page, message.subject) != self._here:
            if self._here[0] != ATTRACT:
                self._past = [*self._past[-_LONGEST_WAY_BACK:], self._here]
            if message.page == HOME:
                self._past.clear()
            self._open(message.page, message.subject)

    def on_back(self, _message: Back) -> None:
        """Open the page before as it was left, at last the home page."""
        self._open(*(self._past.pop() if self._past else (HOME, "")), afresh=False)

    async def go_home(self) -> None:
        """After a fault: a new home page, and a new page in place of the one that failed.

        Only the first page stays: Textual never takes it off the stack.
        """
        suspects, self._past, self._here = {self._here[0], HOME}, [], (HOME, "")
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        for name in suspects:
            if self.is_screen_installed(name) and (page := self.get_screen(name)) is not self.screen:
                self.uninstall_screen(page)
                if page.is_running:
                    await page.remove()
        home = self._prepared(HOME, "")
        if home is not self.screen:
            await self._put_up(home)

    # The state

    def watch_state(self, state: State) -> None:
        """Hand the state to the page that is seen; the others get it when they are opened."""
        if self.theme != state.theme:
            self.theme = state.theme
        if isinstance(self.screen, Page):
            self.screen.state = state

    def _visitor_changes(self, **changes: Any) -> None:
        self.state = self.state.with_(**changes)
        if self.remember is not None:
            self.remember(self.state)

    def on_speak(self, message: Speak) -> None:
        """Change the language."""
        self._visitor_changes(locale=locale_for(message.language, self.state.locale.zone))

    def on_pick(self, message: Pick) -> None:
        """Keep a session or let go of it."""
        picks = self.state.picks
        if message.session in picks:
            self._visitor_changes(picks=tuple(pick for pick in picks if pick != message.session))
        elif len(picks) < MOST_PICKS:
            self._visitor_changes(picks=(*picks, message.session))

    def on_narrow(self, message: Narrow) -> None:
        """Narrow the programme."""
        self._visitor_changes(filters=message.filters)

    def on_change(self, message: Change) -> None:
        """Change the looks."""
        self._visitor_changes(**message.looks)

    # The time

    def on_mount(self) -> None:
        """Let the clock run."""
        self.set_interval(1, self.tick)
        self.call_after_refresh(self.run_worker, self._begin_rehearsal)

    async def _begin_rehearsal(self) -> None:
        """Read the made-up day aside: it takes seconds for a large programme, and a visitor is there already."""
        if self._rehearse is not None:
            self._rehearsal = await asyncio.to_thread(self._rehearse)
            self._show_time(self.clock())

    def tick(self) -> None:
        """Move on with the clock, a whole minute at a time, and look after the visitor's presence."""
        now = self.clock()
        if now.replace(second=0, microsecond=0) != self.state.now.replace(second=0, microsecond=0):
            self._show_time(now)
        if self.gate is not None and self.state.door is not None and self.state.door.wait_s:
            self._show_door(self.gate, None if self.gate.wait_s == 0 else self.state.door.answer)
        if self.idle is not None and self._here[0] != ATTRACT:
            self._mind_the_visitor(self.idle)

    def _show_time(self, now: datetime) -> None:
        schedule = self._rehearsal.at(now) if self._rehearsal is not None else self.state.schedule
        self.state = self.state.with_(now=now, schedule=schedule)
        self._fresh = self._fresh.with_(now=now, schedule=schedule)

    # The visitor's presence, on a kiosk

    async def on_event(self, event: Event) -> None:
        """Note that somebody is there."""
        if self.idle is not None and isinstance(event, InputEvent) and self._is_for_us(self.idle, event):
            return
        if isinstance(event, Key) and self._begins_search(event):
            return
        await super().on_event(event)

    def _begins_search(self, key: Key) -> bool:
        """Search for a letter or digit that means nothing on the present page; return whether it is such a key.

        It is decided here, where keys come in the order of typing, and not on the page: a quick typist would find
        the letters of a word in another order.
        """
        page, letter = self.screen, key.character or ""
        if not isinstance(page, Page) or page.TAKES_LETTERS or not page.FRAMED or not letter.isalnum():
            return False
        self.on_go(Go("search"))
        self.screen.post_message(Typed(letter))
        return True

    def _is_for_us(self, idle: Idle, event: Event) -> bool:
        """Whether the event only wakes the kiosk: in the attract loop, and while it asks, a touch does nothing else."""
        if not isinstance(event, Key | MouseDown | MouseUp | MouseScrollDown | MouseScrollUp):
            return self._here[0] == ATTRACT
        idle.touch()
        ends = isinstance(event, Key | MouseUp)
        if self._here[0] == ATTRACT:
            if ends:
                self._wake()
            return True
        page = self.screen
        return isinstance(page, Page) and page.is_asking and (not ends or page.hear())

    def _wake(self) -> None:
        """Go on from the attract loop, in the language that it showed."""
        page = self.screen
        if isinstance(page, Page) and page.language is not None:
            self.on_speak(Speak(page.language))
        self._open(HOME, "")

    def _mind_the_visitor(self, idle: Idle) -> None:
        match idle.presence:
            case Presence.ASKED:
                if isinstance(self.screen, Page):
                    self.screen.ask(idle.countdown_s)
            case Presence.GONE:
                self.forget_the_visitor()

    def forget_the_visitor(self) -> None:
        """Drop everything that the visitor left: picks, language, looks, filters, search, the way back."""
        self._past.clear()
        self.state = self._fresh
        for name in PAGES:
            if self.is_screen_installed(name):
                page = self.get_screen(name)
                if isinstance(page, Page):
                    page.state = self.state
                    page.hear()
                    page.forget()
        self._open(ATTRACT, "")

    # The end

    def action_leave(self) -> None:
        """Leave the program; on a kiosk only staff can."""
        if not self.locked:
            self.exit()
        elif self.state.door is not None:
            self.post_message(Go("staff"))

    def on_unlock(self, message: Unlock) -> None:
        """Leave the program if the PIN is right, else say what is wrong."""
        if self.gate is None:
            return
        answer = self.gate.attempt(message.pin)
        if self._save_gate is not None:
            self._save_gate(self.gate.state)
        if answer is Answer.RIGHT:
            self.exit(return_code=EX_STAFF)
        else:
            self._show_door(self.gate, answer)

    def _show_door(self, gate: PinGate, answer: Answer | None) -> None:
        door = Door(answer, gate.tries_left, gate.wait_s)
        self.state = self.state.with_(door=door)
        self._fresh = self._fresh.with_(door=replace(door, answer=None))
