"""What the day makes of the plan: an overlay, never in the plan's place."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Literal, Self, get_args

from pydantic import Field

from festival.schedule.values import Instant, LocalLine, Overlay, Slot

State = Literal["open", "few", "busy", "full", "paused", "closed"]
"""How full a place is. ``few``: few places left. ``busy``: open, with a wait."""
Departure = Literal["cancelled", "moved", "delay_min", "overrun_min", "state"]
"""The fields of a session's overlay that say how it departs from the plan."""
DEPARTURES: Final[tuple[Departure, ...]] = get_args(Departure)
"""What matters most comes first."""


class SessionLive(Overlay):
    """What the day made of a planned session. The default value means: as planned."""

    moved: Slot | None = None
    """The place and time that replace the planned ones; the delay comes on top."""
    delay_min: int = Field(default=0, ge=0, le=1440)
    """Minutes by which it starts later than its slot says."""
    overrun_min: int = Field(default=0, ge=-1440, le=1440)
    """Minutes by which it takes longer (or, negative, shorter) than its slot."""
    cancelled: bool = False
    state: State | None = None
    """Known only when somebody said so; ``full`` means nobody else gets in."""
    started_at: Instant | None = None
    """When somebody said that it begins; None while nobody has, or when it was put off since."""
    ended_at: Instant | None = None
    """When somebody said that it is over."""
    changed_at: Instant | None = None
    """When visitors were last told something of it."""
    reasons: dict[Departure, LocalLine] = Field(default={})
    """Why of those departures that have another reason than what matters most, which ``reason`` explains."""

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """See :attr:`Overlay.content`."""
        content = super().content
        if not self.reasons:
            return content
        ordered = {name: dict(sorted(text.items())) for name, text in sorted(self.reasons.items())}
        return {**content, "reasons": ordered}

    @property
    def departures(self) -> tuple[Departure, ...]:
        """How it departs from the plan, what matters most first."""
        return tuple(name for name in DEPARTURES if getattr(self, name) != getattr(AS_PLANNED, name))

    def why(self, departure: Departure) -> LocalLine:
        """Return the reason of that departure; empty if nobody gave one, or it does not depart so."""
        if getattr(self, departure) == getattr(AS_PLANNED, departure):
            return {}
        return self.reasons.get(departure, self.reason)

    def explained(self, whys: Mapping[Departure, LocalLine]) -> Self:
        """Return it with the reasons `whys` of its :attr:`departures`, and no others."""
        reason = next((whys[name] for name in self.departures), {})
        reasons = {name: why for name, why in whys.items() if why != reason}
        return self.model_copy(update={"reason": reason, "reasons": reasons})


class PlaceLive(Overlay):
    """What somebody said of a room or a station during the day. The default value means: nothing known."""

    state: State | None = None
    until: Instant | None = None
    """From then on the state is unknown again."""
    wait_min: int | None = Field(default=None, ge=0, le=600)
    changed_at: Instant | None = None

    def state_at(self, now: datetime) -> State | None:
        """Return the state if it is still known at `now`."""
        return None if self.until is not None and now >= self.until else self.state


# Made without validation, which would build validators at every start of the program (20 ms).
AS_PLANNED: Final = SessionLive.model_construct()
UNKNOWN: Final = PlaceLive.model_construct()


# pydantic copies a default; all sessions and places share these two, and ``is`` tells them.
def as_planned() -> SessionLive:
    """Return the one value that means: as planned."""
    return AS_PLANNED


def unknown() -> PlaceLive:
    """Return the one value that means: nothing known."""
    return UNKNOWN
