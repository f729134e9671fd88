"""What is wrong with the day, worst first, and what to do about it."""

from collections.abc import Iterable
from typing import Final

from textual.widget import Widget

from festival.desk.commands import Command
from festival.desk.dialogs.choice import ChoiceDialog
from festival.desk.dialogs.lines import Line
from festival.desk.messages import Choose, Go, Propose, Say
from festival.desk.session_keys import SESSION_KEYS
from festival.desk.session_page import SessionPage
from festival.desk.state import DeskState
from festival.desk.view.warnings import (
    SEVERITIES,
    WarningPainter,
    about_warning,
    chosen,
    counts,
    own_room,
    remedy,
    rooms_of,
    session_of,
    severity_word,
)
from festival.desk.widgets.split import Split
from festival.schedule.model import Room, Session
from festival.schedule.timeline import place_of
from festival.schedule.watchlist import Warning as Warned
from festival.tui.cards import Cards
from festival.tui.paint import Row
from festival.tui.rows import Rows

_ANY: Final = "*"
_PLACES: Final = {"station": "stations", "announcement": "announcements", "room": "board"}
"""The page on which a thing is seen that is no session."""


class WarningsPage(SessionPage):
    """All warnings; the keys of a session are about the one that has to be changed."""

    NAME = "warnings"
    KEYS = (
        Command(key="z", action="solve", name="Solve", help="The edit that solves it, where there is one; with a preview, as always."),
        Command(key="v", action="severity", name="Severity", help="Only warnings of one severity."),
        Command(key="h", action="room", name="Room", help="Only warnings about one room."),
        Command(key="x", action="everything", name="All", help="Show every warning."),
        *SESSION_KEYS,
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._severity = ""
        self._wanted_room: str | None = None
        """None until somebody has chosen: then a host's own room."""

    @property
    def _room(self) -> str:
        if self._wanted_room is not None:
            return self._wanted_room
        return own_room(self.state) if self.state is not None else ""

    def body(self) -> Iterable[Widget]:
        """Give the counts, the list, and all about the warning under the cursor."""
        yield Rows(id="counts")
        yield Split(WarningPainter())

    def heading(self, state: DeskState) -> str:
        """Return the page's name, and what is left out."""
        room = state.schedule.room_by_id.get(self._room)
        severity = next((severity_word(state, one) for one in SEVERITIES if one == self._severity), "")
        parts = (state.locale.t("Warnings"), severity, state.say(room.name) if room else "")
        return " · ".join(part for part in parts if part)

    def show(self, state: DeskState) -> None:
        """Show what is wrong now."""
        self.query_one("#counts", Rows).paint = lambda width: counts(state, width)
        listed = chosen(state, severity=self._severity, room=self._room)
        split = self.query_one(Split)
        split.cards.painter = WarningPainter(state)
        split.fill(
            listed, lambda one, width: about_warning(state, one, width), empty=[[], self._nothing(state)]
        )
        self.show_keys()

    def _nothing(self, state: DeskState) -> Row:
        t = state.locale.t
        if state.warnings:
            return [(t("No such warning; x shows all of them."), "muted")]
        return [("✓ ", "*good"), (t("Nothing is wrong with the day as it stands."), "good")]

    @property
    def _warning(self) -> Warned | None:
        split = next(iter(self.query(Split)), None)
        return split.item if split is not None else None

    @property
    def session(self) -> Session | None:
        """The session that has to be changed."""
        warning, state = self._warning, self.state
        return session_of(state, warning) if warning is not None and state is not None else None

    @property
    def room_here(self) -> Room | None:
        """The room of that session."""
        session, state = self.session, self.state
        if session is None or state is None:
            return None
        return state.schedule.room_by_id.get(place_of(session).room)

    def allows(self, command: Command) -> bool:
        """Leave out what there is nothing for."""
        state, warning = self.state, self._warning
        match command.action:
            case "solve":
                return state is not None and warning is not None and remedy(state, warning) is not None
            case "everything":
                return bool(self._severity or self._room)
            case "severity" | "room":
                return state is not None and bool(state.warnings)
        if command in SESSION_KEYS and self.session is None:
            return False
        return super().allows(command)

    def on_split_pointed(self, message: Split.Pointed) -> None:
        """Show what can be done about this one."""
        message.stop()
        self.show_keys()

    def on_cards_chosen(self, message: Cards.Chosen) -> None:
        """Go to what has to be changed."""
        message.stop()
        session, warning, state = self.session, self._warning, self.state
        if session is not None:
            self.post_message(Choose(room=place_of(session).room, session=session.id))
            self.post_message(Go("board"))
        elif warning is not None and state is not None:
            first = warning.things[0]
            if first.kind == "room":
                self.post_message(Choose(room=first.id, session=""))
            if first.kind in _PLACES:
                self.post_message(Go(_PLACES[first.kind]))
            else:
                self.post_message(Say(state.locale.t("This can be put right in the programme's files only.")))

    def action_solve(self) -> None:
        """Propose the edit that solves it."""
        warning, state = self._warning, self.state
        if warning is not None and state is not None and (edit := remedy(state, warning)) is not None:
            self.post_message(Propose(edit))

    def action_severity(self) -> None:
        """Ask how bad what is shown must be."""
        if (state := self.state) is None or not state.warnings:
            return
        t = state.locale.t
        lines = [
            Line(_ANY, t("All"), str(len(state.warnings))),
            *(
                Line(one, severity_word(state, one), str(sum(it.severity == one for it in state.warnings)))
                for one in SEVERITIES
            ),
        ]
        self.ask(ChoiceDialog(t("How bad?"), lines, first=self._severity or _ANY), self._of_severity)

    def _of_severity(self, answer: str) -> None:
        self._severity = "" if answer == _ANY else answer
        self._again()

    def action_room(self) -> None:
        """Ask which room what is shown is about."""
        if (state := self.state) is None or not state.warnings:
            return
        t = state.locale.t
        found = [name for one in state.warnings for name in rooms_of(state, one)]
        lines = [
            Line(_ANY, t("Everywhere"), str(len(state.warnings))),
            *(
                Line(f"={one.id}", state.say(one.name), str(found.count(one.id)))
                for one in state.schedule.rooms
                if one.id in found
            ),
        ]
        self.ask(ChoiceDialog(t("Warnings about which room?"), lines, first=f"={self._room}"), self._of_room)

    def _of_room(self, answer: str) -> None:
        self._wanted_room = "" if answer == _ANY else answer[1:]
        self._again()

    def action_everything(self) -> None:
        """Leave nothing out."""
        self._severity = self._wanted_room = ""
        self._again()

    def _again(self) -> None:
        if self.state is not None:
            self.show_frame(self.state)
            self.show(self.state)
