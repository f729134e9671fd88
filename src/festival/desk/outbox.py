"""The part of the app that sends edits: each stands in the state until it is made or thrown away."""

from typing import Any, Final

from textual.message import Message
from textual.reactive import reactive

from festival.client.errors import Refused
from festival.desk.dialogs.base import Dialog
from festival.desk.dialogs.preview import Decision
from festival.desk.dialogs.repeats import Repeats
from festival.desk.dialogs.waiting import StuckDialog
from festival.desk.hub import Hub
from festival.desk.messages import Discard, Made, Retry
from festival.desk.sending import Sending, again, begun, refused, unanswered, with_one, without
from festival.desk.state import DeskState, Notice
from festival.desk.view.told import told
from festival.schedule.errors import FestivalError
from festival.tui.paged import PagedApp

HEAD_START_S: Final = 0.02
"""So long the screen waits for an edit to leave: else the frame in which the preview closes is painted first."""


class OutboxApp(PagedApp):
    """An app that can send edits to `hub`."""

    state: reactive[DeskState] = reactive[DeskState](None, init=False)  # type: ignore[arg-type]

    def __init__(
        self, state: DeskState, first: str, hub: Hub, *, repeats: Repeats | None = None, **options: Any
    ) -> None:
        super().__init__(state, first, **options)
        self.hub = hub
        self.repeats = repeats or Repeats()
        self._sent = 0
        self._unseen: list[int] = []
        """Numbers of edits that came back and were not shown yet."""

    @property
    def is_asking(self) -> bool:
        """Whether a dialog is open."""
        return isinstance(self.screen, Dialog)

    def publish(self, decision: Decision) -> None:
        """Send what was decided."""
        self._sent += 1
        self._send(begun(self._sent, decision.edit, decision.based_on, self.state.now))

    def _send(self, one: Sending) -> None:
        self.delay_update(HEAD_START_S)
        self._note(one)
        self.run_worker(self._deliver(one), group="outbox")

    def _note(self, one: Sending) -> None:
        self.state = self.state.with_(waiting=with_one(self.state.waiting, one))

    async def _deliver(self, one: Sending) -> None:
        try:
            cursor, _ = await self.hub.edit(one.edit, one.based_on, key=one.key)
        except Refused as error:
            self._came_back(refused(one, error))
        except FestivalError as error:  # also what is no hub: nobody knows what became of it
            self._came_back(unanswered(one, str(error)))
        else:
            words = self.state.locale.t(
                "Revision {n}: {what}", n=cursor.revision, what=told(self.state, one.edit)
            )
            self.state = self.state.with_(
                waiting=without(self.state.waiting, one.number), notice=Notice(words, "good")
            )
            self.post_message(Made(one.edit, cursor))

    def _came_back(self, one: Sending) -> None:
        """Keep what the hub did not make, and say so."""
        self._note(one)
        t = self.state.locale.t
        words = (
            t("No answer yet: {what}. It waits in the outbox (Ctrl+O).", what=told(self.state, one.edit))
            if one.stage == "unanswered"
            else t("Not made: {what}. It waits in the outbox (Ctrl+O).", what=told(self.state, one.edit))
        )
        self.state = self.state.with_(notice=Notice(words, "late" if one.stage == "unanswered" else "stop"))
        if one.stage != "unanswered":
            self._unseen.append(one.number)
            self.show_stuck()

    def show_stuck(self) -> None:
        """Show what came back and was not seen yet, unless another question stands."""
        waiting = {one.number: one for one in self.state.waiting}
        while self._unseen and not self.is_asking:
            one = waiting.get(self._unseen.pop(0))
            if one is not None and one.needs_somebody:
                dialog = StuckDialog(one, self.repeats)
                dialog.state = self.state
                self.push_screen(dialog, self._resolved)

    def _resolved(self, message: Message | None) -> None:
        if message is not None:
            self.post_message(message)

    def on_retry(self, message: Retry) -> None:
        """Send an edit again."""
        found = next((one for one in self.state.waiting if one.number == message.number), None)
        if found is not None and found.needs_somebody and (cursor := self.state.cursor) is not None:
            self._send(again(found, cursor))

    def on_discard(self, message: Discard) -> None:
        """Throw an edit away, and say which."""
        found = next((one for one in self.state.waiting if one.number == message.number), None)
        if found is not None and found.needs_somebody:
            words = self.state.locale.t("Thrown away: {what}", what=told(self.state, found.edit))
            self.state = self.state.with_(
                waiting=without(self.state.waiting, found.number), notice=Notice(words, "muted")
            )
