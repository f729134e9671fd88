"""Calendars as ready answers: a calendar stays until the next revision, the date of a session until its own.

To write a date costs a millisecond, so it is done in a thread, and only for what has changed. Of a large calendar so many
are written at a time that others have their turn in between.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from functools import partial
from hashlib import blake2b
from typing import Any, Final, NamedTuple, Protocol

from festival.formats.calendar import MEDIA_TYPE, bound
from festival.formats.dates import Dates, Revised
from festival.formats.feeds import Feed, Feeds
from festival.hub.door import Payer
from festival.hub.lane import Lane, nobody
from festival.hub.options import OWN, Options
from festival.hub.prepared import Headers, Prepared, prepared
from festival.hub.revised import Log, Revisions, Touched
from festival.hub.security import HEADERS
from festival.hub.shelf import Shelf
from festival.links import MOST_PICKS, CalendarKind, Links
from festival.locale import Locale, locale_for
from festival.schedule.codes import LENGTH
from festival.schedule.cursor import Cursor
from festival.schedule.model import Schedule, Session

KEPT: Final = 256
"""Calendars that are kept ready; there may be as many of picks as visitors."""
SLICE: Final = 64
"""Dates that are written before another calendar has its turn."""
_MOST_NAME: Final = MOST_PICKS * LENGTH
"""Characters of a name that are looked at."""


class Told(Log, Protocol):
    """What is told of the day, and the log that led there (:class:`festival.hub.publisher.Publisher`)."""

    @property
    def schedule(self) -> Schedule:
        """The newest."""


class _Wish(NamedTuple):
    kind: CalendarKind
    name: str
    """In capitals."""
    language: str


class _Moment:
    """What all calendars of one revision are made from."""

    def __init__(self, schedule: Schedule, touched: Touched) -> None:
        self.schedule = schedule
        self.touched = touched
        self.shelf: Shelf[_Wish, Prepared | None] = Shelf(KEPT)
        self._feeds: dict[str, Feeds] = {}
        """By language."""

    def find(self, wish: _Wish) -> Feed | None:
        """Return what a calendar holds; None if there is no such calendar."""
        if wish.language not in self._feeds:
            locale = locale_for(wish.language, self.schedule.festival.zone)
            self._feeds[wish.language] = Feeds(self.schedule, locale, self.touched.withdrawn.values())
        return self._feeds[wish.language].find(wish.kind, wish.name)


class Calendars:
    """The calendars of the newest schedule of `publisher`.

    The log does not say when the programme was made. What nobody changed since bears the day (UTC) on which this began:
    hubs that share a log, or one that starts again, then say the same, and nobody fetches it all anew.
    """

    def __init__(self, publisher: Told, options: Options) -> None:
        self._publisher = publisher
        self._base_url = options.base_url
        self._cache_control = options.page_cache_control
        today = options.clock().astimezone(UTC).date()
        self._printed = Revised(0, datetime.combine(today, time(), UTC))
        self._revisions = Revisions(publisher)
        self._moment: _Moment | None = None
        self._lane = Lane("calendars")
        self._dates: dict[tuple[str, str], tuple[tuple[Any, ...], bytes]] = {}
        """By session and language: what a date was made of, and the date."""

    async def get(
        self, kind: CalendarKind, name: str, language: str, payer: Payer | None = None
    ) -> Prepared | None:
        """Return a calendar as of now; None if there is none of that kind and name.

        `payer` pays for one that is not at hand, if there may be as many as visitors. Raises
        :class:`festival.store.log.StoreError`, and :class:`festival.hub.problems.Problem` 429 or 503 if too much is asked.
        """
        wish = _Wish(kind, name[:_MOST_NAME].upper(), language)
        moment = await self._now()
        if (ready := moment.shelf.at_hand(wish)) is not None:
            return ready
        payer = payer if kind == "picks" else None
        if not moment.shelf.is_expected(wish):
            self._lane.refuse_if_full()
            if payer:
                payer.refuse_if_owing()
        return await moment.shelf.get(wish, partial(self._make, wish, moment, payer))

    async def withdrawn(self) -> Mapping[str, Session]:
        """Return, by their ids, the sessions that there were and are none any more, as cancelled. Raises StoreError."""
        return (await self._now()).touched.withdrawn

    async def _now(self) -> _Moment:
        while True:
            schedule, moment = self._publisher.schedule, self._moment
            if moment is not None and moment.schedule is schedule:
                return moment
            touched = await self._revisions.up_to(Cursor(schedule.epoch, schedule.revision))
            # What is known of later changes would put a number on dates that they have not reached.
            if schedule is self._publisher.schedule and self._moment is moment:
                self._moment = _Moment(schedule, touched)

    async def _make(self, wish: _Wish, moment: _Moment, payer: Payer | None) -> Prepared | None:
        schedule = moment.schedule
        links = Links(schedule.festival, self._base_url)
        locale = locale_for(wish.language, schedule.festival.zone)
        pay = payer.pay if payer else nobody
        feed = await self._lane.do("find", partial(moment.find, wish), aside=True, pay=pay)
        if feed is None:
            return None
        dates = Dates(schedule, links, locale, lambda one: moment.touched.last(one, self._printed))
        written: list[bytes] = []
        for at in range(0, len(feed.sessions), SLICE):
            some = feed.sessions[at : at + SLICE]
            write = partial(self._written, some, dates)
            written += await self._lane.do("dates", write, aside=True, pay=pay)
        bind = partial(self._bound, feed, written, links, locale)
        ready = await self._lane.do("bound", bind, aside=True, pay=pay)
        moment.shelf.keep(wish, ready)
        return ready

    def _written(self, sessions: Iterable[Session], dates: Dates) -> list[bytes]:
        return [self._date(one, dates) for one in sessions]

    def _bound(self, feed: Feed, dates: Iterable[bytes], links: Links, locale: Locale) -> Prepared:
        festival = links.festival
        body = bound(
            festival,
            feed.sessions,
            dates,
            name=feed.title,
            locale=locale,
            source=links.calendar(feed.kind, feed.name, locale.language),
        )
        # Opened by the program that knows calendars, and kept under a name that says what it is (RFC 6266).
        name = "-".join(filter(None, (festival.id, "picks" if feed.kind == "picks" else feed.name)))
        headers: Headers = [
            (b"cache-control", (OWN if feed.kind == "picks" else self._cache_control).encode()),
            (b"vary", b"Accept-Encoding"),
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
