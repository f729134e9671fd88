"""The app: owns the state, and turns messages, time and what a hub says into new ones."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.errors import NoWidget
from textual.events import Event, InputEvent, Key, MouseDown, MouseScrollDown, MouseScrollUp, MouseUp
from textual.widget import Widget

from festival.clock import Clock
from festival.kiosk.arrivals import at_time
from festival.kiosk.following import Follow, FollowingApp, KeepPicks
from festival.kiosk.idle import Idle, Presence
from festival.kiosk.messages import Change, Go, Narrow, Pick, Speak, Typed, Understood, Unlock
from festival.kiosk.page import Page
from festival.kiosk.pages import PAGES
from festival.kiosk.state import Door, State
from festival.kiosk.view.newness import newest_change
from festival.links import MOST_PICKS
from festival.locale import locale_for
from festival.tui.guard import EX_STAFF, CrashGuard
from festival.tui.pin import Answer, PinGate
from festival.tui.tidying import Tidying

if TYPE_CHECKING:
    from festival.schedule.rehearsal import Rehearsal

HOME = "now"
ATTRACT = "attract"
_ENDING = ("ctrl+q", "ctrl+c")


class ProgrammeApp(FollowingApp):
    """One festival on one screen.

    With `idle` it is a kiosk that asks whether somebody is still there and then forgets the visitor. `remember`
    is called with every state that a visitor changed. After the first frame `rehearse` gives the made-up day, and
    `follow` what a hub says; `keep_picks` asks it for an address for picks. `gate` lets staff leave a kiosk with a PIN; `save_gate` is given its state after every
    try, so that a restart does not take a lock-out back.
    """

    PAGES = PAGES
    HOME = HOME
    NO_WAY_BACK = frozenset({ATTRACT})
    BINDINGS: ClassVar[list[BindingType]] = [Binding(",".join(_ENDING), "leave", show=False)]

    def __init__(
        self,
        state: State,
        clock: Clock,
        *,
        idle: Idle | None = None,
        remember: Callable[[State], None] | None = None,
        rehearse: "Callable[[], Rehearsal | None] | None" = None,
        follow: Follow | None = None,
        keep_picks: KeepPicks | None = None,
        tidying: Tidying | None = None,
        guard: CrashGuard | None = None,
        gate: PinGate | None = None,
        save_gate: Callable[[dict[str, object]], None] | None = None,
    ) -> None:
        state = state.with_(news_after=newest_change(state.schedule))
        if gate is not None and gate.enabled:
            state = state.with_(door=Door(tries_left=gate.tries_left, wait_s=gate.wait_s))
        first = HOME if idle is None else ATTRACT
        super().__init__(
            state,
            first,
            clock,
            obeys=idle is not None,
            keep_picks=keep_picks,
            locked=idle is not None,
            guard=guard,
        )
        self.idle = idle
        self.remember = remember
        self.gate = gate
        self._save_gate = save_gate
        self._has_begun = False
        self._rehearse = rehearse
        self._rehearsal: Rehearsal | None = None
        self._follow = follow
        self._tidying = tidying

    # The state

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

    def on_understood(self, message: Understood) -> None:
        """Give the screen back, until something else is urgent."""
        self._visitor_changes(understood=(*self.state.understood, message.announcement))

    # What comes from outside: the time, a made-up day, a hub

    def on_mount(self) -> None:
        """Let the clock run."""
        self.set_interval(1, self.tick)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Do once what the first frame did not have to wait for."""
        if not self._has_begun:
            self._has_begun = True
            self.run_worker(self._go_on())

    async def _go_on(self) -> None:
        if self._tidying is not None:
            await asyncio.to_thread(self._tidying.begin)
        if self._rehearse is not None:
            # Aside: it takes seconds for a large programme, and a visitor is there already.
            self._rehearsal = await asyncio.to_thread(self._rehearse)
            self._move_on()
        if self._follow is not None:
            await self._follow_hub(self._follow)

    def tick(self) -> None:
        """Move on with the clock, a whole minute at a time, and look after the visitor's presence."""
        self._begin()  # a page that was left before its first frame forgets what was to come after it
        now = self.clock()
        if now.replace(second=0, microsecond=0) != self.state.now.replace(second=0, microsecond=0):
            self._move_on()
        self._arrive()
        if self.gate is not None and self.state.door is not None and self.state.door.wait_s:
            self._show_door(self.gate, None if self.gate.wait_s == 0 else self.state.door.answer)
        if self.idle is not None and self._here[0] != ATTRACT:
            self._mind_the_visitor(self.idle)
        if self._tidying is not None:
            self._tidying.tidy_if_due()

    def _move_on(self) -> None:
        """Show the present time, and what the made-up day has then."""
        now = self.clock()
        schedule = self._rehearsal.at(now) if self._rehearsal is not None else None
        self._bring(lambda state: at_time(state, now, schedule))

    # The visitor's presence, on a kiosk

    async def on_event(self, event: Event) -> None:
        """Note that somebody is there, and hold still under a finger until what it did is done."""
        if isinstance(event, InputEvent) and self._tidying is not None:
            self._tidying.touch()
        if isinstance(event, MouseDown):
            self._arrivals.hold()
        touched = self._widget_under(event) if isinstance(event, MouseUp) else None
        if not self._is_dealt_with(event):
            await super().on_event(event)
        if touched is not None:
            touched.call_later(self._let_go)  # behind the click

    def _widget_under(self, event: MouseUp) -> Widget:
        try:
            return self.screen.get_widget_at(event.x, event.y)[0]
        except NoWidget:  # a terminal may name a cell that the screen does not have
            return self.screen

    def _is_dealt_with(self, event: Event) -> bool:
        """Whether the event means something to the app, and is not for the widgets."""
        if self.state.identifying and isinstance(event, Key | MouseDown | MouseUp):
            return self._ends_identifying(event)
        if self.idle is not None and isinstance(event, InputEvent) and self._is_for_us(self.idle, event):
            return True
        return isinstance(event, Key) and (self._is_for_the_alarm(event) or self._begins_search(event))

    def _is_for_the_alarm(self, key: Key) -> bool:
        """Hand a key to an urgent announcement that has the screen; return whether there is one."""
        alarm = self.screen.alarm if isinstance(self.screen, Page) else None
        if alarm is None or key.key in _ENDING:
            return False
        alarm.hear(key.key)
        return True

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
        if not isinstance(page, Page) or not page.is_asking:
            return False
        if page.alarm is not None:  # the question is below it, and was not seen
            page.hear()
            return False
        return not ends or page.hear()

    def _ends_identifying(self, event: Event) -> bool:
        """Give the screen back after a touch or a key, which does nothing else, unless it is to end the program."""
        if self.idle is not None:
            self.idle.touch()
        if not isinstance(event, MouseDown):
            self.end_identifying()
        return not (isinstance(event, Key) and event.key in _ENDING)

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
        self.ask_no_more()
        if self._tidying is not None:
            self.call_after_refresh(self._tidying.tidy)
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
