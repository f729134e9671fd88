"""What the plain commands say about sessions, stations and what was found."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from festival.cli.lines import Fact
from festival.locale import Locale
from festival.locale.told import told
from festival.schedule.model import Schedule, Session, Station, words
from festival.schedule.timeline import Phase, is_open, next_round, now_in_rooms, phase, window_at


class Facts:
    """Facts of one schedule at one instant in one language."""

    def __init__(self, schedule: Schedule, now: datetime, locale: Locale) -> None:
        self.schedule = schedule
        self.now = now
        self.locale = locale

    def _say(self, text: dict[str, str]) -> str:
        return words(text, self.locale.languages)

    def _iso(self, instant: datetime) -> str:
        return self.locale.local(instant).isoformat(timespec="minutes")

    def _room(self, room_id: str) -> str:
        room = self.schedule.room_by_id.get(room_id)
        return self._say(room.name) if room else room_id

    def session(self, session: Session, *, with_day: bool = False) -> Fact:
        """Return when, where, what, and how it stands."""
        expected = session.expected
        times = self.locale.times(expected.start, expected.end)
        status, role = self._status(session)
        return Fact(
            (
                (
                    f"{self.locale.short_day(self.locale.local(expected.start))} {times}"
                    if with_day
                    else times,
                    "time",
                ),
                (self._room(expected.room), "muted"),
                (self._say(session.title), "title"),
                (status, role),
            ),
            {
                "kind": "session",
                "id": session.id,
                "title": self._say(session.title),
                "room": expected.room,
                "room_name": self._room(expected.room),
                "track": session.track,
                "form": session.kind,
                "speakers": [self._person(one) for one in session.speakers],
                "organisations": [self._organisation(one) for one in session.organisations],
                "projects": list(session.projects),
                "languages": list(session.languages),
                "start": self._iso(expected.start),
                "end": self._iso(expected.end),
                "planned": {
                    "room": session.room,
                    "start": self._iso(session.start),
                    "end": self._iso(session.end),
                },
                "phase": phase(session, self.now).value,
                "delay_min": session.live.delay_min,
                "cancelled": session.live.cancelled,
                "state": session.live.state,
                "reason": self._say(session.live.reason),
                "sample": session.sample,
            },
        )

    def _person(self, id: str) -> dict[str, Any]:  # noqa: A002  the model's word
        person = self.schedule.person_by_id[id]
        home = self._organisation(person.organisation) if person.organisation else None
        return {"id": id, "name": person.name, "role": self._say(person.role), "organisation": home}

    def _organisation(self, id: str) -> dict[str, Any]:  # noqa: A002  the model's word
        organisation = self.schedule.organisation_by_id[id]
        return {
            "id": id,
            "name": self._say(organisation.name),
            "form": organisation.kind,
            "country": organisation.country,
        }

    def _status(self, session: Session) -> tuple[str, str]:
        t = self.locale.t
        if departed := told(session, self.schedule, self.locale):
            return departed, "alert"
        if phase(session, self.now) is Phase.RUNNING:
            return t("{time} left", time=self.locale.duration(session.expected.end - self.now)), "good"
        return "", "muted"

    def station(self, station: Station) -> Fact:
        """Return whether it is open and how full, when, its name, the next round, and for whom."""
        t = self.locale.t
        start = next_round(station, self.now)
        age = t("from {age}", age=station.min_age) if station.min_age else t("all ages")
        return Fact(
            (
                self._standing(station),
                (self._hours(station), "time"),
                (self._say(station.name), "title"),
                (self._rounds(station, start), "muted"),
                (age, "muted"),
            ),
            {
                "kind": "station",
                "id": station.id,
                "name": self._say(station.name),
                "open": is_open(station, self.now),
                "windows": [
                    {"start": self._iso(one.start), "end": self._iso(one.end)} for one in station.open
                ],
                "next_round": self._iso(start) if start else None,
                "state": station.live.state_at(self.now),
                "min_age": station.min_age,
                "max_age": station.max_age,
                "step_free": "step_free" in station.access,
                "sample": station.sample,
            },
        )

    def _standing(self, station: Station) -> tuple[str, str]:
        t = self.locale.t
        if not is_open(station, self.now):
            return t("Closed"), "muted"
        reported = {
            "few": t("Few places left"),
            "busy": t("Busy"),
            "full": t("Full"),
            "paused": t("Paused"),
        }.get(station.live.state_at(self.now) or "")
        return (reported, "alert") if reported else (t("Open"), "good")

    def _hours(self, station: Station) -> str:
        window = window_at(station, self.now)
        if window is None:
            return ""
        if window.holds(self.now):
            return self.locale.t("until {time}", time=self.locale.time(window.end))
        return f"{self._day(window.start)}{self.locale.times(window.start, window.end)}"

    def _rounds(self, station: Station, start: datetime | None) -> str:
        t = self.locale.t
        if start is not None:
            return t("next round {time}", time=f"{self._day(start)}{self.locale.time(start)}")
        if station.live.state_at(self.now) in {"paused", "closed"}:
            return ""  # nobody knows when it goes on
        if station.every_min is not None:
            return t("no more rounds today")
        return "" if window_at(station, self.now) is None else t("come any time")

    def _day(self, instant: datetime) -> str:
        """Return the day before a time of day, "" if it is today's."""
        days = [self.locale.local(one).date() for one in (instant, self.now)]
        return "" if days[0] == days[1] else f"{self.locale.short_day(days[0])} "

    def now_facts(self, soon: timedelta = timedelta(minutes=60)) -> Iterator[Fact]:
        """Return what is on in every room, and what starts within `soon`."""
        for one in now_in_rooms(self.schedule, self.now, until=self.now + soon):
            for session in (*one.running, *one.following[:1]):
                yield self.session(session)

    def thing(self, kind: str, id: str) -> Fact:  # noqa: A002  the model's word
        """Return a found thing of any kind."""
        if kind == "session":
            return self.session(self.schedule.session_by_id[id], with_day=True)
        if kind == "station":
            return self.station(self.schedule.station_by_id[id])
        name = self._name(kind, id)
        label = {
            "project": self.locale.t("Project"),
            "room": self.locale.t("Place"),
            "person": self.locale.t("Person"),
            "organisation": self.locale.t("Organisation"),
            "landmark": self.locale.t("On the map"),
        }[kind]
        record = {"kind": kind, "id": id, "name": name}
        about = ""
        if kind == "person":
            record = {"kind": kind} | self._person(id)
            about = self._say(self.schedule.person_by_id[id].role)
        elif kind == "organisation":
            record = {"kind": kind} | self._organisation(id)
        return Fact(((label, "muted"), ("", "muted"), (name, "title"), (about, "muted")), record)

    def _name(self, kind: str, id: str) -> str:  # noqa: A002  the model's word
        schedule = self.schedule
        if kind == "person":
            return schedule.person_by_id[id].name
        if kind == "project":
            return self._say(schedule.project_by_id[id].name)
        if kind == "room":
            return self._say(schedule.room_by_id[id].name)
        if kind == "landmark":
            return self._say(schedule.landmark_by_id[id].name)
        return self._say(schedule.organisation_by_id[id].name)
