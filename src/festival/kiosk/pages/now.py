"""Now: what is on in every place, and what comes next."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget

from festival.kiosk.messages import Go
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.session import change, status, track_colour
from festival.schedule.model import Session
from festival.schedule.timeline import RoomNow, now_in_rooms
from festival.tui.cards import Cards
from festival.tui.paint import Row, fit, progress, spread


class RoomPainter:
    """A place with what is on there: name, running session, what follows."""

    state: State

    def key(self, item: RoomNow) -> str:
        """Return the room's id."""
        return item.room.id

    def height(self, _item: RoomNow) -> int:
        """Return the lines of a card."""
        return 4

    def rows(self, item: RoomNow, width: int) -> Sequence[Row]:
        """Return the card."""
        state = self.state
        shown = item.running[0] if item.running else item.following[0] if item.following else None
        colour = track_colour(state, shown) if shown else "line"
        room = state.say(item.room.name)
        if shown is None:
            nothing = state.locale.t("Nothing more today")
            return [[], [("▌ ", colour), (room, "*muted")], [("▌ ", colour), (nothing, "muted")]]
        head = spread([("▌ ", colour), (room, "accent")], [status(state, shown), (" ", "")], width)
        now = bool(item.running)
        time = f"{state.locale.time(shown.expected.start)}  " if not now else ""
        role = "*" if now else ""
        title: Row = [("▌ ", colour), (time, "*accent"), (state.say(shown.title), role)]
        news = change(state, shown)
        rest = item.following if now else item.following[1:]
        middle: Row
        if news:
            middle = [("▌ ", colour), *news]
        elif now:
            done = (state.now - shown.expected.start) / (shown.expected.end - shown.expected.start)
            middle = [("▌ ", colour), *progress(done, min(width - 4, 40))]
        else:
            middle = [
                ("▌ ", colour),
                (state.locale.t("starts at {time}", time=state.locale.time(shown.expected.start)), "muted"),
            ]
        return [head, title, middle, self._next(rest[0], colour, width) if rest else [("▌", colour)]]

    def _next(self, session: Session, colour: str, width: int) -> Row:
        state = self.state
        time = state.locale.time(session.expected.start)
        name = fit(state.say(session.title), max(8, width - 14))
        role = "~muted" if session.live.cancelled else "muted"
        return [("▌ ", colour), (time, "*late" if session.live.delay_min else "accent"), (f"  {name}", role)]


class NowPage(Page):
    """The board that the kiosk comes home to."""

    NAME: ClassVar[str] = "now"

    def body(self) -> Iterable[Widget]:
        """Return the board."""
        self.painter = RoomPainter()
        yield Cards(self.painter, min_width=56, gap=1)

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("On now")

    def show(self, state: State) -> None:
        """Show every place, those with something on first."""
        self.painter.state = state
        board = now_in_rooms(state.schedule, state.now, until=state.day.end)
        board.sort(key=lambda one: not one.running and not one.following)
        self.query_one(Cards).show(board)

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Open the place."""
        self.post_message(Go("room", event.key))
