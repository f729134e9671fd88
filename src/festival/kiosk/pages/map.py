"""Map: the site as the visitor sees it from here, and the way to each place in words."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import Container
from textual.events import Resize
from textual.widget import Widget

from festival.kiosk.messages import Go
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.place_card import PlacePainter
from festival.kiosk.view.places import FILTERS, narrowed, plan_of
from festival.kiosk.view.station_card import Heading
from festival.kiosk.widgets.site_map import Legend, SiteMap
from festival.locale import Locale
from festival.schedule.model import KioskStand, Map
from festival.tui.cards import Cards
from festival.tui.choices import Choice, Choices
from festival.wording.places import ELSEWHERE, SIGNS, Place, places

_BESIDE_WIDTH, _ABOVE_HEIGHT = 100, 40
"""A window narrower than the one and at least as high as the other has the plan above the list."""
_ROWS_TO_SPARE = 30
_NO_SITE = Map(sample=True, name={}, width=1, height=1)


def choices(locale: Locale, chosen: str) -> tuple[Choice, ...]:
    """Return the filters as targets."""
    t = locale.t
    labels = {
        "all": ("⊞", t("All")),
        "rooms": ("♪", t("Stages")),
        "stations": ("◎", t("Stations")),
        "toilets": (SIGNS["toilet"], t("Toilets")),
        "accessible": (SIGNS["toilet_accessible"], t("Accessible")),
        "water": (SIGNS["water"], t("Water")),
        "help": (SIGNS["first_aid"], t("Help")),
        "exits": (SIGNS["entrance"], t("Exits")),
    }
    return tuple(Choice(name, labels[name][1], labels[name][0], chosen=name == chosen) for name in FILTERS)


def legend(locale: Locale, shown: Iterable[Place]) -> list[Place | Heading]:
    """Return the places under headings, without a heading where there is but one group."""
    t = locale.t
    groups: dict[str, list[Place]] = {}
    titles = {
        "room": t("Stages and rooms"),
        "station": t("Stations"),
        ELSEWHERE: t("Elsewhere in the city"),
    }
    for place in shown:
        groups.setdefault(titles.get(place.kind, t("Good to know")), []).append(place)
    items: list[Place | Heading] = []
    for title, found in groups.items():
        items += [Heading(title, len(found)), *found] if len(groups) > 1 else found
    return items


class MapPage(Page):
    """The plan beside the list of places, or above it in a tall window. Opened with an id, it shows that place."""

    NAME: ClassVar[str] = "map"
    DEFAULT_CSS = """
    MapPage #body { layout: vertical; }
    MapPage.-high #kinds { margin: 1 1; }
    MapPage #both { height: 1fr; layout: horizontal; }
    MapPage #both.-tall { layout: vertical; }
    MapPage #places { width: 1fr; height: 1fr; margin: 0 0 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.narrowed = "all"
        """The filter that the visitor chose."""
        self._is_opened = False
        """Whether the place that the page was opened with has been shown."""

    def body(self) -> Iterable[Widget]:
        """Return the filters, the plan and the list."""
        self._painter = PlacePainter(lambda: self._list.cursor_key)
        self._list = Legend(self._painter, gap=1, id="places")
        yield Choices(id="kinds", ground="card")
        yield Container(SiteMap(id="site"), self._list, id="both")

    def heading(self, state: State) -> str:
        """Return the page's name, and the plan's."""
        site, _ = self._site(state)
        name = state.say(site.name)
        return f"{state.locale.t('Map')} · {name}" if name else state.locale.t("Map")

    @staticmethod
    def _site(state: State) -> tuple[Map, KioskStand | None]:
        """Return the plan that the kiosk is on and the kiosk; in a person's own terminal the first plan."""
        return state.stand or (next(iter(state.schedule.maps), _NO_SITE), None)

    def show(self, state: State) -> None:
        """Show the places that the filter lets through."""
        site, stand = self._site(state)
        self._painter.show(state, site, stand)
        self.query_one("#kinds", Choices).choices = choices(state.locale, self.narrowed)
        self._places = narrowed(places(state.schedule, site), self.narrowed, stand)
        self._list.show(legend(state.locale, self._places))
        if self.subject and not self._is_opened:
            self._list.go_to(self.subject)
        self._is_opened = True
        self._arrange(state)
        self._draw(state)

    def _arrange(self, state: State) -> None:
        """Put the plan beside the list or above it; with large letters in a small window the words have it all."""
        width, height = self.size
        tall = width < _BESIDE_WIDTH and height >= _ABOVE_HEIGHT
        self.set_class(height >= _ROWS_TO_SPARE, "-high")
        self.query_one("#both").set_class(tall, "-tall")
        plan = self.query_one(SiteMap)
        plan.set_class(tall, "-above")
        plan.display = bool(state.schedule.maps) and not (state.large and width < _BESIDE_WIDTH and not tall)

    def _draw(self, state: State) -> None:
        site, stand = self._site(state)
        self.query_one(SiteMap).show(state, plan_of(site, stand, self._places, self._list.cursor_key or ""))

    def on_legend_reached(self, _event: Legend.Reached) -> None:
        """Light the place up on the plan."""
        if self.state is not None:
            self._draw(self.state)

    def on_site_map_tapped(self, event: SiteMap.Tapped) -> None:
        """Show the place in the list."""
        self._list.go_to(event.key)

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Open the page about the place, if there is one."""
        if isinstance(event.item, Place) and event.item.page:
            self.post_message(Go(event.item.page, event.key))

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Show other kinds of places, from the first."""
        self.narrowed = event.key
        if self.state is not None:
            self.show(self.state)
        self._list.forget()

    def on_resize(self, event: Resize) -> None:
        """Arrange plan and list anew."""
        if self.state is not None:
            self._arrange(self.state)

    def forget(self) -> None:
        """Show all places, from the first or from the one that the page is opened with."""
        self.narrowed = "all"
        self._is_opened = False
        self._list.forget()
