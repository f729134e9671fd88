"""A subscriber who only applies what the standard calls newer, after any series of edits, ends with what holds."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from festival.hub.calendars import Calendars
from festival.hub.options import Options
from festival.links import CalendarKind
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.codes import code_for
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit, edit_from
from festival.schedule.errors import FestivalError
from festival.schedule.model import Room, Schedule, Session, SessionLive, words
from formats.readers import Readers, Seen, with_icalendar
from schedule.strategies import edits, schedules

HOSTILE = (
    "a\r\nBEGIN:VEVENT\r\nSUMMARY:b",
    'semi;colon, comma \\ back\\nslash "quote": =\\',
    "BEGIN:VALARM END:VCALENDAR",
    "\x00\x07\x1b[31m\x85\u2028\u202eabc",
    "שלום, עולם; \u200fمرحبا",
    "ü" * 76,
    "日本語👩‍👩‍👧" * 12,
    " ",
)
TEXTS = st.sampled_from(HOSTILE) | st.text(max_size=80)
PICKED = ("s0", "s1", "extra")
LINES = st.fixed_dictionaries({}, optional={"de": TEXTS, "en": TEXTS, "he": TEXTS})


@dataclass
class Log:
    """A publisher without a store: what calendars ask one for."""

    schedule: Schedule
    now: datetime
    log: dict[int, Change] = field(default_factory=dict)
    withdrawn: dict[str, Session] = field(default_factory=dict)

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.schedule.epoch, self.schedule.revision)

    async def changes(self, since: int, limit: int) -> list[bytes]:
        return [one.as_json for revision, one in self.log.items() if since < revision <= since + limit]

    def publish(self, edit: Edit) -> None:
        """Make an edit a minute later, unless it is refused."""
        self.now += timedelta(minutes=1)
        try:
            change = apply(self.schedule, edit, now=self.now, by="Ada", log=self.log)
        except FestivalError:
            return
        before, self.schedule = self.schedule, fold(self.schedule, [change])
        self.log[change.revision] = change
        self.withdrawn |= before.session_by_id


@dataclass
class Subscriber:
    """A calendar program."""

    kind: CalendarKind
    name: str
    language: str
    known: dict[str, Seen] = field(default_factory=dict)

    async def refresh(self, calendars: Calendars) -> bytes:
        """Take what is new by its number and stamp (RFC 5546, 2.1.5), and drop what is not there any more."""
        ready = await calendars.get(self.kind, self.name, self.language)
        data = ready.plain.body if ready else b""
        self.known = {one.uid: self._newer(one) for one in (with_icalendar(data) if data else ())}
        return data

    def _newer(self, one: Seen) -> Seen:
        known = self.known.get(one.uid, one)
        return max(known, one, key=lambda each: (each.sequence, each.stamp))


@st.composite
def days(draw: st.DrawFn) -> Schedule:
    """Return a day whose texts in three languages are anybody's."""
    day = draw(schedules(most=5))
    sessions = tuple(
        Session.model_validate({**one.model_dump(), "title": draw(LINES), "abstract": draw(LINES)})
        for one in day.sessions
    )
    rooms = tuple(
        Room.model_validate({**one.model_dump(), "name": draw(LINES), "venue": draw(LINES)})
        for one in day.rooms
    )
    return day.model_copy(update={"sessions": sessions, "rooms": rooms, "revision": 0})


@st.composite
def any_edits(draw: st.DrawFn, log: Log) -> Edit:
    """Return an edit of anything that calendars tell of, or an undo."""
    match draw(st.integers(0, 4)):
        case 0 if log.log:
            return edit_from({"kind": "undo", "change": max(log.log), "earlier": True})
        case 1:
            room = draw(st.sampled_from(log.schedule.rooms)).id
            name = {"kind": "correct_text", "thing": "room", "id": room, "field": "name"}
            return edit_from({**name, "text": {tag: draw(TEXTS) for tag in ("de", "en")}})
        case _:
            edit = draw(edits(log.schedule))
            return edit_from({**edit.model_dump(), "reason": draw(LINES)})


def held_by(log: Log, one: Subscriber) -> dict[str, Session]:
    """Return by UID what a calendar must hold; that of picks also what was withdrawn, as cancelled."""
    held = dict(log.schedule.session_by_id)
    if one.kind == "room":
        places = {room.id: room.code for room in log.schedule.rooms}
        held = {
            name: session
            for name, session in held.items()
            if one.name in {places[session.room], places[session.expected.room]}
        }
    elif one.kind == "picks":
        cancelled = SessionLive(cancelled=True)
        gone = {name: lost.relived(cancelled) for name, lost in log.withdrawn.items()}
        held = {name: session for name, session in (gone | held).items() if name in PICKED}
    return {f"{name}@day.festival.invalid": session for name, session in held.items()}


def shows(seen: Seen, session: Session, schedule: Schedule, language: str) -> bool:
    """Return whether a date shows what must be seen of `session`."""

    def say(text: dict[str, str]) -> str:
        return words(text, (language, "und", "en"))

    room, expected = schedule.room_by_id[session.expected.room], session.expected
    place = ", ".join(dict.fromkeys(filter(None, (say(room.name), say(room.venue)))))
    status = "CANCELLED" if session.live.cancelled else "CONFIRMED"
    is_told = seen.summary.endswith(say(session.title)) and say(session.abstract) in seen.description
    return is_told and (*seen[1:3], seen.location, seen.status) == (
        expected.start,
        expected.end,
        place,
        status,
    )


async def lived(data: st.DataObject, log: Log, subscribers: list[Subscriber]) -> list[bytes]:
    """Publish edits, after which most of the subscribers ask; return what they were sent last."""
    calendars = Calendars(log, Options(tokens=Path(), clock=lambda: log.now, base_url="https://fest.example"))
    for _ in range(data.draw(st.integers(2, 5))):
        for one in subscribers:
            if data.draw(st.integers(0, 3)):
                await one.refresh(calendars)
        log.publish(data.draw(any_edits(log)))
    return [await one.refresh(calendars) for one in subscribers]


@settings(max_examples=30)
@given(day=days(), data=st.data())
def test_she_ends_with_what_holds(readers: Readers, day: Schedule, data: st.DataObject) -> None:
    log = Log(day, day.festival.days[0].start)
    subscribers = [
        Subscriber("all", "", "de"),
        Subscriber("room", day.rooms[0].code, "en"),
        Subscriber("picks", "".join(code_for("session", name) for name in PICKED), "en"),
    ]
    sent = asyncio.run(lived(data, log, subscribers))
    for one, written in zip(subscribers, sent, strict=True):
        held = held_by(log, one)
        assert one.known.keys() == held.keys()
        assert list(one.known.values()) == (readers.read(written) if written else [])
        assert [
            (seen, held[uid])
            for uid, seen in one.known.items()
            if not shows(seen, held[uid], log.schedule, one.language)
        ] == []
        assert max(map(len, written.split(b"\r\n"))) <= 75
