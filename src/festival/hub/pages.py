"""Pages for phones: made once for each revision, minute and language that somebody asks for, then sent as ready bytes.

What is on now changes with the minute, so every page is as of a whole minute, and its ETag names it. Making one takes
one millisecond or two, the largest agenda or search five to eight, less if a change leaves it as it was; all who ask
meanwhile wait for the same bytes. Who has the hub make many that nobody else asks for pays for it; what the festival has
of its own is so much and no more, and everybody gets it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Final

from festival.hub.calendars import Calendars
from festival.hub.door import Payer
from festival.hub.drawn import Drawn
from festival.hub.lane import Lane, nobody
from festival.hub.options import OWN, Options
from festival.hub.picks import Picks
from festival.hub.prepared import HTML, Headers, Prepared, prepared
from festival.hub.publisher import Publisher
from festival.hub.security import PAGE_HEADERS
from festival.hub.shelf import Shelf
from festival.hub.wishes import Wish, wish
from festival.links import Links
from festival.locale import locale_for
from festival.pages.making import Page, missing, page, withdrawn
from festival.pages.reader import Reader
from festival.pages.things import Things, session_code
from festival.schedule.cursor import Cursor
from festival.schedule.model import Schedule, Session
from festival.schedule.search import SearchIndex

KEPT: Final = 1_024
"""Pages that are kept ready, of those that many ask for."""
KEPT_OWN: Final = 256
"""Pages that are kept ready, of those that there are as many of as visitors: picks, and what a search finds."""
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Moment:
    """What all pages of one minute and revision are made from, and those that are made."""

    schedule: Schedule
    things: Things
    minute: datetime
    shared: Shelf[Wish, Prepared] = field(default_factory=lambda: Shelf(KEPT))
    own: Shelf[Wish, Prepared] = field(default_factory=lambda: Shelf(KEPT_OWN))
    readers: dict[tuple[str, bool], Reader] = field(default_factory=dict)
    missed: set[Wish] = field(default_factory=set)
    """Of the addresses that :meth:`is_free` let pass those that led to nothing: hours in which nothing begins."""

    def holds(self, schedule: Schedule, now: datetime) -> bool:
        """Return whether pages of it are still right."""
        return schedule is self.schedule and self.minute <= now < self.minute + _MINUTE

    def shelf(self, wish: Wish) -> Shelf[Wish, Prepared]:
        """Return where a page is kept: none that only one visitor wants takes the place of one that many do."""
        return self.own if wish.is_own else self.shared

    def is_free(self, wish: Wish) -> bool:
        """Return whether nobody pays for it: it is one of the festival's own pages, and there is room to keep it."""
        asked = wish.asked
        if asked is None or wish.is_own or wish in self.missed:
            return False
        match asked.kind.code:
            case "none":
                return True
            case "date":
                there_is = any(
                    asked.code.startswith(day.date.isoformat()) for day in self.schedule.festival.days
                )
            case _:
                there_is = self.things.thing(asked.kind.name, asked.code) is not None
        return there_is and self.shared.has_room


class Pages:
    """The pages of the newest schedule of `publisher`."""

    def __init__(self, publisher: Publisher, calendars: Calendars, picks: Picks, options: Options) -> None:
        self._publisher = publisher
        self._calendars = calendars
        self._picks = picks
        self._options = options
        self._moment: _Moment | None = None
        self._index: tuple[Schedule, SearchIndex] | None = None
        self._lane = Lane("pages")
        self._drawn = Drawn()

    def wish(self, path: str, query: bytes, accept_language: bytes) -> Wish:
        """Return which page is meant, and in which language."""
        return wish(path, query, accept_language, self._publisher.schedule.festival.languages)

    def at_hand(self, wish: Wish) -> Prepared | None:
        """Return the page as of this minute if it is made already."""
        return self._now().shelf(wish).at_hand(wish)

    async def get(self, wish: Wish, payer: Payer) -> Prepared:
        """Return the page as of this minute; `payer` pays for making it, if only one visitor wants it or it is none.

        Pages that many want are bounded by their number: nobody pays for them, and nobody is refused them because
        somebody else behind the same address asked for too much. Raises :class:`festival.store.log.StoreError`, and
        :class:`festival.hub.problems.Problem` 429 or 503 if too much is asked.
        """
        moment = self._now()
        is_free = moment.is_free(wish)
        if not is_free and not moment.shelf(wish).is_expected(wish):
            payer.refuse_if_owing()
            self._lane.refuse_if_full()
        wish = await self._looked_up(wish)
        moment = self._now()
        make = partial(self._make, wish, moment, nobody if is_free else payer.pay)
        return await moment.shelf(wish).get(wish, make)

    async def _looked_up(self, wish: Wish) -> Wish:
        """Return `wish` with what is kept under its secret, if it has one."""
        if wish.asked is None or not wish.asked.secret:
            return wish
        kept = await self._picks.find(wish.asked.secret)
        if kept is None:
            return wish
        return replace(wish, asked=replace(wish.asked, code=kept.codes, until=kept.until))

    def _now(self) -> _Moment:
        schedule, now = self._publisher.schedule, self._options.clock()
        moment = self._moment
        if moment is None or not moment.holds(schedule, now):
            known = moment is not None and moment.schedule is schedule
            things = moment.things if moment is not None and known else Things.of(schedule)
            moment = self._moment = _Moment(schedule, things, now.replace(second=0, microsecond=0))
        return moment

    async def _make(self, wish: Wish, moment: _Moment, pay: Callable[[float], None]) -> Prepared:
        gone = await self._withdrawn(wish, moment)
        searches = wish.asked is not None and bool(wish.asked.query)
        index = await self._index_of(moment.schedule) if searches else None
        kind = wish.asked.kind.name if wish.asked else ""
        make = partial(self._made, wish, moment, gone, index)
        ready, is_kept = await self._lane.do(kind, make, behind=wish.is_own, pay=pay)
        if is_kept:
            moment.shelf(wish).keep(wish, ready)
        elif moment.is_free(wish):
            moment.missed.add(wish)
        return ready

    async def _withdrawn(self, wish: Wish, moment: _Moment) -> Session | None:
        """Return the session that was meant, and is no more."""
        asked = wish.asked
        if asked is None or asked.kind.name != "session" or moment.things.thing("session", asked.code):
            return None
        gone = await self._calendars.withdrawn()
        return next((one for one in gone.values() if session_code(one) == asked.code), None)

    def _made(
        self, wish: Wish, moment: _Moment, gone: Session | None, index: SearchIndex | None
    ) -> tuple[Prepared, bool]:
        """Return a page, and whether it may be kept."""
        reader = self._reader(wish, moment)
        if wish.asked is None:
            made = missing(reader)
        elif gone is not None:
            made = withdrawn(reader, wish.asked, gone)
        else:
            made = page(reader, wish.asked, index)
        return self._prepared(wish, made, moment)

    def _reader(self, wish: Wish, moment: _Moment) -> Reader:
        """Return who reads the page: one for all pages of a moment and language, so that what these share is made once."""
        key = (wish.language, wish.chose)
        if key not in moment.readers:
            festival = moment.schedule.festival
            moment.readers[key] = Reader(
                moment.schedule,
                moment.things,
                moment.minute,
                locale_for(wish.language, festival.zone),
                Links(festival, self._options.base_url),
                rehearsing=self._options.rate is not None,
                chose=wish.chose,
            )
        return moment.readers[key]

    def _prepared(self, wish: Wish, made: Page, moment: _Moment) -> tuple[Prepared, bool]:
        cursor = Cursor(moment.schedule.epoch, moment.schedule.revision)
        is_kept = made.status is HTTPStatus.OK and not made.is_secret
        body = self._drawn.body(wish, made, cursor) if is_kept and not wish.is_own else made.body
        headers: Headers = [
            (b"cache-control", self._cache_control(wish, is_kept=is_kept).encode()),
            *([(b"x-robots-tag", b"noindex")] if made.is_secret else []),
            (b"vary", b"Accept-Encoding, Accept-Language"),
            (b"content-language", made.language.encode()),
            *PAGE_HEADERS,
        ]
        etag = f"{cursor}-{made.language}-{moment.minute.astimezone(UTC):%Y%m%d%H%M}" if is_kept else ""
        return prepared(body, HTML, headers, etag=etag, status=made.status), is_kept

    def _cache_control(self, wish: Wish, *, is_kept: bool) -> str:
        if not is_kept:
            return "no-store"
        return OWN if wish.is_own else self._options.page_cache_control

    async def _index_of(self, schedule: Schedule) -> SearchIndex:
        if self._index is not None and self._index[0] is schedule:
            return self._index[1]
        return await self._lane.do("index", partial(self._read, schedule), aside=True)

    def _read(self, schedule: Schedule) -> SearchIndex:
        if self._index is None or self._index[0] is not schedule:
            # A later index goes on with what the one before has read.
            index = self._index[1].follow(schedule) if self._index else SearchIndex(schedule)
            while index.read_on():
                pass
            self._index = schedule, index
        return self._index[1]
