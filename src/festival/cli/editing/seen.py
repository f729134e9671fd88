"""What the hub has, as an organiser sees it who types an edit: what names and times mean on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

import click

from festival.cli.editing.names import Kind, Named, find
from festival.programme.times import BadTimeError, parse_instant
from festival.schedule.cursor import Cursor
from festival.schedule.model import Day, Schedule, Session
from festival.schedule.timeline import day_of


class Said(TypedDict):
    """What all edits have: why, and whether sessions may start earlier."""

    reason: dict[str, str]
    earlier: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """The hub's newest schedule, and its time (UTC) then."""

    schedule: Schedule
    now: datetime

    @property
    def cursor(self) -> Cursor:
        """Its place in the log."""
        return Cursor(self.schedule.epoch, self.schedule.revision)

    def thing(self, text: str, *kinds: Kind) -> Named:
        """Return what `text` names. Raises :class:`click.UsageError` as :func:`~festival.cli.editing.names.find`."""
        return find(text, kinds, self.schedule)

    def session(self, text: str) -> Session:
        """Return the session that `text` names."""
        return self.schedule.session_by_id[self.thing(text, "session").id]

    def room(self, text: str) -> str:
        """Return the id of the room that `text` names."""
        return self.thing(text, "room").id

    def instant(self, text: str, *, day_of_session: Session | None = None) -> datetime:
        """Return the instant (UTC) of a festival time: ``15:30``, ``24:30``, ``2022-05-27T15:30``, an offset behind it.

        Without a day it is on that of the session, else on today's: an hour before the day begins is after midnight,
        if the day goes on until then. Raises :class:`click.UsageError` for what is no time.
        """
        about = day_of_session.expected.start if day_of_session else self.now
        day, zone = self._day_at(about), self.schedule.festival.zone
        try:
            found = parse_instant(text, day.date if day else about.astimezone(zone).date(), zone)
            if day is not None and found.instant < day.start and "-" not in text:
                after_midnight = parse_instant(text, day.date + timedelta(days=1), zone)
                found = after_midnight if after_midnight.instant <= day.end else found
        except BadTimeError as error:
            raise click.UsageError(f"{error}.") from error
        if found.is_ambiguous:
            local = found.instant.astimezone(zone)
            click.echo(
                f"{local:%H:%M} comes twice in that night: {local:%Z} is taken. For the other, write the offset.",
                err=True,
            )
        return found.instant

    @property
    def day(self) -> Day | None:
        """The festival's day that is on; on none, the next one; None when all are over."""
        return self._day_at(self.now)

    def _day_at(self, instant: datetime) -> Day | None:
        days = self.schedule.festival.days
        return day_of(days, instant) or next((one for one in days if one.start > instant), None)

    def told(self, instant: datetime) -> str:
        """Return `instant` as a festival time with its day and zone."""
        return f"{instant.astimezone(self.schedule.festival.zone):%a %Y-%m-%d %H:%M %Z}"
