"""Programme: a day as a list or as a timetable, narrowed by filters."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widget import Widget

from festival.kiosk.messages import Back, Change, Go, Narrow
from festival.kiosk.page import Page
from festival.kiosk.state import Filters, State
from festival.kiosk.view import filters as narrowing
from festival.kiosk.view.filters import Index, chosen_day, cleared, options, toggled, with_day, without
from festival.kiosk.view.hours import HourPainter, by_hour, first_current
from festival.kiosk.widgets.filters import FilterBar, OptionPainter
from festival.kiosk.widgets.grid import TimeGrid
from festival.schedule.model import Session
from festival.tui.cards import Cards
from festival.tui.choices import Choice, Choices
from festival.tui.rows import Rows

AT_ONCE = ("day", "room")
"""Filters whose options close when one was chosen; of the others a visitor may want several."""
LIST_WIDTH = 56
"""Columns from which the list has a further column."""
OPTION_WIDTH = 24
"""Columns of an option with a short label."""
TALL = 40
"""Lines of the screen from which a title in large letters may take three lines."""
SIDE_BY_SIDE = 120
"""Columns from which the options stand beside the programme, not in its place."""


class ProgrammePage(Page):
    """A day's sessions. The row above them narrows; where nothing is left, the page says what to take away."""

    NAME: ClassVar[str] = "programme"
    DEFAULT_CSS = """
    ProgrammePage #words { height: 1; }
    ProgrammePage #shown { width: 1fr; height: 1fr; }
    ProgrammePage #rescue { margin: 1 2; }
    ProgrammePage #options { width: 1fr; }
    ProgrammePage.-wide #options { width: 46; margin: 0 0 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.painter, self.options = HourPainter(), OptionPainter()
        self._index: Index | None = None
        self._sessions: Sequence[Session] = ()
        self._filters: Filters | None = None
        self._key: object = None
        """What was last shown, so that the same is not built again."""
        self._field = ""
        """The filter whose options are shown."""
        self._at_now = True
        """Whether the next thing shown begins at now."""

    def body(self) -> Iterable[Widget]:
        """Return the row of filters, the programme in its two layouts, and the options of a filter."""
        yield FilterBar(id="bar", ground="card")
        yield Rows(id="words")
        with Horizontal():
            with Vertical(id="shown"):
                yield Cards(self.painter, min_width=LIST_WIDTH, id="list")
                yield TimeGrid(id="grid")
                yield Rows(id="nothing")
                yield Choices(id="rescue", stretch=False, ground="card")
            yield Cards(self.options, gap=1, id="options")

    def heading(self, state: State) -> str:
        """Return the page's name and the day in view."""
        return f"{state.locale.t('Programme')} · {state.locale.day(chosen_day(state).date)}"

    def first(self) -> Widget:
        """Return the list or the timetable."""
        return self.query_one("#grid" if self.query_one("#grid").display else "#list")

    # What is shown

    def show(self, state: State) -> None:
        """Show the chosen day; what only depends on the clock is repainted, and nothing within the same minute."""
        if self._index is None or self._index.schedule is not state.schedule:
            self._index, self._key = Index(state.schedule), None
        minute = state.now.replace(second=0, microsecond=0)
        filters = with_day(state)
        looks = (state.locale.language, state.large, state.layout, state.picks)
        key = (filters, looks, self._field, minute)
        if key == self._key:
            return
        self._key = key
        if filters != self._filters:
            self._filters, self._at_now = filters, True
        self._sessions = self._index.narrowed(filters)
        self._show_bar(state, self._index)
        self._show_sessions(state)
        self._show_nothing(state, self._index)
        self._choose_layers(state)

    def _show_bar(self, state: State, index: Index) -> None:
        count, filters = len(self._sessions), with_day(state)
        self.query_one(FilterBar).show(state, field=self._field, count=count)
        whole = len(index.all_of(filters))
        words = " · ".join(narrowing.in_words(state, filters))
        counted = state.locale.t("{n} of {all}", n=count, all=whole)
        self.query_one("#words", Rows).paint = lambda _width: [
            [(f"  {words}", "*accent"), (f"  –  {counted}", "muted")]
        ]
        if self._field:
            self.options.state = state
            cards = self.query_one("#options", Cards)
            found = options(state, index, self._field)
            longest = max(cell_len(option.label) for option in found)
            cards.min_width = OPTION_WIDTH if longest <= OPTION_WIDTH - 8 else OPTION_WIDTH * 3 // 2
            cards.show(found)
            cards.refresh()

    def _show_sessions(self, state: State) -> None:
        if self._is_grid(state):
            self.query_one(TimeGrid).show(state, self._sessions, only=state.filters.room)
        else:
            self.painter.state = state
            self.painter.lines = 3 if self.size.height >= TALL else 2
            cards = self.query_one("#list", Cards)
            cards.min_width = self.size.width if state.large else LIST_WIDTH
            cards.show(by_hour(self._sessions, state))
        if self._at_now:
            self._at_now = False
            self.call_after_refresh(self._go_to_now)

    def _show_nothing(self, state: State, index: Index) -> None:
        if self._sessions:
            return
        t, filters = state.locale.t, with_day(state)
        found = narrowing.rescues(index, filters)
        narrowed = bool(narrowing.active(filters))
        said = t("Nothing matches all of it. Take away a filter:") if narrowed else t("Nothing on this day.")
        self.query_one("#nothing", Rows).paint = lambda _width: [[], [(f"  {said}", "*")]]
        choices = [
            Choice(field, f"{narrowing.label(state, field, getattr(filters, field))} (+{gain})", "✕")
            for field, gain in found
        ]
        if narrowed:
            choices.append(Choice("clear", t("Clear all"), "✕"))
        self.query_one("#rescue", Choices).choices = tuple(choices)

    def _is_grid(self, state: State) -> bool:
        """Whether the timetable shows; large letters need the list."""
        return state.layout == "grid" and not state.large

    def _choose_layers(self, state: State) -> None:
        """Show the widgets that are meant now, and keep the focus on one of them."""
        wide, choosing = self.size.width >= SIDE_BY_SIDE, bool(self._field)
        self.set_class(wide, "-wide")
        grid, some = self._is_grid(state), bool(self._sessions)
        visible = {
            "words": bool(narrowing.active(state.filters)) and not (choosing and not wide),
            "shown": wide or not choosing,
            "list": some and not grid,
            "grid": some and grid,
            "nothing": not some,
            "rescue": not some and bool(narrowing.active(state.filters)),
            "options": choosing,
        }
        for name, shows in visible.items():
            self.query_one(f"#{name}").display = shows
        if self.focused is None or not _is_seen(self.focused):
            order = ("options", "grid" if grid else "list", "rescue", "bar")
            first = next(name for name in order if visible.get(name, True))
            self.query_one(f"#{first}").focus(scroll_visible=False)

    def _go_to_now(self) -> None:
        state = self.state
        if state is None or not self._sessions:
            return
        today = chosen_day(state) == state.day
        begin = first_current(self._sessions, state.now) if today else self._sessions[0]
        if self._is_grid(state):
            start = self._sessions[0].expected.start
            self.query_one(TimeGrid).go_to_time(state.now if today else start)
        elif begin is not None:
            cards = self.query_one("#list", Cards)
            cards.action_jump(-1)
            cards.go_to(begin.id)

    # What a visitor does

    def forget(self) -> None:
        """Close the options and go back to now."""
        self._field = ""
        self._at_now, self._key = True, None

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Open or close the options of a filter, clear, or change the layout."""
        if self.state is None or event.control.id not in {"bar", "rescue"}:
            return
        event.stop()
        filters = with_day(self.state)
        if event.control.id == "rescue" and event.key != "clear":
            self.post_message(Narrow(without(filters, event.key)))
        elif event.key == "clear":
            self.post_message(Narrow(cleared(filters)))
        elif event.key == "layout":
            self._at_now = True
            self.post_message(Change(layout="list" if self.state.layout == "grid" else "grid"))
        else:
            self._choose("" if event.key in {"done", self._field} else event.key)

    def _choose(self, field: str) -> None:
        """Show the options of `field`, or the programme."""
        self._field, self._key = field, None
        if self.state is None:
            return
        self.show(self.state)
        if field:
            cards = self.query_one("#options", Cards)
            cards.go_to(next((self.options.key(one) for one in cards.items if one.chosen), ""))
            cards.focus(scroll_visible=False)

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Open a session, or take an option."""
        event.stop()
        if event.control.id == "list":
            self.post_message(Go("session", event.key))
        elif self.state is not None:
            option = event.item
            if not option.count and not option.chosen:
                return
            if option.field in AT_ONCE:
                self._field = ""
            self.post_message(Narrow(toggled(with_day(self.state), option.field, option.value)))

    def on_time_grid_chosen(self, event: TimeGrid.Chosen) -> None:
        """Open a session, or the place in which several are stacked."""
        event.stop()
        self.post_message(Go("session", event.session) if event.session else Go("room", event.room))

    def action_back(self) -> None:
        """Close the options, or go to the page before."""
        if self._field:
            self._choose("")
        else:
            self.post_message(Back())

    def on_resize(self, event: Resize) -> None:
        """Choose anew what fits beside what."""
        if self.state is not None:
            self._key = None
            self.show(self.state)


def _is_seen(widget: Widget) -> bool:
    """Return whether `widget` and all that holds it are displayed."""
    return all(one.display for one in widget.ancestors_with_self if isinstance(one, Widget))
