"""Programme folders read whole: a schedule, or a report of all that is wrong."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from festival.programme.compiling import Compiled, compile_documents
from festival.programme.documents import Document, read_document
from festival.programme.edit_tables import ids_of
from festival.programme.entries import EDIT, Reader
from festival.programme.files import ProgrammeFile, find_files
from festival.programme.findings import EnoughError, Findings, unusable
from festival.programme.rehearsal import Rehearsal
from festival.programme.report import Report, count
from festival.schedule.conflicts import find_conflicts
from festival.schedule.edits import Edit
from festival.schedule.errors import Problem
from festival.schedule.model import Schedule


@dataclass(frozen=True)
class _Folder:
    """A folder, read and compiled."""

    files: tuple[ProgrammeFile, ...]
    findings: Findings
    compiled: Compiled | None = None
    """None when the reading was given up."""
    edits: tuple[tuple[datetime, Edit], ...] = ()


def _read(folder: Path) -> _Folder:
    found = find_files(folder)
    read = [read_document(file) for file in found.files]
    unread = [*found.problems, *(item for item in read if isinstance(item, Problem))]
    documents = [item for item in read if isinstance(item, Document)]
    findings = Findings(unread)
    try:
        compiled = compile_documents(documents, findings, is_complete=not unread)
        known = None if unread else compiled.ids()
        days = compiled.schedule.festival.days if compiled.schedule else ()
        edits = Rehearsal(compiled.zone, known, findings, days).read(compiled.edits)
    except EnoughError:
        return _Folder(found.files, findings)
    return _Folder(found.files, findings, compiled, edits)


def _usable(folder: Path) -> tuple[_Folder, Schedule]:
    read = _read(folder)
    errors = read.findings.errors
    if errors or read.compiled is None or read.compiled.schedule is None:
        raise unusable(folder, errors)
    return read, read.compiled.schedule


def load(folder: Path) -> Schedule:
    """Return the schedule that the files below `folder` describe.

    Raises :class:`ProgrammeError`, which holds all problems, when there is one.
    """
    return _usable(folder)[1]


def load_rehearsal(folder: Path) -> tuple[tuple[datetime, Edit], ...]:
    """Return the edits of a rehearsal with the instants (UTC) they are made at, in order of time.

    Raises :class:`ProgrammeError`, which holds all problems of the folder, when there is one.
    """
    return _usable(folder)[0].edits


def load_edits(file: Path, schedule: Schedule) -> tuple[tuple[datetime, Edit], ...]:
    """Return the ``[[edit]]`` tables of one more file like :func:`load_rehearsal`; they change `schedule`.

    Raises :class:`ProgrammeError`, which holds all problems of the file.
    """
    document = read_document(ProgrammeFile.of(file))
    findings = Findings([document] if isinstance(document, Problem) else ())
    entries = list(Reader(findings).read(document)) if isinstance(document, Document) else []
    for entry in entries:
        if entry.kind != EDIT:
            findings.error(entry.problem((), "only [[edit]] belongs here; the programme is chosen apart"))
    edits = Rehearsal(schedule.festival.zone, ids_of(schedule), findings, schedule.festival.days).read(
        entry for entry in entries if entry.kind == EDIT
    )
    if findings.errors:
        raise unusable(file, findings.errors)
    return edits


def _add_conflicts(compiled: Compiled, schedule: Schedule, findings: Findings) -> None:
    """Warn of what does not fit together, at the place of the entry that has to be changed."""
    for conflict in find_conflicts(schedule):
        thing = conflict.things[0]
        entry = compiled.entries[thing.kind, thing.id]
        findings.warn(entry.problem((conflict.field or "start",), conflict.sentence()))


def _summary(schedule: Schedule, files: int) -> str:
    kinds = {
        "session": schedule.sessions,
        "room": schedule.rooms,
        "station": schedule.stations,
        "project": schedule.projects,
    }
    return (
        ", ".join(count(len(things), kind) for kind, things in kinds.items()) + f" in {count(files, 'file')}"
    )


def check(folder: Path) -> Report:
    """Return all errors and warnings of the programme below `folder`; raises nothing.

    What does not fit together is looked for only when there are no errors.
    """
    read = _read(folder)
    findings = read.findings
    summary = ""
    if read.compiled and read.compiled.schedule and not findings.errors:
        _add_conflicts(read.compiled, read.compiled.schedule, findings)
        summary = _summary(read.compiled.schedule, len(read.files))
    return Report(os.fspath(folder), findings.errors, findings.warnings, summary)
