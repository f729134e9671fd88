"""All rooms side by side."""

from collections.abc import Iterable

from textual.widget import Widget

from festival.desk.commands import Command
from festival.desk.messages import Propose
from festival.desk.page import DeskPage
from festival.desk.state import DeskState
from festival.schedule import edits
from festival.tui.rows import Rows


class BoardPage(DeskPage):
    """Every room of the day."""

    NAME = "board"
    KEYS = (
        Command(
            key="plus",
            action="delay(5)",
            name="+5 min",
            help="The room is five minutes later from this session on.",
        ),
    )

    def body(self) -> Iterable[Widget]:
        """Give the rooms."""
        yield Rows(id="board")

    def show(self, state: DeskState) -> None:
        """Show the rooms."""
        self.query_one("#board", Rows).paint = lambda _width: [
            [(f" {state.say(one.name)}", "")] for one in state.schedule.rooms
        ]

    def action_delay(self, minutes: int) -> None:
        """Delay the room from now on."""
        room = self.state.room if self.state is not None else None
        if room is not None:
            self.post_message(Propose(edits.DelayRoom(room=room.id, minutes=minutes)))
