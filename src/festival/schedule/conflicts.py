"""What does not fit together in a schedule: warnings, never errors.

Expected times count, so that the same check serves a programme before the day (where they are the planned ones)
and the organisers during it. Cancelled sessions are in nobody's way. A conflict is free of language; its
:meth:`Conflict.sentence` is for organisers, in English.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from math import ceil
from typing import Literal, NamedTuple, TypeAlias

from festival.schedule.codes import code_for
from festival.schedule.model import UNDETERMINED, Room, Schedule, Session


class ConflictKind(StrEnum):
    """What is wrong."""

    ROOM_OVERLAP = "room_overlap"
    """Two sessions in one room at a time; an area may have several."""
    CHANGEOVER = "changeover"
    """Less time between two sessions than the room needs."""
    FIXED_START = "fixed_start"
    """A late session runs into one whose start is fixed."""
    PERSON_TWICE = "person_twice"
    """A person in two places at a time."""
    OUTSIDE_DAY = "outside_day"
    """A session outside every day of the festival."""
    OUTSIDE_ROOM = "outside_room"
    """A session outside the opening of its room."""
    NO_TRANSLATION = "no_translation"
    """A text that lacks a language of the festival."""
    CODE_TWICE = "code_twice"
    """Two things with one short address."""
    STAGE_WITHOUT_PROJECT = "stage_without_project"
    """A stage whose QR code leads to no project."""


class Ref(NamedTuple):
    """One thing of the schedule."""

    kind: Literal["session", "room", "station", "project", "person", "announcement"]
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that does not fit together."""

    kind: ConflictKind
    things: tuple[Ref, ...]
    """What has to be changed, the later session first; then what it collides with; then where or who."""
    minutes: int = 0
    """How much too long or too short."""
    languages: tuple[str, ...] = ()
    """Those that are missing."""
    field: str = ""
    """The model field that lacks them."""
    code: str = ""

    def sentence(self) -> str:
        """Return it in plain English: what is wrong and what to do."""
        names = [str(thing) for thing in self.things]
        return _SENTENCES[self.kind].format(
            *names,
            minutes=f"{self.minutes} minute" + ("" if self.minutes == 1 else "s"),
            languages=" and ".join(self.languages),
            field=self.field,
            code=self.code,
        )


_SENTENCES = {
    ConflictKind.ROOM_OVERLAP: "{0} starts {minutes} before {1} ends, both in {2}: change a time or a room",
    ConflictKind.CHANGEOVER: "{0} leaves {minutes} too little after {1} to change over {2}: change a time",
    ConflictKind.FIXED_START: "{0} has a fixed start, and {1} before it in {2} is {minutes} too late: shorten or move one",
    ConflictKind.PERSON_TWICE: "{2} is in {1} for another {minutes} when {0} starts elsewhere: change a time or a speaker",
    ConflictKind.OUTSIDE_DAY: "{0} is not inside any day of the festival: change its time or the day",
    ConflictKind.OUTSIDE_ROOM: "{0} is outside the opening of {1}: change its time or the opening",
    ConflictKind.NO_TRANSLATION: "{field} of {0} has no text in {languages}: translate it",
    ConflictKind.CODE_TWICE: "{0} and {1} have the same short code {code}: give one of them another code or id",
    ConflictKind.STAGE_WITHOUT_PROJECT: "{0} is a stage without a project: name the project its QR code leads to",
}


def find_conflicts(schedule: Schedule) -> tuple[Conflict, ...]:
    """Return all conflicts of `schedule`, by kind of check and then by time or programme order."""
    # Not by a key: a function that is called 10,000 times takes longer than the sorting.
    in_order = sorted(
        (one.expected.start, one.id, place, one)
        for place, one in enumerate(schedule.sessions)
        if not one.live.cancelled
    )
    taking_place = [one for *_, one in in_order]
    return tuple(
        chain(
            _in_rooms(schedule, taking_place),
            _of_people(taking_place),
            _outside(schedule, taking_place),
            _untranslated(schedule),
            _codes(schedule),
            _stages(schedule),
        )
    )


def _minutes(earlier: Session, later: Session) -> int:
    """Minutes by which `earlier` ends after `later` starts, rounded up; negative for a gap."""
    return ceil((earlier.expected.end - later.expected.start).total_seconds() / 60)


def _in_rooms(schedule: Schedule, sessions: Iterable[Session]) -> Iterator[Conflict]:
    """Yield what each session has with the one before it in its room that ends last.

    So a session that overlaps several is named once, with the one it overlaps longest; the work stays linear.
    """
    last: dict[str, Session] = {}
    needed = {
        room.id: timedelta(minutes=room.changeover_min) for room in schedule.rooms if room.kind != "area"
    }
    for session in sessions:
        slot = session.expected
        room_id = slot.room
        if room_id not in needed:
            continue
        before = last.get(room_id)
        if before is None:
            last[room_id] = session
            continue
        free = before.expected.end
        if free + needed[room_id] > slot.start:
            yield _in_room(schedule.room_by_id[room_id], before, session)
        if slot.end > free:
            last[room_id] = session


def _in_room(room: Room, before: Session, session: Session) -> Conflict:
    minutes = _minutes(before, session)
    things = (Ref("session", session.id), Ref("session", before.id), Ref("room", room.id))
    late = before.live.delay_min > 0 or before.live.overrun_min > 0
    if session.fixed_start and late:
        return Conflict(ConflictKind.FIXED_START, things, minutes + room.changeover_min)
    if minutes > 0:
        return Conflict(ConflictKind.ROOM_OVERLAP, things, minutes)
    return Conflict(ConflictKind.CHANGEOVER, things, minutes + room.changeover_min)


def _of_people(sessions: Iterable[Session]) -> Iterator[Conflict]:
    running: dict[str, list[Session]] = {}
    busy_until: dict[str, datetime] = {}
    for session in sessions:
        slot = session.expected
        for person in session.speakers:
            until = busy_until.get(person)
            if until is None or until <= slot.start:
                running[person], busy_until[person] = [session], slot.end
                continue
            still = [one for one in running[person] if one.expected.end > slot.start]
            running[person], busy_until[person] = [*still, session], max(until, slot.end)
            elsewhere = [one for one in still if one.expected.room != slot.room]
            if elsewhere:
                before = max(elsewhere, key=lambda one: one.expected.end)
                things = (Ref("session", session.id), Ref("session", before.id), Ref("person", person))
                yield Conflict(ConflictKind.PERSON_TWICE, things, _minutes(before, session))


def _outside(schedule: Schedule, sessions: Iterable[Session]) -> Iterator[Conflict]:
    """Yield what is outside every day, or the opening of its room; `sessions` are in order of their start."""
    days = sorted(schedule.festival.days, key=lambda day: day.start)
    openings = {room.id: room.open for room in schedule.rooms if room.open}
    passed = -1
    for session in sessions:
        slot = session.expected
        while passed + 1 < len(days) and days[passed + 1].start <= slot.start:
            passed += 1
        if passed < 0 or slot.end > days[passed].end:
            yield Conflict(ConflictKind.OUTSIDE_DAY, (Ref("session", session.id),))
        windows = openings.get(slot.room)
        if windows and not any(one.start <= slot.start and slot.end <= one.end for one in windows):
            things = (Ref("session", session.id), Ref("room", slot.room))
            yield Conflict(ConflictKind.OUTSIDE_ROOM, things)


_Coded: TypeAlias = Literal["session", "room", "station", "project"]
TEXTS: tuple[tuple[_Coded, str, tuple[str, ...]], ...] = (
    ("session", "sessions", ("title", "abstract")),
    ("room", "rooms", ("name", "venue", "way")),
    ("station", "stations", ("name", "abstract", "venue", "way")),
    ("project", "projects", ("name", "summary", "place")),
)
"""The texts that people translate: of which kind of thing, where a schedule has those, and which fields."""


def _untranslated(schedule: Schedule) -> Iterator[Conflict]:
    languages = schedule.festival.languages
    for kind, home, fields in TEXTS:
        for thing in getattr(schedule, home):
            for field in fields:
                text = getattr(thing, field)
                # No text at all is a choice; half a text is an oversight.
                if all(map(text.get, languages)) or text.get(UNDETERMINED) or not any(text.values()):
                    continue
                missing = tuple(tag for tag in languages if not text.get(tag))
                yield Conflict(
                    ConflictKind.NO_TRANSLATION, (Ref(kind, thing.id),), languages=missing, field=field
                )


def _codes(schedule: Schedule) -> Iterator[Conflict]:
    seen: dict[str, tuple[_Coded, str]] = {}
    things: Iterator[tuple[str, _Coded, str]] = chain(
        ((one.code, "room", one.id) for one in schedule.rooms),
        ((one.code, "station", one.id) for one in schedule.stations),
        ((one.code, "project", one.id) for one in schedule.projects),
        ((code_for("session", one.id), "session", one.id) for one in schedule.sessions),
    )
    for code, kind, name in things:
        if code in seen:
            yield Conflict(ConflictKind.CODE_TWICE, (Ref(kind, name), Ref(*seen[code])), code=code)
        else:
            seen[code] = kind, name


def _stages(schedule: Schedule) -> Iterator[Conflict]:
    for room in schedule.rooms:
        if room.kind == "stage" and room.project is None:
            yield Conflict(ConflictKind.STAGE_WITHOUT_PROJECT, (Ref("room", room.id),))
