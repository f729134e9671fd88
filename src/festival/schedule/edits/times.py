"""Edits of when something happens: delays, and what a stage host says of the session that is on."""

from typing import Literal, Self

from pydantic import Field, model_validator

from festival.schedule.edits.base import BaseEdit
from festival.schedule.model import Id, Instant


class DelayRoom(BaseEdit):
    """Everything in a room starts later, until gaps absorb it; with negative minutes, delay is taken back.

    It begins with one session (which moves even if its start is fixed), or with those that start first at or
    after an instant.
    """

    kind: Literal["delay_room"] = "delay_room"
    room: Id
    minutes: int = Field(ge=-1440, le=1440)
    from_session: Id | None = None
    from_time: Instant | None = None
    """Without either: from the moment the edit is made."""

    @model_validator(mode="after")
    def _one_beginning(self) -> Self:
        if self.from_session is not None and self.from_time is not None:
            raise ValueError("give from_session or from_time, not both")
        return self


class DelaySession(BaseEdit):
    """One session alone starts later; what follows stays. Negative minutes take delay back."""

    kind: Literal["delay_session"] = "delay_session"
    session: Id
    minutes: int = Field(ge=-1440, le=1440)


class StartSession(BaseEdit):
    """A session starts now, and that is noted. What it is late by becomes its delay, and runs on like any other.

    Somebody who says so only later says since when, or the time until then would be a delay too.
    """

    kind: Literal["start_session"] = "start_session"
    session: Id
    at: Instant | None = None
    """When it began; without it: when the edit is made."""


class EndSession(BaseEdit):
    """A session has ended now, and that is noted.

    If that is late, what follows starts later; if it is early, nothing else moves.
    """

    kind: Literal["end_session"] = "end_session"
    session: Id


class ExtendSession(BaseEdit):
    """A session takes longer than its slot, and what follows starts later; with negative minutes, it is cut short."""

    kind: Literal["extend_session"] = "extend_session"
    session: Id
    minutes: int = Field(ge=-1440, le=1440)
