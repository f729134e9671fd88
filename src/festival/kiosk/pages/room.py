"""One place: what is on there now, next and later, how to get there without steps, and its code."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from festival.kiosk.messages import Go
from festival.kiosk.state import State
from festival.kiosk.thing import ThingPage
from festival.kiosk.view.block import Block
from festival.kiosk.view.place import place_blocks
from festival.links import Link
from festival.schedule.model import Room
from festival.tui.choices import Choice


class RoomPage(ThingPage):
    """Opened with a room's id."""

    NAME: ClassVar[str] = "room"
    NAV: ClassVar[str] = "now"
    KIND: ClassVar[str] = "room"

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("Place")

    def find(self, state: State) -> Room | None:
        """Return the room."""
        return state.schedule.room_by_id.get(self.subject)

    def blocks(self, state: State, thing: Any) -> Sequence[Block]:
        """Return what there is to read."""
        return place_blocks(state, thing)

    def link(self, state: State, thing: Any) -> Link:
        """Return where its code leads."""
        return state.links.room(thing, state.schedule)

    def actions(self, state: State, thing: Any) -> Iterable[Choice]:
        """Return: its project's page, its place on the map."""
        t = state.locale.t
        if thing.project in state.schedule.project_by_id:
            yield Choice("project", t("About this place"), "❖")
        if any(pin.id == thing.id for site in state.schedule.maps for pin in site.pins):
            yield Choice("map", t("Map"), "⊞")

    def act(self, state: State, thing: Any, key: str) -> None:
        """Go to the project or to the map."""
        self.post_message(Go("project", thing.project) if key == "project" else Go("map", thing.id))
