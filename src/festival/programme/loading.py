"""Programme folders read whole: a schedule, or a report of all that is wrong."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from festival.programme.compiling import Compiled, compile_documents
from festival.programme.documents import Document, read_document
from festival.programme.files import ProgrammeFile, find_files
from festival.programme.rehearsal import Rehearsal
from festival.programme.report import Report, count
from festival.schedule.conflicts import find_conflicts
from festival.schedule.edits import Edit
from festival.schedule.errors import Problem, ProgrammeError
from festival.schedule.model import Schedule

PROBLEMS_CAP: Final = 1_000
"""Problems of one kind in a report; nobody reads more."""
_QUOTED: Final = 20


@dataclass(frozen=True)
class _Folder:
    """A folder, read and compiled."""

    compiled: Compiled
    edits: tuple[tuple[datetime, Edit], ...]
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    files: tuple[ProgrammeFile, ...]


def _read(folder: Path) -> _Folder:
    found = find_files(folder)
    read = [read_document(file) for file in found.files]
    unread = [*found.problems, *(item for item in read if isinstance(item, Problem))]
    documents = [item for item in read if isinstance(item, Document)]
    compiled = compile_documents(documents, is_complete=not unread)
    rehearsal = Rehearsal(compiled.zone, None if unread else compiled.ids())
    edits = rehearsal.read(compiled.edits)
    return _Folder(
        compiled=compiled,
        edits=edits,
        errors=tuple(sorted({*unread, *compiled.errors, *rehearsal.problems})),
        warnings=tuple(sorted({*compiled.warnings, *rehearsal.warnings})),
        files=found.files,
    )


def _usable(folder: Path) -> tuple[_Folder, Schedule]:
    read = _read(folder)
    if read.errors or read.compiled.schedule is None:
        quoted = [f"  {problem}" for problem in read.errors[:_QUOTED]]
        if len(read.errors) > _QUOTED:
            quoted.append(f"  and {len(read.errors) - _QUOTED} more")
        total = count(len(read.errors), "error")
        raise ProgrammeError(
            "\n".join([f"{total} in the programme {os.fspath(folder)}:", *quoted]), read.errors
        )
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


def _capped(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    if len(problems) <= PROBLEMS_CAP:
        return problems
    return (*problems[:PROBLEMS_CAP], Problem("", 0, "", f"and {len(problems) - PROBLEMS_CAP} more"))


def _conflicts(read: _Folder, schedule: Schedule) -> Iterable[Problem]:
    """Yield what does not fit together, at the place of the entry that has to be changed."""
    for conflict in find_conflicts(schedule):
        thing = conflict.things[0]
        entry = read.compiled.entries[thing.kind, thing.id]
        yield entry.problem((conflict.field or "start",), conflict.sentence())


def check(folder: Path) -> Report:
    """Return all errors and warnings of the programme below `folder`; raises nothing.

    What does not fit together is looked for only when there are no errors.
    """
    read = _read(folder)
    schedule = read.compiled.schedule
    warnings = read.warnings
    summary = ""
    if schedule is not None and not read.errors:
        warnings = tuple(sorted({*warnings, *_conflicts(read, schedule)}))
        summary = (
            ", ".join(
                (
                    count(len(schedule.sessions), "session"),
                    count(len(schedule.rooms), "room"),
                    count(len(schedule.stations), "station"),
                    count(len(schedule.projects), "project"),
                )
            )
            + f" in {count(len(read.files), 'file')}"
        )
    return Report(os.fspath(folder), _capped(read.errors), _capped(warnings), summary)
