"""What every page has: the header, a line for news, its own body, a quiet line, and the row of pages."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.events import Resize
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.widget import Widget

from festival.kiosk.messages import Back
from festival.kiosk.state import State
from festival.kiosk.view.provenance import notice
from festival.kiosk.widgets.alarm import Alarm
from festival.kiosk.widgets.asking import Asking
from festival.kiosk.widgets.header import Header
from festival.kiosk.widgets.nav import Nav
from festival.kiosk.widgets.news import News
from festival.tui.base import FestivalScreen
from festival.tui.paint import Row, spread, width_of
from festival.tui.rows import Rows

_HEADER_AND_QUIET_ROWS = 4
MIN_WIDTH, MIN_HEIGHT = 60, 20
"""Below this a page cannot be used, and says so instead of showing half of itself."""


class Page(FestivalScreen[None]):
    """One page. The app hands it the state; it shows the state and posts messages.

    A page about one thing finds its id in ``subject``. Arrow keys that a widget does not need move the focus
    to the nearest widget in that direction, so arrows and Enter reach everything.
    """

    AUTO_FOCUS = ""
    NAME: ClassVar[str]
    """The page's name in :class:`festival.kiosk.messages.Go`."""
    NAV: ClassVar[str] = ""
    """Which entry of the row of pages is marked, if not its own."""
    FOCUS: ClassVar[str] = "#body Cards"
    """What has the focus when the page appears."""
    FRAMED: ClassVar[bool] = True
    """Whether header, news, quiet line and the row of pages are shown; a page without them needs its own way home."""
    TAKES_LETTERS: ClassVar[bool] = False
    """Whether letters and digits mean something here; on other pages they begin a search."""
    DEFAULT_CSS = """
    Page { background: $fest-ground; layers: base over above; }
    Page #body { height: 1fr; }
    Page #quiet { height: 1; }
    Page #small { display: none; height: 1fr; }
    Page.-small > * {
        /* a widget that shows itself has a display of its own, which no rule changes */
        display: none; visibility: hidden; height: 0 !important; min-height: 0 !important;
    }
    Page.-small #small { display: block; visibility: visible; height: 1fr !important; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "nearest('up')", show=False),
        Binding("down", "nearest('down')", show=False),
        Binding("left", "nearest('left')", show=False),
        Binding("right", "nearest('right')", show=False),
        Binding("escape,backspace", "back", show=False),
    ]

    language: str | None = None
    """The language that the page speaks, if it is not the state's."""
    state: reactive[State | None] = reactive(None, init=False)
    subject: reactive[str] = reactive("", init=False, always_update=True)
    """Setting it, if only to the same, opens the page afresh."""

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

    def forget(self) -> None:
        """Drop what a visitor left here; the next one begins afresh."""

    def on_mount(self) -> None:
        """Show the state that came before the widgets did."""
        if self.state is not None:
            self._show(self.state)
        self._focus_first()

    def first(self) -> Widget | None:
        """Return what has the focus when the page appears."""
        return next(iter(self.query(self.FOCUS)), None)

    def _focus_first(self) -> None:
        if (widget := self.first()) is not None and widget.focusable:
            self.set_focus(widget, scroll_visible=False)

    def watch_state(self, state: State | None) -> None:
        """Show the new state."""
        if state is not None and self.is_mounted:
            self._show(state)

    def _show(self, state: State) -> None:
        if self.FRAMED:
            self._show_frame(state)
        self.query_one(Alarm).show(state)
        self.show(state)

    def _show_frame(self, state: State) -> None:
        self.query_one(Header).show(state, self.heading(state))
        self.query_one(Nav).show(state, self.NAV or self.NAME)
        self.query_one(News).show(state)
        keys: Row = [] if state.kiosk_id else [(state.locale.t("Ctrl+Q ends"), "muted"), ("  ", "")]
        self.query_one("#quiet", Rows).paint = lambda width: [
            spread(row, [] if width_of(row) <= width <= width_of([*row, *keys]) else keys, width)
            for row in self.quiet(state)
        ]

    def watch_subject(self) -> None:
        """Show the new subject, as if nobody had been here before."""
        if self.state is not None and self.is_mounted:
            self.forget()
            self.show(self.state)
            self._focus_first()

    def on_resize(self, event: Resize) -> None:
        """Say so when the window is too small to be used."""
        small = event.size.width < MIN_WIDTH or event.size.height < MIN_HEIGHT
        self.set_class(small, "-small")
        if small and self.state is not None:
            t = self.state.locale.t
            need = t("{width} × {height} needed", width=MIN_WIDTH, height=MIN_HEIGHT)
            have = t("{width} × {height} here", width=event.size.width, height=event.size.height)
            message: list[Row] = [
                [],
                [(f" {t('This window is too small.')}", "*")],
                [(f" {have},", "")],
                [(f" {need}.", "")],
            ]
            self.query_one("#small", Rows).paint = lambda _width: message

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

    def action_back(self) -> None:
        """Go to the page before."""
        self.post_message(Back())

    def action_nearest(self, direction: str) -> None:
        """Move the focus to the nearest widget in `direction`."""
        here = self.focused.region if self.focused else Region(self.size.width // 2, 0, 1, 1)
        others = (widget for widget in self.focus_chain if widget is not self.focused)
        ranked = [
            (distance, widget) for widget in others if (distance := _distance(here, widget.region, direction))
        ]
        if ranked:
            min(ranked, key=lambda pair: pair[0])[1].focus(scroll_visible=False)


def _distance(here: Region, there: Region, direction: str) -> float | None:
    """Return how far `there` is from `here` in `direction`, None if it does not lie there. Rows count double, for cells are tall."""
    across = {
        "up": here.y - there.bottom,
        "down": there.y - here.bottom,
        "left": here.x - there.right,
        "right": there.x - here.right,
    }[direction]
    if across < 0 or not there.area:
        return None
    if direction in {"up", "down"}:
        aside = max(there.x - here.right, here.x - there.right, 0)
        return across * 2 + aside + 1
    aside = max(there.y - here.bottom, here.y - there.bottom, 0)
    return across + aside * 4 + 1
