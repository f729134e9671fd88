"""Edits of how full something is."""

from typing import Literal

from pydantic import Field

from festival.schedule.edits.base import BaseEdit
from festival.schedule.model import Id, Instant, Severity, State


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
