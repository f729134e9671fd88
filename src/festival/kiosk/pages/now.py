"""Now: what is on in every place, and what comes next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.widget import Widget

from festival.kiosk.messages import Go
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.latest import told
from festival.kiosk.view.session import change, coming, track_colour
from festival.schedule.model import Session
from festival.schedule.timeline import RoomNow, now_in_rooms
from festival.tui.bigtext import SMALL, big
from festival.tui.cards import Cards
from festival.tui.paint import Row, crop, join, progress, spread, wrap
from festival.wording.announcements import current
from festival.wording.latest import Thing, Together, changed
from festival.wording.rooms import room_status
from festival.wording.sessions import has_left, status, went

CARD_ROWS: Final = 4
LATEST: Final = "latest"
"""The page with all changes."""
BAR_WIDTH: Final = 40


def gone_from(state: State) -> Mapping[str, Session]:
    """Return by room the first session of the day that was moved away from it to another room."""
    left = (one for one in state.schedule.sessions if has_left(one, state.now))
    gone = [one for one in left if one.room != one.expected.room]
    gone.sort(key=lambda one: one.start, reverse=True)
    return {one.room: one for one in gone if one.start < state.day.end}


@dataclass(frozen=True, slots=True)
class Changes:
    """How much has changed, and what last."""

    count: int
    newest: Thing | Together


class RoomPainter:
    """A place with what is on there: name, running session, what follows."""

    state: State
    gone: Mapping[str, Session]
    """What was moved away from a room, and would be on or come next there."""

    def key(self, item: RoomNow | Changes) -> str:
        """Return the room's id, or that of the page with all changes."""
        return item.room.id if isinstance(item, RoomNow) else LATEST

    def height(self, item: RoomNow | Changes, width: int) -> int:
        """Return the lines of a card."""
        if isinstance(item, Changes):
            return 3
        return CARD_ROWS + (SMALL.rows - 1 if self.state.large else 0)

    def rows(self, item: RoomNow | Changes, width: int) -> Sequence[Row]:
        """Return the card."""
        if isinstance(item, Changes):
            return self._changes(item, width)
        shown = next(iter((*item.running, *item.following)), None)
        bar = ("▌ ", track_colour(self.state, shown) if shown else "line")
        content = self._content(item, shown, width - 2) if shown else self._quiet(item, width - 2)
        return [[bar, *row] for row in content]

    def _changes(self, item: Changes, width: int) -> list[Row]:
        state = self.state
        name, said = told(state, item.newest)
        count = state.locale.n("{n} change", "{n} changes", item.count)
        bar = ("▌ ", "late")
        title = spread(
            [(f"▲ {count}", "*late")],
            [(f"→ {state.locale.t('What is new')}", "accent"), (" ", "")],
            width - 2,
        )
        if name:
            return [[bar, *title], [bar, (name, "*")], [bar, *crop(said, width - 3)]]
        text, role = said[0]
        return [[bar, *title], *([bar, (line, role)] for line in wrap(text, width - 3, 2))]

    def _quiet(self, item: RoomNow, width: int) -> list[Row]:
        state = self.state
        rows: list[Row] = [[(state.say(item.room.name), "*muted")]]
        return [*rows, [(state.locale.t("Nothing more today"), "muted")], self._below(item, (), width)]

    def _content(self, item: RoomNow, shown: Session, width: int) -> list[Row]:
        state = self.state
        others = f"  +{len(item.running) - 1}" if len(item.running) > 1 else ""
        how_full, stands = room_status(state, item.room), status(state, shown)
        right = join([[one] for one in dict.fromkeys((how_full, stands)) if one[0]], ("  ", ""))
        head = spread([(state.say(item.room.name) + others, "accent")], [*right, (" ", "")], width)
        following = item.following if item.running else item.following[1:]
        below = [crop(self._progress(item, shown, width), width - 1), self._below(item, following, width)]
        return [head, *self._title(item, shown, width), *below]

    def _title(self, item: RoomNow, shown: Session, width: int) -> list[Row]:
        """Return what is on, or with its time what comes; large where the visitor asked for it."""
        state = self.state
        name = state.say(shown.title)
        time = "" if item.running else state.locale.time(shown.expected.start)
        if state.large:
            return big(f"{time} {name}".strip(), width - 1, "text", 1)
        return [[(f"{time}  " if time else "", "*accent"), (name, "*" if item.running else "")]]

    def _progress(self, item: RoomNow, shown: Session, width: int) -> Row:
        """Return what has changed, else how far it is, else how long it is until then."""
        state, expected = self.state, shown.expected
        if news := change(state, shown):
            return news
        if item.running:
            done = (state.now - expected.start) / (expected.end - expected.start)
            return progress(done, min(width - 2, BAR_WIDTH))
        if status(state, shown)[0]:
            return []
        wait = state.locale.duration(expected.start - state.now)
        return [(state.locale.t("in {time}", time=wait), "muted")]

    def _below(self, item: RoomNow, following: Sequence[Session], width: int) -> Row:
        """Return what comes next; what was moved away comes first until it would be over."""
        state, gone = self.state, self.gone.get(item.room.id)
        if gone is not None and (not following or gone.start <= following[0].expected.start):
            was: Row = [(state.locale.time(gone.start), "~muted"), (f"  {state.say(gone.title)}", "~muted")]
            return spread(was, [went(state, gone), (" ", "")], width)
        if not following:
            return []
        return coming(state, following[0], width)


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
        """Show every place: where something is on, then where it begins soonest, then the quiet ones."""
        self.painter.state = state
        self.painter.gone = gone_from(state)
        board = now_in_rooms(state.schedule, state.now, until=state.day.end)
        board.sort(key=lambda one: one.urgency)
        t = state.locale.t
        news = changed(state)
        # With an announcement, the line at the top leads to all changes too.
        told = current(state.schedule.announcements, state.now)
        first = [Changes(len(news), news[0])] if news and not told else []
        self.query_one(Cards).show(
            [*first, *board], empty=[[(t("This programme has no places yet."), "muted")]]
        )

    def forget(self) -> None:
        """Begin at the top for the next visitor."""
        self.query_one(Cards).forget()

    def on_cards_chosen(self, event: Cards.Chosen) -> None:
        """Open the place."""
        self.post_message(Go(LATEST) if isinstance(event.item, Changes) else Go("room", event.key))
