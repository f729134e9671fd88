"""Stations: what can be tried out, what is open now first."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.events import Resize
from textual.widget import Widget

from festival.kiosk.messages import Go
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.station import NARROWINGS, matches, narrowing
from festival.kiosk.view.station_card import Heading, StationPainter
from festival.schedule.model import Station
from festival.schedule.timeline import window_at
from festival.tui.cards import Cards
from festival.tui.choices import Choice, Choices
from festival.tui.paint import Row
from festival.wording.stations import Standing, standing

_CARD_WIDTH = 54
"""Columns that a card needs."""
ROWS_TO_SPARE = 30
_CROWDED = {"busy": 1, "paused": 2, "full": 2}


def groups(state: State, stations: Iterable[Station]) -> list[tuple[Standing, list[Station]]]:
    """Return the stations that are open, open later and closed, the joinable and the early ones first.

    Within that the programme's order holds, so that nothing moves under a finger while time goes by.
    """
    sorted_out: dict[Standing, list[Station]] = {standing: [] for standing in Standing}
    for station in stations:
        sorted_out[standing(state, station)].append(station)
    sorted_out[Standing.OPEN].sort(key=lambda one: _CROWDED.get(one.live.state_at(state.now) or "", 0))
    sorted_out[Standing.LATER].sort(key=lambda one: _opens(state, one))
    return [(which, found) for which, found in sorted_out.items() if found]


def _opens(state: State, station: Station) -> float:
    window = window_at(station, state.now)
    return window.start.timestamp() if window else 0.0


def listed(state: State, names: Iterable[str]) -> list[Station | Heading]:
    """Return the stations that the filters `names` let through, under headings."""
    t = state.locale.t
    titles = {
        Standing.OPEN: t("Open now"),
        Standing.LATER: t("Opens later"),
        Standing.CLOSED: t("Closed"),
    }
    found = (station for station in state.schedule.stations if matches(state, station, names))
    items: list[Station | Heading] = []
    for which, stations in groups(state, found):
        items += [Heading(titles[which], len(stations)), *stations]
    return items


class StationsPage(Page):
    """The list of stations with quick filters."""

    NAME: ClassVar[str] = "stations"
    DEFAULT_CSS = """
    StationsPage #body { layout: vertical; }
    StationsPage #narrow { margin: 0 0 1 1; }
    StationsPage.-high #narrow { margin: 1 0 1 1; }
    StationsPage #list { height: 1fr; margin: 0 0 0 1; }
    StationsPage #all { margin: 0 3; width: auto; display: none; }
    StationsPage.-empty #all { display: block; }
    StationsPage.-empty #list { height: 6; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.narrowed: frozenset[str] = frozenset()
        """The filters that the visitor chose."""

    def body(self) -> Iterable[Widget]:
        """Return the filters and the list."""
        self.painter = StationPainter()
        yield Choices(id="narrow", ground="card", gap=1)
        yield Cards(self.painter, gap=1, id="list")
        yield Choices(id="all", ground="card", stretch=False)

    def heading(self, state: State) -> str:
        """Return the page's name and how many stations are open."""
        locale = state.locale
        count = sum(standing(state, station) is Standing.OPEN for station in state.schedule.stations)
        return f"{locale.t('Stations')} · {locale.n('{n} open now', '{n} open now', count)}"

    def show(self, state: State) -> None:
        """Show the stations that the filters let through."""
        self.painter.state = state
        t = state.locale.t
        self.query_one("#narrow", Choices).choices = tuple(
            Choice(
                name,
                narrowing(state.locale, name),
                "✓" if name in self.narrowed else "○",
                chosen=name in self.narrowed,
            )
            for name in NARROWINGS
        )
        found = listed(state, self.narrowed)
        self.set_class(not found, "-empty")
        self.query_one("#all", Choices).choices = (Choice("all", t("Show all stations"), "↺"),)
        cards = self.query_one("#list", Cards)
        cards.min_width = 1_000 if state.large else _CARD_WIDTH
        cards.can_focus = bool(found)
        cards.show(found, empty=self._empty(state))

    def _empty(self, state: State) -> Sequence[Row]:
        t = state.locale.t
        if not state.schedule.stations:
            return [[(t("This programme has no stations."), "*")]]
        names = " + ".join(narrowing(state.locale, name) for name in NARROWINGS if name in self.narrowed)
        return [
            [(t("Nothing matches."), "*")],
            [(t("You asked for: {filters}", filters=names), "")],
            [(t("Take away a filter above, or:"), "")],
        ]

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Turn a filter on or off; the two for children exclude each other."""
        if self.state is None:
            return
        if event.key == "all":
            self.narrowed = frozenset()
            self.query_one("#narrow", Choices).focus()
        else:
            others = {"small": {"child"}, "child": {"small"}}.get(event.key, set())
            self.narrowed = (self.narrowed ^ {event.key}) - others
        self.show(self.state)
        self.query_one("#list", Cards).forget()

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Open the station."""
        self.post_message(Go("station", event.key))

    def on_resize(self, event: Resize) -> None:
        """Set the filters apart from the header where there are rows to spare."""
        self.set_class(event.size.height >= ROWS_TO_SPARE, "-high")

    def forget(self) -> None:
        """Show all stations, from the first."""
        self.narrowed = frozenset()
        if self.state is not None:
            self.show(self.state)
        self.query_one("#list", Cards).forget()
