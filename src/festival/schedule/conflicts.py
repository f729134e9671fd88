"""What does not fit together in a schedule: warnings, never errors.

Expected times count, so that the same check serves a programme before the day (where they are the planned ones)
and the organisers during it. Cancelled sessions are in nobody's way. A conflict is free of language; its
:meth:`Conflict.sentence` is for organisers, in English.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from math import ceil
from typing import Literal, NamedTuple

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
    taking_place = sorted(
        (one for one in schedule.sessions if not one.live.cancelled),
        key=lambda one: (one.expected.start, one.id),
    )
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


def _neighbours(
    sessions: Iterable[Session], keys: Callable[[Session], Iterable[str]]
) -> Iterator[tuple[str, Session, Session]]:
    """Yield each session with the one before it, of the same key, that ends last.

    So a session that overlaps several is named once, with the one it overlaps longest; the work stays linear.
    """
    last: dict[str, Session] = {}
    for session in sessions:
        for key in keys(session):
            before = last.get(key)
            if before is not None:
                yield key, before, session
            if before is None or session.expected.end > before.expected.end:
                last[key] = session


def _in_rooms(schedule: Schedule, sessions: Iterable[Session]) -> Iterator[Conflict]:
    for room_id, before, session in _neighbours(sessions, lambda one: (one.expected.room,)):
        room = schedule.room_by_id.get(room_id)
        if room is None or room.kind == "area":
            continue
        minutes = _minutes(before, session)
        if minutes + room.changeover_min <= 0:
            continue
        things = (Ref("session", session.id), Ref("session", before.id), Ref("room", room_id))
        late = before.live.delay_min > 0 or before.live.overrun_min > 0
        if session.fixed_start and late:
            yield Conflict(ConflictKind.FIXED_START, things, minutes + room.changeover_min)
        elif minutes > 0:
            yield Conflict(ConflictKind.ROOM_OVERLAP, things, minutes)
        else:
            yield Conflict(ConflictKind.CHANGEOVER, things, minutes + room.changeover_min)


def _of_people(sessions: Iterable[Session]) -> Iterator[Conflict]:
    running: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        start = session.expected.start
        for person in session.speakers:
            still = [one for one in running[person] if one.expected.end > start]
            running[person] = [*still, session]
            elsewhere = [one for one in still if one.expected.room != session.expected.room]
            if elsewhere:
                before = max(elsewhere, key=lambda one: one.expected.end)
                things = (Ref("session", session.id), Ref("session", before.id), Ref("person", person))
                yield Conflict(ConflictKind.PERSON_TWICE, things, _minutes(before, session))


def _is_open(room: Room, session: Session) -> bool:
    slot = session.expected
    return not room.open or any(window.start <= slot.start and slot.end <= window.end for window in room.open)


def _outside(schedule: Schedule, sessions: Iterable[Session]) -> Iterator[Conflict]:
    days = sorted(schedule.festival.days, key=lambda day: day.start)
    starts = [day.start for day in days]
    for session in sessions:
        slot = session.expected
        index = bisect_right(starts, slot.start) - 1
        if index < 0 or slot.end > days[index].end:
            yield Conflict(ConflictKind.OUTSIDE_DAY, (Ref("session", session.id),))
        room = schedule.room_by_id.get(slot.room)
        if room is not None and not _is_open(room, session):
            things = (Ref("session", session.id), Ref("room", room.id))
            yield Conflict(ConflictKind.OUTSIDE_ROOM, things)


_TEXTS: tuple[tuple[Literal["session", "room", "station", "project"], str, tuple[str, ...]], ...] = (
    ("session", "sessions", ("title", "abstract")),
    ("room", "rooms", ("name", "venue", "way")),
    ("station", "stations", ("name", "abstract", "venue", "way")),
    ("project", "projects", ("name", "summary", "place")),
)


def _untranslated(schedule: Schedule) -> Iterator[Conflict]:
    languages = schedule.festival.languages
    wanted = frozenset(languages)
    for kind, home, fields in _TEXTS:
        for thing in getattr(schedule, home):
            for field in fields:
                text = getattr(thing, field)
                # No text at all is a choice; half a text is an oversight.
                given = {tag for tag, said in text.items() if said}
                if not given or wanted <= given or UNDETERMINED in given:
                    continue
                missing = tuple(tag for tag in languages if tag not in given)
                yield Conflict(
                    ConflictKind.NO_TRANSLATION, (Ref(kind, thing.id),), languages=missing, field=field
                )


def _codes(schedule: Schedule) -> Iterator[Conflict]:
    seen: dict[str, Ref] = {}
    refs = chain(
        ((one.code, Ref("room", one.id)) for one in schedule.rooms),
        ((one.code, Ref("station", one.id)) for one in schedule.stations),
        ((one.code, Ref("project", one.id)) for one in schedule.projects),
        ((code_for("session", one.id), Ref("session", one.id)) for one in schedule.sessions),
    )
    for code, ref in refs:
        if code in seen:
            yield Conflict(ConflictKind.CODE_TWICE, (ref, seen[code]), code=code)
        else:
            seen[code] = ref


def _stages(schedule: Schedule) -> Iterator[Conflict]:
    for room in schedule.rooms:
        if room.kind == "stage" and room.project is None:
            yield Conflict(ConflictKind.STAGE_WITHOUT_PROJECT, (Ref("room", room.id),))
