"""Calendars as ready answers: a calendar stays until the next revision, the date of a session until its own.

To write a date costs a millisecond, so it is done in a thread, and only for what has changed.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, time
from hashlib import blake2b
from typing import Any, Final, Protocol

from festival.formats.calendar import MEDIA_TYPE, bound
from festival.formats.dates import Dates, Revised
from festival.formats.feeds import Feed, Feeds
from festival.hub.options import Options
from festival.hub.prepared import Headers, Prepared, prepared
from festival.hub.revised import Log, Revisions, Touched
from festival.hub.security import HEADERS
from festival.links import CalendarKind, Links
from festival.locale import Locale, locale_for
from festival.schedule.cursor import Cursor
from festival.schedule.model import Schedule, Session

KEPT: Final = 256
"""Calendars that are kept ready; there may be as many of picks as visitors."""


class Told(Log, Protocol):
    """What is told of the day, and the log that led there (:class:`festival.hub.publisher.Publisher`)."""

    @property
    def schedule(self) -> Schedule:
        """The newest."""

    @property
    def cursor(self) -> Cursor:
        """Its place in the log."""


class Calendars:
    """The calendars of the newest schedule of `publisher`.

    The log does not say when the programme was made. What nobody changed since bears the day (UTC) on which this began:
    hubs that share a log, or one that starts again, then say the same, and nobody fetches it all anew.
    """

    def __init__(self, publisher: Told, options: Options) -> None:
        self._publisher = publisher
        self._base_url = options.base_url
        self._shared: Headers = [
            (b"cache-control", options.cache_control.encode()),
            (b"vary", b"Accept-Encoding"),
        ]
        today = options.clock().astimezone(UTC).date()
        self._printed = Revised(0, datetime.combine(today, time(), UTC))
        self._revisions = Revisions(publisher)
        self._turn = asyncio.Lock()
        self._cursor = Cursor("", 0)
        self._feeds: dict[str, Feeds] = {}
        """By language."""
        self._ready: dict[tuple[CalendarKind, str, str], Prepared] = {}
        """By kind, name (in capitals) and language; the one that was made first is forgotten first."""
        self._dates: dict[tuple[str, str], tuple[tuple[Any, ...], bytes]] = {}
        """By session and language: what a date was made of, and the date."""

    async def get(self, kind: CalendarKind, name: str, language: str) -> Prepared | None:
        """Return a calendar as of now; None if there is none of that kind and name.

        Raises :class:`festival.store.log.StoreError`.
        """
        key = (kind, name.upper(), language)
        # Without waiting for one that is being made, which may be that of ten thousand sessions.
        if self._cursor == self._publisher.cursor and (ready := self._ready.get(key)):
            return ready
        async with self._turn:
            schedule = self._publisher.schedule
            cursor = Cursor(schedule.epoch, schedule.revision)
            if cursor != self._cursor:
                self._feeds, self._ready, self._cursor = {}, {}, cursor
            if (ready := self._ready.get(key)) is None:
                locale = locale_for(language, schedule.festival.zone)
                touched = await self._revisions.up_to(cursor)
                feeds = self._feeds.setdefault(language, Feeds(schedule, locale, touched.withdrawn.values()))
                feed = await asyncio.to_thread(feeds.find, kind, name)
                if feed is None:
                    return None
                ready = await asyncio.to_thread(self._made, feed, schedule, locale, touched)
                if len(self._ready) >= KEPT:
                    del self._ready[next(iter(self._ready))]
                self._ready[key] = ready
            return ready

    async def withdrawn(self) -> Mapping[str, Session]:
        """Return, by their ids, the sessions that there were and are none any more, as cancelled. Raises StoreError."""
        async with self._turn:
            schedule = self._publisher.schedule
            return (await self._revisions.up_to(Cursor(schedule.epoch, schedule.revision))).withdrawn

    def _made(self, feed: Feed, schedule: Schedule, locale: Locale, touched: Touched) -> Prepared:
        links = Links(schedule.festival, self._base_url)
        dates = Dates(schedule, links, locale, lambda one: touched.last(one, self._printed))
        body = bound(
            schedule.festival,
            feed.sessions,
            [self._date(one, dates) for one in feed.sessions],
            name=feed.title,
            locale=locale,
            source=links.calendar(feed.kind, feed.name, locale.language),
        )
        # Opened by the program that knows calendars, and kept under a name that says what it is (RFC 6266).
        name = "-".join(filter(None, (schedule.festival.id, "picks" if feed.kind == "picks" else feed.name)))
        headers = [
            *self._shared,
            (b"content-disposition", f'inline; filename="{name}.ics"'.encode()),
            *HEADERS,
        ]
        # Of the content: what another session goes through is no news for who has this calendar.
        return prepared(body, MEDIA_TYPE, headers, etag=blake2b(body, digest_size=16).hexdigest())

    def _date(self, session: Session, dates: Dates) -> bytes:
        rooms = dates.schedule.room_by_id
        # Of what a date tells, the day changes nothing else.
        made_of = (
            session,
            rooms.get(session.room),
            rooms.get(session.expected.room),
            dates.revised(session),
            dates.schedule.epoch,
        )
        key = (session.id, dates.locale.language)
        known = self._dates.get(key)
        if known is None or known[0] != made_of:
            known = self._dates[key] = (made_of, dates.date(session))
        return known[1]
