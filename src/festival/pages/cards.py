"""Things in a list: what a card says, and what is read out when it changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from festival.pages.reader import Reader
from festival.pages.things import session_code
from festival.schedule.model import (
    Announcement,
    PlaceLive,
    Project,
    Room,
    Session,
    SessionLive,
    Station,
)
from festival.schedule.timeline import Phase, phase
from festival.wording import labels
from festival.wording.announcements import GLYPHS
from festival.wording.people import speakers
from festival.wording.projects import project_label
from festival.wording.reading import Mixed, Span, plain
from festival.wording.rooms import closure, room_status
from festival.wording.sessions import because, change_words, for_whom, reasons, status, why
from festival.wording.stations import age, all_hours, news, reported, when
from festival.wording.stations import status as station_status

NOTHING: Span = ("", "")
_NEWS: Final = timedelta(hours=2)
"""So long it is said that something takes place after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A thing in a list. Texts of the programme stay in all their languages, so that a page can say which it is in."""

    key: str
    """Names the thing among all on a page."""
    title: Mapping[str, str]
    href: str = ""
    """Its page; empty if it has none."""
    says: str = ""
    """What is to be known of it now, in a sentence: it is read out when it changes. Empty where title, time and change say it."""
    day: str = ""
    """Unless it is the day in view."""
    time: str = ""
    until: str = ""
    planned: str = ""
    """The planned start where another is expected."""
    about: tuple[Mixed, ...] = ()
    status: Span = NOTHING
    change: Span = NOTHING
    why: tuple[Mixed, ...] = ()
    """The reason of the change, behind a dash."""
    place: Span = NOTHING
    """That its room is shut."""
    place_why: tuple[Mixed, ...] = ()
    more: tuple[Mixed, ...] = ()
    warnings: tuple[str, ...] = ()
    past: bool = False
    struck: bool = False
    code: str = ""
    """Of a session: by which a reader keeps it."""
    ends: str = ""
    """Among changes, of a station: when it shuts for good whatever is said of it, as a page gives its minute (UTC)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cards below a heading."""

    name: str
    """The part of the page: it is replaced as a whole when something in it changes."""
    heading: str
    cards: tuple[Card, ...]


def change_of(reader: Reader, session: Session) -> Span:
    """Return what has changed of a session, with its role; empty if nothing has."""
    glyph, words, role = change_words(reader, session)
    if words:
        return f"{glyph} {words}", role
    if reader.follows and says_again(reader.now, session.live):
        return f"✓ {reader.locale.t('takes place as planned after all')}", "good"
    return NOTHING


def says_again(now: datetime, live: SessionLive | PlaceLive) -> bool:
    """Return whether a session is as planned again, since a short time: who read that it is cancelled must know."""
    is_plain = isinstance(live, SessionLive) and not live.departures
    return is_plain and live.changed_at is not None and now - live.changed_at < _NEWS


def standing(reader: Reader, session: Session) -> Span:
    """Return where a session stands, unless what has changed says it already, and at more length, or its room is shut."""
    here = phase(session, reader.now)
    if not reader.follows or here is Phase.CANCELLED or closure(reader, session)[0]:
        return NOTHING  # a site that stays has no present
    is_said = here is Phase.UPCOMING and session.live.state != "full"
    return NOTHING if is_said and change_of(reader, session)[0] else status(reader, session)


def session_card(reader: Reader, session: Session, *, with_room: bool = True) -> Card:
    """Return a session."""
    locale, expected = reader.locale, session.expected
    code = session_code(session)
    room = reader.schedule.room_by_id.get(expected.room)
    shut = closure(reader, session) if with_room and reader.follows else NOTHING
    is_today = reader.day.start <= expected.start < reader.day.end
    planned = locale.time_beside(session.start, expected.start) if session.start != expected.start else ""
    return Card(
        key=f"T-{code}",
        title=session.title,
        href=reader.session_href(session),
        says=session_says(reader, session) if says_more(session) else "",
        day="" if is_today else locale.short_day(expected.start),
        time=locale.time(expected.start),
        until=locale.time(expected.end),
        planned="" if session.live.cancelled else planned,
        about=(*((room.name,) if room and with_room else ()), *for_whom(reader, session)),
        status=standing(reader, session),
        change=change_of(reader, session),
        why=why(reader, session.live) if change_words(reader, session)[1] else (),
        place=shut,
        place_why=because(reader, room.live.reason) if room and shut[0] else (),
        more=(speakers(reader, session.speakers),) if session.speakers else (),
        past=reader.follows and phase(session, reader.now) in {Phase.OVER, Phase.CANCELLED},
        struck=session.live.cancelled,
        code=code,
    )


def says_more(session: Session) -> bool:
    """Return whether there is more to be told of a session than its card has: it went elsewhere, or fills up."""
    is_full = session.live.state in {"full", "few"} and not session.live.cancelled
    return session.expected.room != session.room or is_full


def session_says(reader: Reader, session: Session) -> str:
    """Return a session in a sentence: title, time, place, what has changed and why; nothing that a minute makes untrue."""
    locale, expected = reader.locale, session.expected
    room = reader.schedule.room_by_id.get(expected.room)
    parts = [f"{reader.say(session.title)}, {locale.times(expected.start, expected.end)}"]
    parts += [reader.say(room.name)] if room else []
    said = [", ".join(parts)]
    changed, shut = change_of(reader, session)[0][2:], closure(reader, session)[0][2:]
    said += [f"{changed}{reasons(reader, session.live)}"] if changed else []
    said += [f"{shut}{plain(reader, because(reader, room.live.reason))}"] if room and shut else []
    full = labels.state(locale, session.live.state) if session.live.state in {"full", "few"} else ""
    said += [full] if full and full not in changed and not session.live.cancelled else []
    return ": ".join((said[0], ", ".join(said[1:]))) if said[1:] else said[0]


def station_card(reader: Reader, station: Station) -> Card:
    """Return a station: its state, when one can take part, for whom it is; in a site that stays when it was open."""
    card = Card(
        key=f"H-{station.code}",
        title=station.name,
        href=reader.thing_href("station", station),
        about=(age(reader.locale, station), station.venue),
    )
    if not reader.follows:
        return replace(card, more=(" · ".join(all_hours(reader, station)),))
    said, state = reported(reader, station), station_status(reader, station)
    reason = because(reader, station.live.reason) if said else ()
    return replace(
        card,
        says=f"{reader.say(station.name)}: {news(reader, station) or state[0][2:]}",
        status=NOTHING if reason else state,
        change=(f"{state[0][:1]} {said}", state[1]) if reason else NOTHING,
        why=reason,
        more=tuple(filter(None, (when(reader, station),))),
    )


def room_card(reader: Reader, room: Room) -> Card:
    """Return a stage or another place; how full it is, where there is a present."""
    state = room_status(reader, room) if reader.follows else NOTHING
    word = reader.locale.t("Stage") if room.kind == "stage" else reader.locale.t("Place")
    reason = because(reader, room.live.reason) if state[0] else ()
    name = reader.say(room.name)
    return Card(
        key=f"S-{room.code}",
        title=room.name,
        href=reader.thing_href("room", room),
        says=f"{name}: {state[0][2:]}{plain(reader, reason)}" if state[0] else name,
        about=(word, room.venue),
        status=NOTHING if reason else state,
        change=state if reason else NOTHING,
        why=reason,
    )


def project_card(reader: Reader, project: Project) -> Card:
    """Return a project."""
    return Card(
        key=f"P-{project.code}",
        title=project.name,
        href=reader.thing_href("project", project),
        about=(project_label(reader, project), project.place),
    )


def announcement_card(reader: Reader, one: Announcement) -> Card:
    """Return an announcement, with its sign, since when it holds, and where if not everywhere."""
    rooms, is_urgent = reader.schedule.room_by_id, one.severity == "urgent"
    word = reader.locale.t("Urgent") if is_urgent else ""
    names = tuple(rooms[place].name for place in one.rooms if place in rooms)
    role = {"info": "*accent", "warning": "*late", "urgent": "*stop"}[one.severity]
    since = reader.locale.time_beside(one.at, reader.now)
    return Card(
        key=f"N-{one.id}",
        title=one.text,
        says=": ".join(filter(None, (word, ", ".join(map(reader.say, names)), reader.say(one.text)))),
        time=f"{GLYPHS[one.severity]} {' · '.join(filter(None, (word, since)))}",
        about=names,
        status=("", role),
    )


def without_page(card: Card) -> Card:
    """Return a card that leads nowhere: its page is this one."""
    return replace(card, href="")
