"""The compiled programme and its rehearsal on disk, so that a start need not compile them again.

A snapshot is one line (format, key, checksum) and the value as JSON. The key stands for the files it was
made from and for the code that made it. A snapshot in doubt is as good as none: the programme is compiled
again, and nobody is told.
"""

import contextlib
import json
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args

import festival
from festival.files import read_sealed, sealed, write_whole
from festival.programme.files import ProgrammeFile, find_files
from festival.programme.thaw import from_json, thaw
from festival.schedule.model import Schedule

if TYPE_CHECKING:
    from festival.schedule.edits import Edit

_Value = TypeVar("_Value")
_FORMAT: Final = "festival-programme-1"
_CAP: Final = 128 * 2**20
_CODE: Final = Path(festival.__file__).parent


def open_programme(folder: Path, cache_dir: Path) -> Schedule:
    """Return the schedule of the programme below `folder`, from `cache_dir` when nothing has changed.

    A cache that cannot be read or written costs time, nothing else. Raises :class:`ProgrammeError` like
    :func:`festival.programme.load`.
    """

    def compiled() -> Schedule:
        from festival.programme.loading import load  # noqa: PLC0415 - a warm start needs no compiler

        return load(folder)

    return _open("programme", folder, cache_dir, compiled=compiled, dumped=_schedule_json, thawed=_schedule)


def open_rehearsal(folder: Path, cache_dir: Path) -> "tuple[tuple[datetime, Edit], ...]":
    """Return the edits of a rehearsal like :func:`festival.programme.load_rehearsal`, from `cache_dir` when nothing has changed."""

    def compiled() -> "tuple[tuple[datetime, Edit], ...]":
        from festival.programme.loading import load_rehearsal  # noqa: PLC0415 - as above

        return load_rehearsal(folder)

    return _open("rehearsal", folder, cache_dir, compiled=compiled, dumped=_edits_json, thawed=_edits)


def _schedule_json(schedule: Schedule) -> bytes:
    return schedule.model_dump_json(exclude_defaults=True).encode()


def _schedule(data: Any) -> Schedule:
    return thaw(Schedule, data)


def _edits_json(edits: "tuple[tuple[datetime, Edit], ...]") -> bytes:
    from festival.schedule.edits import data_of  # noqa: PLC0415 - not before the first frame

    return json.dumps([(at.isoformat(), data_of(edit)) for at, edit in edits]).encode()


def _edits(rows: Any) -> "tuple[tuple[datetime, Edit], ...]":
    from festival.schedule.edits import Edit  # noqa: PLC0415 - as above

    kinds = {model.model_fields["kind"].default: model for model in get_args(get_args(Edit)[0])}
    return tuple((datetime.fromisoformat(at), thaw(kinds[data["kind"]], data)) for at, data in rows)


def _open(
    kind: str,
    folder: Path,
    cache_dir: Path,
    *,
    compiled: Callable[[], _Value],
    dumped: Callable[[_Value], bytes],
    thawed: Callable[[Any], _Value],
) -> _Value:
    found = find_files(folder)
    snapshot = cache_dir / f"{kind}-{_digest([os.path.abspath(folder)])[:16]}.json"  # noqa: PTH100 - the folder may be a link
    label = f"{_FORMAT} {_key(found.files)}"
    payload = None if found.problems else read_sealed(snapshot, label, _CAP)
    if payload is not None and (value := from_json(payload, thawed)) is not None:
        return value
    value = compiled()
    with contextlib.suppress(OSError):
        snapshot.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(snapshot, sealed(label, dumped(value)), 0o600)
    return value


def _digest(parts: Iterable[object]) -> str:
    text = "\0".join(str(part) for part in parts)
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def code_stamp() -> str:
    """Return what changes when the code changes that makes schedules or reads them from JSON."""
    parts: list[object] = [festival.__version__]
    for code in ("schedule", "programme"):
        for module in sorted(_CODE.glob(f"{code}/*.py")):
            found = module.stat()
            parts += [module.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns]
    return _digest(parts)


def _key(files: Iterable[ProgrammeFile]) -> str:
    """Return what changes when a file, or the code that compiles it, changes."""
    parts: list[object] = [code_stamp()]
    for file in files:
        parts += [file.name, file.size, file.mtime_ns, file.ctime_ns]
    return _digest(parts)
