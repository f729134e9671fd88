"""From parsed documents to a schedule, with everything that is wrong on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BaseModel

from festival.programme.complaints import validated
from festival.programme.convert import Converter, suggestion
from festival.programme.documents import Document
from festival.programme.entries import EDIT, ENTRIES_CAP, FESTIVAL, MODELS, Entry, Reader
from festival.programme.references import References
from festival.programme.times import shown
from festival.schedule.codes import code_for
from festival.schedule.errors import Problem
from festival.schedule.model import Schedule

_FIELDS: Final = {"person": "people"}
"""Fields of a schedule that are not the kind with an s."""


@dataclass(frozen=True)
class Compiled:
    """What came of the documents."""

    schedule: Schedule | None
    """None when there are errors."""
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    entries: Mapping[tuple[str, str], Entry]
    """Where a thing stands, by kind and id."""
    edits: tuple[Entry, ...]
    """The tables ``[[edit]]``, as they stand."""
    zone: ZoneInfo
    """The festival's, or UTC when it cannot be known."""

    def ids(self) -> Mapping[str, set[str]]:
        """Return the ids of all entries, by kind."""
        return {kind: {name for of, name in self.entries if of == kind} for kind in MODELS}


def _zone(festivals: list[Entry], errors: list[Problem]) -> ZoneInfo:
    """Return the zone of the first festival; with an unusable one, other times can still be checked in UTC."""
    name = festivals[0].raw.get("timezone") if festivals else None
    if isinstance(name, str):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = f"unknown time zone {shown(name)}{suggestion(name, available_timezones())}"
            errors.append(festivals[0].problem(("timezone",), message))
    return ZoneInfo("UTC")


class _Compiler:
    """Compiles entries one by one."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self.data: list[tuple[Entry, dict[str, Any]]] = []
        self.values: dict[str, list[BaseModel]] = {}
        self._zone = zone

    def add(self, entry: Entry) -> None:
        """Convert and validate `entry`; its data is kept for the references even when it is refused."""
        converter = Converter(self._zone)
        data = converter.table(entry.model, entry.raw, ())
        if "code" in entry.model.model_fields and entry.id is not None:
            data.setdefault("code", code_for(entry.kind, entry.id))
        value, complaints = validated(entry.model, data)
        complaints = [found for found in complaints if found[0] not in converter.settled]
        self.errors += [entry.problem(path, message) for path, message in converter.errors + complaints]
        self.warnings += [entry.problem(path, message) for path, message in converter.warnings]
        self.data.append((entry, data))
        if value is not None:
            self.values.setdefault(entry.kind, []).append(value)

    def schedule(self) -> Schedule:
        """Return the schedule of all values; there must be no errors."""
        things = {_FIELDS.get(kind, f"{kind}s"): tuple(self.values.get(kind, ())) for kind in MODELS}
        return Schedule.model_validate({"festival": self.values[FESTIVAL][0], **things})


def _one_festival(festivals: list[Entry], *, is_complete: bool) -> Iterable[Problem]:
    if not festivals and is_complete:
        yield Problem("", 0, "", "no [festival] in any file; it names the event, its days and its time zone")
    for entry in festivals[1:]:
        first = festivals[0]
        message = f"[festival] is already in {first.document.name}:{first.line}; remove one"
        yield Problem(entry.document.name, entry.line, FESTIVAL, message)


def compile_documents(documents: Iterable[Document], *, is_complete: bool = True) -> Compiled:
    """Return the schedule that `documents` describe, or everything that is wrong with them.

    `is_complete` says that these are all documents of the programme; else nobody can say what is unknown.
    """
    errors: list[Problem] = []
    reader = Reader(errors)
    entries = [entry for document in documents for entry in reader.read(document)]
    festivals = [entry for entry in entries if entry.kind == FESTIVAL]
    zone = _zone(festivals, errors)
    errors.extend(_one_festival(festivals, is_complete=is_complete))
    if len(entries) > ENTRIES_CAP:
        errors.append(Problem("", 0, "", f"{len(entries)} entries, at most {ENTRIES_CAP}"))
        return Compiled(None, tuple(errors), (), {}, (), zone)
    compiler = _Compiler(zone)
    for entry in entries:
        if entry.kind != EDIT:
            compiler.add(entry)
    sources = festivals[0].raw.get("sources") if festivals else None
    references = References(sources if isinstance(sources, dict) else {}, is_complete)
    references.check(compiler.data)
    errors += compiler.errors + references.problems
    return Compiled(
        schedule=None if errors or not is_complete else compiler.schedule(),
        errors=tuple(sorted(set(errors))),
        warnings=tuple(sorted(set(compiler.warnings))),
        entries={
            (entry.kind, entry.id): entry for entry, _ in reversed(compiler.data) if entry.id is not None
        },
        edits=tuple(entry for entry in entries if entry.kind == EDIT),
        zone=zone,
    )
