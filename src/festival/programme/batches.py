"""Batches: edits that are prepared together in a TOML file, to be made whole or not at all.

A file has a ``name``, perhaps a ``reason`` and ``earlier``, and ``[[edit]]`` tables, each with its ``kind`` and fields
and perhaps a ``name`` for people. Times without a day are on the festival's day for which the file is read.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

from festival.programme.complaints import validated
from festival.programme.convert import Converter, suggestion
from festival.programme.documents import Document, read_document
from festival.programme.edit_tables import EditTables, ids_of
from festival.programme.entries import EDIT, Entry
from festival.programme.files import ProgrammeFile
from festival.programme.findings import EnoughError, Findings, unusable
from festival.schedule.edits import BaseEdit, Batch, SingleEdit
from festival.schedule.errors import Problem
from festival.schedule.model import Schedule

_MODELS: Final[dict[str, type[BaseEdit]]] = {
    model.model_fields["kind"].default: model for model in get_args(SingleEdit)
}
_KEYS: Final = ("name", "reason", "earlier", EDIT)
_NAME: Final = "name"


def load_batch(file: Path, schedule: Schedule, day: date | None, *, is_draft: bool = False) -> Batch:
    """Return the batch in `file`, whose edits change `schedule`; times without a day are on `day`.

    What a draft (`is_draft`) names need not be there: whoever goes on with it is told later.

    Raises :class:`~festival.schedule.errors.ProgrammeError`, which holds all problems of the file, and OSError when
    there is no such file.
    """
    document = read_document(ProgrammeFile.of(file))
    findings = Findings([document] if isinstance(document, Problem) else ())
    batch = None
    if isinstance(document, Document):
        known = None if is_draft else _with_added(ids_of(schedule), document.data)
        tables = EditTables(schedule.festival.zone, known, findings)
        try:
            batch = _Reader(document, tables, day).batch()
        except EnoughError:
            batch = None
    if batch is None or findings.errors:
        raise unusable(file, findings.errors, "batch")
    return batch


def _with_added(known: Mapping[str, set[str]], data: Mapping[str, Any]) -> Mapping[str, set[str]]:
    """Return `known` with the sessions that edits of the batch itself add: a later one may name them."""
    tables = data.get(EDIT)
    added: set[str] = set()
    for table in tables if isinstance(tables, list) else ():
        if not isinstance(table, dict):
            continue
        homes = [table[key] for key in ("session", "by") if isinstance(table.get(key), dict)]
        found = [home.get("id") for home in homes]
        if table.get("kind") == "split_session":
            found.append(table.get("id", f"{table.get('session')}-rest"))
        added |= {name for name in found if isinstance(name, str)}
    return {**known, "session": known["session"] | added}


class _Reader:
    def __init__(self, document: Document, tables: EditTables, day: date | None) -> None:
        self._document = document
        self._tables = tables
        self._day = day
        self._whole = Entry("batch", document, (), document.data)

    def batch(self) -> Batch | None:
        """Return the batch, None if it cannot be one."""
        for key in self._document.data.keys() - set(_KEYS):
            self._tables.wrong(self._whole, key, f"unknown key{suggestion(key, _KEYS)}")
        edits = tuple(made for entry in self._entries() if (made := self._edit(entry)) is not None)
        if not self._document.data.get(EDIT):
            self._tables.wrong(self._whole, EDIT, "there is no [[edit]]: write one")
        if not edits:
            return None
        converter = Converter(self._tables.zone)
        fields = {key: value for key, value in self._document.data.items() if key in _KEYS and key != EDIT}
        data = converter.table(Batch, fields, ()) | {"edits": edits}
        found = validated(self._whole, Batch, data, converter, self._tables.findings)
        return found if isinstance(found, Batch) else None

    def _entries(self) -> list[Entry]:
        tables: Any = self._document.data.get(EDIT, [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            self._tables.wrong(self._whole, EDIT, "write [[edit]], with double brackets, once for each")
            return []
        return [Entry(EDIT, self._document, (EDIT, index), raw) for index, raw in enumerate(tables)]

    def _edit(self, entry: Entry) -> BaseEdit | None:
        if not isinstance(entry.raw.get(_NAME, ""), str):
            self._tables.wrong(entry, _NAME, "must be a text in quotes")
        model = self._tables.model(entry, _MODELS)
        fields = {key: value for key, value in entry.raw.items() if key != _NAME}
        return self._tables.edit(entry, model, fields, self._day) if model else None
