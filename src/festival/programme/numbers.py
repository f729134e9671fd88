"""A made-up festival from numbers alone: when what kind of change came, how long before the session, how far it moved.

What a real day asks of a screen lies in those numbers: bursts, early and late notice, days apart. The rest, which
says nothing, is made up: "Session 12" in "Room 3", as long and as many as such a programme has, marked as a sample.
The same numbers always make the same festival.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from festival.schedule.codes import code_for
from festival.schedule.edits import Edit, edit_from
from festival.schedule.model import Schedule

_ZONE: Final = "Europe/Berlin"
_LENGTHS_MIN: Final = (30, 45, 60)
_TRACKS: Final = 4
_COLORS: Final = ("#5b6b7b", "#b0217a", "#1f7a5c", "#a86410")
_GRID_MIN: Final = 5
"""The numbers come from looking at a schedule every ten minutes; programmes are printed in steps of five."""
_DAY_MIN: Final = 24 * 60
_CHANGES_MIN: Final = 5 * 60
"""A day of the festival begins and ends at five in the morning."""
_FILLED_MIN: Final = range(11 * 60, 24 * 60, 60)
"""Full hours at which the sessions begin to which nothing happens."""
_DELAY_CAP_MIN: Final = 60
_NOTICE_CAP_MIN: Final = 180
"""A shift of at most the one, known at most the other before the start, is a delay; any other a move."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the numbers leave open."""

    name: str
    first_day: date
    days: int
    played: date
    """The day that the minutes count from."""
    sessions: int
    """In the whole programme."""
    rooms: int
    """At least; more if the sessions that change need them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One change: see the head of the files in ``programme/traces``."""

    minute: int
    kind: str
    session: int
    lead_min: int
    shift_min: int

    @property
    def start_min(self) -> int:
        """The start that the session had before, in minutes of the played day."""
        return round((self.minute + self.lead_min) / _GRID_MIN) * _GRID_MIN


def read_rows(file: Path) -> list[Row]:
    """Return the changes in `file`, in its order, which is that of time."""
    with file.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(line for line in lines if not line.startswith("#"))
        return [
            Row(
                int(one["minute"]),
                one["kind"],
                int(one["session"]),
                int(one["lead_min"]),
                int(one["shift_min"] or 0),
            )
            for one in table
        ]


@dataclass(slots=True)
class _Planned:
    """A session, in minutes of the played day."""

    number: int
    start: int
    room: int = 0
    is_there: bool = True
    is_cancelled: bool = False
    versions: int = 1

    @property
    def end(self) -> int:
        return self.start + _LENGTHS_MIN[self.number % len(_LENGTHS_MIN)]


@dataclass(slots=True)
class _Rooms:
    """Which room is taken when."""

    taken: list[list[tuple[int, int]]]

    def is_free(self, room: int, start: int, end: int) -> bool:
        return all(end <= other or start >= until for other, until in self.taken[room])

    def place(self, one: _Planned, *, besides: int | None = None) -> None:
        """Put `one` into the first room that is free then, a new one if there is none; not into `besides`."""
        free = (
            room
            for room in range(len(self.taken))
            if room != besides and self.is_free(room, one.start, one.end)
        )
        one.room = next(free, len(self.taken))
        if one.room == len(self.taken):
            self.taken.append([])
        self.taken[one.room].append((one.start, one.end))


@dataclass(frozen=True, slots=True)
class Made:
    """A festival made up from numbers."""

    schedule: Schedule
    edits: tuple[tuple[datetime, Edit], ...]
    """With their instants (UTC), in order of time."""


def make(rows: Sequence[Row], shape: Shape) -> Made:
    """Return a festival of that shape, and the edits that the changes of `rows` are on its played day."""
    rooms = _Rooms([[] for _ in range(shape.rooms)])
    known = _first_states(rows)
    for one in sorted(known.values(), key=lambda one: (one.start, one.number)):
        rooms.place(one)
    others = list(_others(rooms, shape, count=shape.sessions - len(known), after=max(known)))
    planned = [*(replace(one) for one in known.values() if one.is_there), *others]
    times = _Times(shape)
    edits = [
        (times.instant(row.minute), edit_from(data))
        for row in rows
        if (data := _edit(row, known[row.session], rooms, times)) is not None
    ]
    return Made(_schedule(planned, len(rooms.taken), times), tuple(edits))


def _first_states(rows: Iterable[Row]) -> dict[int, _Planned]:
    """Return each session as it was before its first change."""
    known: dict[int, _Planned] = {}
    for row in rows:
        if row.session not in known:
            known[row.session] = _Planned(row.session, row.start_min, is_there=row.kind != "new")
    return known


def _others(rooms: _Rooms, shape: Shape, *, count: int, after: int) -> Iterator[_Planned]:
    """Yield sessions to which nothing happens, as evenly over the days as the rooms allow."""
    before = (shape.played - shape.first_day).days
    for day in range(shape.days):
        wanted = count * (day + 1) // shape.days - count * day // shape.days
        for start in ((day - before) * _DAY_MIN + minute for minute in _FILLED_MIN):
            for room in range(len(rooms.taken)):
                one = _Planned(after + 1, start, room)
                if wanted and rooms.is_free(room, one.start, one.end):
                    rooms.taken[room].append((one.start, one.end))
                    after += 1
                    wanted -= 1
                    yield one


@dataclass(frozen=True, slots=True)
class _Times:
    """Instants of minutes of the played day."""

    shape: Shape

    def instant(self, minute: int) -> datetime:
        midnight = datetime.combine(self.shape.played, datetime.min.time(), ZoneInfo(_ZONE))
        return midnight + timedelta(minutes=minute)

    def days(self) -> list[dict[str, Any]]:
        before = (self.shape.played - self.shape.first_day).days
        starts = [(day - before) * _DAY_MIN for day in range(self.shape.days)]
        return [
            {
                "date": self.shape.first_day + timedelta(days=day),
                "start": self.instant(start + _CHANGES_MIN),
                "end": self.instant(start + _CHANGES_MIN + _DAY_MIN),
            }
            for day, start in enumerate(starts)
        ]


def _edit(row: Row, one: _Planned, rooms: _Rooms, times: _Times) -> dict[str, Any] | None:
    """Return the edit that `row` is, and change `one` accordingly; None where it leaves nothing to be edited."""
    name = f"session-{one.number}"
    if row.kind == "new" and not one.is_there:
        one.is_there = one.start > row.minute  # nobody announces what has begun
        return {"kind": "add_session", "session": _session(one, times)} if one.is_there else None
    if row.kind == "new":
        was, one.is_cancelled = one.is_cancelled, False
        return {"kind": "reopen_session", "session": name} if was else None
    if not one.is_there or one.is_cancelled:
        return None
    if row.kind == "gone":
        one.is_cancelled = True
        return {"kind": "cancel_session", "session": name}
    if row.kind == "text":
        one.versions += 1
        text = {"de": f"Fassung {one.versions} dieses Textes.", "en": f"Version {one.versions} of this text."}
        return {"kind": "correct_text", "thing": "session", "id": name, "field": "abstract", "text": text}
    if row.kind == "time" and 0 < row.shift_min <= _DELAY_CAP_MIN and row.lead_min <= _NOTICE_CAP_MIN:
        return {"kind": "delay_session", "session": name, "minutes": row.shift_min}
    return _move(row, one, rooms, times)


def _move(row: Row, one: _Planned, rooms: _Rooms, times: _Times) -> dict[str, Any]:
    one.start = row.start_min + row.shift_min
    changed: dict[str, Any] = {"start": times.instant(one.start)} if "time" in row.kind else {}
    if "room" in row.kind:
        rooms.place(one, besides=one.room)
        changed["room"] = f"room-{one.room + 1}"
    earlier = "start" in changed and row.shift_min < 0
    return {"kind": "move_session", "session": f"session-{one.number}", "earlier": earlier, **changed}


def _session(one: _Planned, times: _Times) -> dict[str, Any]:
    return {
        "id": f"session-{one.number}",
        "room": f"room-{one.room + 1}",
        "track": f"track-{one.number % _TRACKS + 1}",
        "kind": "talk",
        "title": {"und": f"Session {one.number}"},
        "start": times.instant(one.start),
        "end": times.instant(one.end),
        "sample": True,
    }


def _schedule(planned: Iterable[_Planned], rooms: int, times: _Times) -> Schedule:
    festival = {
        "id": f"numbers-{times.shape.played}",
        "name": {"de": f"Zahlen von {times.shape.name}", "en": f"Numbers of {times.shape.name}"},
        "timezone": _ZONE,
        "languages": ["de", "en"],
        "url": "https://festival.invalid",
        "days": times.days(),
        "note": {
            "de": "Räume und Titel sind erfunden; echt sind nur die Zeiten der Änderungen.",
            "en": "Rooms and titles are made up; only the times of the changes are real.",
        },
    }
    tracks = [
        {"id": f"track-{n}", "name": {"de": f"Reihe {n}", "en": f"Track {n}"}, "color": color}
        for n, color in enumerate(_COLORS, 1)
    ]
    names = [f"room-{n}" for n in range(1, rooms + 1)]
    return Schedule.model_validate(
        {
            "festival": festival,
            "tracks": tracks,
            "rooms": [
                {
                    "id": name,
                    "code": code_for("room", name),
                    "kind": "room",
                    "name": {"de": f"Raum {n}", "en": f"Room {n}"},
                    "sample": True,
                }
                for n, name in enumerate(names, 1)
            ],
            "sessions": [_session(one, times) for one in planned],
        }
    )
