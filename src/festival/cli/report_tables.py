"""The report of a day as tables, for spreadsheets and scripts."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple, TypeAlias, TypeVar

from festival.cli.csv_cells import Cell
from festival.cli.editing.telling import Told
from festival.schedule.day_report import AnnouncementRow, DayReport, KindRow, RoomRow, SessionRow
from festival.schedule.model import Schedule

_Cells: TypeAlias = dict[str, Cell]
_Row = TypeVar("_Row")


class Table(NamedTuple):
    """Rows with the same columns, by their names."""

    columns: tuple[str, ...]
    rows: tuple[_Cells, ...]

    @property
    def cells(self) -> list[list[Cell]]:
        """The rows without names."""
        return [[row[name] for name in self.columns] for row in self.rows]


class Tables:
    """Writes the rows of a report of `schedule`, with texts in English and times of the festival."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self._told = Told(schedule)

    def of(self, report: DayReport) -> dict[str, Table]:
        """Return the tables of `report` by name."""
        return {
            "rooms": self._table(_ROOMS, report.rooms),
            "sessions": self._table(_SESSIONS, report.sessions),
            "announcements": self._table(_ANNOUNCEMENTS, report.announcements),
            "changes": self._table(_KINDS, report.kinds),
        }

    def say(self, text: Mapping[str, str]) -> str:
        """Return `text` in English, else in the festival's first language."""
        return self._told.words(text)

    def place(self, name: str) -> str:
        """Return what the room is called."""
        return self._told.place(name)

    def local(self, instant: datetime) -> str:
        """Return `instant` as the festival's time with its offset (ISO 8601)."""
        return instant.astimezone(self.schedule.festival.zone).isoformat(timespec="minutes")

    def _table(self, columns: "_Columns[_Row]", rows: Iterable[_Row]) -> Table:
        made = ({name: cell(self, row) for name, cell in columns.items()} for row in rows)
        return Table(tuple(columns), tuple(made))


_Columns: TypeAlias = Mapping[str, Callable[[Tables, _Row], Cell]]
"""What stands in each column of a row."""

_ROOMS: Final[_Columns[RoomRow]] = {
    "room": lambda _, row: row.room,
    "name": lambda to, row: to.say(row.name),
    "held": lambda _, row: row.held,
    "starts_said": lambda _, row: row.said,
    "delay_min": lambda _, row: row.delay_min,
    "worst_min": lambda _, row: row.worst_min,
    "cancelled": lambda _, row: row.cancelled,
    "moved_away": lambda _, row: row.moved_away,
    "moved_here": lambda _, row: row.moved_here,
    "added": lambda _, row: row.added,
}
_SESSIONS: Final[_Columns[SessionRow]] = {
    "session": lambda _, row: row.session,
    "title": lambda to, row: to.say(row.title),
    "room": lambda _, row: row.room,
    "planned_room": lambda _, row: row.planned.room,
    "planned_start": lambda to, row: to.local(row.planned.start),
    "planned_end": lambda to, row: to.local(row.planned.end),
    "start": lambda to, row: to.local(row.start),
    "start_basis": lambda _, row: row.start_basis.value,
    "end": lambda to, row: to.local(row.end),
    "end_basis": lambda _, row: row.end_basis.value,
    "late_min": lambda _, row: row.late_min,
    "cancelled": lambda _, row: row.is_cancelled,
    "moved": lambda _, row: row.is_moved,
    "added": lambda _, row: row.is_added,
    "replaces": lambda _, row: row.replaces,
    "reason": lambda to, row: to.say(row.reason),
}
_ANNOUNCEMENTS: Final[_Columns[AnnouncementRow]] = {
    "announcement": lambda _, row: row.announcement,
    "severity": lambda _, row: row.severity,
    "text": lambda to, row: to.say(row.text),
    "rooms": lambda _, row: " ".join(row.rooms),
    "at": lambda to, row: to.local(row.at),
    "expires": lambda to, row: to.local(row.expires),
    "withdrawn_at": lambda to, row: to.local(row.withdrawn_at) if row.withdrawn_at else None,
    "by": lambda _, row: row.by,
}
_KINDS: Final[_Columns[KindRow]] = {
    "kind": lambda _, row: row.kind,
    "changes": lambda _, row: row.changes,
}
