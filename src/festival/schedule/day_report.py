"""What a day became of what was planned, for the evening: rows of plain values, without words of any language.

What nobody said is not known: a start or an end is the host's word where there is one, and else only what was to be
expected at last. Every row says which.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from festival.schedule.changes import Change, Touch
from festival.schedule.model import Announcement, Day, LocalLine, Room, Schedule, Session, Severity, Slot
from festival.schedule.past import Past
from festival.schedule.timeline import sessions_of


class Basis(StrEnum):
    """How a time is known."""

    SAID = "said by the host"
    EXPECTED = "as expected"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session that was planned for the day, or took place on it. Instants are in UTC."""

    session: str
    """Its id."""
    title: LocalLine
    planned: Slot
    room: str
    """Where it took place at last: the id of a room."""
    start: datetime
    start_basis: Basis
    end: datetime
    end_basis: Basis
    late_min: int
    """Minutes, rounded down, by which it began after its time; after the new one if it was moved."""
    is_cancelled: bool
    is_moved: bool
    """To another room or another time."""
    is_added: bool
    """It was not planned."""
    replaces: str | None
    reason: LocalLine


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One room: of its sessions that took place, those that did not, and those that went or came."""

    room: str
    name: LocalLine
    held: int
    """Sessions that took place there."""
    said: int
    """Those of them whose start the host confirmed."""
    delay_min: int
    """Minutes by which they began late, all together."""
    worst_min: int
    """That of the latest."""
    cancelled: int
    moved_away: int
    moved_here: int
    added: int


@dataclass(frozen=True, slots=True)
class AnnouncementRow:
    """One announcement that was made on the day."""

    announcement: str
    severity: Severity
    text: LocalLine
    rooms: tuple[str, ...]
    """Empty: everywhere."""
    at: datetime
    expires: datetime
    by: str
    """Who made it; "" if the programme brought it."""
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KindRow:
    """How many changes one kind of edit made."""

    kind: str
    changes: int


@dataclass(frozen=True, slots=True)
class DayReport:
    """A whole day."""

    day: Day
    sessions: tuple[SessionRow, ...]
    """By expected start."""
    rooms: tuple[RoomRow, ...]
    """In programme order, those without a session as well."""
    announcements: tuple[AnnouncementRow, ...]
    """In the order in which they were made."""
    kinds: tuple[KindRow, ...]
    """The most frequent first."""


def day_report(schedule: Schedule, day: Day, changes: Iterable[Change]) -> DayReport:
    """Return what became of `day`, by `schedule` as it is now and all `changes` that led to it, in order."""
    known = tuple(changes)
    since, until = schedule.festival.begin_of_work(day), day.end
    added = {one.id for one in _touches(known) if one.kind == "session" and one.before is None}
    sessions = tuple(_session_row(one, is_added=one.id in added) for one in sessions_of(schedule, day))
    counts = Counter(change.kind for change in known if since <= change.at < until)
    return DayReport(
        day=day,
        sessions=sessions,
        rooms=tuple(_room_row(room, sessions) for room in schedule.rooms),
        announcements=tuple(one for one in _announcements(schedule, known) if since <= one.at < until),
        kinds=tuple(KindRow(kind, count) for kind, count in sorted(counts.items(), key=_by_frequency)),
    )


def _by_frequency(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _touches(changes: Iterable[Change]) -> Iterator[Touch]:
    return (one for change in changes for one in change.touches)


def _session_row(session: Session, *, is_added: bool) -> SessionRow:
    live, expected = session.live, session.expected
    start = live.started_at or expected.start
    return SessionRow(
        session=session.id,
        title=session.title,
        planned=session.planned,
        room=expected.room,
        start=start,
        start_basis=Basis.SAID if live.started_at else Basis.EXPECTED,
        end=live.ended_at or expected.end,
        end_basis=Basis.SAID if live.ended_at else Basis.EXPECTED,
        late_min=max(0, (start - session.slot.start) // timedelta(minutes=1)),
        is_cancelled=live.cancelled,
        is_moved=live.moved is not None,
        is_added=is_added,
        replaces=session.replaces,
        reason=live.reason,
    )


def _room_row(room: Room, sessions: Iterable[SessionRow]) -> RoomRow:
    here = [one for one in sessions if room.id in {one.room, one.planned.room}]
    held = [one for one in here if one.room == room.id and not one.is_cancelled]
    late = [one.late_min for one in held]
    return RoomRow(
        room=room.id,
        name=room.name,
        held=len(held),
        said=sum(one.start_basis is Basis.SAID for one in held),
        delay_min=sum(late),
        worst_min=max(late, default=0),
        cancelled=sum(one.is_cancelled for one in here if one.room == room.id),
        moved_away=sum(one.room != room.id for one in here),
        moved_here=sum(one.planned.room != room.id for one in held),
        added=sum(one.is_added for one in held),
    )


def _announcements(schedule: Schedule, changes: Sequence[Change]) -> list[AnnouncementRow]:
    """Return all that were ever made, in order. One that came back, because its withdrawal was undone, is one."""
    rows: dict[tuple[str, datetime], AnnouncementRow] = {}

    def row(one: Announcement, by: str) -> AnnouncementRow:
        made = AnnouncementRow(one.id, one.severity, one.text, one.rooms, one.at, one.expires, by)
        return rows.setdefault((one.id, one.at), made)

    for change, shifts in reversed(list(Past(schedule, tuple(reversed(changes))).walk())):
        for shift in shifts:
            if isinstance(gone := shift.before, Announcement):
                rows[gone.id, gone.at] = replace(row(gone, ""), withdrawn_at=change.at)
            if isinstance(made := shift.after, Announcement):
                rows[made.id, made.at] = replace(row(made, change.by), withdrawn_at=None)
    for one in schedule.announcements:
        row(one, "")
    return sorted(rows.values(), key=lambda one: (one.at, one.announcement))
