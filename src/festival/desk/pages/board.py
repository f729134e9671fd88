"""All rooms side by side: what is on, what is late, what comes next, and every edit of a session by one key."""

from collections.abc import Iterable

from textual.widget import Widget

from festival.desk.commands import Command
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.lines import Line
from festival.desk.messages import Choose
from festival.desk.session_keys import SESSION_KEYS
from festival.desk.session_page import SessionPage
from festival.desk.state import DeskState
from festival.desk.widgets.board import Board
from festival.schedule.model import Day, Room, Session


class BoardPage(SessionPage):
    """Every room of the day; the keys are about the session under the cursor."""

    NAME = "board"
    FOCUS = "Board"
    KEYS = (
        *SESSION_KEYS,
        Command(key="right_square_bracket", action="other_day(1)", name="Next day", help="The board of the day after.", is_shown=False),
        Command(key="left_square_bracket", action="other_day(-1)", name="Day before", help="The board of the day before.", is_shown=False),
    )  # fmt: skip
    DEFAULT_CSS = """
    BoardPage Board { height: 1fr; }
    """

    _days_on = 0
    """How many days after the present one are shown."""

    def body(self) -> Iterable[Widget]:
        """Give the board."""
        yield Board()

    def show(self, state: DeskState) -> None:
        """Show the rooms."""
        self.query_one(Board).show(state, self._day(state))

    def forget(self) -> None:
        """Return to the present day, and to the session that was chosen elsewhere."""
        self._days_on = 0
        self.query_one(Board).forget()

    def _day(self, state: DeskState) -> Day:
        days = state.schedule.festival.days
        return days[max(0, min(days.index(state.day) + self._days_on, len(days) - 1))]

    @property
    def session(self) -> Session | None:
        """The session under the cursor."""
        return self.query_one(Board).session

    @property
    def room_here(self) -> Room | None:
        """The room under the cursor."""
        column = self.query_one(Board).column
        return column.room if column else None

    def on_board_moved(self, message: Board.Moved) -> None:
        """Keep what is chosen, for the other pages too."""
        message.stop()
        self.post_message(Choose(room=message.room, session=message.session))

    def on_board_opened(self, message: Board.Opened) -> None:
        """Offer everything that can be done to the session."""
        message.stop()
        session, state = self.session, self.state
        if session is None or state is None:
            return
        t = state.locale.t
        lines = [
            Line(one.action, t(one.name), one.key_shown, t(one.help), one.key)
            for one in SESSION_KEYS
            if self.offers(one)
        ]
        self.app.push_screen(self._offer(state, session, lines), self._do)

    def _offer(self, state: DeskState, session: Session, lines: list[Line]) -> ChoiceDialog:
        dialog = ChoiceDialog(state.say(session.title), lines)
        dialog.state = state
        return dialog

    def _do(self, action: str | None) -> None:
        if action is not None:
            self.call_after_refresh(self.run_action, action)

    def action_other_day(self, step: int) -> None:
        """Show another day."""
        state = self.state
        if state is not None:
            days = state.schedule.festival.days
            here = days.index(self._day(state))
            self._days_on = max(0, min(here + step, len(days) - 1)) - days.index(state.day)
            self.show(state)
