"""What words are made from: a schedule, an instant and a language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol, TypeAlias

from festival.locale import Locale
from festival.schedule.model import Day, Schedule

Span = tuple[str, str]
"""A text and its role, such as "late", with a "*" before it for bold: what it means, which a screen gives a look."""

Mixed: TypeAlias = "str | Mapping[str, str] | tuple[Mixed, ...]"
"""A text in the reader's language, one of the programme in its own, or several of them, one behind the other."""


class Reading(Protocol):
    """What the state of every app has: what is read, when, and in which language."""

    @property
    def schedule(self) -> Schedule:
        """What is on."""

    @property
    def now(self) -> datetime:
        """The present instant (aware, UTC)."""

    @property
    def locale(self) -> Locale:
        """The reader's language."""

    def say(self, text: dict[str, str], /) -> str:
        """Return a programme text in the reader's language, or the nearest there is."""


class Today(Reading, Protocol):
    """A reading of one festival day."""

    @property
    def rehearsing(self) -> bool:
        """Whether the clock or the changes are made up; every page says so."""

    @property
    def day(self) -> Day:
        """The festival day that holds `now`, else the next one, else the last."""


def plain(reading: Reading, text: Mixed) -> str:
    """Return `text` in the reader's language throughout, or the nearest there is."""
    if isinstance(text, str):
        return text
    if isinstance(text, tuple):
        return "".join(plain(reading, one) for one in text)
    return reading.say(dict(text))
