"""Edits of what is said on every screen."""

from typing import Literal

from pydantic import Field

from festival.schedule.edits.base import BaseEdit
from festival.schedule.model import Id, Instant, LocalLine, Severity


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
    """An announcement is taken off the screens.

    If it was a warning and the edit has a reason, the reason is announced in its place for a quarter of an hour.
    """

    kind: Literal["withdraw"] = "withdraw"
    announcement: Id

    @property
    def severity(self) -> Severity:
        """It asks nobody to do anything."""
        return "info"
