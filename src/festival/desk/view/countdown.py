"""How much time a session has left, always in words and a sign besides the colour."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final, Literal

from festival.desk.state import DeskState
from festival.desk.view.course import left
from festival.locale import Locale
from festival.schedule.model import Session

WARNING: Final = timedelta(minutes=5)
"""From then on a speaker should think of the end."""
LAST: Final = timedelta(minutes=2)
"""From then on a speaker should come to it."""

Stage = Literal["calm", "warning", "danger"]
ROLES: Final[dict[Stage, str]] = {"calm": "good", "warning": "late", "danger": "stop"}
GLYPHS: Final[dict[Stage, str]] = {"calm": "▶", "warning": "◷", "danger": "‼"}


@dataclass(frozen=True, slots=True)
class Countdown:
    """The time that is left, and how much that matters."""

    left: timedelta
    """Negative: it is over its time."""

    @property
    def stage(self) -> Stage:
        """Whether there is time, little, or none."""
        if self.left <= timedelta():
            return "danger"
        return "warning" if self.left <= WARNING else "calm"

    @property
    def over_min(self) -> int:
        """Whole minutes over the time."""
        return max(0, int(-self.left.total_seconds() // 60))

    def words(self, locale: Locale) -> str:
        """Return it for the crew: ``7 min left``, ``3 min over``."""
        t = locale.t
        if self.left > timedelta():
            return t("{time} left", time=locale.duration(self.left))
        return t("{n} min over", n=self.over_min) if self.over_min else t("time is up")

    def plea(self, locale: Locale) -> str:
        """Return what the speaker is told; empty while there is time."""
        if self.stage == "danger":
            over = f": +{self.over_min}" if self.over_min else ""
            return locale.t("Time is up") + over
        if self.left <= LAST:
            return locale.t("Please come to an end")
        minutes = ceil(self.left.total_seconds() / 60)
        return locale.n("{n} minute left", "{n} minutes left", minutes) if self.stage == "warning" else ""

    @property
    def clock(self) -> str:
        """It in minutes and seconds: ``12:05``, ``+3:20`` over the time, ``1:30:00`` from an hour and a half on."""
        seconds = abs(int(self.left.total_seconds()))
        minutes, rest = divmod(seconds, 60)
        sign = "+" if self.left < timedelta() else ""
        if minutes < _LONG_MIN:
            return f"{sign}{minutes}:{rest:02}"
        return f"{sign}{minutes // 60}:{minutes % 60:02}:{rest:02}"


_LONG_MIN: Final = 90


def countdown(state: DeskState, session: Session) -> Countdown:
    """Return how much time `session` has left at the present instant."""
    return Countdown(left(session, state.now))
