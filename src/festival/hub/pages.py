"""Pages for phones: made once for each revision, minute and language that somebody asks for, then sent as ready bytes.

What is on now changes with the minute, so every page is as of a whole minute, and its ETag names it. Making one takes
a millisecond or two, less if a change leaves it as it was; all who ask meanwhile wait for the same bytes.
"""

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

from festival.hub.calendars import Calendars
from festival.hub.drawn import Drawn
from festival.hub.lane import Lane
from festival.hub.options import Options
from festival.hub.picks import Picks
from festival.hub.prepared import Headers, Prepared, prepared
from festival.hub.publisher import Publisher
from festival.hub.security import PAGE_HEADERS
from festival.links import Links
from festival.locale import LANGUAGES, locale_for
from festival.pages.kinds import Asked, find
from festival.pages.language import in_order, negotiated
from festival.pages.making import Page, missing, page, withdrawn
from festival.pages.reader import Reader
from festival.pages.things import Things, session_code
from festival.schedule.cursor import Cursor
from festival.schedule.model import Schedule, Session
from festival.schedule.search import SearchIndex

KEPT: Final = 1_024
"""Pages that are kept ready; there may be as many searches and picks as visitors."""
HTML: Final = "text/html; charset=utf-8"
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """A page in a language."""

    asked: Asked | None
    """None: whatever the address is meant to be, there is no such page."""
    language: str
    chose: bool
    """The language stands in the address."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """What all pages of one minute and revision are made from."""

    schedule: Schedule
    things: Things
    minute: datetime

    def holds(self, schedule: Schedule, now: datetime) -> bool:
        """Return whether pages of it are still right."""
        return schedule is self.schedule and self.minute <= now < self.minute + _MINUTE


class Pages:
    """The pages of the newest schedule of `publisher`."""

    def __init__(self, publisher: Publisher, calendars: Calendars, picks: Picks, options: Options) -> None:
        self._publisher = publisher
        self._calendars = calendars
        self._picks = picks
        self._options = options
        self._moment: _Moment | None = None
        self._ready: dict[Wish, Prepared] = {}
        """Of :attr:`_moment`; the one that was made first is forgotten first."""
        self._making: dict[Wish, asyncio.Task[Prepared]] = {}
        self._index: SearchIndex | None = None
        self._turn = threading.Lock()
        self._lane = Lane()
        self._drawn = Drawn()

    def wish(self, path: str, query: bytes, accept_language: bytes) -> Wish:
        """Return which page is meant, and in which language."""
        return _wish(path, query, accept_language, self._publisher.schedule.festival.languages)

    async def get(self, wish: Wish) -> Prepared:
        """Return the page as of this minute. Raises :class:`festival.store.log.StoreError`."""
        wish = await self._looked_up(wish)
        moment = self._now()
        if ready := self._ready.get(wish):
            return ready
        making = self._making.get(wish)
        if making is None:
            making = self._making[wish] = asyncio.create_task(self._make(wish, moment))
            making.add_done_callback(lambda _: self._making.pop(wish, None))
        # One who hangs up must not end the work for the others.
        return await asyncio.shield(making)

    async def _looked_up(self, wish: Wish) -> Wish:
        """Return `wish` with what is kept under its secret, if it has one."""
        if wish.asked is None or not wish.asked.secret:
            return wish
        kept = await self._picks.find(wish.asked.secret)
        if kept is None:
            return wish
        codes = "" if self._picks.have_ended(kept) else kept.codes
        return replace(wish, asked=replace(wish.asked, code=codes, until=kept.until))

    def _now(self) -> _Moment:
        schedule, now = self._publisher.schedule, self._options.clock()
        moment = self._moment
        if moment is None or not moment.holds(schedule, now):
            known = moment is not None and moment.schedule is schedule
            things = moment.things if moment is not None and known else Things.of(schedule)
            moment = self._moment = _Moment(schedule, things, now.replace(second=0, microsecond=0))
            # Who asked before waits for what is made already; who asks from now on does not.
            self._ready, self._making = {}, {}
        return moment

    async def _make(self, wish: Wish, moment: _Moment) -> Prepared:
        gone = await self._withdrawn(wish, moment)
        make = partial(self._made, wish, moment, gone)
        kind = wish.asked.kind.name if wish.asked else ""
        ready = await self._lane.do(kind, make, aside=bool(wish.asked and wish.asked.query))
        if moment is self._moment:
            if len(self._ready) >= KEPT:
                del self._ready[next(iter(self._ready))]
            self._ready[wish] = ready
        return ready

    async def _withdrawn(self, wish: Wish, moment: _Moment) -> Session | None:
        """Return the session that was meant, and is no more."""
        asked = wish.asked
        if asked is None or asked.kind.name != "session" or moment.things.thing("session", asked.code):
            return None
        gone = await self._calendars.withdrawn()
        return next((one for one in gone.values() if session_code(one) == asked.code), None)

    def _made(self, wish: Wish, moment: _Moment, gone: Session | None) -> Prepared:
        schedule = moment.schedule
        reader = Reader(
            schedule,
            moment.things,
            moment.minute,
            locale_for(wish.language, schedule.festival.zone),
            Links(schedule.festival, self._options.base_url),
            rehearsing=self._options.rate is not None,
            chose=wish.chose,
        )
        if wish.asked is None:
            made = missing(reader)
        elif gone is not None:
            made = withdrawn(reader, wish.asked, gone)
        else:
            index = self._index_of(schedule) if wish.asked.query else None
            made = page(reader, wish.asked, index)
        return self._prepared(wish, made, moment)

    def _prepared(self, wish: Wish, made: Page, moment: _Moment) -> Prepared:
        cursor = Cursor(moment.schedule.epoch, moment.schedule.revision)
        body = self._drawn.body(wish, made, cursor)
        found = made.status is HTTPStatus.OK
        kept = found and not made.is_secret
        headers: Headers = [
            (b"cache-control", (self._options.cache_control if kept else "no-store").encode()),
            *([(b"x-robots-tag", b"noindex")] if made.is_secret else []),
            (b"vary", b"Accept-Encoding, Accept-Language"),
            (b"content-language", made.language.encode()),
            *PAGE_HEADERS,
        ]
        etag = f"{cursor}-{made.language}-{moment.minute.astimezone(UTC):%Y%m%d%H%M}" if kept else ""
        return prepared(body, HTML, headers, etag=etag, status=made.status)

    def _index_of(self, schedule: Schedule) -> SearchIndex:
        with self._turn:  # a later index goes on with what the one before has read
            index = self._index.follow(schedule) if self._index else SearchIndex(schedule)
            while index.read_on():
                pass
            self._index = index
            return index


@lru_cache(4096)
def _wish(path: str, query: bytes, accept_language: bytes, languages: tuple[str, ...]) -> Wish:
    asked = find(path)
    given = _given(query)
    known = tuple(tag for tag in languages if tag in LANGUAGES) or ("en",)
    known = in_order(known[0], (tag for tag in LANGUAGES if tag != known[0]))
    chosen = given.get("l", "")
    language = chosen if chosen in known else negotiated(accept_language.decode("latin-1"), known)
    if asked is not None and asked.kind.asks:
        asked = Asked(asked.kind, query=given.get("q", "").strip())
    return Wish(asked, language, chose=chosen in known)


def _given(query: bytes) -> Mapping[str, str]:
    """Return the fields of a query; of each the first. One that nobody could have typed has none."""
    try:
        found = parse_qs(query.decode("ascii"), max_num_fields=8)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}
