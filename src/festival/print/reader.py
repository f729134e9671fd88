"""For whom is printed: of which schedule, as of when, in which language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from festival.links import Link, Links
from festival.locale import Locale
from festival.qr import matrix, svg
from festival.schedule.editions import Edition
from festival.schedule.model import Day, Schedule, words
from festival.schedule.timeline import day_in_view
from festival.wording.provenance import rehearsal

_ENDLESS: Final = re.compile(r"\S{30,}")
"""No word of a language that hyphenation would not break is as long."""
_PIECE: Final = re.compile(r"\S{12}(?=\S)")
_MAY_BREAK: Final = "\N{ZERO WIDTH SPACE}"

Data = dict[str, Any]
"""What a template reads, as JSON."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that printed matter is made from, as one frozen value."""

    schedule: Schedule
    now: datetime
    """The instant whose state is printed (aware, UTC)."""
    locale: Locale
    links: Links
    rehearsing: bool = False
    """The clock or the changes are made up; every sheet says so."""

    @property
    def day(self) -> Day:
        """The festival day that holds `now`, else the next one, else the last."""
        return day_in_view(self.schedule.festival.days, self.now)

    def say(self, text: Mapping[str, str]) -> str:
        """Return a programme text in the reader's language, or the nearest there is; an endless word may break."""
        return _ENDLESS.sub(
            lambda word: _PIECE.sub(rf"\g<0>{_MAY_BREAK}", word[0]), words(text, self.locale.languages)
        )

    def day_words(self, day: Day) -> str:
        """Return a festival day in full, with its year: paper outlives it."""
        return f"{self.locale.day(day.date)} {day.date.year}"

    def edition(self, edition: Edition) -> str:
        """Return what tells an old sheet from one that holds: its mark, and when what it says was last told."""
        if edition.told_at is None:
            return self.locale.t("Revision {mark} · as planned", mark=edition.mark)
        local = self.locale.local(edition.told_at)
        time = f"{self.locale.day(edition.told_at)} {local.year}, {self.locale.time(edition.told_at)}"
        return self.locale.t("Revision {mark} · as of the last change: {time}", time=time, mark=edition.mark)

    def common(self, title: str, edition: Edition) -> Data:
        """Return what every template needs; `title` is the document's, `edition` that of what it is about."""
        festival = self.schedule.festival
        caution = " · ".join(part for part in (rehearsal(self), self.say(festival.note)) if part)
        return {
            "language": self.locale.language,
            "title": title,
            "festival": self.say(festival.name),
            "motto": self.say(festival.motto),
            "host": self.say(festival.host),
            "city": festival.city,
            "edition": self.edition(edition),
            "caution": caution,
            "scan": self.locale.t("Scan: what is on now, and what has changed"),
        }


def code_of(link: Link) -> Data:
    """Return the QR code of a link (level Q, for paper) and the address below it."""
    code = matrix(link.url, "Q")
    return {"svg": svg(code, title=link.clear_text), "modules": code.size, "clear": link.clear_text}
