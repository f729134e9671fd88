"""Edits of what takes place, and where."""

from typing import Literal, Self

from pydantic import Field, model_validator

from festival.schedule.edits.base import BaseEdit
from festival.schedule.model import Id, Instant, LocalBlock, Session, Severity


class CancelSession(BaseEdit):
    """A session does not take place; it stays visible, marked, until its old end."""

    kind: Literal["cancel_session"] = "cancel_session"
    session: Id


class ReopenSession(BaseEdit):
    """A cancelled session takes place after all."""

    kind: Literal["reopen_session"] = "reopen_session"
    session: Id


class MoveSession(BaseEdit):
    """A session moves to another room, another time, or both; its length stays.

    A new start is exact: a delay it had is gone. A new room alone keeps the delay.
    """

    kind: Literal["move_session"] = "move_session"
    session: Id
    room: Id | None = None
    start: Instant | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.room is None and self.start is None:
            raise ValueError("give a room, a start, or both")
        return self


class SwapSessions(BaseEdit):
    """Two sessions change places: each takes the other's room, start and delay, and keeps its length.

    Two that follow each other in one room keep the time between them.
    """

    kind: Literal["swap_sessions"] = "swap_sessions"
    first: Id
    second: Id

    @model_validator(mode="after")
    def _are_two(self) -> Self:
        if self.first == self.second:
            raise ValueError("give two different sessions")
        return self


class SplitSession(BaseEdit):
    """A session is interrupted and goes on later: the rest becomes a session of its own."""

    kind: Literal["split_session"] = "split_session"
    session: Id
    at: Instant
    """When the first part ends."""
    resume: Instant
    """When the second part starts."""
    id: Id | None = None
    """Of the second part; left out, it is made from the first one's."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.resume < self.at:
            raise ValueError("the second part cannot start before the first one ends")
        return self


class ReplaceSession(BaseEdit):
    """Something else takes place instead: the one is cancelled, the other says whom it replaces."""

    kind: Literal["replace_session"] = "replace_session"
    session: Id
    by: Session
    """A new one; its room and times are its own."""


class AddSession(BaseEdit):
    """A session that was not planned."""

    kind: Literal["add_session"] = "add_session"
    session: Session


class CorrectText(BaseEdit):
    """A text was wrong; visitors need no message. Languages that `text` does not name stay; an empty one goes."""

    kind: Literal["correct_text"] = "correct_text"
    thing: Literal["session", "room", "station"]
    id: Id
    field: Literal["title", "name", "abstract", "venue", "way"]
    text: LocalBlock = Field(min_length=1)

    @property
    def severity(self) -> Severity:
        """An editorial matter."""
        return "info"
