"""All errors that festival raises on purpose.

FestivalError
├── ProgrammeError   programme files cannot be used: says file, line, key, what to do
├── EditRefused      an edit cannot be applied to this schedule
│   ├── EditConflict something it touches has changed since; holds the current value
│   └── WouldBeEarlier  sessions would start earlier than was said: it needs a confirmation
├── SnapshotNeeded   a change does not follow this schedule: take the whole one
└── ContentTooLong   a text does not fit a QR code
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple


class FestivalError(Exception):
    """Base of all; its text is a sentence for a person: what is wrong, where, what to do."""


class Problem(NamedTuple):
    """One thing that is wrong in a programme file."""

    file: str
    """Relative to the programme's folder, with slashes; "" when it concerns the folder."""
    line: int
    """Counted from 1; 0 when no line can be named."""
    key: str
    """What it concerns, as a person finds it: ``session.opening.room``; "" when it concerns the file."""
    message: str
    """What is wrong and what to do."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.key, self.message) if part)


class ProgrammeError(FestivalError):
    """The programme files cannot be used. :attr:`problems` holds all that is wrong, by file and line."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class EditRefused(FestivalError):
    """An edit cannot be applied to this schedule.

    Its text is `sentence` with `facts` in it, and names things by their ids; :func:`festival.wording.refusals.refusal`
    says the same in a reader's words.
    """

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence.format(**facts))
        self.sentence = sentence
        """With the names of facts in braces: the id of the message to translate."""
        self.facts = facts
        """What was given by name: under ``session``, ``room``, ``station`` and so on the id of such a thing."""


class EditConflict(EditRefused):
    """Something that the edit touches has changed since the revision it was made from."""

    def __init__(self, sentence: str, *, thing: str, current: Any, **facts: object) -> None:
        super().__init__(sentence, **facts)
        self.thing = thing
        self.current = current


class WouldBeEarlier(EditRefused):
    """Sessions would start earlier than was said, and the edit does not say that this is meant."""

    def __init__(self, sentence: str, *, sessions: Sequence[str]) -> None:
        super().__init__(sentence, session=sessions[0], n=len(sessions) - 1)
        self.sessions = tuple(sessions)
        """Their ids; the sentence names the first, and how many more there are."""


class SnapshotNeeded(FestivalError):
    """A change does not follow the schedule one has: fetch the whole schedule instead."""


class ContentTooLong(FestivalError):
    """A text does not fit a QR code."""
