"""The whole site as files: pages and calendars in every language, the files beside them, and a QR code for each page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Final, NamedTuple, TypeAlias

from festival.formats.calendar import bound
from festival.formats.dates import Dates, Revised
from festival.formats.feeds import Feed, Feeds
from festival.links import Link, Links, calendar_path, qr_path
from festival.locale import locale_for
from festival.pages import site
from festival.pages.assets import ASSETS, SCRIPTS
from festival.pages.kinds import KINDS, Asked, find
from festival.pages.language import offered
from festival.pages.making import missing, page, withdrawn
from festival.pages.reader import Reader
from festival.pages.still import Still, Whole, file_in, page_file
from festival.pages.things import Thing, Things, session_code
from festival.qr import matrix, svg
from festival.schedule.model import Project, Room, Schedule, Session, Station

NOT_FOUND: Final = "404.html"
"""What most servers show for an address that leads to nothing, wherever it is."""
_ROBOTS: Final = "User-agent: *\nDisallow: {way}\n"
"""What is made up is no news for a search engine (RFC 9309)."""


_Ended: TypeAlias = tuple[Asked, Session | None]
"""A page that is no more, and the session that it was about, if that is known."""


class File(NamedTuple):
    """A file of the site."""

    path: str
    """Below its folder."""
    make: Callable[[], bytes]


def files(
    schedule: Schedule,
    now: datetime,
    links: Links,
    *,
    rehearsing: bool,
    before: Iterable[str] = (),
    gone: Iterable[Session] = (),
) -> Iterator[File]:
    """Yield every file of the site of `schedule` as it is at `now`. To make one takes a millisecond or two.

    `before` are the paths of files that stood there, `gone` the sessions that were withdrawn, as cancelled ones: the
    address of a page that is no more may be printed, so what stands at it from now on says so, and whoever subscribed to
    the date of such a session hears that it will not take place.
    """
    tags = offered(schedule.festival.languages)
    things, whole = Things.of(schedule), Whole.of(schedule)
    lost = {session_code(one): one for one in gone}
    ended = _ended(before, tags, things, lost)
    for tag in tags:
        locale = locale_for(tag, schedule.festival.zone)
        still = Still("", tags[0], whole)
        reader = Reader(schedule, things, now, locale, links, rehearsing=rehearsing, still=still)
        yield from _pages(reader, still, ended)
        yield from _calendars(reader, Feeds(schedule, locale, lost.values()), tags[0])
    for asset in ASSETS.values():
        if asset not in SCRIPTS:
            yield File(asset.path.removeprefix("/"), partial(bytes, asset.body))
    yield from _codes(schedule, things, links)
    yield File("robots.txt", lambda: _ROBOTS.format(way="/" if rehearsing else "").encode())


def _ended(
    before: Iterable[str], tags: Iterable[str], things: Things, gone: Mapping[str, Session]
) -> list[_Ended]:
    """Return the pages that stood there `before`, or led to the sessions that are `gone`, by code, and lead to nothing."""
    pages = {name.removeprefix(f"{tag}/") for name in before for tag in tags if name.endswith("/index.html")}
    pages |= {f"{KINDS['session'].letter}/{code}/index.html" for code in gone}
    found = (find(f"/{page.removesuffix('/index.html')}") for page in sorted(pages))
    return [
        (asked, gone.get(asked.code) if asked.kind.name == "session" else None)
        for asked in found
        if asked and asked.kind.code == "one" and things.thing(asked.kind.name, asked.code) is None
    ]


def _pages(reader: Reader, still: Still, ended: Iterable[_Ended]) -> Iterator[File]:
    language = reader.locale.language

    def file(path: str, make: Callable[[Reader], bytes], name: str = "") -> File:
        name = name or page_file(path, language, still.home)
        return File(name, lambda: make(replace(reader, still=replace(still, file=name))))

    for path in site.pages(reader.schedule):
        asked = find(path)
        if asked is not None and reader.offers(asked.kind.name):
            yield file(path, partial(_page, asked))
    for asked, session in ended:
        yield file(asked.path, partial(_withdrawn, asked, session))
    if language == still.home:
        yield file("", _missing, NOT_FOUND)


def _page(asked: Asked, reader: Reader) -> bytes:
    return page(reader, asked).body


def _withdrawn(asked: Asked, session: Session | None, reader: Reader) -> bytes:
    return withdrawn(reader, asked, session).body


def _missing(reader: Reader) -> bytes:
    return missing(reader).body


def _calendars(reader: Reader, feeds: Feeds, home: str) -> Iterator[File]:
    """Yield the calendars in one language. A session is in five or so; its date is written once."""
    schedule, locale = reader.schedule, reader.locale
    revised = Revised(schedule.revision, reader.now.replace(microsecond=0))
    dates = Dates(schedule, reader.links, locale, lambda _: revised)
    written: dict[str, bytes] = {}

    def date(session: Session) -> bytes:
        if session.id not in written:
            written[session.id] = dates.date(session)
        return written[session.id]

    def make(feed: Feed) -> bytes:
        # It is as it will stay: nothing says where a newer one is to be had.
        made = map(date, feed.sessions)
        return bound(schedule.festival, feed.sessions, made, name=feed.title, locale=locale, source=None)

    for feed in feeds:
        path = file_in(calendar_path(feed.kind, feed.name), locale.language, home)
        yield File(path, partial(make, feed))


def _codes(schedule: Schedule, things: Things, links: Links) -> Iterator[File]:
    for path in site.pages(schedule):
        asked = find(path)
        thing = things.thing(asked.kind.name, asked.code) if asked else None
        if asked is not None and thing is not None:
            link = _link(thing, schedule, links)
            yield File(qr_path(asked.path).removeprefix("/"), partial(_code, link))


def _link(thing: Thing, schedule: Schedule, links: Links) -> Link:
    match thing:
        case Project():
            return links.project(thing)
        case Room():
            return links.room(thing, schedule)
        case Station():
            return links.station(thing, schedule)
        case Session():
            return links.session(thing, schedule)


@lru_cache(64)  # without an address for the pages, most codes are that of the festival's own site
def _code(link: Link) -> bytes:
    return svg(matrix(link.url)).encode()
