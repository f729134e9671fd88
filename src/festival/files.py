"""Files that are replaced whole or not at all, and that nobody else can have written."""

import os
import stat
import tempfile
from pathlib import Path
from typing import Final

_FOREIGN_WRITERS: Final = 0o022


def write_whole(path: Path, text: str, mode: int) -> None:
    """Put `text` (UTF-8) into `path` with these permission bits; a crash leaves the old file or the new one.

    Makes missing folders. Raises OSError when it cannot be written; nothing is left behind then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            os.fchmod(descriptor, mode)
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Let what was renamed in the folder at `path` be on disk. Raises OSError."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_own(path: Path, cap: int) -> bytes:
    """Return what a regular file holds that only this user can have written; never waits for a pipe.

    A checksum proves no author. Raises OSError when the file cannot be read, is a link, is anybody's, or holds more
    than `cap` bytes.
    """
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    )
    with os.fdopen(os.open(path, flags), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(0, "not a regular file")
        if hasattr(os, "geteuid") and (found.st_uid != os.geteuid() or found.st_mode & _FOREIGN_WRITERS):
            raise OSError(0, "others may write it")
        data = file.read(cap + 1)
    if len(data) > cap:
        raise OSError(0, "too large")
    return data
