"""One session: everything about it, a way to keep it, and its code."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from festival.kiosk.messages import Go, Pick
from festival.kiosk.state import State
from festival.kiosk.thing import ThingPage
from festival.kiosk.view.block import Block
from festival.kiosk.view.detail import session_blocks
from festival.kiosk.widgets.article import Article
from festival.links import Link
from festival.schedule.live import SessionLive
from festival.schedule.model import Session
from festival.tui.choices import Choice
from festival.tui.paint import fit

_ROOM_NAME = 24
"""Columns that a place's name may take among the actions."""


class SessionPage(ThingPage):
    """Opened with a session's id."""

    NAME: ClassVar[str] = "session"
    NAV: ClassVar[str] = "programme"
    KIND: ClassVar[str] = "session"

    def __init__(self) -> None:
        super().__init__()
        self._live: tuple[str, SessionLive] | None = None
        """Whose overlay was last shown, and what it was."""

    def show(self, state: State) -> None:
        """Show the session; what the day has changed of it while it is read comes into sight at once."""
        before, session = self._live, self.find(state)
        self._live = (session.id, session.live) if session else None
        super().show(state)
        if before and self._live and before[0] == self._live[0] and before != self._live:
            self.query_one(Article).forget()

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("Programme")

    def find(self, state: State) -> Session | None:
        """Return the session."""
        return state.schedule.session_by_id.get(self.subject)

    def blocks(self, state: State, thing: Any) -> Sequence[Block]:
        """Return what there is to read."""
        return session_blocks(state, thing, self.text_rows)

    def link(self, state: State, thing: Any) -> Link:
        """Return where its code leads."""
        return state.links.session(thing, state.schedule)

    def actions(self, state: State, thing: Any) -> Iterable[Choice]:
        """Return: keep it or let go of it, go to its place."""
        t = state.locale.t
        kept = thing.id in state.picks
        yield Choice("keep", t("Kept") if kept else t("Keep"), "★" if kept else "☆", chosen=kept)
        if room := state.schedule.room_by_id.get(thing.expected.room):
            yield Choice("room", fit(state.say(room.name), _ROOM_NAME), "→")

    def act(self, state: State, thing: Any, key: str) -> None:
        """Keep, let go, or go to the place."""
        self.post_message(Pick(thing.id) if key == "keep" else Go("room", thing.expected.room))
