"""What the pages of every app have: the state, a subject, and keys that lead from widget to widget."""

from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Region
from textual.reactive import reactive
from textual.widget import Widget

from festival.tui.base import FestivalScreen
from festival.tui.messages import Back
from festival.tui.paint import Row
from festival.tui.rows import Rows

MIN_WIDTH: Final = 60
MIN_HEIGHT: Final = 20
"""Below this a page cannot be used, and says so instead of showing half of itself."""


class StatePage(FestivalScreen[None]):
    """One page. Its app hands it the state, which has a ``locale``; what it is about stands in ``subject``.

    Arrow keys that a widget does not need move the focus to the nearest widget in that direction, so arrows and Enter
    reach everything. It composes a ``Rows(id="small")``, which is shown alone when the window is too small.
    """

    AUTO_FOCUS = ""
    NAME: ClassVar[str]
    """The page's name in :class:`festival.tui.messages.Go`."""
    FOCUS: ClassVar[str] = "#body Cards"
    """What has the focus when the page appears."""
    DEFAULT_CSS = """
    StatePage { background: $fest-ground; layers: base over above; }
    StatePage #body { height: 1fr; }
    StatePage #small { display: none; height: 1fr; }
    StatePage.-small > * {
        /* a widget that shows itself has a display of its own, which no rule changes */
        display: none; visibility: hidden; height: 0 !important; min-height: 0 !important;
    }
    StatePage.-small #small { display: block; visibility: visible; height: 1fr !important; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "nearest('up')", show=False),
        Binding("down", "nearest('down')", show=False),
        Binding("left", "nearest('left')", show=False),
        Binding("right", "nearest('right')", show=False),
        Binding("escape,backspace", "back", show=False),
    ]

    state: reactive[Any] = reactive(None, init=False)
    subject: reactive[str] = reactive("", init=False, always_update=True)
    """Setting it, if only to the same, opens the page afresh."""

    def show(self, state: Any) -> None:
        """Show `state` in the body."""
        raise NotImplementedError

    def show_frame(self, state: Any) -> None:
        """Show `state` in what stands around the body."""

    def forget(self) -> None:
        """Drop what somebody left here; the next one begins afresh."""

    def on_mount(self) -> None:
        """Show the state that came before the widgets did."""
        self._begin()

    async def make_anew(self) -> None:
        """Make all widgets anew."""
        await self.recompose()
        self._begin()

    def _begin(self) -> None:
        if self.state is not None:
            self._show(self.state)
        self._focus_first()

    def first(self) -> Widget | None:
        """Return what has the focus when the page appears."""
        return next(iter(self.query(self.FOCUS)), None)

    def _focus_first(self) -> None:
        if (widget := self.first()) is not None and widget.focusable:
            self.set_focus(widget, scroll_visible=False)

    def watch_state(self, state: Any) -> None:
        """Show the new state."""
        if state is not None and self.is_mounted:
            self._show(state)

    def _show(self, state: Any) -> None:
        self.show_frame(state)
        self.show(state)

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
