"""What an organiser wants: one frozen class for each kind of edit.

An edit is an intention ("delay the forecourt stage by 15 minutes from now, rain"), not a state. What it does to
a schedule is decided by :func:`festival.schedule.apply.apply`. To add a kind: a class here, its name in
:data:`Edit`, and one function there.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import ConfigDict, Field, TypeAdapter, model_validator

from festival.schedule.model import Frozen, Id, Instant, LocalBlock, LocalLine, Session, Severity, State


class BaseEdit(Frozen):
    """What all edits have."""

    reason: LocalLine = Field(default={})
    """Why, for visitors; shown beside what changed."""

    @property
    def severity(self) -> Severity:
        """How much the change that it makes matters to visitors."""
        return "warning"


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


class SetSessionState(BaseEdit):
    """How full a session is; None takes the statement back."""

    kind: Literal["set_session_state"] = "set_session_state"
    session: Id
    state: Literal["open", "few", "full"] | None

    @property
    def severity(self) -> Severity:
        """Only "full" turns people away."""
        return "warning" if self.state == "full" else "info"


class _SetPlaceState(BaseEdit):
    state: State | None
    """None: nothing is known any more."""
    wait_min: int | None = Field(default=None, ge=0, le=600)
    until: Instant | None = None
    """From then on nothing is known any more."""

    @property
    def severity(self) -> Severity:
        """Only what turns people away is more than information."""
        return "warning" if self.state in {"full", "paused", "closed"} else "info"


class SetRoomState(_SetPlaceState):
    """How full a room is, or that it is closed."""

    kind: Literal["set_room_state"] = "set_room_state"
    room: Id


class SetStationState(_SetPlaceState):
    """How full a hands-on station is, how long one waits, or that it is closed."""

    kind: Literal["set_station_state"] = "set_station_state"
    station: Id


class Announce(BaseEdit):
    """A text on every screen, or on those of some rooms, until it expires."""

    kind: Literal["announce"] = "announce"
    id: Id | None = None
    """Left out, it is made from the revision."""
    level: Severity = "info"
    text: LocalLine = Field(min_length=1)
    rooms: tuple[Id, ...] = ()
    """Empty: everywhere."""
    expires: Instant

    @property
    def severity(self) -> Severity:
        """As the organiser chose."""
        return self.level


class Withdraw(BaseEdit):
    """An announcement is taken off the screens."""

    kind: Literal["withdraw"] = "withdraw"
    announcement: Id

    @property
    def severity(self) -> Severity:
        """It asks nobody to do anything."""
        return "info"


class Undo(BaseEdit):
    """A change is reversed, by a new change."""

    kind: Literal["undo"] = "undo"
    change: int = Field(ge=1)
    """Its revision."""


Edit = Annotated[
    DelayRoom
    | DelaySession
    | CancelSession
    | ReopenSession
    | MoveSession
    | AddSession
    | CorrectText
    | SetSessionState
    | SetRoomState
    | SetStationState
    | Announce
    | Withdraw
    | Undo,
    Field(discriminator="kind"),
]
"""Any edit; `kind` tells which."""

_EDIT: Final[TypeAdapter[Edit]] = TypeAdapter(Edit, config=ConfigDict(defer_build=True))


def edit_from(data: Mapping[str, Any]) -> Edit:
    """Return the edit that `data` (from JSON or TOML) describes. Raises :class:`pydantic.ValidationError`."""
    return _EDIT.validate_python(data)
