"""The files of a log in SQLite: how they are opened, read and written whole, and what their errors mean."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from festival.files import sync_folder
from festival.store import sqlite_picks as picks
from festival.store import sqlite_tables as tables
from festival.store.contents import Contents
from festival.store.lock import PRIVATE, LockFile
from festival.store.log import RESTORE, StoreDamaged, StoreError
from festival.store.picks import KeptPicks

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_FULL = frozenset({sqlite3.SQLITE_FULL})
_BUSY_S = 5.0
_MAY = "Check that you may read it, and write into its folder."


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the file system into sentences about the log at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code in _DAMAGE:
            raise StoreDamaged(
                f"The log {path} is damaged, or it is no SQLite file ({error}): check the name. {RESTORE}"
            ) from error
        if code in _FULL:
            raise StoreError(
                f"The disk of the log {path} is full: make room; nothing was written."
            ) from error
        raise StoreError(f"The log {path} cannot be used: {error}. {_MAY}") from error
    except OSError as error:
        raise StoreError(f"The log {path} cannot be used: {error.strerror}. {_MAY}") from error


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it, private and on disk, if they are missing."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)


def unfinished(path: Path) -> Path:
    """Return the file in which a whole log is written before it gets the name `path`."""
    return path.with_name(f"{path.name}.new")


def make_file(path: Path) -> None:
    """Make the file `path`, empty and for its owner alone, unless there is one.

    Raises :class:`StoreError` where a restore was cut off: the festival would begin anew, and nobody would know why.
    """
    if (begun := unfinished(path)).exists() and not path.exists():
        raise StoreError(
            f"The log {path} was being restored when something stopped it: restore the backup again, or remove "
            f"{begun} to begin a new log."
        )
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE))
        sync_folder(path.parent)


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """Return a connection in which every transaction is begun by hand, and is on disk when it is committed.

    A reader may look at a log that a hub is writing.
    """
    uri = f"{path.absolute().as_uri()}?mode={'rw' if writing else 'ro'}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_S)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def write_ahead(connection: sqlite3.Connection, path: Path) -> None:
    """Let readers in while the file is written. Raises :class:`StoreError` on a network file system."""
    path.chmod(PRIVATE)  # the write-ahead log gets the same mode
    if connection.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
        raise StoreError(f"The log {path} is on a file system without shared memory: choose a local disk.")


def read_file(path: Path) -> Contents:
    """Return the whole log at `path`, after SQLite's own check of the file; a hub may be writing it.

    Raises :class:`StoreError` if there is none.
    """
    with translated(path):
        if path.is_dir():
            raise StoreError(f"{path} is a folder: name the file in it that holds the log.")
        if not path.is_file():
            raise StoreError(f"There is no log at {path}: check the name.")
        with closing(connect(path, writing=False)) as connection:
            if tables.is_empty(connection, path):
                raise StoreError(f"The file {path} is empty: no hub has used it.")
            return tables.read_checked(connection, path)


def replace_file(path: Path, contents: Contents) -> None:
    """Write a whole log to `path`; one that is there is kept beside it under another name, and its picks go on.

    Raises :class:`StoreBusy` while a hub has it.
    """
    with translated(path):
        make_folder(path.parent)
        lock = LockFile(path)
        lock.take()
        try:
            write_file(unfinished(path), contents, _picks_in(path))
            if path.exists():
                _keep_aside(path, path.with_name(f"{path.name}.before-{contents.head.epoch}"))
            ahead = Path(f"{path}-wal")
            if ahead.exists():
                # It belongs to the old file and must not be read into the new one; and the old file without it
                # must not be taken for a whole log, should we be stopped here.
                path.unlink(missing_ok=True)
                ahead.unlink()
            Path(f"{path}-shm").unlink(missing_ok=True)
            unfinished(path).replace(path)
            sync_folder(path.parent)
        finally:
            lock.release()


def _keep_aside(path: Path, aside: Path) -> None:
    """Give the log at `path` a second name, with its write-ahead log if that cannot be put into it."""
    with suppress(sqlite3.Error), closing(connect(path, writing=True)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the last to close puts it there
    for end in ("-wal", ""):
        with suppress(FileNotFoundError):
            os.link(f"{path}{end}", f"{aside}{end}")
    sync_folder(path.parent)


def _picks_in(path: Path) -> list[KeptPicks]:
    """Return the picks in the file at `path`; none if it cannot be read: a damaged log must not keep its backup out."""
    with suppress(sqlite3.Error), closing(connect(path, writing=False)) as connection:
        return picks.every(connection)
    return []


def write_file(path: Path, contents: Contents, kept: Sequence[KeptPicks] = ()) -> None:
    """Write a whole log into a new file, on disk when this returns; a file that is there is removed.

    `kept` are picks that go with it.
    """
    path.unlink(missing_ok=True)
    try:
        make_file(path)
        with closing(connect(path, writing=True)) as connection:
            tables.fill(connection, contents)
            if kept:
                picks.make(connection, kept)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
