"""Workshop: the delegates' agenda by day, with people and cities, and the sessions that they keep."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual.events import Resize
from textual.widget import Widget

from festival.kiosk.messages import Go
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.agenda_card import AgendaPainter
from festival.kiosk.view.clashes import clash_summary
from festival.kiosk.view.hours import first_current
from festival.kiosk.view.people import cities_rows
from festival.kiosk.widgets.grid import TimeGrid
from festival.kiosk.widgets.keeping import KeepCards
from festival.schedule.agenda import agenda_days, agenda_of, placed
from festival.schedule.model import Day, Session
from festival.tui.cards import Cards
from festival.tui.choices import Choice, Choices
from festival.tui.rows import Rows
from festival.wording.clashes import clashes
from festival.wording.people import people_lines

SIDE_BY_SIDE = 120
"""Columns from which the rooms stand side by side."""
IN_SIGHT = timedelta(minutes=100)
"""Time that the rooms show at least; blocks are so tall that the people fit in."""
TALL = 30
"""Lines of the body from which the cities may take three rows."""


class WorkshopPage(Page):
    """The agenda as a list, or with the rooms side by side where there is width for it."""

    NAME: ClassVar[str] = "workshop"
    DEFAULT_CSS = """
    WorkshopPage #agenda { height: 1fr; }
    WorkshopPage #rooms { height: 1fr; margin: 1 0 0 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.painter = AgendaPainter()
        self._day: date | None = None
        """The day that the visitor chose."""
        self._key: object = None
        self._at_now = True
        self._sessions: Sequence[Session] = ()

    def body(self) -> Iterable[Widget]:
        """Return days and picks, what overlaps, the agenda in its two layouts, and the cities."""
        yield Choices(id="days", ground="card")
        yield Rows(id="clash")
        yield KeepCards(self.painter, id="agenda")
        yield TimeGrid(details=people_lines, keeps=True, in_sight=IN_SIGHT, id="rooms")
        yield Rows(id="cities")

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("Workshop")

    # What is shown

    def _shown_day(self, state: State) -> Day:
        days = agenda_days(state.schedule)
        wanted = self._day or state.day.date
        return next((day for day in days if day.date == wanted), days[0])

    def show(self, state: State) -> None:
        """Show the chosen day, else today, else the first day of the workshop."""
        day = self._shown_day(state)
        minute = state.now.replace(second=0, microsecond=0)
        key = (state.schedule, day.date, state.locale.language, state.large, state.picks, minute)
        if key == self._key:
            return
        self._key = key
        self._sessions = agenda_of(state.schedule, day)
        wide = self._is_wide(state)
        for name, shows in (("agenda", not wide), ("rooms", wide)):
            self.query_one(f"#{name}").display = shows
        self._show_top(state, day)
        self._show_agenda(state)
        self.query_one("#cities").display = not state.large or self.size.height >= TALL
        most = 3 if self.size.height >= TALL else 2
        self.query_one("#cities", Rows).paint = lambda width: cities_rows(state, width, most)
        if self.focused is None or not self.focused.display:
            self.first().focus(scroll_visible=False)

    def _is_wide(self, state: State) -> bool:
        return self.size.width >= SIDE_BY_SIDE and not state.large and bool(self._sessions)

    def first(self) -> Widget:
        """Return the agenda in the layout that is shown."""
        rooms = self.query_one(TimeGrid)
        return rooms if rooms.display else self.query_one(KeepCards)

    def _show_top(self, state: State, day: Day) -> None:
        locale = state.locale
        count = len(state.picked())
        picks = locale.t("My picks") + (f" {count}" if count else "")
        self.query_one("#days", Choices).choices = (
            *(
                Choice(one.date.isoformat(), locale.short_day(one.date), chosen=one is day)
                for one in agenda_days(state.schedule)
            ),
            Choice("picks", picks, "★"),
        )
        found = clashes(state.picked())
        self.painter.clashes = found
        self.query_one("#clash", Rows).paint = lambda width: clash_summary(state, found, width)

    def _show_agenda(self, state: State) -> None:
        rooms, cards = self.query_one(TimeGrid), self.query_one(KeepCards)
        if rooms.display:
            rooms.show(state, self._sessions)
        else:
            self.painter.state = state
            nothing = state.locale.t("No workshop on this day.")
            cards.show(placed(self._sessions), empty=[[(nothing, "muted")]])
        if self._at_now:
            self._at_now = False
            self.call_after_refresh(self._go_to_now)

    def _go_to_now(self) -> None:
        state = self.state
        if state is None or not self._sessions:
            return
        today = self._shown_day(state) == state.day
        current = first_current(self._sessions, state.now) if today else None
        begin = current or self._sessions[0]
        cards = self.query_one(KeepCards)
        if self._is_wide(state):
            self.query_one(TimeGrid).go_to_time(state.now if today else begin.expected.start)
            return
        cards.forget()
        if today:
            later = (one for one in self._sessions if one.expected.start >= begin.expected.start)
            cards.action_jump(-1)
            cards.go_to(next((one.id for one in later if one.kind != "break"), ""))

    # What a visitor does

    def forget(self) -> None:
        """Go back to today and now."""
        self._day, self._key, self._at_now = None, None, True

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Show another day, or the picks."""
        if event.control.id != "days":
            return
        event.stop()
        if event.key == "picks":
            self.post_message(Go("picks"))
        elif self.state is not None:
            self._day, self._at_now = date.fromisoformat(event.key), True
            self.show(self.state)

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Open the session."""
        event.stop()
        self.post_message(Go("session", event.key))

    def on_time_grid_chosen(self, event: TimeGrid.Chosen) -> None:
        """Open the session, or the room in which several are stacked."""
        event.stop()
        self.post_message(Go("session", event.session) if event.session else Go("room", event.room))

    def on_resize(self, event: Resize) -> None:
        """Choose the layout anew."""
        if self.state is not None:
            self._key = None
            self.show(self.state)
