"""What an organiser is warned of, and how badly: values free of language, made by :mod:`festival.schedule.watchlist`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from festival.schedule.conflicts import Conflict, ConflictKind, Ref
from festival.schedule.model import Severity


class WatchKind(StrEnum):
    """What is wrong, besides the kinds of conflicts."""

    PAST_START = "past_start"
    """A session should have begun, and nobody said that it has."""
    CURFEW = "curfew"
    """A session ends after its room closes, or after the day ends."""
    CAPACITY = "capacity"
    """A session takes more people than its room."""
    TOO_LONG = "too_long"
    """A text is cut on a kiosk."""
    CODE_WITHOUT_PAGE = "code_without_page"
    """A station whose QR code leads to no project. (A stage: :attr:`ConflictKind.STAGE_WITHOUT_PROJECT`.)"""


_SEVERE: Final[dict[str, Severity]] = {
    ConflictKind.ROOM_OVERLAP: "urgent",
    ConflictKind.FIXED_START: "urgent",
    ConflictKind.PERSON_TWICE: "urgent",
    ConflictKind.NO_TRANSLATION: "info",
    ConflictKind.STAGE_WITHOUT_PROJECT: "info",
    WatchKind.CODE_WITHOUT_PAGE: "info",
    WatchKind.TOO_LONG: "info",
}
"""Urgent is what cannot take place as it stands, info what can wait until the evening; all else is a warning."""
_SENTENCES: Final = {
    WatchKind.PAST_START: "{0} should have begun {minutes} ago in {1}, and nobody said so: start, delay or cancel it",
    WatchKind.CURFEW: "{0} ends {minutes} after {1} closes: shorten or move it",
    WatchKind.CAPACITY: "{0} is for {size} people, and {1} has room for {most}: move it, or announce that it may be full",
    WatchKind.TOO_LONG: "{field} of {0} is too long for a kiosk in {languages}: {size} letters where {most} fit",
    WatchKind.CODE_WITHOUT_PAGE: "{0} has a QR code that leads to no project: name one",
}


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the field's word; whoever needs Python's own as well gives this another name
    """Something that an organiser should look at."""

    severity: Severity
    kind: ConflictKind | WatchKind
    things: tuple[Ref, ...]
    """What has to be changed; then what it collides with; then where or who. For a curfew without a room: the session."""
    minutes: int = 0
    """How much too late, too long or too short."""
    languages: tuple[str, ...] = ()
    """Those that are missing, or in which the text is too long."""
    field: str = ""
    """The model field whose text it is."""
    code: str = ""
    size: int = 0
    """How many people, or letters."""
    most: int = 0
    """How many would fit."""

    def sentence(self) -> str:
        """Return it in plain English: what is wrong and what to do."""
        if isinstance(self.kind, ConflictKind):
            known = Conflict(self.kind, self.things, self.minutes, self.languages, self.field, self.code)
            return known.sentence()
        names = [*map(str, self.things), "the day"]
        return _SENTENCES[self.kind].format(
            *names,
            minutes=f"{self.minutes} minute" + ("" if self.minutes == 1 else "s"),
            languages=" and ".join(self.languages),
            field=self.field,
            size=self.size,
            most=self.most,
        )


def warn(kind: ConflictKind | WatchKind, *things: Ref, **facts: int | str | tuple[str, ...]) -> Warning:
    """Return the warning of that kind, as severe as its kind; `facts` are fields of :class:`Warning`."""
    return Warning(_SEVERE.get(kind, "warning"), kind, things, **facts)  # type: ignore[arg-type]
