"""Days to rehearse: a programme, and the edits that a day made of it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from festival.programme.cache import open_programme, open_rehearsal
from festival.programme.locations import bundled
from festival.schedule.errors import ProgrammeError
from festival.schedule.model import Schedule

if TYPE_CHECKING:
    from festival.schedule.edits import Edit

Edits: TypeAlias = "tuple[tuple[datetime, Edit], ...]"
"""With their instants (UTC), in order of time."""

OWN: Final = "day"
"""The trace that stands in the programme's own files, as ``[[edit]]``."""
ABOUT: Final = {
    OWN: "the programme's own day; that of the bundled one, 27 May 2022 in Dortmund, has rain, a storm, a lost child",
    "35c3": "numbers of 28 December 2018: a busy day, on which 51 sessions vanished at once and came back five hours later",
    "36c3": "numbers of 27 December 2019: the first day of a congress, with a hundred sessions added on the way",
}
"""The traces by name, each with a line for people."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A day to rehearse. Each part is read when it is asked for: a screen needs the programme first."""

    programme: Callable[[], Schedule]
    edits: Callable[[], Edits]


def open_trace(name: str, folder: Path, cache_dir: Path) -> Trace:
    """Return the trace called `name`: one of :data:`ABOUT`, or a file of edits for the programme in `folder`.

    Its parts raise :class:`ProgrammeError` when they are asked for and a file cannot be used; this does for a name that
    is neither.
    """
    if name == OWN:
        return Trace(lambda: open_programme(folder, cache_dir), lambda: open_rehearsal(folder, cache_dir))
    if name in ABOUT:
        return _of_numbers(name)
    file = Path(name)
    if not os.path.isfile(name):  # noqa: PTH113 - no error, however long the name is
        raise ProgrammeError(f"There is no trace and no file {name!r}: the traces are {', '.join(ABOUT)}.")
    return Trace(lambda: open_programme(folder, cache_dir), lambda: _edits_for(file, folder, cache_dir))


def _edits_for(file: Path, folder: Path, cache_dir: Path) -> Edits:
    from festival.programme.loading import load_edits  # noqa: PLC0415 - a day that is cached needs no compiler

    return load_edits(file, open_programme(folder, cache_dir))


def _of_numbers(name: str) -> Trace:
    from festival.programme.numbers import Shape, make, read_rows  # noqa: PLC0415 - as above

    # How many sessions 35C3 had is known, of 36C3 only how many changed; rooms as for so many.
    shapes = {
        "35c3": Shape("35C3", date(2018, 12, 27), days=4, played=date(2018, 12, 28), sessions=1029, rooms=24),
        "36c3": Shape("36C3", date(2019, 12, 27), days=4, played=date(2019, 12, 27), sessions=1029, rooms=24),
    }
    made = make(read_rows(bundled() / "traces" / f"{name}.csv"), shapes[name])
    return Trace(lambda: made.schedule, lambda: made.edits)
