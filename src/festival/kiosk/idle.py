"""When a kiosk asks "still there?", and when it forgets the visitor.

EN 301 549 and WCAG 2.2 (2.2.1) ask that a time limit can be extended: any key or touch does, without limit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

ASK_AFTER_S = 60.0
COUNTDOWN_S = 20.0


class Presence(Enum):
    """Whether somebody is using the kiosk."""

    HERE = auto()
    ASKED = auto()
    """Nothing happened for a while; the countdown runs."""
    GONE = auto()


@dataclass(slots=True)
class Idle:
    """Tells from the time of the last key or touch whether somebody is there. `monotonic` gives seconds."""

    monotonic: Callable[[], float]
    last: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin with somebody there."""
        self.last = self.monotonic()

    def touch(self) -> None:
        """Note a key or a touch."""
        self.last = self.monotonic()

    @property
    def silence_s(self) -> float:
        """Seconds since the last key or touch."""
        return self.monotonic() - self.last

    @property
    def presence(self) -> Presence:
        """What the silence means."""
        if self.silence_s < ASK_AFTER_S:
            return Presence.HERE
        return Presence.ASKED if self.silence_s < ASK_AFTER_S + COUNTDOWN_S else Presence.GONE

    @property
    def countdown_s(self) -> int:
        """Whole seconds left of the countdown."""
        return max(0, round(ASK_AFTER_S + COUNTDOWN_S - self.silence_s))
