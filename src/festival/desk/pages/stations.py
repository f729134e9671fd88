"""How full each station and each room is, said by one key."""

from collections.abc import Iterable
from typing import Final

from textual.widget import Widget

from festival.desk.commands import Command
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.entry import EntryDialog
from festival.desk.dialogs.lines import Line, LinePainter
from festival.desk.messages import Propose, Say
from festival.desk.page import DeskPage
from festival.desk.session_questions import complaint
from festival.desk.state import DeskState
from festival.desk.typed import typed_minutes
from festival.desk.view.stations import GLYPHS, LASTS_MIN, PlacePainter, heading_row, holds_until, places
from festival.desk.view.told import state_word
from festival.schedule import edits
from festival.schedule.model import Room, Station
from festival.tui.cards import Cards
from festival.tui.rows import Rows

MOST_WAIT_MIN: Final = 600
"""As the model has it: :attr:`festival.schedule.model.PlaceLive.wait_min`."""


class StationsPage(DeskPage):
    """All stations, then all rooms; the keys are about the one under the cursor."""

    NAME = "stations"
    KEYS = (
        Command(key="o", action="say('open')", name="Open", help="It is open, and there are places."),
        Command(key="w", action="say('few')", name="Few places left", help="Few places are left."),
        Command(key="b", action="say('busy')", name="Busy", help="It is open, with a wait."),
        Command(key="f", action="say('full')", name="Full", help="Nobody else gets in."),
        Command(key="p", action="say('paused')", name="Paused", help="It goes on later."),
        Command(key="c", action="say('closed')", name="Closed", help="It is closed before its time."),
        Command(key="u", action="say('')", name="Unknown", help="Takes back what was said."),
        Command(key="m", action="wait", name="Minutes …", help="How many minutes one waits; it is then busy."),
        Command(key="h", action="lasts", name="Holds …", help="How long a state holds that is given from now on: until it closes, or 15, 30, 60 minutes."),
    )  # fmt: skip
    DEFAULT_CSS = """
    StationsPage #heading { height: 1; }
    StationsPage #places { height: 1fr; }
    """

    _lasts_min: int | None = None
    """How long the next state holds; None: until the place closes."""

    def body(self) -> Iterable[Widget]:
        """Give the list."""
        yield Rows(id="heading")
        yield Cards(LinePainter(), id="places", ground="ground")

    def show(self, state: DeskState) -> None:
        """Show how full each is now."""
        t, lasts_min, cards = state.locale.t, self._lasts_min, self.query_one(Cards)
        self.query_one("#heading", Rows).paint = lambda width: [heading_row(state, lasts_min, width)]
        cards.painter = PlacePainter(state)
        cards.show(
            places(state.schedule, t("Stations"), t("Rooms")),
            empty=[[(t("There is no station in the programme."), "muted")]],
        )

    @property
    def place(self) -> Station | Room | None:
        """The one under the cursor."""
        key = self.query_one(Cards).cursor_key
        if key is None or self.state is None:
            return None
        kind, _, name = key.partition(" ")
        schedule = self.state.schedule
        return (schedule.station_by_id if kind == "station" else schedule.room_by_id).get(name)

    def _to_be_set(self) -> tuple[DeskState, Station | Room] | None:
        """Return the place under the cursor, if this desk may speak of it; else say why not."""
        state, place = self.state, self.place
        if state is None or place is None:
            return None
        holder = state.holder
        if (
            holder is not None
            and holder.role == "host"
            and (isinstance(place, Station) or place.id != holder.room)
        ):
            self.post_message(Say(state.locale.t("A stage host speaks only of their own room."), "stop"))
            return None
        return state, place

    # What is said of it

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Offer every state of one place."""
        message.stop()
        if (found := self._to_be_set()) is not None:
            state, place = found
            lines = [Line(one or "", state_word(state, one)) for one in GLYPHS]
            dialog = ChoiceDialog(state.say(place.name), lines, first=place.live.state_at(state.now) or "")
            self.ask(dialog, lambda said: Propose(_said(state, place, said, self._lasts_min)))

    def action_say(self, said: str) -> None:
        """Say how full it is; empty takes back what was said."""
        if (found := self._to_be_set()) is not None:
            state, place = found
            self.post_message(Propose(_said(state, place, said, self._lasts_min)))

    def action_wait(self) -> None:
        """Ask how long one waits."""
        found = self._to_be_set()
        if found is None:
            return
        state, place = found
        t = state.locale.t
        dialog = EntryDialog(
            t("How many minutes does one wait? {place}", place=state.say(place.name)),
            hint=t("Minutes, up to {n}", n=MOST_WAIT_MIN),
            text=str(place.live.wait_min or ""),
            check=lambda text, locale: complaint(
                lambda: typed_wait(text), locale.t("Minutes, up to {n}", n=MOST_WAIT_MIN)
            ),
        )
        self.ask(dialog, lambda text: Propose(_said(state, place, "busy", self._lasts_min, typed_wait(text))))

    def action_lasts(self) -> None:
        """Take the next length of time."""
        self._lasts_min = LASTS_MIN[(LASTS_MIN.index(self._lasts_min) + 1) % len(LASTS_MIN)]
        if self.state is not None:
            self.show(self.state)


def typed_wait(text: str) -> int:
    """Return the minutes that one waits. Raises ValueError for what is none, and for more than :data:`MOST_WAIT_MIN`."""
    minutes = typed_minutes(text)
    if not 0 < minutes <= MOST_WAIT_MIN:
        raise ValueError(text)
    return minutes


def _said(
    state: DeskState, place: Station | Room, said: str, lasts_min: int | None, wait_min: int | None = None
) -> edits.Edit:
    """Return the edit that says how full `place` is; empty: nothing is known any more."""
    until = holds_until(state, place, lasts_min) if said else None
    fields = {"state": said or None, "wait_min": wait_min, "until": until}
    if isinstance(place, Station):
        return edits.SetStationState.model_validate({"station": place.id, **fields})
    return edits.SetRoomState.model_validate({"room": place.id, **fields})
