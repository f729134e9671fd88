"""A session as the VEVENT of a calendar (RFC 5545, 3.6.1)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from icalendar import Event

from festival.links import Links
from festival.locale import Locale
from festival.locale.told import told
from festival.locale.who import hosts, speakers
from festival.schedule.model import Schedule, Session, words

DOMAIN: Final = "festival.invalid"
"""Right of the @ in a UID: never a host's name, which may change and tells of a machine (RFC 7986, 5.3; RFC 6761, 6.4)."""


class Revised(NamedTuple):
    """How often, and when, a session was last revised, as far as anybody knows."""

    sequence: int
    """Grows with each change of it, an undo as well (RFC 5545, 3.8.7.4, asks for no more: steps may be left out).

    The schedule's revision at the session's last change is such a number; so is the schedule's own revision, because
    in between the session stays as it is. ``live.changed_at`` is not: an undo takes it back."""
    at: datetime


def uid(session: Session, schedule: Schedule) -> str:
    """Return what names `session` for ever in all calendars (RFC 5545, 3.8.4.7), whichever host they come from."""
    return f"{session.id}@{schedule.festival.id}.{DOMAIN}"


def _comes_twice(local: datetime) -> bool:
    """Return whether the clocks show this local time once more, in the night in which they are set back."""
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


@dataclass(frozen=True, slots=True)
class Dates:
    """Makes the dates of one schedule in one language."""

    schedule: Schedule
    links: Links
    locale: Locale
    revised: Callable[[Session], Revised]

    def date(self, session: Session) -> bytes:
        """Return `session` as it is expected now, as VEVENT with folded lines."""
        made, revised = Event(), self.revised(session)
        made.add("uid", uid(session, self.schedule))
        made.add("sequence", revised.sequence)
        # Without a METHOD both say when it was last revised (RFC 5545, 3.8.7.2).
        made.add("dtstamp", revised.at)
        made.add("last-modified", revised.at)
        start, end = self._local(session.expected.start), self._local(session.expected.end)
        if _comes_twice(start) or _comes_twice(end):
            # The local time would mean the first (RFC 5545, 3.3.5), but not every program knows that.
            start, end = start.astimezone(UTC), end.astimezone(UTC)
        made.add("dtstart", start)
        made.add("dtend", end)
        made.add("status", "CANCELLED" if session.live.cancelled else "CONFIRMED")
        if session.live.cancelled:
            made.add("transp", "TRANSPARENT")
        made.add("summary", self._summary(session))
        made.add("location", ", ".join(dict.fromkeys(filter(None, self._place(session)))))
        made.add("description", "\n\n".join(filter(None, self._paragraphs(session))))
        if track := self.schedule.track_by_id.get(session.track):
            made.add("categories", [self._say(track.name)])
        made.add("url", self._address(session))
        written: bytes = made.to_ical()
        return written

    def _local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.schedule.festival.zone)

    def _say(self, text: dict[str, str]) -> str:
        return words(text, self.locale.languages)

    def _address(self, session: Session) -> str:
        return self.links.session(session, self.schedule).href

    def _summary(self, session: Session) -> str:
        """Return the title behind what matters most: not every program shows the status, or that a time has changed."""
        t, live, title = self.locale.t, session.live, self._say(session.title)
        if live.cancelled:
            mark = t("Cancelled")
        elif live.moved is not None:
            mark = t("Moved")
        elif live.delay_min:
            mark = t("{n} min later", n=live.delay_min)
        elif live.state == "full":
            mark = t("Full")
        else:
            return title
        return f"{mark}: {title}"

    def _place(self, session: Session) -> Iterator[str]:
        if room := self.schedule.room_by_id.get(session.expected.room):
            yield self._say(room.name)
            yield self._say(room.venue)
        yield self.schedule.festival.city

    def _paragraphs(self, session: Session) -> Iterator[str]:
        yield told(session, self.schedule, self.locale)
        yield self._say(session.abstract)
        yield "\n".join(speakers(session, self.schedule, self.locale))
        if named := hosts(session, self.schedule, self.locale):
            yield f"{self.locale.t('Taking part')}: {' · '.join(named)}"
        if session.sample:
            yield self.locale.t("Sample entry, made up for this rehearsal.")
        yield self._address(session)
