"""Edits for a rehearsal: what the day might make of the programme, written beside it as ``[[edit]]``.

An entry has ``at`` (a local time, with its day), ``by`` (who makes it), ``kind`` and the fields of that kind of
:mod:`festival.schedule.edits`. Times without a day are on the day of ``at``. It may have a ``name``, by which a later
entry of the kind ``undo`` says with ``edit`` what it reverses.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, get_args
from zoneinfo import ZoneInfo

from festival.programme.convert import suggestion
from festival.programme.edit_tables import EditTables
from festival.programme.entries import Entry
from festival.programme.findings import Findings
from festival.programme.times import BadTimeError, parse_instant, shown
from festival.schedule.edits import BaseEdit, Edit, Undo
from festival.schedule.model import Day
from festival.schedule.text import LINE_CAP
from festival.schedule.timeline import day_of

_EDITS: Final[Mapping[str, type[BaseEdit]]] = {
    model.model_fields["kind"].default: model for model in get_args(get_args(Edit)[0])
}
_OWN_KEYS: Final = frozenset({"at", "by", "name"})
_UNDONE: Final = "edit"
"""In a file an undo names the edit that it reverses; no revision is known yet."""


@dataclass
class Rehearsal:
    """Checks and makes the edits of a programme."""

    zone: ZoneInfo
    known: Mapping[str, set[str]] | None
    """Ids by kind; None when not all files could be read, so that nobody can say what is unknown."""
    findings: Findings
    days: Collection[Day] = ()
    """The festival's, as far as they are known."""

    def read(self, entries: Iterable[Entry]) -> tuple[tuple[datetime, Edit], ...]:
        """Return the usable edits of `entries` and the instants (UTC) they are made at, in order of time."""
        found = [(self._at(entry), entry) for entry in entries]
        dated = sorted(((at, entry) for at, entry in found if at is not None), key=lambda one: one[0])
        places: dict[str, int] = {}
        edits: list[tuple[datetime, Edit]] = []
        for place, (at, entry) in enumerate(dated, 1):
            edit = self._edit(entry, at, places)
            if edit is not None:
                edits.append((at, edit))
            if name := self._name(entry, places):
                places[name] = place
        for entry in (entry for at, entry in found if at is None):
            self._edit(entry, None, places)
        return tuple(edits)

    def _wrong(self, entry: Entry, key: str, message: str) -> None:
        self.findings.error(entry.problem((key,), message))

    def _name(self, entry: Entry, places: Mapping[str, int]) -> str:
        name = entry.raw.get("name", "")
        if not isinstance(name, str) or name in places:
            self._wrong(entry, "name", f"{shown(name)} must be a text that no other edit has as its name")
            return ""
        return name

    def _edit(self, entry: Entry, at: datetime | None, places: Mapping[str, int]) -> Edit | None:
        raw = entry.raw
        if not isinstance(by := raw.get("by", ""), str) or not 0 < len(by) <= LINE_CAP:
            self._wrong(entry, "by", 'who makes the edit? Write by = "..."')
        tables = EditTables(self.zone, self.known, self.findings)
        model = tables.model(entry, _EDITS)
        if model is None:
            return None
        fields = {key: value for key, value in raw.items() if key not in _OWN_KEYS}
        if model is Undo:
            fields["change"] = self._undone(entry, fields.pop(_UNDONE, None), places)
        return tables.edit(entry, model, fields, at.astimezone(self.zone).date() if at else None)

    def _undone(self, entry: Entry, name: Any, places: Mapping[str, int]) -> int:
        """Return the place of the edit called `name` among those before this one."""
        place = places.get(name) if isinstance(name, str) else None
        if place is None:
            known = suggestion(name, places) or '; give the one it undoes a name = "..."'
            self._wrong(entry, _UNDONE, f"{shown(name)} is the name of no edit before this one{known}")
        return place or 1

    def _at(self, entry: Entry) -> datetime | None:
        try:
            at = parse_instant(entry.raw.get("at", ""), None, self.zone).instant
        except BadTimeError as error:
            self._wrong(entry, "at", str(error))
            return None
        if self.days and day_of(self.days, at) is None:
            message = "not inside any day of the festival, so nobody will see it: change its time"
            self.findings.warn(entry.problem(("at",), message))
        return at
