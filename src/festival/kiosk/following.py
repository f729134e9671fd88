"""An app whose schedule comes from a hub: where what arrives meets the screen, orders of organisers too."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from textual.reactive import reactive
from textual.timer import Timer

from festival.client.orders import Identify, Order, Reload, Speak
from festival.clock import Clock
from festival.kiosk.arrivals import Arrivals, Step, cut_off, followed_by, identified, identifying, taken_away
from festival.kiosk.messages import TakeAway
from festival.kiosk.pages.attract import AttractPage
from festival.kiosk.state import State, TakenAway
from festival.locale import LANGUAGES, locale_for
from festival.tui.following import keep_following
from festival.tui.paged import PagedApp

if TYPE_CHECKING:
    from festival.client.followed import Followed
    from festival.client.picks import Kept

Follow = Callable[["Followed | None"], "AsyncGenerator[Followed, None]"]
"""Gives the states of following a hub, going on from the last one; it never ends of itself."""
KeepPicks = Callable[[tuple[str, ...]], "Awaitable[Kept | None]"]
"""Has a hub keep the sessions with these ids; None if it does not. It lasts some seconds at most, and raises nothing."""

IDENTIFIES_S: Final = 10.0
"""So long a screen shows which one it is, unless somebody touches it."""
_KEEPING: Final = "keeping"
"""The workers that ask a hub to keep picks."""


class FollowingApp(PagedApp):
    """A paged app that shows what a hub says, by `clock`, and, if it `obeys`, does what organisers order."""

    state: reactive[State] = reactive[State](None, init=False)  # type: ignore[arg-type]

    def __init__(
        self,
        state: State,
        first: str,
        clock: Clock,
        *,
        obeys: bool,
        keep_picks: KeepPicks | None,
        **options: Any,
    ) -> None:
        super().__init__(state, first, **options)
        self.clock = clock
        self._obeys = obeys
        self._keep_picks = keep_picks
        self._keeping: tuple[str, ...] = ()
        """The picks that the hub is being asked to keep."""
        self._arrivals = Arrivals()
        self._fresh = state
        """What the next visitor finds."""
        self._identifying: Timer | None = None

    async def _follow_hub(self, follow: Follow) -> None:
        """Show what the hub says. This is the only place where network and screen meet."""
        await keep_following(follow, bring=self._hear, cut=self._lose, survives=self.survives)

    def _hear(self, followed: "Followed") -> None:
        self.call_later(self._bring, lambda state: followed_by(state, followed, self.clock()))
        for order in followed.orders if self._obeys else ():
            self.call_later(self._follow_order, order)

    def _lose(self, followed: "Followed | None") -> "Followed | None":
        # A follower ends only by a fault of its own: until the next one is heard, the screen must not say "live".
        self.call_later(self._bring, cut_off)
        if followed is None:
            return None
        return replace(followed, freshness=followed.freshness.cut_off(self.clock()))

    def _bring(self, step: Step) -> None:
        """Take what has arrived, and show it unless a finger is on the screen."""
        self._arrivals.add(step)
        self._arrive()

    def _arrive(self) -> None:
        """Show what has arrived."""
        shown, fresh = self.state, self._fresh
        for step in self._arrivals.take():
            shown, fresh = step(shown), step(fresh)
        if shown is not self.state:
            self._fresh, self.state = fresh, shown

    def _let_go(self) -> None:
        self._arrivals.let_go()
        self._arrive()

    def on_take_away(self, _message: TakeAway) -> None:
        """Ask the hub to keep the picks. Until it does, and where it does not, the screen shows what it has."""
        picks = self.state.picks
        if self._keep_picks is not None and picks != self._keeping:
            self._keeping = picks
            self.run_worker(self._have_kept(self._keep_picks, picks), group=_KEEPING, exclusive=True)

    async def _have_kept(self, keep_picks: KeepPicks, picks: tuple[str, ...]) -> None:
        kept = await keep_picks(picks)
        self._keeping = ()
        if kept is not None:
            taken = TakenAway(picks, kept.secret, kept.until)
            self._bring(lambda state: taken_away(state, taken))

    def ask_no_more(self) -> None:
        """Let go of what a visitor who has left would have taken away."""
        self.workers.cancel_group(self, _KEEPING)
        self._keeping = ()

    async def _follow_order(self, order: Order) -> None:
        """Do what an organiser has this screen do."""
        match order:
            case Identify():
                self._identify()
            case Speak():
                self._speak_first(order.language)
            case Reload():
                self.forget_the_visitor()
                await self.make_pages_anew()

    def _identify(self) -> None:
        if self._identifying is not None:
            self._identifying.stop()
        self._identifying = self.set_timer(IDENTIFIES_S, self.end_identifying)
        self._bring(identifying)

    def end_identifying(self) -> None:
        """Show the page again instead of which screen this is."""
        self._bring(identified)

    def _speak_first(self, language: str) -> None:
        """Speak `language` until the visitor who is here, or comes next, has left. One that is not known changes nothing."""
        if language in LANGUAGES:
            self.state = self.state.with_(locale=locale_for(language, self.state.locale.zone))
            if isinstance(self.page, AttractPage):  # its loop begins again, with that language
                self._open(AttractPage.NAME, "")

    def forget_the_visitor(self) -> None:
        """Drop everything that the visitor left."""
        raise NotImplementedError
