"""Editions of what is printed: two sheets about the same thing say the same exactly if they bear the same mark.

The revision of a schedule rises with every change anywhere, so it cannot tell which poster is old. A mark is made of
what stands on paper alone: who scans the poster's code finds there the mark that is right now, in any language.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2s
from typing import Any, Final, NamedTuple

from festival.schedule.codes import mark_for
from festival.schedule.model import Day, PlaceLive, Room, Schedule, Session, Station
from festival.schedule.timeline import day_in_view, sessions_of

_ONLY_SAID: Final = frozenset({"started_at", "ended_at"})
"""What crews report of a session and no paper tells."""


class Edition(NamedTuple):
    """Which edition of a sheet is right."""

    mark: str
    """A few letters and digits, the same while the sheet would say the same."""
    told_at: datetime | None
    """When visitors were last told what it says; None: all of it is as planned."""


def shut_at(room: Room, now: datetime) -> PlaceLive | None:
    """Return what is known of `room` if nobody gets in for longer than a session: closed or paused. Else None."""
    return room.live if room.live.state_at(now) in {"closed", "paused"} else None


def of_room(schedule: Schedule, room: Room, now: datetime) -> Edition:
    """Return the edition of the poster and of the run sheet of `room` at `now` (aware)."""
    here = [one for one in schedule.sessions if room.id in (one.room, one.expected.room)]
    return _edition(schedule, [room], here, now)


def of_day(schedule: Schedule, day: Day, now: datetime) -> Edition:
    """Return the edition of the sheet of all rooms on `day` at `now` (aware)."""
    sessions = sessions_of(schedule, day)
    used = {room for one in sessions for room in (one.room, one.expected.room)}
    return _edition(schedule, [one for one in schedule.rooms if one.id in used], sessions, now)


def of_stations(schedule: Schedule, stations: Iterable[Station]) -> Edition:
    """Return the edition of the cards of `stations`."""
    hosts = schedule.organisation_by_id
    found = [
        (one.plan_print.hex(), host.fingerprint.hex() if (host := hosts.get(one.host or "")) else "")
        for one in stations
    ]
    return Edition(_mark(found), None)


def of_all(schedule: Schedule, now: datetime) -> Edition:
    """Return the edition of the booklet at `now` (aware), which does not say what is shut just then."""
    things = (*schedule.stations, *schedule.rooms)
    prints = [
        *(one.plan_print.hex() for one in things),
        *(one.fingerprint.hex() for one in schedule.projects),
    ]
    abstracts = [one.abstract for one in sorted(schedule.sessions, key=lambda one: one.id)]
    programme = _edition(schedule, (), schedule.sessions, now)
    return Edition(_mark([programme.mark, prints, abstracts]), programme.told_at)


def _edition(
    schedule: Schedule, rooms: Sequence[Room], sessions: Iterable[Session], now: datetime
) -> Edition:
    ordered = sorted(sessions, key=lambda one: one.id)
    live = [_told(one) for one in ordered]
    shut = [(one.id, found) for one in rooms if (found := shut_at(one, now))]
    content = [
        [(one.id, one.name, one.venue, one.project, one.changeover_min) for one in rooms],
        [_planned(one) for one in ordered],
        live,
        [(name, found.content) for name, found in shut],
        day_in_view(schedule.festival.days, now).date.isoformat() if shut else "",
        list(_named(schedule, ordered)),
    ]
    told = [one.live.changed_at for one, said in zip(ordered, live, strict=True) if said]
    told += [found.changed_at for _, found in shut]
    return Edition(_mark(content), max(filter(None, told), default=None))


def _planned(session: Session) -> tuple[Any, ...]:
    """Return what a list says of `session` as it was planned."""
    times = (session.start.isoformat(), session.end.isoformat(), session.fixed_start)
    words = (session.title, session.kind, session.audience, session.languages, session.speakers)
    return session.id, session.room, session.track, times, words


def _told(session: Session) -> Mapping[str, Any]:
    """Return what the day made of `session`, as far as paper says it."""
    live = session.live
    if not live.departures or (live.departures == ("state",) and live.state != "full"):
        return {}
    return {name: value for name, value in live.content.items() if name not in _ONLY_SAID}


def _named(schedule: Schedule, sessions: Iterable[Session]) -> Iterator[str]:
    """Yield what stands for everything else that is named beside the sessions."""
    people = {who: None for one in sessions for who in one.speakers}
    rooms = {room: None for one in sessions for room in (one.room, one.expected.room)}
    tracks = {one.track: None for one in sessions}
    for person in filter(None, map(schedule.person_by_id.get, people)):
        home = schedule.organisation_by_id.get(person.organisation or "")
        yield person.fingerprint.hex() + (home.fingerprint.hex() if home else "")
    for room in filter(None, map(schedule.room_by_id.get, rooms)):
        yield json.dumps(room.name, sort_keys=True)
    for track in filter(None, map(schedule.track_by_id.get, tracks)):
        yield track.fingerprint.hex()


def _mark(content: Any) -> str:
    return mark_for(blake2s(json.dumps(content, sort_keys=True).encode(), digest_size=8).digest())
