"""Files that are replaced whole or not at all, that nobody else can have written, and that prove to be whole."""

import os
import stat
import tempfile
from hashlib import blake2b
from pathlib import Path
from typing import Final

_FOREIGN_WRITERS: Final = 0o022


def write_whole(path: Path, contents: str | bytes, mode: int, *, synced: bool = True) -> None:
    """Put `contents` (a text as UTF-8) into `path` with these permission bits; a crash leaves the old file or the new one.

    Makes missing folders. What is not `synced` outlasts a crash of the program, but not one of the machine: for files by
    the thousand that can be written again. Raises OSError when it cannot be written; nothing is left behind then.
    """
    data = contents.encode() if isinstance(contents, str) else contents
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(data)
            file.flush()
            if synced:
                os.fsync(descriptor)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if synced:
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


def sealed(label: str, contents: bytes) -> bytes:
    """Return `contents` below a line with `label`, which says what they are, and a checksum (BLAKE2b, RFC 7693)."""
    return _seal(label, contents) + contents


def read_sealed(path: Path, label: str, cap: int) -> bytes | None:
    """Return the contents, at most `cap` bytes, of a sealed file that only this user can have written.

    None unless it is there, whole and of that `label`.
    """
    try:
        data = read_own(path, len(_seal(label, b"")) + cap)
    except OSError:
        return None
    contents = data[data.find(b"\n") + 1 :]
    return contents if data.startswith(_seal(label, contents)) else None


def _seal(label: str, contents: bytes) -> bytes:
    return f"{label} {blake2b(contents, digest_size=32).hexdigest()}\n".encode()
