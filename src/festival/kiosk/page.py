"""What every page has: the header, a line for news, its own body, a quiet line, and the row of pages."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from festival.kiosk.state import State
from festival.kiosk.view.provenance import notice
from festival.kiosk.widgets.alarm import Alarm
from festival.kiosk.widgets.asking import Asking
from festival.kiosk.widgets.header import Header
from festival.kiosk.widgets.identity import Identity
from festival.kiosk.widgets.nav import Nav
from festival.kiosk.widgets.news import News
from festival.tui.page import StatePage
from festival.tui.paint import Row, spread, width_of
from festival.tui.rows import Rows

_HEADER_AND_QUIET_ROWS = 4


class Page(StatePage):
    """One page. The app hands it the state; it shows the state and posts messages.

    A page about one thing finds its id in ``subject``.
    """

    DEFAULT_CSS = """
    Page { layers: base over above top; }
    """
    NAV: ClassVar[str] = ""
    """Which entry of the row of pages is marked, if not its own."""
    FRAMED: ClassVar[bool] = True
    """Whether header, news, quiet line and the row of pages are shown; a page without them needs its own way home."""
    TAKES_LETTERS: ClassVar[bool] = False
    """Whether letters and digits mean something here; on other pages they begin a search."""

    language: str | None = None
    """The language that the page speaks, if it is not the state's."""
    state: reactive[State | None] = reactive(None, init=False)

    def compose(self) -> ComposeResult:
        """Lay the frame around the body."""
        if self.FRAMED:
            yield Header()
            yield News()
        with Container(id="body"):
            yield from self.body()
        if self.FRAMED:
            yield Rows(id="quiet")
            yield Nav()
        yield Rows(id="small")
        yield Asking()
        yield Alarm(leads=self.FRAMED)
        yield Identity()

    def body(self) -> Iterable[Widget]:
        """Return the page's own widgets."""
        raise NotImplementedError

    def show(self, state: State) -> None:
        """Show `state` in the body."""
        raise NotImplementedError

    def heading(self, state: State) -> str:
        """Return the page's name for the header."""
        raise NotImplementedError

    def quiet(self, state: State) -> Sequence[Row]:
        """Return the quiet line."""
        return [[("  ", ""), *notice(state)]]

    def show_frame(self, state: State) -> None:
        """Show `state` around the body, what is urgent above that, and above all which screen this is."""
        if self.FRAMED:
            self._show_frame(state)
        self.query_one(Alarm).show(state)
        self.query_one(Identity).show(state)

    def _show_frame(self, state: State) -> None:
        self.query_one(Header).show(state, self.heading(state))
        self.query_one(Nav).show(state, self.NAV or self.NAME)
        self.query_one(News).show(state)
        keys: Row = [] if state.kiosk_id else [(state.locale.t("Ctrl+Q ends"), "muted"), ("  ", "")]
        self.query_one("#quiet", Rows).paint = lambda width: [
            spread(row, [] if width_of(row) <= width <= width_of([*row, *keys]) else keys, width)
            for row in self.quiet(state)
        ]

    @property
    def room(self) -> Size:
        """The columns and rows that the frame leaves to the body, known before the body is laid out."""
        width, height = self.size
        if self.FRAMED:
            news, nav = self.query_one(News), self.query_one(Nav)
            height -= _HEADER_AND_QUIET_ROWS + nav.get_content_height(self.size, self.size, width)
            height -= len(news.paint(width)) if news.display else 0
        return Size(width, max(0, height))

    def ask(self, seconds: int) -> None:
        """Ask whether somebody is still there, with the rest of the countdown."""
        if self.state is not None:
            self.query_one(Asking).ask(self.state, seconds)
            self.query_one(Alarm).ask(seconds)

    @property
    def is_asking(self) -> bool:
        """Whether the question stands."""
        return bool(self.query_one(Asking).display)

    def hear(self) -> bool:
        """Take the question back; return whether it stood."""
        self.query_one(Alarm).ask(None)
        return self.query_one(Asking).hear()

    @property
    def alarm(self) -> Alarm | None:
        """The urgent announcement that has taken the screen, None when there is none."""
        alarm = self.query_one(Alarm)
        return alarm if alarm.display else None
