"""One station: everything about it, where it is, and its code."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from festival.kiosk.messages import Go
from festival.kiosk.state import State
from festival.kiosk.thing import ThingPage
from festival.kiosk.view.block import Block
from festival.kiosk.view.station_detail import pin_of, station_blocks
from festival.links import Link
from festival.schedule.model import Station
from festival.tui.choices import Choice


class StationPage(ThingPage):
    """Opened with a station's id."""

    NAME: ClassVar[str] = "station"
    NAV: ClassVar[str] = "stations"
    KIND: ClassVar[str] = "station"

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("Stations")

    def find(self, state: State) -> Station | None:
        """Return the station."""
        return state.schedule.station_by_id.get(self.subject)

    def blocks(self, state: State, thing: Any) -> Sequence[Block]:
        """Return what there is to read."""
        return station_blocks(state, thing)

    def link(self, state: State, thing: Any) -> Link:
        """Return where its code leads."""
        return state.links.station(thing, state.schedule)

    def actions(self, state: State, thing: Any) -> Iterable[Choice]:
        """Return: show it on the map, if it is on one."""
        if any(pin_of(site.pins, thing.id) for site in state.schedule.maps):
            yield Choice("map", state.locale.t("Show on the map"), "⊞")

    def act(self, state: State, thing: Any, key: str) -> None:
        """Show it on the map."""
        self.post_message(Go("map", thing.id))
