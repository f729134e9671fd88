"""One room: what is on, how much time it has, and the quick keys of a stage host."""

from collections.abc import Iterable
from typing import Final

from textual.events import Resize
from textual.message import Message
from textual.widget import Widget

from festival.desk.commands import Command
from festival.desk.dialogs.announce import AnnounceDialog
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.entry import EntryDialog
from festival.desk.dialogs.lines import Line, LinePainter
from festival.desk.dialogs.timer import TimerDialog
from festival.desk.messages import Choose, Jot, Propose, Say
from festival.desk.session_keys import DELAY_KEYS, STAGE_KEYS
from festival.desk.session_page import SessionPage
from festival.desk.state import DeskState
from festival.desk.view.course import Course, Cues
from festival.desk.view.run import CuePainter, now_rows, room_row
from festival.schedule import edits
from festival.schedule.model import Room, Session
from festival.tui.cards import Cards
from festival.tui.rows import Rows

_OF_A_CUE: Final = (*STAGE_KEYS, *DELAY_KEYS)
"""What can be done to a session of the list."""


class RunPage(SessionPage):
    """The room that was chosen; a host's token knows only its own.

    The keys are about what is on, or comes next; Enter on a session of the list offers the same for that one.
    """

    NAME = "run"
    KEYS = (
        *DELAY_KEYS,
        *STAGE_KEYS,
        Command(key="a", action="announce", name="Announce here", help="A text on the screens of this room."),
        Command(key="t", action="timer", name="Timer", help="The whole screen counts down for the speaker; any key leaves it."),
        Command(key="n", action="note", name="Note", help="A note for the crew of this room. It stays on this computer; no visitor sees it."),
        Command(key="r", action="room", name="Room", help="Another room."),
    )  # fmt: skip
    DEFAULT_CSS = """
    RunPage #room { height: 1; }
    RunPage #now { height: auto; }
    RunPage #cues { height: 1fr; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._cues = Cues()
        self._room = ""
        """The room whose cues are shown."""
        self._about = ""
        """The session of the list that a key is about, while it acts."""

    def body(self) -> Iterable[Widget]:
        """Give what is on, and the list of cues."""
        yield Rows(id="room")
        yield Rows(id="now", ground="card")
        yield Cards(LinePainter(), id="cues", ground="ground")

    def show(self, state: DeskState) -> None:
        """Show the room."""
        room, cards = _room(state), self.query_one("#cues", Cards)
        if room is None:
            cards.show((), empty=[[(state.locale.t("There is no room in the programme."), "muted")]])
            return
        course, height = self._cues.course(state, room), self.size.height
        self.query_one("#room", Rows).paint = lambda width: [room_row(state, room, width)]
        self.query_one("#now", Rows).paint = lambda width: now_rows(state, room, course, width, height)
        cards.painter = CuePainter(state, room, course)
        cards.show(course.cues, empty=[[(state.locale.t("Nothing takes place here today."), "muted")]])
        if room.id != self._room:
            self._room = room.id
            cards.go_to(course.subject.id if course.subject else "")

    def on_resize(self, event: Resize) -> None:
        """Choose letters that fit."""
        super().on_resize(event)
        if self.state is not None:
            self.show(self.state)

    # What the keys are about

    @property
    def course(self) -> Course | None:
        """How the day goes in the room."""
        room = self.room_here
        return self._cues.course(self.state, room) if self.state is not None and room is not None else None

    @property
    def room_here(self) -> Room | None:
        """The room of the page."""
        return _room(self.state) if self.state is not None else None

    @property
    def session(self) -> Session | None:
        """A session of the list while it is asked about; else what is on, or comes next."""
        if self._about and self.state is not None:
            return self.state.schedule.session_by_id.get(self._about)
        return self.course.subject if self.course is not None else None

    @property
    def beginning(self) -> Session | None:
        """With what a delay begins, and what starts next."""
        if self._about:
            return self.session
        return self.course.begins_with if self.course is not None else None

    def allows(self, command: Command) -> bool:
        """Leave out what makes no sense: a host has one room."""
        if command.action == "room":
            return self.state is None or not _is_host(self.state)
        return command.action == "start" or super().allows(command)

    # Quick keys

    def action_delay(self, minutes: int) -> None:
        """Delay all that has not begun."""
        room, first = self.room_here, self.beginning
        if room is not None and first is not None:
            self.propose(edits.DelayRoom(room=room.id, minutes=minutes, from_session=first.id))
        else:
            self._nothing_begins()

    def action_start(self) -> None:
        """Say that the session that is due begins."""
        if (first := self.beginning) is not None:
            self.propose(edits.StartSession(session=first.id))
        else:
            self._nothing_begins()

    def _nothing_begins(self) -> None:
        if self.state is not None:
            self.post_message(Say(self.state.locale.t("Nothing more begins here today.")))

    def action_announce(self) -> None:
        """Write an announcement for this room."""
        if (room := self.room_here) is not None:
            self.ask(AnnounceDialog(rooms=(room.id,)), Propose)

    def action_timer(self) -> None:
        """Count down for the speaker."""
        if (room := self.room_here) is not None:
            self.ask(TimerDialog(room.id), lambda _answer: None)

    def action_note(self) -> None:
        """Write the note for the crew."""
        state, room = self.state, self.room_here
        if state is not None and room is not None:
            dialog = EntryDialog(
                state.locale.t("Note for the crew, {room}", room=state.say(room.name)),
                hint=state.locale.t("It stays on this computer. Empty: no note."),
                text=state.notes.get(room.id, ""),
            )
            self.ask(dialog, lambda text: Jot(room.id, text))

    def action_room(self) -> None:
        """Choose another room."""
        state, room = self.state, self.room_here
        if state is not None and room is not None and not _is_host(state):
            lines = [Line(one.id, state.say(one.name)) for one in state.schedule.rooms]
            dialog = ChoiceDialog(state.locale.t("Which room?"), lines, first=room.id)
            self.ask(dialog, lambda answer: Choose(room=answer))

    # A session of the list

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Offer what can be done with one session."""
        message.stop()
        session, state = message.item, self.state
        if not isinstance(session, Session) or state is None:
            return
        t = state.locale.t
        lines = [Line(one.action, t(one.name), one.key_shown, t(one.help), one.key) for one in _OF_A_CUE]

        def chosen(action: str) -> Message | None:
            self.call_after_refresh(self._act_on, session.id, action)
            return None

        self.ask(ChoiceDialog(state.say(session.title), lines), chosen)

    async def _act_on(self, session: str, action: str) -> None:
        self._about = session
        try:
            await self.run_action(action)
        finally:
            self._about = ""


def _is_host(state: DeskState) -> bool:
    return state.holder is not None and state.holder.role == "host"


def _room(state: DeskState) -> Room | None:
    """Return the room that the page shows: a host's own, else the one that was chosen."""
    own = (state.holder.room or "") if state.holder is not None and _is_host(state) else ""
    return state.schedule.room_by_id.get(own) or state.room
