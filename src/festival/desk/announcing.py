"""An announcement while it is written: what it says, where, how urgently, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Self, get_args

from festival.schedule import edits
from festival.schedule.kiosk_room import ANNOUNCEMENT
from festival.schedule.model import UNDETERMINED, Announcement, Severity
from festival.schedule.templates import Template
from festival.schedule.text import clean_line

LASTS_MIN: Final = (15, 30, 60)
"""How long it may hold, by one key."""
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)


@dataclass(frozen=True, slots=True)
class Wording:
    """One announcement on its way."""

    level: Severity = "info"
    text: Mapping[str, str] = field(default_factory=dict)
    """By language, as typed."""
    rooms: tuple[str, ...] = ()
    """Empty: everywhere."""
    lasts_min: int = LASTS_MIN[1]
    until: datetime | None = None
    """An end (UTC) that was typed; it goes before `lasts_min`."""

    @classmethod
    def of(cls, one: Announcement) -> Self:
        """Return the wording of an announcement, to be said again."""
        return cls(level=one.severity, text=dict(one.text), rooms=one.rooms)

    def from_template(self, template: Template) -> Self:
        """Return it with the text and severity of `template`."""
        return replace(self, level=template.level, text=dict(template.text))

    def more_severe(self, step: int) -> Self:
        """Return it so many steps up; after the last comes the first."""
        at = (SEVERITIES.index(self.level) + step) % len(SEVERITIES)
        return replace(self, level=SEVERITIES[at])

    def longer(self, step: int) -> Self:
        """Return it with the next of :data:`LASTS_MIN`."""
        at = (LASTS_MIN.index(self.lasts_min) + (step if self.until is None else 0)) % len(LASTS_MIN)
        return replace(self, lasts_min=LASTS_MIN[at], until=None)

    def expires(self, now: datetime) -> datetime:
        """Return when it goes off the screens, if it is published at `now`: with the end of a minute."""
        return self.until or now.replace(second=0, microsecond=0) + timedelta(minutes=self.lasts_min)

    @property
    def said(self) -> dict[str, str]:
        """The texts that are there, as they will be shown."""
        cleaned = {tag: clean_line(text) for tag, text in self.text.items()}
        return {tag: text for tag, text in cleaned.items() if text}

    def missing(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of `languages` that it has no text in."""
        said = self.said
        return () if UNDETERMINED in said else tuple(tag for tag in languages if tag not in said)

    @property
    def cut(self) -> tuple[str, ...]:
        """The languages whose text a kiosk's line would cut; what is urgent has a whole screen."""
        if self.level == "urgent":
            return ()
        return tuple(tag for tag, text in self.said.items() if not ANNOUNCEMENT.holds(text))

    def edit(self, now: datetime) -> edits.Announce:
        """Return the edit that publishes it at `now`. Raises ValueError if it says nothing."""
        return edits.Announce(level=self.level, text=self.said, rooms=self.rooms, expires=self.expires(now))
