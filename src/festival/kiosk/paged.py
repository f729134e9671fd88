"""The app's pages: which is seen, and the way back."""

from typing import Any

from textual.await_complete import AwaitComplete
from textual.reactive import reactive
from textual.widget import AwaitMount

from festival.kiosk.messages import Back, Go
from festival.kiosk.page import Page
from festival.kiosk.pages import PAGES
from festival.kiosk.state import State
from festival.tui.base import FestivalApp
from festival.tui.themes import themes

HOME = "now"
ATTRACT = "attract"
_LONGEST_WAY_BACK = 50


class PagedApp(FestivalApp[None]):
    """An app with one state, that shows one page at a time and begins with `first`."""

    state: reactive[State] = reactive[State](None, init=False)  # type: ignore[arg-type]

    def __init__(self, state: State, first: str, **options: Any) -> None:
        super().__init__(**options)
        self._here = (first, "")
        self._past: list[tuple[str, str]] = []
        for theme in themes():
            self.register_theme(theme)
        self.theme = state.theme
        self.set_reactive(PagedApp.state, state)

    def watch_state(self, state: State) -> None:
        """Hand the state to the page that is seen; the others get it when they are opened."""
        if self.theme != state.theme:
            self.theme = state.theme
        if isinstance(self.screen, Page):
            self.screen.state = state

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
