"""What can be done to a session by one key, on every page that has one under a cursor."""

from festival.desk.commands import Command
from festival.desk.messages import Choose, Propose, Say
from festival.desk.session_keys import CHANGE_KEYS, DELAY_KEYS, SESSION_KEYS, STAGE_KEYS
from festival.desk.session_questions import SessionQuestions
from festival.desk.view.change import newest_of
from festival.schedule import edits


class SessionPage(SessionQuestions):
    """A page with a session under its cursor, which the keys are about; put those of :data:`SESSION_KEYS` into ``KEYS``."""

    def allows(self, command: Command) -> bool:
        """Leave out what makes no sense for this session."""
        session = self.session
        if session is None:
            return command not in SESSION_KEYS or command.action == "add" or command in DELAY_KEYS
        live = session.live
        is_untold = not live.cancelled and live.started_at is None
        sense = {
            "reopen": live.cancelled,
            "start": is_untold and live.ended_at is None,
            "begun": is_untold and self.state is not None and session.expected.start < self.state.now,
            "end": not live.cancelled and live.ended_at is None,
        }
        if live.cancelled and command in {*STAGE_KEYS, *CHANGE_KEYS}:
            return command.action in {"reopen", "add", "correct", "undo", "copy_id"}
        return sense.get(command.action, True)

    def propose(self, edit: edits.Edit) -> None:
        """Have the app show what `edit` would do."""
        self.post_message(Propose(edit))

    # Times

    def action_delay(self, minutes: int) -> None:
        """Delay the room from this session on; in a room without a session, from now on."""
        room, session = self.room_here, self.session
        if room is not None:
            self.propose(
                edits.DelayRoom(room=room.id, minutes=minutes, from_session=session.id if session else None)
            )

    def action_start(self) -> None:
        """Say that it begins."""
        if self.session is not None:
            self.propose(edits.StartSession(session=self.session.id))

    def action_end(self) -> None:
        """Say that it is over."""
        if self.session is not None:
            self.propose(edits.EndSession(session=self.session.id))

    # Whether, where and when

    def action_cancel(self) -> None:
        """Cancel it."""
        if self.session is not None:
            self.propose(edits.CancelSession(session=self.session.id))

    def action_reopen(self) -> None:
        """Let it take place after all."""
        if self.session is not None:
            self.propose(edits.ReopenSession(session=self.session.id))

    def action_swap(self) -> None:
        """Mark it, or let it change places with the marked one."""
        session, state = self.session, self.state
        if session is None or state is None:
            return
        marked = state.chosen.marked
        if not marked or marked not in state.schedule.session_by_id or marked == session.id:
            self.post_message(Choose(marked="" if marked == session.id else session.id))
            if marked != session.id:
                text = state.locale.t(
                    "{session} is marked: go to another and press W.", session=state.say(session.title)
                )
                self.post_message(Say(text))
        else:
            self.post_message(Choose(marked=""))
            self.propose(edits.SwapSessions(first=marked, second=session.id))

    def action_undo(self) -> None:
        """Take back the newest change of this session that the desk knows."""
        session, state = self.session, self.state
        if session is None or state is None:
            return
        found = newest_of(state, "session", session.id)
        if found is None:
            self.post_message(Say(state.locale.t("Nothing that the desk knows of has changed it.")))
        else:
            self.propose(edits.Undo(change=found.revision))

    def action_copy_id(self) -> None:
        """Put its id on the clipboard (OSC 52), and show it for terminals that have none."""
        if self.session is not None and self.state is not None:
            self.app.copy_to_clipboard(self.session.id)
            self.post_message(Say(self.state.locale.t("Id: {id}", id=self.session.id)))
