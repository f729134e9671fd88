"""All errors that festival raises on purpose.

    FestivalError
    ├── ProgrammeError   programme files cannot be used: says file, line, key, what to do
    ├── EditRefused      an edit cannot be applied to this schedule
    │   └── EditConflict something it touches has changed since; holds the current value
    └── ContentTooLong   a text does not fit a QR code
"""

from typing import Any


class FestivalError(Exception):
    """Base of all; its text is a sentence for a person: what is wrong, where, what to do."""


class ProgrammeError(FestivalError):
    """The programme files cannot be used."""


class EditRefused(FestivalError):
    """An edit cannot be applied to this schedule."""


class EditConflict(EditRefused):
    """Something that the edit touches has changed since the revision it was made from."""

    def __init__(self, message: str, *, thing: str, current: Any) -> None:
        super().__init__(message)
        self.thing = thing
        self.current = current


class ContentTooLong(FestivalError):
    """A text does not fit a QR code."""
