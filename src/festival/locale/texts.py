"""Interface texts (gettext catalogues), dates and times.

English sentences in the source are the message ids, so English needs no catalogue. ``de.po`` is the German
one. Installing compiles it to ``de.mo``; until then, and after an edit, it is compiled in memory at every start.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from festival.locale.days import long_day, short_day

_FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = {"de": "Deutsch", "en": "English"}
"""Languages of the interface, each with its own name for itself."""


def _catalogue(language: str) -> NullTranslations:
    """Return the catalogue of `language`; a ``.po`` file that is newer than its compiled form wins."""
    source, compiled = _FOLDER / f"{language}.po", _FOLDER / f"{language}.mo"
    if compiled.exists() and not (source.exists() and source.stat().st_mtime > compiled.stat().st_mtime):
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    if not source.exists():
        return NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415  only in a checkout, and slow to import
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return GNUTranslations(buffer)


@dataclass(frozen=True, slots=True)
class Locale:
    """One language: its texts, and how it writes dates and times."""

    language: str
    """A key of :data:`LANGUAGES`."""
    zone: tzinfo
    """The festival's time zone: every instant is shown in it."""
    _texts: NullTranslations = field(repr=False, compare=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """The order in which to look for a programme text: this language, the same in all (``und``), English."""
        return (self.language, "und", "en")

    def t(self, message: str, /, **values: object) -> str:
        """Return `message` in this language, its ``{names}`` filled with `values`."""
        text = self._texts.gettext(message)
        return text.format(**values) if values else text

    def n(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """Return the form of the message that fits `n`, with ``{n}`` and `values` filled in."""
        return self._texts.ngettext(singular, plural, n).format(n=n, **values)

    def local(self, instant: datetime) -> datetime:
        """Return `instant` (aware) in the festival's time zone."""
        return instant.astimezone(self.zone)

    def time(self, instant: datetime) -> str:
        """Return the local time of `instant` as ``14:05``."""
        return f"{self.local(instant):%H:%M}"

    def time_beside(self, instant: datetime, other: datetime) -> str:
        """Return the local time of `instant`, with its day unless that is the local day of `other`."""
        same = self.local(instant).date() == self.local(other).date()
        return self.time(instant) if same else f"{self.short_day(instant)} {self.time(instant)}"

    def times(self, start: datetime, end: datetime) -> str:
        """Return a span of local times as ``14:05–15:00``."""
        return f"{self.time(start)}–{self.time(end)}"

    def day(self, day: date) -> str:
        """Return a day in full, ``Freitag, 27. Mai`` or ``Friday 27 May``; of an instant the local day."""
        return long_day(self._local_day(day), self.language)

    def short_day(self, day: date) -> str:
        """Return a day in short, ``Fr. 27.5.`` or ``Fri 27 May``; of an instant the local day."""
        return short_day(self._local_day(day), self.language)

    def _local_day(self, day: date) -> date:
        return self.local(day).date() if isinstance(day, datetime) else day

    def duration(self, span: timedelta) -> str:
        """Return a length of time as ``45 min`` or ``1 h 30``, rounded up to the minute."""
        minutes = max(0, -int(-span.total_seconds() // 60))
        hours, rest = divmod(minutes, 60)
        if not hours:
            return self.t("{n} min", n=minutes)
        return self.t("{h} h {m:02}", h=hours, m=rest) if rest else self.t("{h} h", h=hours)

    def country(self, code: str) -> str:
        """Return the name of a country by its code (ISO 3166-1 alpha-2), the code itself if CLDR has no name for it."""
        return _countries(self.language).get(code, code)


@lru_cache(maxsize=len(LANGUAGES))
def _countries(language: str) -> Mapping[str, str]:
    from babel import Locale as Cldr  # noqa: PLC0415  20 ms that only few pages need

    return Cldr.parse(language).territories


@lru_cache(maxsize=8)
def locale_for(language: str, zone: tzinfo) -> Locale:
    """Return the locale of `language`, English if there is no such catalogue."""
    known = language if language in LANGUAGES else "en"
    return Locale(known, zone, _catalogue(known))
