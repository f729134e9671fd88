"""What only the file of SQLite can meet: a second hub, a full disk, somebody else's file, flipped bits."""

import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from festival.schedule.model import Schedule
from festival.store import backup, open_store, restore, verify
from festival.store.log import Store, StoreBusy, StoreDamaged, StoreError
from store.conftest import Opened
from store.examples import PROGRAMME, append, drafted, outline
from store.writers import Writers, environment


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "festival.db"


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[Path]:
    """Mount a file system in memory at `folder`."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


async def test_a_second_hub_is_told_who_has_the_log(path: Path, opened: Opened) -> None:
    await opened(str(path)).open(PROGRAMME)
    second = open_store(path)
    with pytest.raises(StoreBusy) as refused:
        await second.open(PROGRAMME)
    assert f"process {os.getpid()} on {socket.gethostname()}, since 20" in str(refused.value)
    await second.close()


async def test_a_link_to_the_log_is_the_same_log(path: Path, tmp_path: Path, opened: Opened) -> None:
    await opened(str(path)).open(PROGRAMME)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "link.db").symlink_to(path)
    with pytest.raises(StoreBusy):
        await opened(str(tmp_path / "elsewhere" / "link.db")).open(PROGRAMME)


async def test_the_lock_goes_with_the_process_that_had_it(path: Path, opened: Opened) -> None:
    with Writers(str(path)) as writers:
        writers.start()
        with pytest.raises(StoreBusy):
            await opened(str(path)).open(PROGRAMME)
        writers.kill()
    await opened(str(path)).open(PROGRAMME)


async def test_a_log_that_was_closed_is_one_private_file(path: Path, opened: Opened) -> None:
    store = opened(str(path))
    await append(store, await store.open(PROGRAMME), "a")
    files = {one.name for one in path.parent.iterdir()}
    assert files == {"festival.db", "festival.db-wal", "festival.db-shm", "festival.db.lock"}
    assert {one.stat().st_mode & 0o777 for one in path.parent.iterdir()} == {0o600}
    await store.close()
    assert {one.name for one in path.parent.iterdir()} == {"festival.db", "festival.db.lock"}


async def test_a_log_that_others_could_read_becomes_private(path: Path, opened: Opened) -> None:
    path.touch()
    path.chmod(0o644)
    await opened(str(path)).open(PROGRAMME)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("address", ["{}", "sqlite:{}", "sqlite://{}"])
async def test_a_file_has_several_addresses(path: Path, opened: Opened, address: str) -> None:
    await opened(address.format(path)).open(PROGRAMME)
    assert path.is_file()


async def test_a_new_folder_is_private(tmp_path: Path, opened: Opened) -> None:
    await opened(str(tmp_path / "a" / "b" / "festival.db")).open(PROGRAMME)
    assert {one.stat().st_mode & 0o777 for one in (tmp_path / "a", tmp_path / "a" / "b")} == {0o700}


def _make(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


FOREIGN: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("not a database " * 100), "it is no SQLite file"),
    "another program's": (lambda path: _make(path, "CREATE TABLE t (x)"), "is a database of another program"),
    "newer": (
        lambda path: _make(path, "PRAGMA application_id = 1717924724", "PRAGMA user_version = 2"),
        "has format 2, this festival knows format 1: use the version of festival that wrote it",
    ),
}


@pytest.mark.parametrize("kind", FOREIGN)
async def test_a_file_of_another_kind_is_refused_and_left_as_it_is(
    path: Path, opened: Opened, kind: str
) -> None:
    make, reason = FOREIGN[kind]
    make(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=reason):
        await opened(str(path)).open(PROGRAMME)
    with pytest.raises(StoreError, match=reason):
        await verify(path)
    assert path.read_bytes() == before


async def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path, opened: Opened) -> None:
    with pytest.raises(StoreError, match=r"unable to open .*\. Check that you may read it"):
        await opened(str(tmp_path)).open(PROGRAMME)


async def test_a_log_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"is a folder: name the file in it that holds the log\.$"):
        await verify(tmp_path)
    with pytest.raises(StoreError, match=r"There is no log at .*: check the name\.$"):
        await verify(tmp_path / "none.db")


async def test_what_is_no_backup_is_not_restored(path: Path, opened: Opened, tmp_path: Path) -> None:
    store = opened(str(path))
    await append(store, await store.open(PROGRAMME), "a")
    await store.close()
    other = tmp_path / "README.md"
    other.write_text("# Not a log\n" * 100)
    with pytest.raises(
        StoreDamaged, match=r"check the name\. It was not restored, and nothing was changed: choose another"
    ) as caught:
        await restore(other, path)
    assert "festival hub restore" not in str(caught.value)
    assert await verify(path) == 1


async def test_a_flipped_byte_never_goes_unnoticed(path: Path, opened: Opened) -> None:
    store = opened(str(path))
    head = await append(store, await store.open(PROGRAMME), *map(str, range(60)))
    expected = outline(await store.since(0))
    await store.close()
    whole = path.read_bytes()
    chance = random.Random(7)
    noticed = 0
    for _ in range(150):
        damaged = bytearray(whole)
        place = chance.randrange(len(whole))
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        again = open_store(path)
        try:
            # Unused bytes of a page may be anything; what is read is right or refused.
            assert await again.open(PROGRAMME) == head
            assert outline(await again.since(0)) == expected
        except StoreError:
            noticed += 1
        finally:
            await again.close()
    assert noticed > 50


async def test_a_file_that_was_cut_off_is_damaged(path: Path, opened: Opened) -> None:
    store = opened(str(path))
    await append(store, await store.open(PROGRAMME), *map(str, range(60)))
    await store.close()
    os.truncate(path, path.stat().st_size - 3 * 4096)
    with pytest.raises(StoreDamaged):
        await verify(path)
    with pytest.raises(StoreDamaged):
        await opened(str(path)).open(PROGRAMME)


async def _fill(store: Store, head: Schedule) -> Schedule:
    """Append until the disk is full; return the schedule after the last append that was acknowledged."""
    while True:
        try:
            head = await append(store, head, *(f"{head.revision}-{number}" for number in range(20)))
        except StoreError as error:
            assert "is full: make room; nothing was written" in str(error)  # noqa: PT017 - the last of many calls
            return head


async def test_a_full_disk_refuses_what_it_cannot_keep(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "size=512k") as disk:
        store = open_store(disk / "festival.db")
        head = await _fill(store, await store.open(PROGRAMME))
        with pytest.raises(StoreError, match="is full"):
            await store.append(drafted(head, [f"big-{number}" for number in range(500)])[0])
        assert head.revision > 0
        assert await store.head() == head.revision == await store.verify()
        await store.close()
        again = open_store(disk / "festival.db")
        assert await again.open(PROGRAMME) == head
        await again.close()


async def test_writing_goes_on_when_there_is_room_again(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "size=1m") as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(700 * 1024))
        store = open_store(disk / "festival.db")
        head = await _fill(store, await store.open(PROGRAMME))
        batch, after = drafted(head, [f"more-{number}" for number in range(100)])
        with pytest.raises(StoreError, match="is full"):
            await store.append(batch)
        ballast.unlink()
        await store.keep(head)
        assert await store.append(batch) is True
        assert await store.verify() == after.revision
        await store.close()


async def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "size=512k") as disk:
        store = open_store(disk / "festival.db")
        await append(store, await store.open(PROGRAMME), "a")
        await backup(disk / "festival.db", disk / "backup.db")
        await store.close()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        for path in (disk / "festival.db", disk / "new" / "festival.db"):
            store = open_store(path)
            with pytest.raises(StoreError, match="Read-only file system"):
                await store.open(PROGRAMME)
            await store.close()
        assert await verify(disk / "backup.db") == 1


async def test_a_log_is_not_restored_under_a_running_hub(path: Path, tmp_path: Path, opened: Opened) -> None:
    other = opened(str(tmp_path / "other.db"))
    await other.open(PROGRAMME)
    await other.close()
    await opened(str(path)).open(PROGRAMME)
    with pytest.raises(StoreBusy):
        await restore(tmp_path / "other.db", path)


async def test_the_log_before_a_restore_is_kept_beside_it(path: Path, tmp_path: Path, opened: Opened) -> None:
    source = opened(str(tmp_path / "source.db"))
    await append(source, await source.open(PROGRAMME), "backup")
    await source.close()
    with closing(sqlite3.connect(path)) as holder:  # a reader, so that the write-ahead log stays at close
        store = opened(str(path))
        head = await store.open(PROGRAMME)
        holder.execute("SELECT * FROM log").fetchall()
        await append(store, head, "old")
        await store.close()
        await restore(tmp_path / "source.db", path)
    again = opened(str(path))
    await again.open(PROGRAMME)
    assert outline(await again.since(0)) == [(1, "backup")]
    (aside,) = path.parent.glob(f"festival.db.before-{again.epoch}")
    old = opened(str(aside))
    await old.open(PROGRAMME)
    assert outline(await old.since(0)) == [(1, "old")]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
async def test_every_append_is_flushed_before_it_is_acknowledged(path: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    what = "--trace=fsync,fdatasync,write"
    subprocess.run(
        ["strace", "-f", what, "-o", trace, sys.executable, "-m", "store.writer", path, "20"],
        env=environment(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    calls = [
        "flush" if "sync(" in line else "answer"
        for line in trace.read_text().splitlines()
        if "sync(" in line or "write(1, " in line
    ]
    answers = [place for place, call in enumerate(calls) if call == "answer"]
    assert len(answers) == 20
    assert {calls[place - 1] for place in answers} == {"flush"}
