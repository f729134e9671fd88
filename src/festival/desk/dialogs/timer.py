"""The timer for the speaker: it takes the whole screen, and any key gives it back."""

from collections.abc import Iterable

from textual.widget import Widget

from festival.desk.dialogs.base import FullScreen
from festival.desk.state import DeskState
from festival.desk.view.course import Cues
from festival.desk.view.timer import Stand, timer_rows
from festival.tui.rows import Rows


class TimerDialog(FullScreen):
    """Counts down to the expected end of what is on in a room. It goes on by the clock, whether the hub answers or not."""

    DEFAULT_CSS = """
    TimerDialog { background: $fest-ground; }
    TimerDialog > #timer { width: 100%; height: 100%; }
    """

    def __init__(self, room: str) -> None:
        super().__init__()
        self._room = room
        self._cues = Cues()

    def body(self) -> Iterable[Widget]:
        """Give the screen."""
        yield Rows(id="timer")

    def show(self, state: DeskState) -> None:
        """Show how much time is left now."""
        room = state.schedule.room_by_id.get(self._room)
        if room is None:
            self.dismiss(None)
            return
        stand, height = Stand(state, room, self._cues.course(state, room)), self.size.height
        self.query_one("#timer", Rows).paint = lambda width: timer_rows(stand, width, height)
