"""The app: owns the state, knows the pages, and turns messages into new states."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from festival.clock import Clock
from festival.kiosk.messages import Back, Change, Go, Narrow, Pick, Speak
from festival.kiosk.page import Page
from festival.kiosk.pages import now
from festival.kiosk.state import State
from festival.locale import locale_for
from festival.tui.themes import themes

HOME = "now"
PAGES: dict[str, Callable[[], Page]] = {page.NAME: page for page in (now.NowPage,)}


class FestivalApp(App[None]):
    """One festival on one screen."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,q", "quit", show=False)]
    SCREENS = PAGES  # type: ignore[assignment]

    state: reactive[State] = reactive[State](None, init=False)  # type: ignore[arg-type]

    def __init__(self, state: State, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self._past: list[tuple[str, str]] = []
        self._here = (HOME, "")
        for theme in themes():
            self.register_theme(theme)
        self.theme = state.theme
        self.set_reactive(FestivalApp.state, state)

    def get_default_screen(self) -> Page:
        return self._prepared(HOME, "")

    def _prepared(self, name: str, subject: str) -> Page:
        page = self.get_screen(name)
        assert isinstance(page, Page)
        page.state = self.state
        page.subject = subject
        return page

    def watch_state(self, state: State) -> None:
        if isinstance(self.screen, Page):
            self.screen.state = state

    def on_mount(self) -> None:
        self.set_interval(5, self._tick)

    def _tick(self) -> None:
        self.state = self.state.with_(now=self.clock())

    def on_go(self, message: Go) -> None:
        if message.page in PAGES:
            self._past.append(self._here)
            self._open(message.page, message.subject)

    def _open(self, name, subject):
        self._here = (name, subject)
        self.switch_screen(self._prepared(name, subject))

    def on_speak(self, message: Speak) -> None:
        self.state = self.state.with_(locale=locale_for(message.language, self.state.locale.zone))

    def on_back(self, _message: Back) -> None:
        if self._past:
            self._open(*self._past.pop())
