"""The TOML files of a programme folder, found and read with care.

A folder is input: it may hold anything, and it may change while it is read. Whatever is in the way becomes
one :class:`Problem`. Names that begin with a dot (editors' and version control's own) are passed over.
"""

import itertools
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple, Self

from festival.schedule.errors import Problem

FILE_CAP: Final = 4 * 2**20
"""Bytes in one file."""
TOTAL_CAP: Final = 32 * 2**20
"""Bytes in all files."""
FILES_CAP: Final = 1_000
"""Files in one programme."""
_NAMES_CAP: Final = 20_000
"""Names that are looked at before the folder is taken for something else than a programme."""
_DEPTH_CAP: Final = 16


class ProgrammeFile(NamedTuple):
    """One TOML file, and what tells whether it has changed."""

    path: Path
    name: str
    """Relative to the programme's folder, with slashes."""
    size: int
    mtime_ns: int
    ctime_ns: int
    """No tool that keeps the time of a file while it changes the content can set this one."""

    @classmethod
    def of(cls, path: Path) -> Self:
        """Return the one file at `path`, which stands in no folder of a programme. Raises OSError if there is none."""
        found = path.stat()
        return cls(path, path.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


class Found(NamedTuple):
    """What a folder holds: the files by name, and what was in the way."""

    files: tuple[ProgrammeFile, ...]
    problems: tuple[Problem, ...]


class _UnusableError(Exception):
    """Something in the folder is in the way; ends the search."""

    def __init__(self, file: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(file, 0, "", message)


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.1f} MiB"


def reason(error: OSError) -> str:
    """Return why the system refused, as a short sentence part without path and number."""
    return (error.strerror or type(error).__name__).lower()


def _scan(folder: Path, inner: str) -> list[os.DirEntry[str]]:
    """Return what stands directly in the folder `inner` of the programme."""
    try:
        with os.scandir(folder / inner) as entries:
            found = list(itertools.islice(entries, _NAMES_CAP + 1))
    except FileNotFoundError:
        raise _UnusableError(inner, "no such folder; name one that holds *.toml files") from None
    except NotADirectoryError:
        raise _UnusableError(inner, "not a folder; name the folder that holds the *.toml files") from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise _UnusableError(inner, f"the folder cannot be read ({why})") from None
    return [entry for entry in found if not entry.name.startswith(".")]


def _is_link_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _names(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the relative names of all TOML files below `folder`, and of links to folders."""
    waiting = [("", 0)]
    seen = files = 0
    while waiting:
        inner, depth = waiting.pop()
        if depth > _DEPTH_CAP:
            raise _UnusableError(
                inner, f"folders nested more than {_DEPTH_CAP} deep; keep the programme flat"
            )
        entries = _scan(folder, inner)
        seen += len(entries)
        if seen > _NAMES_CAP:
            raise _UnusableError("", f"more than {_NAMES_CAP} names in it; this is not a programme's folder")
        for entry in entries:
            name = f"{inner}/{entry.name}" if inner else entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append((name, depth + 1))
            elif entry.name.endswith(".toml") or _is_link_to_folder(entry):
                files += 1
                if files > FILES_CAP:
                    raise _UnusableError("", f"more than {FILES_CAP} TOML files; join some of them")
                yield name, entry


def _look(name: str, entry: os.DirEntry[str]) -> ProgrammeFile | Problem:
    """Return the file, or why it cannot be read."""
    try:
        found = entry.stat()
    except OSError as error:
        return Problem(name, 0, "", f"cannot be read ({reason(error)})")
    if stat.S_ISDIR(found.st_mode):
        return Problem(name, 0, "", "a link to a folder; put the files themselves here")
    if not stat.S_ISREG(found.st_mode):
        return Problem(name, 0, "", "not a file; remove it or rename it")
    if found.st_size > FILE_CAP:
        message = f"{_mebibytes(found.st_size)}, at most {_mebibytes(FILE_CAP)}; split it"
        return Problem(name, 0, "", message)
    return ProgrammeFile(Path(entry.path), name, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def find_files(folder: Path) -> Found:
    """Return the programme files below `folder`, sorted by name, without opening one of them."""
    files: list[ProgrammeFile] = []
    problems: list[Problem] = []
    try:
        for name, entry in _names(folder):
            found = _look(name, entry)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                files.append(found)
    except _UnusableError as unusable:
        return Found((), (unusable.problem,))
    if (total := sum(file.size for file in files)) > TOTAL_CAP:
        message = f"{_mebibytes(total)} in all files, at most {_mebibytes(TOTAL_CAP)}"
        return Found((), (Problem("", 0, "", message),))
    if not files and not problems:
        return Found((), (Problem("", 0, "", "no *.toml file in it; see programme/ for an example"),))
    return Found(tuple(sorted(files, key=lambda file: file.name)), tuple(sorted(problems)))


def read_bytes(path: Path, cap: int) -> bytes:
    """Return at most `cap` + 1 bytes of a regular file; never waits for a pipe.

    Raises :class:`OSError` when it is no regular file or cannot be read.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a regular file")
        return file.read(cap + 1)


def read_text(file: ProgrammeFile) -> str | Problem:
    """Return the text of `file` (UTF-8, a byte order mark is dropped), or why it has none."""
    try:
        data = read_bytes(file.path, FILE_CAP)
    except OSError as error:
        return Problem(file.name, 0, "", f"cannot be read ({reason(error)})")
    if len(data) > FILE_CAP:
        return Problem(file.name, 0, "", f"more than {_mebibytes(FILE_CAP)}; split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02X}"
        return Problem(file.name, line, "", f"not UTF-8 (byte {byte}); save the file as UTF-8")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return Problem(file.name, line, "", "holds a NUL byte; this is not a text file")
    return text
