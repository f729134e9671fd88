"""The compiled programme on disk, so that a start need not compile it again.

A snapshot is one line (format, key, checksum) and the schedule as JSON. The key stands for the files it was
made from and for the code that made it. A snapshot in doubt is as good as none: the programme is compiled
again, and nobody is told.
"""

import contextlib
import gc
import json
import os
import tempfile
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Final

import festival
from festival.programme.files import ProgrammeFile, find_files, read_bytes
from festival.programme.thaw import thaw
from festival.schedule.model import Schedule

_FORMAT: Final = "festival-programme-1"
_CAP: Final = 128 * 2**20
_CODE: Final = Path(festival.__file__).parent
_FOREIGN_WRITERS: Final = 0o022


def open_programme(folder: Path, cache_dir: Path) -> Schedule:
    """Return the schedule of the programme below `folder`, from `cache_dir` when nothing has changed.

    A cache that cannot be read or written costs time, nothing else. Raises :class:`ProgrammeError` like
    :func:`festival.programme.load`.
    """
    found = find_files(folder)
    snapshot = cache_dir / f"programme-{_digest([os.path.abspath(folder)])[:16]}.json"  # noqa: PTH100 - the folder may be a link
    key = _key(found.files)
    if not found.problems and (schedule := _read(snapshot, key)) is not None:
        return schedule
    from festival.programme.loading import load  # noqa: PLC0415 - a warm start needs no compiler

    schedule = load(folder)
    with contextlib.suppress(OSError):
        _write(snapshot, key, schedule)
    return schedule


def _digest(parts: Iterable[object]) -> str:
    text = "\0".join(str(part) for part in parts)
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _key(files: Iterable[ProgrammeFile]) -> str:
    """Return what changes when a file, or the code that compiles it, changes."""
    parts: list[object] = [festival.__version__]
    for code in ("schedule", "programme"):
        for module in sorted(_CODE.glob(f"{code}/*.py")):
            found = module.stat()
            parts += [module.name, found.st_size, found.st_mtime_ns]
    for file in files:
        parts += [file.name, file.size, file.mtime_ns]
    return _digest(parts)


def _header(key: str, payload: bytes) -> bytes:
    return f"{_FORMAT} {key} {blake2b(payload, digest_size=32).hexdigest()}\n".encode()


def _is_ours(path: Path) -> bool:
    """Return whether nobody else can have written the file: a checksum proves no author."""
    found = path.stat()
    return not hasattr(os, "geteuid") or (
        found.st_uid == os.geteuid() and not found.st_mode & _FOREIGN_WRITERS
    )


def _read(path: Path, key: str) -> Schedule | None:
    """Return the schedule of the snapshot at `path`, None when there is none with this `key`."""
    try:
        if not _is_ours(path):
            return None
        data = read_bytes(path, _CAP)
    except OSError:
        return None
    payload = data[data.find(b"\n") + 1 :]
    if not data.startswith(_header(key, payload)):
        return None
    return _thawed(payload)


def _thawed(payload: bytes) -> Schedule | None:
    # All that is made here stays; looking for garbage meanwhile costs a third of the time.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return thaw(Schedule, json.loads(payload))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    finally:
        if was_enabled:
            gc.enable()


def _write(path: Path, key: str, schedule: Schedule) -> None:
    """Write the snapshot so that a reader finds the old one or the new one, whatever happens meanwhile."""
    payload = schedule.model_dump_json(exclude_defaults=True).encode()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_header(key, payload))
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
