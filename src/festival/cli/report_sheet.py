"""The report of a day as people read it on a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from festival.cli.lines import Fact
from festival.cli.report_tables import Tables
from festival.schedule.day_report import AnnouncementRow, Basis, DayReport, SessionRow

_EVERYWHERE: Final = "everywhere"
_SAID: Final = "*"
"""After a delay that a host confirmed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be read of a report: all rooms, and of the sessions those that were not as planned."""

    tables: Tables
    report: DayReport

    def parts(self) -> Iterator[tuple[str, str, Sequence[Fact]]]:
        """Yield the name of each part, its heading, and its lines; a part without lines is left out."""
        found = {
            "rooms": ("Rooms", self._rooms()),
            "sessions": (
                "Not as planned",
                [self._session(one) for one in self.report.sessions if _departs(one)],
            ),
            "announcements": (
                "Announcements",
                [self._announcement(one) for one in self.report.announcements],
            ),
            "changes": (
                "Changes",
                [_line((str(one.changes), "time"), (one.kind, "title")) for one in self.report.kinds],
            ),
        }
        return ((name, heading, facts) for name, (heading, facts) in found.items() if facts)

    def summary(self) -> str:
        """Return the day in two sentences, each on a line of its own."""
        sessions = self.report.sessions
        held = [one for one in sessions if not one.is_cancelled]
        said = sum(one.start_basis is Basis.SAID for one in held)
        late = sum(one.late_min for one in held)
        day = f"{self.report.day.date:%A %d %B %Y}"
        known = (
            f"Of {said} a host said when they began ({_SAID}); the others"
            if said
            else "No host said when they began: all"
        )
        return f"{day}: {len(held)} of {len(sessions)} sessions held, {late} minutes late in all.\n{known} are as expected."

    def _rooms(self) -> list[Fact]:
        heads = ("held", "late", "latest", "cancelled", "away", "here", "added", "")
        facts = [_line(*((head, "muted") for head in heads))]
        for row in self.report.rooms:
            counts = (row.cancelled, row.moved_away, row.moved_here, row.added)
            late = [(_minutes(one), "alert" if one else "muted") for one in (row.delay_min, row.worst_min)]
            cells = [(str(count or "–"), "title" if count else "muted") for count in counts]
            facts.append(_line((str(row.held), "time"), *late, *cells, (self.tables.say(row.name), "title")))
        return facts

    def _session(self, row: SessionRow) -> Fact:
        because = self.tables.say(row.reason)
        changed = f" – {', '.join(departures)}" if (departures := [*self._departures(row)]) else ""
        late = f"+{row.late_min} min{_SAID if row.start_basis is Basis.SAID else ''}"
        return _line(
            (self._time(row.planned.start), "muted"),
            ("" if row.is_cancelled else self._time(row.start), "time"),
            (late if row.late_min and not row.is_cancelled else "", "alert"),
            (self.tables.place(row.room), "muted"),
            (f"{self.tables.say(row.title)}{changed}{f' ({because})' if because else ''}", "title"),
        )

    def _departures(self, row: SessionRow) -> Iterator[str]:
        if row.is_cancelled:
            yield "cancelled"
        if row.is_added:
            yield f"instead of {self._title(row.replaces)}" if row.replaces else "added"
        if row.room != row.planned.room:
            yield f"moved from {self.tables.place(row.planned.room)}"
        elif row.is_moved:
            yield "moved"

    def _title(self, session: str) -> str:
        known = self.tables.schedule.session_by_id.get(session)
        return self.tables.say(known.title) if known else session

    def _announcement(self, row: AnnouncementRow) -> Fact:
        where = ", ".join(map(self.tables.place, row.rooms)) or _EVERYWHERE
        until = (
            f"withdrawn {self._time(row.withdrawn_at)}"
            if row.withdrawn_at
            else f"until {self._time(row.expires)}"
        )
        role = "alert" if row.severity == "urgent" else "title"
        return _line(
            (self._time(row.at), "time"),
            (row.severity, role),
            (where, "muted"),
            (until, "muted"),
            (row.by, "muted"),
            (self.tables.say(row.text), "title"),
        )

    def _time(self, instant: datetime) -> str:
        return f"{instant.astimezone(self.tables.schedule.festival.zone):%H:%M}"


def _departs(row: SessionRow) -> bool:
    return row.is_cancelled or row.is_moved or row.is_added or row.late_min > 0


def _minutes(minutes: int) -> str:
    return f"{minutes} min" if minutes else "–"


def _line(*cells: tuple[str, str]) -> Fact:
    (first, role), *others = cells
    return Fact(((f"  {first}", role), *others))
