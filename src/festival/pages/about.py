"""Pages about one thing: a project, a stage, a station, a session."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from festival.pages.cards import (
    NOTHING,
    Card,
    Group,
    change_of,
    project_card,
    room_card,
    session_card,
    session_says,
    standing,
    station_card,
    without_page,
)
from festival.pages.programme import by_day
from festival.pages.reader import Reader
from festival.pages.structured import json_ld
from festival.pages.things import session_code
from festival.schedule.editions import Edition, of_room, of_stations
from festival.schedule.model import Organisation, Person, Project, Room, Session, Station, Track
from festival.schedule.timeline import in_order
from festival.schedule.values import URL_PATTERN
from festival.wording import labels
from festival.wording.people import city
from festival.wording.projects import project_label
from festival.wording.provenance import origin, source_title
from festival.wording.reading import Mixed
from festival.wording.rooms import closure, nothing_more, programme
from festival.wording.sessions import because, change_words, since, why
from festival.wording.stations import access, age, all_hours, hours, lasts, news, rounds_ahead, when


def project_page(reader: Reader, project: Project) -> Mapping[str, Any]:
    """Return what the page of a project shows."""
    t, schedule = reader.locale.t, reader.schedule
    rooms = [room for room in schedule.rooms if room.project == project.id]
    stations = [one for one in schedule.stations if one.project == project.id]
    organisation = schedule.organisation_by_id.get(project.organisation or "")
    responsible = _named(reader, organisation) if organisation else ""
    here = [
        replace(group, heading=f"{reader.say(room.name)}: {group.heading}") if len(rooms) > 1 else group
        for room in rooms
        for group in _programme(reader, room)
    ]
    stages = Group("rooms", t("Stage and programme here"), tuple(room_card(reader, room) for room in rooms))
    return {
        "project": project,
        "label": project_label(reader, project),
        "about": [one for one in (project.place, responsible) if one],
        "first": (stages, *here) if reader.follows and rooms else (),
        "facts": [(fact.text, *_source(reader, fact.source)) for fact in project.facts],
        "programme": (
            *(() if reader.follows else (stages, *here)),
            *_in_programme(reader, project),
            Group("stations", t("To try out"), tuple(station_card(reader, one) for one in stations)),
        ),
        "origin": origin(reader, project),
        "editions": _editions(reader, *rooms),
        "on_map": _on_map(reader, *(room.id for room in rooms), *(one.id for one in stations)),
    }


def _editions(reader: Reader, *rooms: Room) -> tuple[tuple[str, str], ...]:
    """Return what tells whether the posters and sheets at these rooms still hold."""
    return tuple(
        line for room in rooms for line in _hangs(reader, room, of_room(reader.schedule, room, reader.now))
    )


def _hangs(reader: Reader, place: Room | Station, edition: Edition) -> tuple[tuple[str, str], ...]:
    """Return the code of a place and which edition hangs there; nothing in an archive, when it has come down."""
    if not reader.follows:
        return ()
    said = reader.locale.t(
        "What hangs at {place} holds while it says: Revision {mark}.",
        place=reader.say(place.name),
        mark=edition.mark,
    )
    return ((place.code, said),)


def _in_programme(reader: Reader, project: Project) -> tuple[Group, ...]:
    """Return the sessions about a project: what is still to come, then what is over; where nothing comes any more, by day."""
    if reader.still:
        return by_day(reader, "sessions", reader.still.whole.by_project.get(project.id, ()))
    found = in_order(one for one in reader.schedule.sessions if project.id in one.projects)
    t, ahead = reader.locale.t, [one for one in found if one.expected.end > reader.now]
    over = [one for one in found if one.expected.end <= reader.now]
    return tuple(
        Group(name, heading, tuple(session_card(reader, one) for one in sessions))
        for name, heading, sessions in (
            ("sessions", t("In the programme"), ahead),
            ("over", t("Already over"), over),
        )
    )


def room_page(reader: Reader, room: Room) -> Mapping[str, Any]:
    """Return what the page of a stage or another place shows."""
    project = reader.schedule.project_by_id.get(room.project or "")
    return {
        "room": room,
        "card": without_page(room_card(reader, room)),
        "programme": _programme(reader, room),
        "nothing": nothing_more(reader),
        "access": _access(reader, room.access),
        "project": project_card(reader, project) if project else None,
        "origin": origin(reader, room),
        "editions": _editions(reader, room),
        "on_map": _on_map(reader, room.id),
    }


def _programme(reader: Reader, room: Room) -> tuple[Group, ...]:
    if reader.still:
        return by_day(reader, room.code, reader.still.whole.by_room.get(room.id, ()), room.id)
    return tuple(
        Group(
            f"{room.code}-{at}",
            heading,
            tuple(_listed(reader, one, room) for one in sessions),
        )
        for at, (heading, sessions) in enumerate(programme(reader, room))
    )


def _listed(reader: Reader, session: Session, room: Room) -> Card:
    """Return a session as it stands on the page of `room`: where it left for nothing, at its old time."""
    card = session_card(reader, session, with_room=session.expected.room != room.id)
    if session.expected.room != room.id and session.live.cancelled:
        start, end = map(reader.locale.time, (session.start, session.end))
        return replace(card, time=start, until=end)
    return card


def station_page(reader: Reader, station: Station) -> Mapping[str, Any]:
    """Return what the page of a station shows."""
    locale, t = reader.locale, reader.locale.t
    project = reader.schedule.project_by_id.get(station.project or "")
    name, starts = rounds_ahead(reader, station) if reader.follows else ("", [])
    run_by = reader.schedule.organisation_by_id.get(station.host or "")
    open_at = (t("Opening hours"), " · ".join(all_hours(reader, station)))
    card = without_page(station_card(reader, station))
    return {
        "station": station,
        "card": card,
        "news": "" if card.change[0] or not reader.follows else news(reader, station),
        "when": when(reader, station) if reader.follows else "",
        "rounds_heading": name,
        "rounds": [locale.time(start) for start in starts],
        "terms": _given(
            hours(reader, station) if reader.follows else open_at,
            (t("Time"), lasts(locale, station)),
            (t("Age"), age(locale, station)),
            (t("Places"), str(station.capacity or "")),
            (t("Languages"), ", ".join(labels.language(locale, tag) for tag in station.languages)),
            (t("Access"), ", ".join(access(locale, station))),
            (t("Host"), _named(reader, run_by) if run_by else ""),
        ),
        "project": project_card(reader, project) if project else None,
        "origin": origin(reader, station),
        "editions": _hangs(reader, station, of_stations(reader.schedule, [station])),
        "on_map": _on_map(reader, station.id),
    }


def session_page(reader: Reader, session: Session) -> Mapping[str, Any]:
    """Return what the page of a session shows."""
    schedule, locale, t = reader.schedule, reader.locale, reader.locale.t
    room = schedule.room_by_id.get(session.expected.room)
    track = schedule.track_by_id.get(session.track)
    before = schedule.room_by_id.get(session.room) if session.expected.room != session.room else None
    live, shut = session.live, closure(reader, session) if reader.follows else NOTHING
    full = labels.state(locale, live.state) if live.state and not live.cancelled and reader.follows else ""
    people = [who for one in session.speakers if (who := schedule.person_by_id.get(one))]
    organisations = [home for one in session.organisations if (home := schedule.organisation_by_id.get(one))]
    return {
        "session": session,
        "code": session_code(session),
        "room": room,
        "room_before": before,
        "is_late": (session.expected.start, session.expected.end) != (session.start, session.end),
        "status": standing(reader, session),
        "change": change_of(reader, session),
        "why": why(reader, session.live) if change_words(reader, session)[1] else (),
        "place": shut,
        "place_why": because(reader, room.live.reason) if room and shut[0] else (),
        "since": since(reader, session.live)[0],
        "says": session_says(reader, session),
        "kind": _kind(reader, session, track),
        "people": [(one.name, _of(reader, one)) for one in people],
        "organisations": [_named(reader, one) for one in organisations],
        "terms": _given(
            (t("Languages"), ", ".join(labels.language(locale, tag) for tag in session.languages)),
            (t("For"), ", ".join(labels.audience(locale, one) for one in session.audience)),
            (t("Access"), _access(reader, (*session.access, *(room.access if room else ())))),
            (t("Capacity"), ", ".join(filter(None, (str(session.capacity or ""), full)))),
        ),
        "projects": tuple(
            project_card(reader, project)
            for one in session.projects
            if (project := schedule.project_by_id.get(one))
        ),
        "origin": origin(reader, session),
        "json_ld": "" if session.sample else json_ld(reader, session),
        "on_map": _on_map(reader, session.expected.room),
    }


def _kind(reader: Reader, session: Session, track: Track | None) -> tuple[Mixed, ...]:
    """Return what kind of session it is, and of which track, unless that begins with the same word."""
    word = labels.kind(reader.locale, session.kind)
    if track is None:
        return (word,)
    return (track.name,) if reader.say(track.name).startswith(word) else (word, track.name)


def _of(reader: Reader, person: Person) -> tuple[Mixed, ...]:
    """Return a person's role and organisation, which a role may name already."""
    home = reader.schedule.organisation_by_id.get(person.organisation or "")
    is_named = home is not None and reader.say(home.name) in reader.say(person.role)
    place = "" if home is None or is_named else _named(reader, home)
    return tuple(one for one in (person.role, place) if one)


def _source(reader: Reader, source: str) -> tuple[str, str]:
    """Return what a source is called, and its address if it has one."""
    known = reader.schedule.festival.sources.get(source)
    url = known.url if known else source if re.fullmatch(URL_PATTERN, source) else None
    return source_title(reader, source), url or ""


def _named(reader: Reader, organisation: Organisation) -> Mixed:
    """Return the name of an organisation in its own language; of a city abroad with its country."""
    said = city(reader, organisation, short=True)
    return organisation.name if said == reader.say(organisation.name) else said


def _given(*terms: tuple[str, Mixed]) -> list[tuple[str, Mixed]]:
    return [(name, value) for name, value in terms if value]


def _access(reader: Reader, values: tuple[Any, ...]) -> str:
    return ", ".join(labels.access(reader.locale, one) for one in dict.fromkeys(values))


def _on_map(reader: Reader, *ids: str) -> str:
    """Return where the first of the things with these ids is on the map page; empty if none is."""
    pins = {pin.id for site in reader.schedule.maps for pin in site.pins}
    return next((f"{reader.href('map')}#{one}" for one in ids if one in pins), "")
