"""The festival itself: its name, its days, its time zone, and the documents that it cites."""

from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from festival.schedule.text import Line
from festival.schedule.values import Frozen, Id, Instant, Language, LocalLine, Url


class Day(Frozen):
    """One day of the festival; it may end after midnight."""

    date: date
    name: LocalLine = {}
    start: Instant
    end: Instant


class Source(Frozen):
    """A public document or page that the programme cites."""

    title: Line
    url: Url | None = None


class Festival(Frozen):
    """The whole event."""

    id: Id
    name: LocalLine
    motto: LocalLine = {}
    city: Line = ""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166-1 alpha-2. Cities of other countries are named with theirs."""
    host: LocalLine = {}
    timezone: Line
    """IANA name; all local times of the programme files are in it."""
    languages: tuple[Language, ...] = Field(min_length=1)
    """Languages of the programme; the first is the one that is always there."""
    days: tuple[Day, ...] = Field(min_length=1)
    url: Url
    """The festival's own site: where a QR code leads when nothing better is known."""
    sources: dict[str, Source] = {}
    note: LocalLine = {}
    """The quiet line shown wherever sample data shows."""
    workshop: Id | None = None
    """The track that has an agenda for delegates, with people and cities; None where no page is for them."""
    emblem: tuple[Annotated[str, Field(pattern=r"^[.#ow]{1,60}$")], ...] = Field(default=(), max_length=60)
    """A picture for the attract loop, a string for each line of pixels: # dark, o bright, w light, . nothing."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the festival. Raises :class:`zoneinfo.ZoneInfoNotFoundError` for an unknown name."""
        return ZoneInfo(self.timezone)

    def begin_of_work(self, day: Day) -> datetime:
        """Return when the work on `day` begins (UTC): at midnight, or with the end of a longer night before it."""
        midnight = datetime.combine(day.date, time(), self.zone).astimezone(UTC)
        return max((midnight, *(one.end for one in self.days if one.end <= day.start)))

    def day_of_work(self, now: datetime) -> Day | None:
        """Return the day that organisers work on at `now` (aware): the last whose work has begun; None before the first."""
        begun = [day for day in self.days if self.begin_of_work(day) <= now]
        return max(begun, key=self.begin_of_work, default=None)
