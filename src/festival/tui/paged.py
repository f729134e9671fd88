"""An app of pages with one state: which page is seen, and the way back."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Final

from textual.await_complete import AwaitComplete
from textual.reactive import reactive
from textual.widget import AwaitMount

from festival.tui.base import FestivalApp
from festival.tui.messages import Back, Go
from festival.tui.page import StatePage
from festival.tui.themes import themes

_LONGEST_WAY_BACK: Final = 50


class PagedApp(FestivalApp[None]):
    """An app with one state, that shows one page at a time and begins with `first`. The state has a ``theme``."""

    PAGES: ClassVar[Mapping[str, Callable[[], StatePage]]]
    """What each page's name opens. A page is made when it is first opened, and kept."""
    HOME: ClassVar[str]
    """Where every way back ends."""
    NO_WAY_BACK: ClassVar[frozenset[str]] = frozenset()
    """Pages that nobody goes back to."""

    state: reactive[Any] = reactive(None, init=False)

    def __init__(self, state: Any, first: str, **options: Any) -> None:
        super().__init__(**options)
        self._here = (first, "")
        self._past: list[tuple[str, str]] = []
        for theme in themes():
            self.register_theme(theme)
        self.theme = state.theme
        self.set_reactive(PagedApp.state, state)

    @property
    def page(self) -> StatePage | None:
        """The page that is seen, whatever stands above it for the moment."""
        return next((one for one in reversed(self.screen_stack) if isinstance(one, StatePage)), None)

    def watch_state(self, state: Any) -> None:
        """Hand the state to the page that is seen; the others get it when they are opened.

        Nothing is handed out while the app is taken down, the widgets of a screen before the screen.
        """
        if not self.is_running:
            return
        if self.theme != state.theme:
            self.theme = state.theme
        if (page := self.page) is not None:
            page.state = state

    def get_default_screen(self) -> StatePage:
        """Begin with the first page."""
        return self._prepared(*self._here)

    def _prepared(self, name: str, subject: str, *, afresh: bool = True) -> StatePage:
        if not self.is_screen_installed(name):
            self.install_screen(self.PAGES[name](), name)
        page = self.get_screen(name)
        assert isinstance(page, StatePage)  # noqa: S101  only pages are installed
        page.state = self.state
        if afresh or page.subject != subject:
            page.subject = subject
        return page

    def _open(self, name: str, subject: str, *, afresh: bool = True) -> None:
        """Open a page: `afresh`, or as it was left."""
        self._here = (name, subject)
        page = self._prepared(name, subject, afresh=afresh)
        if page is not self.screen:
            self._put_up(page)

    def _put_up(self, page: StatePage) -> AwaitMount | AwaitComplete:
        """Show `page` alone above the first one, which Textual cannot switch away."""
        if page is self.screen_stack[0]:
            return self.pop_screen()
        return self.push_screen(page) if len(self.screen_stack) == 1 else self.switch_screen(page)

    def on_go(self, message: Go) -> None:
        """Open a page; the way back leads over the present one."""
        if message.page in self.PAGES and (message.page, message.subject) != self._here:
            if self._here[0] not in self.NO_WAY_BACK:
                self._past = [*self._past[-_LONGEST_WAY_BACK:], self._here]
            if message.page == self.HOME:
                self._past.clear()
            self._open(message.page, message.subject)

    def on_back(self, _message: Back) -> None:
        """Open the page before as it was left, at last the home page."""
        self._open(*(self._past.pop() if self._past else (self.HOME, "")), afresh=False)

    async def go_home(self) -> None:
        """After a fault: a new home page, and a new page in place of the one that failed.

        Only the first page stays: Textual never takes it off the stack.
        """
        suspects, self._past, self._here = {self._here[0], self.HOME}, [], (self.HOME, "")
        await self._drop(suspects)
        home = self._prepared(self.HOME, "")
        if home is not self.screen:
            await self._put_up(home)

    async def make_pages_anew(self) -> None:
        """Begin with new pages, at the first one, which gets new widgets."""
        self._past.clear()
        await self._drop(self.PAGES)
        if isinstance(self.screen, StatePage):
            await self.screen.make_anew()
            self._open(self.screen.NAME, "")

    async def _drop(self, names: Iterable[str]) -> None:
        """Take down all pages but the first; those called `names` are made anew when they are opened."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        for name in names:
            if self.is_screen_installed(name) and (page := self.get_screen(name)) is not self.screen:
                self.uninstall_screen(page)
                if page.is_running:
                    await page.remove()
