"""Edits as people write them in TOML: a table with ``kind`` and the fields of that kind of :mod:`festival.schedule.edits`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from festival.programme.complaints import validated
from festival.programme.convert import Converter, suggestion
from festival.programme.entries import Entry
from festival.programme.findings import Findings
from festival.programme.times import shown
from festival.schedule.edits import BaseEdit, Edit, edit_from
from festival.schedule.model import Schedule

_REFERENCES: Final = {
    "session": "session",
    "from_session": "session",
    "room": "room",
    "rooms": "room",
    "station": "station",
}


def ids_of(schedule: Schedule) -> Mapping[str, set[str]]:
    """Return the ids that an edit can name, by kind."""
    return {
        "session": set(schedule.session_by_id),
        "room": set(schedule.room_by_id),
        "station": set(schedule.station_by_id),
    }


@dataclass(frozen=True, slots=True)
class EditTables:
    """Checks and makes edits of tables; what is wrong goes to the findings."""

    zone: ZoneInfo
    known: Mapping[str, set[str]] | None
    """Ids by kind; None when nobody can say what is unknown."""
    findings: Findings

    def wrong(self, entry: Entry, key: str, message: str) -> None:
        """Note that `key` of `entry` cannot be used."""
        self.findings.error(entry.problem((key,), message))

    def model(self, entry: Entry, models: Mapping[str, type[BaseEdit]]) -> type[BaseEdit] | None:
        """Return the one of `models`, by kind, that `entry` is, None if it is none."""
        kind = entry.raw.get("kind")
        model = models.get(kind) if isinstance(kind, str) else None
        if model is None:
            self.wrong(entry, "kind", f"{shown(kind)} is no kind of edit{suggestion(kind, models)}")
        return model

    def edit(
        self, entry: Entry, model: type[BaseEdit], fields: Mapping[str, Any], day: date | None
    ) -> Edit | None:
        """Return the edit that has the `fields` of `entry`, None if it cannot be one. Times without a day are on `day`."""
        converter = Converter(self.zone)
        data = converter.table(model, fields, (), day)
        value = validated(entry, model, data, converter, self.findings)
        self._references(entry, data)
        return None if value is None else edit_from(data)

    def _references(self, entry: Entry, data: Mapping[str, Any]) -> None:
        if self.known is None:
            return
        for key, kind in _REFERENCES.items():
            value = data.get(key)
            for name in value if isinstance(value, tuple) else (value,):
                if isinstance(name, str) and name not in self.known[kind]:
                    self.wrong(
                        entry, key, f"unknown {kind} {shown(name)}{suggestion(name, self.known[kind])}"
                    )
