"""Pages that list: today, the workshop, what a search finds, and picks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from functools import partial
from itertools import pairwise
from typing import Any, Final

from festival.pages.cards import (
    Card,
    project_card,
    room_card,
    says_again,
    session_card,
    station_card,
)
from festival.pages.kinds import Asked
from festival.pages.programme import way_ahead
from festival.pages.reader import Reader
from festival.schedule.agenda import Parallel, Placed, agenda_days, agenda_of, placed
from festival.schedule.codes import LENGTH
from festival.schedule.model import Room, Session, Station
from festival.schedule.search import Hit, SearchIndex
from festival.schedule.timeline import RoomNow, in_order, is_open, now_in_rooms, up_to_next
from festival.wording.clashes import clash, clashes
from festival.wording.days import date_of, is_over, is_today
from festival.wording.latest import Thing, Together, changed, sentence
from festival.wording.people import cities, city, people_lines
from festival.wording.reading import Mixed
from festival.wording.rooms import nothing_more
from festival.wording.sessions import reasons, why
from festival.wording.ways import distance, length, minutes

_STEPS_M: Final = 50
"""So far nobody needs a pause to get."""
MOST_FOUND: Final = 30
MOST_CHANGES: Final = 5
"""So many changes stand on the page of today in full; :data:`MOST_NAMED` more are named, and lead to where they belong."""
MOST_PLACES: Final = 10
"""So many places show there what is on; :data:`MOST_NAMED` more are named. That keeps it small at any festival."""
MOST_RUNNING: Final = 2
"""So many of the sessions that run at the same time in one place are shown in full."""
MOST_COMING: Final = 2
"""So many come there: the next that takes place, and what is cancelled right before it."""
MOST_NAMED: Final = 12
MOST_TOGETHER: Final = 6
"""So many of the sessions that one change moved alike are named."""


def today_page(reader: Reader) -> Mapping[str, Any]:
    """Return what is on now and next in each place, what has changed, and the announcements that hold."""
    t = reader.locale.t
    # In the programme's order, whatever the minute: nothing moves away under a thumb.
    board = [one for one in now_in_rooms(reader.schedule, reader.now, until=reader.day.end) if _has_more(one)]
    found = changed(reader, partial(says_again, reader.now))
    open_now = sum(is_open(one, reader.now) for one in reader.schedule.stations)
    return {
        "changes": [_changed(reader, one) for one in found[:MOST_CHANGES]],
        "more_changes": [_changed(reader, one) for one in found[MOST_CHANGES:][:MOST_NAMED]],
        "count": len(found),
        "places": [_place(reader, one) for one in board[:MOST_PLACES]],
        "more_places": [room_card(reader, one.room) for one in board[MOST_PLACES:][:MOST_NAMED]],
        "place_count": len(board),
        "stations": reader.locale.n("{n} station open now", "{n} stations open now", open_now)
        if open_now
        else "",
        "calm": t("Nothing has changed: everything takes place as planned."),
        "heading": _heading(reader),
        "over": is_over(reader),
        "nothing": nothing_more(reader),
    }


def _heading(reader: Reader) -> str:
    """Return what the programme of the day in view is now."""
    return reader.locale.t("On now and next") if is_today(reader) else reader.locale.t("To begin with")


def _has_more(here: RoomNow) -> bool:
    return bool(here.running or here.following)


def _place(reader: Reader, here: RoomNow) -> Mapping[str, Any]:
    """Return a place, what runs there, how much more does, and what comes next."""
    shown = [*here.running[:MOST_RUNNING], *up_to_next(here.following)[-MOST_COMING:]]
    return {
        "room": room_card(reader, here.room),
        "sessions": [session_card(reader, one, with_room=False) for one in shown],
        "more": len(here.running[MOST_RUNNING:]),
    }


def _changed(reader: Reader, one: Thing | Together) -> Card:
    match one:
        case Session():
            return session_card(reader, one)
        case Room():
            return room_card(reader, one)
        case Station():
            end = max(span.end for span in one.open).astimezone(UTC)
            return replace(station_card(reader, one), ends=end.isoformat()[:16])
        case Together():
            first = one.sessions[0]
            room = reader.schedule.room_by_id[first.expected.room]
            glyph, words, role = sentence(reader, one, with_room=False)
            named: list[Mixed] = [
                (f"{reader.locale.time(it.expected.start)} ", it.title) for it in one.sessions[:MOST_TOGETHER]
            ]
            if (left := len(one.sessions) - MOST_TOGETHER) > 0:
                named.append(reader.locale.t("and {n} more", n=left))
            return replace(
                room_card(reader, room),
                key=f"C-{first.id}",
                about=tuple(named),
                status=("", ""),
                says=f"{sentence(reader, one)[1]}{reasons(reader, first.live)}",
                change=(f"{glyph} {words}", role),
                why=why(reader, first.live),
            )


def workshop_page(reader: Reader) -> Mapping[str, Any]:
    """Return the workshop's agenda by day, with people and cities."""
    schedule = reader.schedule
    track = schedule.track_by_id.get(schedule.festival.workshop or "")
    days = agenda_days(schedule) if track else []
    agenda = [one for day in days for one in agenda_of(schedule, day)]
    found = sorted(cities(schedule), key=lambda one: reader.say(one.name))
    return {
        "track": track,
        "days": [
            (reader.date(day.date), [_agenda(reader, one) for one in placed(agenda_of(schedule, day))])
            for day in days
        ],
        "cities": [city(reader, one) for one in found],
        "ahead": way_ahead(reader, agenda),
        "feed": track.id if track else "",
    }


def _agenda(reader: Reader, one: Parallel | Placed) -> Card | str:
    """Return a session with its people, or the heading above sessions in parallel."""
    if isinstance(one, Parallel):
        times = reader.locale.times(one.start, one.end)
        return f"{times} · {reader.locale.n('{n} in parallel', '{n} in parallel', one.count)}"
    return replace(session_card(reader, one.session), more=tuple(people_lines(reader, one.session)))


def search_page(reader: Reader, query: str, index: SearchIndex | None) -> Mapping[str, Any]:
    """Return what a search finds, or what to offer instead. `index` is None while nothing is searched for."""
    hits = index.search(query, reader.now) if index else []
    found = [card for hit in hits[:MOST_FOUND] if (card := _hit(reader, hit))]
    instead = index.suggestions(query, reader.now) if index and not found else []
    return {
        "query": query,
        "found": found,
        "more": max(0, len(hits) - MOST_FOUND),
        "instead": [card for one in instead if (card := _hit(reader, one.hit))],
    }


def _hit(reader: Reader, hit: Hit) -> Card | None:
    """Return the card of what was found; people and organisations have no page, so their next session's."""
    schedule, t = reader.schedule, reader.locale.t
    match hit.kind:
        case "session":
            return session_card(reader, schedule.session_by_id[hit.id])
        case "station":
            return station_card(reader, schedule.station_by_id[hit.id])
        case "project":
            return project_card(reader, schedule.project_by_id[hit.id])
        case "room":
            return room_card(reader, schedule.room_by_id[hit.id])
        case "landmark":
            pin = schedule.landmark_by_id[hit.id]
            href = f"{reader.href('map')}#{pin.id}"
            return Card(key=f"M-{pin.id}", title=pin.name, href=href, about=(t("On the map"),))
        case "person":
            person = schedule.person_by_id[hit.id]
            sessions = [one for one in schedule.sessions if person.id in one.speakers]
            about = person.role if reader.say(person.role) else t("Person")
            return _led(
                reader, Card(key=f"X-{person.id}", title={"und": person.name}, about=(about,)), sessions
            )
        case "organisation":
            home = schedule.organisation_by_id[hit.id]
            sessions = [one for one in schedule.sessions if home.id in one.organisations]
            return _led(
                reader, Card(key=f"X-{home.id}", title=home.name, about=(city(reader, home),)), sessions
            )


def _led(reader: Reader, card: Card, sessions: Sequence[Session]) -> Card:
    """Return `card` with the way to the session that runs or comes next, else to the last one."""
    ordered = in_order(sessions)
    ahead = (one for one in ordered if one.expected.end > reader.now and not one.live.cancelled)
    session = next(ahead, ordered[-1] if ordered else None)
    if session is None:
        return card
    words = f"➜ {reader.locale.time_beside(session.expected.start, reader.now)} "
    return replace(card, href=reader.session_href(session), more=((words, session.title),))


def picks_page(reader: Reader, asked: Asked) -> Mapping[str, Any]:
    """Return the sessions with the codes in `asked` in time order, by day: what overlaps, and the ways between."""
    codes = [asked.code[at : at + LENGTH] for at in range(0, len(asked.code), LENGTH)]
    found = [reader.things.thing("session", code) for code in codes]
    sessions = in_order(one for one in found if isinstance(one, Session))
    together = clashes(sessions)
    days: dict[str, list[tuple[Card, str]]] = {}
    ways = dict(_ways(reader, [one for one in sessions if not one.live.cancelled]))
    for one in sessions:
        card = reader.once("card", one.id, partial(session_card, reader, one))
        if others := together.get(one.id):
            card = replace(card, warnings=tuple(clash(reader, other, one) for other in others))
        day = reader.locale.day(date_of(reader, one.expected.start))
        days.setdefault(day, []).append((card, ways.get(one.id, "")))
    n = reader.locale.n
    count = sum(map(len, together.values())) // 2
    return {
        "ahead": way_ahead(reader, sessions),
        "codes": asked.code,
        "name": asked.name,
        "until": asked.until and reader.locale.day(asked.until),
        "days": days.items(),
        "summary": n("{n} session", "{n} sessions", len(sessions)),
        "overlaps": n("{n} overlap", "{n} overlaps", count) if count else "",
        "lost": len(codes) - len(sessions),
        **({"canonical": None} if asked.secret else {}),
    }


def _ways(reader: Reader, sessions: Sequence[Session]) -> Iterator[tuple[str, str]]:
    """Yield by its id how far it is from a session to the next one, where a map says so; less time is a warning."""
    locale, rooms = reader.locale, reader.schedule.room_by_id
    for one, other in pairwise(sessions):
        rooms_apart = one.expected.room, other.expected.room
        far = reader.once("metres", " ".join(rooms_apart), partial(_metres, reader, *rooms_apart))
        room = rooms.get(other.expected.room)
        days = {date_of(reader, one.expected.start), date_of(reader, other.expected.start)}
        if far is None or room is None or len(days) > 1:
            continue
        words = locale.t("To {place}: {way}", place=reader.say(room.name), way=length(locale, far))
        left = (other.expected.start - one.expected.end).total_seconds() / 60
        if far > _STEPS_M and 0 <= left < minutes(far):
            words = f"▲ {words} – {locale.t('only {n} min between them', n=int(left))}"
        yield one.id, words


def _metres(reader: Reader, room: str, other: str) -> float | None:
    """Return how far it is between two rooms on one map, None where no map has both, or they are one."""
    if room == other:
        return None
    for site in reader.schedule.maps:
        pins = {pin.id: pin for pin in site.pins}
        if room in pins and other in pins:
            return distance(pins[room], pins[other])
    return None
