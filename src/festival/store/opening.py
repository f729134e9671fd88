"""From an address to a store, and what is done with a log as a whole: verify, back up, restore."""

import asyncio
from pathlib import Path
from types import ModuleType

from festival.files import sync_folder
from festival.store import sqlite_file
from festival.store.contents import Contents, check_digests, followed, renewed
from festival.store.log import RESTORE, Store, StoreDamaged, StoreError
from festival.store.sqlite import SqliteStore

_POSTGRES = ("postgresql:", "postgres:")


def open_store(where: str | Path) -> Store:
    """Return the store, not yet open, that ``FESTIVAL_STORE`` names.

    A path or ``sqlite:PATH`` (also ``sqlite:///PATH`` for an absolute one) is a file of SQLite,
    ``postgresql://...`` a database of PostgreSQL. Raises :class:`StoreError` for anything else.
    """
    address = _parsed(where)
    if isinstance(address, Path):
        return SqliteStore(address)
    store: Store = _postgres().PostgresStore(address)
    return store


def file_of(where: str | Path) -> Path | None:
    """Return the file that `where` names, None if it names a server. Raises :class:`StoreError` for anything else."""
    address = _parsed(where)
    return address if isinstance(address, Path) else None


def name_of(where: str | Path) -> str:
    """Return how a person is told of `where`: a server without its password. Raises :class:`StoreError`."""
    address = _parsed(where)
    return str(address) if isinstance(address, Path) else str(_postgres().name_of(address))


async def verify(where: str | Path) -> int:
    """Check a log, also one that a hub is using; return how many changes it holds.

    Raises :class:`StoreDamaged` with the first revision that does not fit, :class:`StoreError` if there is no log.
    """
    return len((await read_log(where)).records)


async def backup(where: str | Path, target: Path) -> int:
    """Write a log, also one that a hub is using, to the new file `target`; return its revision.

    The file is an SQLite log whatever the engine, and is read again and checked before it gets its name.
    Raises :class:`StoreError` if there is such a file already, :class:`StoreDamaged` rather than keep a damaged log.
    """
    contents = await read_log(where)
    await asyncio.to_thread(_write_backup, contents, target)
    return contents.head.revision


async def restore(source: Path, where: str | Path) -> int:
    """Make the log `where` from a backup, under a new epoch; return its revision.

    A log that is there already is kept under another name (a file or schema ``...before...``). Raises
    :class:`StoreBusy` while a hub has the file; hubs on PostgreSQL learn of it by :class:`StoreReplaced`.
    """
    address = _parsed(where)
    try:
        contents = renewed(await read_log(source))
    except StoreDamaged as error:
        what = str(error).removesuffix(RESTORE)
        raise StoreDamaged(
            f"{what}It was not restored, and nothing was changed: choose another backup."
        ) from error
    if isinstance(address, Path):
        await asyncio.to_thread(sqlite_file.replace_file, address, contents)
    else:
        await _postgres().replace_database(address, contents)
    return contents.head.revision


def _parsed(where: str | Path) -> Path | str:
    """Return the path of a file, or the address of a server."""
    if isinstance(where, Path):
        return where.resolve()
    if where.startswith(_POSTGRES):
        return where
    kind, colon, rest = where.partition(":")
    path = rest.removeprefix("//") if colon and kind == "sqlite" else where
    if not path or "://" in path:
        raise StoreError(
            f"FESTIVAL_STORE begins with {kind!r}, which is not known: give a path, sqlite:PATH or postgresql://..."
        )
    return Path(path).resolve()


def _postgres() -> ModuleType:
    """Return the engine for PostgreSQL, which is not loaded, nor its library installed, everywhere."""
    try:
        from festival.store import postgres  # noqa: PLC0415 - as said
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs psycopg, which is not installed: pip install 'festival[postgres]'."
        ) from error
    return postgres


async def read_log(where: str | Path) -> Contents:
    """Return a whole log, also one that a hub is using, with every hash, snapshot and digest checked.

    Raises :class:`StoreDamaged` with the first revision that does not fit, :class:`StoreError` if there is no log.
    """
    address = _parsed(where)
    contents: Contents
    if isinstance(address, Path):
        contents = await asyncio.to_thread(sqlite_file.read_file, address)
    else:
        contents = await _postgres().read_database(address)
    await asyncio.to_thread(_check, contents, name_of(where))
    return contents


def _check(contents: Contents, name: str) -> None:
    followed(contents, name)
    check_digests(contents, name)


def _write_backup(contents: Contents, target: Path) -> None:
    with sqlite_file.translated(target):
        if target.exists():
            raise StoreError(f"There is a file {target} already: choose another name for the backup.")
        fresh = sqlite_file.unfinished(target)
        sqlite_file.write_file(fresh, contents)
        followed(sqlite_file.read_file(fresh), str(fresh))
        fresh.replace(target)
        sync_folder(target.parent)
