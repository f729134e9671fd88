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
from festival.programme.findings import EnoughError, Findings
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
    entries: Mapping[tuple[str, str], Entry]
    """Where a thing stands, by kind and id."""
    edits: tuple[Entry, ...]
    """The tables ``[[edit]]``, as they stand."""
    zone: ZoneInfo
    """The festival's, or UTC when it cannot be known."""

    def ids(self) -> Mapping[str, set[str]]:
        """Return the ids of all entries, by kind."""
        return {kind: {name for of, name in self.entries if of == kind} for kind in MODELS}


class _Compiler:
    """Compiles entries one by one."""

    def __init__(self, zone: ZoneInfo, findings: Findings) -> None:
        self.data: list[tuple[Entry, dict[str, Any]]] = []
        self._values: dict[str, list[BaseModel]] = {}
        self.zone = zone
        self._findings = findings

    def add(self, entry: Entry) -> None:
        """Convert and validate `entry`; its data is kept for the references even when it is refused."""
        converter = Converter(self.zone)
        data = converter.table(entry.model, entry.raw, ())
        if "code" in entry.model.model_fields and entry.id is not None:
            data.setdefault("code", code_for(entry.kind, entry.id))
        self.data.append((entry, data))
        value = validated(entry, entry.model, data, converter, self._findings)
        if value is not None:
            self._values.setdefault(entry.kind, []).append(value)

    def schedule(self) -> Schedule:
        """Return the schedule of all values; there must be no errors."""
        things = {_FIELDS.get(kind, f"{kind}s"): tuple(self._values.get(kind, ())) for kind in MODELS}
        return Schedule.model_validate({"festival": self._values[FESTIVAL][0], **things})


def _zone(festivals: list[Entry], findings: Findings) -> ZoneInfo:
    """Return the zone of the first festival; with an unusable one, other times can still be checked in UTC."""
    name = festivals[0].raw.get("timezone") if festivals else None
    if isinstance(name, str):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = f"unknown time zone {shown(name)}{suggestion(name, available_timezones())}"
            findings.error(festivals[0].problem(("timezone",), message))
    return ZoneInfo("UTC")


def _check_one_festival(festivals: list[Entry], findings: Findings, *, is_complete: bool) -> None:
    if not festivals and is_complete:
        message = "no [festival] in any file; it names the event, its days and its time zone"
        findings.error(Problem("", 0, "", message))
    for entry in festivals[1:]:
        first = festivals[0]
        message = f"[festival] is already in {first.document.name}:{first.line}; remove one"
        findings.error(Problem(entry.document.name, entry.line, FESTIVAL, message))


def compile_documents(documents: Iterable[Document], findings: Findings, *, is_complete: bool) -> Compiled:
    """Return the schedule that `documents` describe; what is wrong with them goes to `findings`.

    `is_complete` says that these are all documents of the programme; else nobody can say what is unknown.
    Raises :class:`EnoughError`.
    """
    reader = Reader(findings)
    entries = [entry for document in documents for entry in reader.read(document)]
    if len(entries) > ENTRIES_CAP:
        findings.error(Problem("", 0, "", f"{len(entries)} entries, at most {ENTRIES_CAP}"))
        raise EnoughError
    festivals = [entry for entry in entries if entry.kind == FESTIVAL]
    _check_one_festival(festivals, findings, is_complete=is_complete)
    compiler = _Compiler(_zone(festivals, findings), findings)
    for entry in entries:
        if entry.kind != EDIT:
            compiler.add(entry)
    sources = festivals[0].raw.get("sources") if festivals else None
    References(findings, sources if isinstance(sources, dict) else {}, is_complete).check(compiler.data)
    return Compiled(
        schedule=compiler.schedule() if is_complete and not findings.errors else None,
        entries={
            (entry.kind, entry.id): entry for entry, _ in reversed(compiler.data) if entry.id is not None
        },
        edits=tuple(entry for entry in entries if entry.kind == EDIT),
        zone=compiler.zone,
    )
