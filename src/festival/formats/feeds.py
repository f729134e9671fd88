"""Which sessions a calendar holds. One place for the hub, the command line and what is exported for ever."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from festival.links import MOST_PICKS, CalendarKind
from festival.locale import Locale
from festival.schedule.codes import LENGTH, code_for, crockford
from festival.schedule.model import Day, Room, Schedule, Session, Track, words
from festival.schedule.timeline import in_order, sessions_of


class Feed(NamedTuple):
    """One calendar: its kind, its name as in :data:`festival.links.CALENDARS`, what it is called, its sessions in order."""

    kind: CalendarKind
    name: str
    title: str
    sessions: tuple[Session, ...]


class Feeds:
    """The calendars of one `schedule`, called as in `locale`.

    A session that was moved is in the calendars of both its rooms and both its days, because those who subscribed to
    the old one must hear of it, and a cancelled one stays in all of them. The `withdrawn` are in the calendars of who
    asked for them by name: an answer of 410 leaves a date that will not take place in a phone for ever.
    """

    def __init__(self, schedule: Schedule, locale: Locale, withdrawn: Iterable[Session] = ()) -> None:
        self._schedule = schedule
        self._locale = locale
        self._withdrawn = tuple(withdrawn)

    def find(self, kind: CalendarKind, name: str) -> Feed | None:
        """Return the calendar of that kind and name; None if there is no such thing.

        Codes are read as a person may have typed them. Picks that there are not are left out, and those beyond
        :data:`festival.links.MOST_PICKS`.
        """
        match kind:
            case "all":
                return self.whole()
            case "session":
                session = self._session_by_code.get(crockford(name) or "")
                return self.session(session) if session else None
            case "room":
                room = self._room_by_code.get(crockford(name) or "")
                return self.room(room) if room else None
            case "day":
                found = (day for day in self._schedule.festival.days if day.date.isoformat() == name)
                day = next(found, None)
                return self.day(day) if day else None
            case "track":
                track = self._schedule.track_by_id.get(name.lower())
                return self.track(track) if track else None
            case "picks":
                return self.picks(name)

    def __iter__(self) -> Iterator[Feed]:
        """Yield every calendar there is, besides those of picks; the withdrawn have theirs."""
        yield self.whole()
        yield from map(self.day, self._schedule.festival.days)
        yield from map(self.track, self._schedule.tracks)
        yield from map(self.room, self._schedule.rooms)
        yield from map(self.session, self._session_by_code.values())

    def whole(self) -> Feed:
        """Return the calendar of everything."""
        return Feed("all", "", self._called(""), tuple(in_order(self._schedule.sessions)))

    def day(self, day: Day) -> Feed:
        """Return that of all sessions that begin on `day`, by plan or as expected."""
        title = self._say(day.name) or self._locale.day(day.date)
        return Feed("day", day.date.isoformat(), self._called(title), tuple(sessions_of(self._schedule, day)))

    def track(self, track: Track) -> Feed:
        """Return that of a line of the programme."""
        found = in_order(one for one in self._schedule.sessions if one.track == track.id)
        return Feed("track", track.id, self._called(self._say(track.name)), tuple(found))

    def room(self, room: Room) -> Feed:
        """Return that of all that takes place in `room`, by plan or as expected."""
        found = in_order(self._sessions_by_room.get(room.id, ()))
        return Feed("room", room.code, self._called(self._say(room.name)), tuple(found))

    def session(self, session: Session) -> Feed:
        """Return that of one session."""
        return Feed(
            "session",
            code_for("session", session.id),
            self._called(self._say(session.title)),
            (session,),
        )

    def picks(self, codes: str) -> Feed | None:
        """Return that of the sessions with these `codes`, one after the other; None if there is none of them."""
        parts = (
            crockford(codes[at : at + LENGTH])
            for at in range(0, min(len(codes), MOST_PICKS * LENGTH), LENGTH)
        )
        found = dict.fromkeys(code for code in parts if code in self._session_by_code)
        if not found:
            return None
        sessions = in_order(self._session_by_code[code] for code in found if code)
        title = self._called(self._locale.t("My picks"))
        return Feed("picks", "".join(code_for("session", one.id) for one in sessions), title, tuple(sessions))

    def _say(self, text: dict[str, str]) -> str:
        return words(text, self._locale.languages)

    def _called(self, title: str) -> str:
        return " – ".join(part for part in (self._say(self._schedule.festival.name), title) if part)

    @cached_property
    def _session_by_code(self) -> Mapping[str, Session]:
        named = (*self._withdrawn, *self._schedule.sessions)
        return {code_for("session", one.id): one for one in named}

    @cached_property
    def _room_by_code(self) -> Mapping[str, Room]:
        return {room.code: room for room in self._schedule.rooms}

    @cached_property
    def _sessions_by_room(self) -> Mapping[str, list[Session]]:
        found: dict[str, list[Session]] = {}
        for one in self._schedule.sessions:
            for room in {one.room, one.expected.room}:
                found.setdefault(room, []).append(one)
        return found
