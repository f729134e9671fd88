"""A backup or a restore that is killed at any point leaves no half log that looks like a whole one."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import Self

import pytest

from festival.store import backup, open_store, restore, verify
from festival.store.log import StoreError
from store.conftest import Opened
from store.examples import PROGRAMME, append, outline
from store.writers import environment

KILLS = min(200, int(os.environ.get("FESTIVAL_KILLS", "20")))
"""At random moments, besides one before each step in the file system."""
OLD = [(1, "a"), (2, "b"), (3, "c")]
BACKUP = [(1, "a"), (2, "b")]


class Copier:
    """A process whose children back up and restore."""

    def __init__(self, loads: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "store.copier", loads],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, what: str, source: str | Path, target: str | Path, *, die_before: int = 0) -> bool:
        """Let a child do it; return whether it did all."""
        self._begin(what, source, target, die_before)
        return self._ended()

    def kill(self, what: str, source: str | Path, target: str | Path, after_s: float) -> bool:
        """Let a child do it and kill it after that time; return whether it did all all the same."""
        child = self._begin(what, source, target, 0)
        threading.Event().wait(after_s)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        return self._ended()

    def seconds(self, what: str, source: str | Path, target: str | Path) -> float:
        """Return how long it takes when nobody kills it."""
        child_s = []
        for _ in range(2):  # the first waits for the process too
            begun = time.monotonic()
            assert self.do(what, source, target)
            child_s.append(time.monotonic() - begun)
        return min(child_s)

    def _begin(self, what: str, source: str | Path, target: str | Path, step: int) -> int:
        assert self._process.stdin is not None
        print(what, source, target, step, file=self._process.stdin, flush=True)
        said, pid = self._words()
        assert said == "begins"
        return int(pid)

    def _ended(self) -> bool:
        said, number = self._words()
        assert (said, number) in {("ended", "0"), ("ended", "9")}
        return number == "0"

    def _words(self) -> list[str]:
        assert self._process.stdout is not None
        return self._process.stdout.readline().split()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
async def folder(tmp_path: Path, opened: Opened) -> Path:
    """A folder with a backup of two changes, and a log of three whose hub was killed: its write-ahead log is there."""
    log = tmp_path / "running" / "festival.db"
    store = opened(str(log))
    head = await append(store, await store.open(PROGRAMME), "a", "b")
    await backup(log, tmp_path / "copy.db")
    await append(store, head, "c")
    (tmp_path / "killed").mkdir()
    for end in ("", "-wal"):
        shutil.copy(f"{log}{end}", tmp_path / "killed" / f"festival.db{end}")
    return tmp_path


@pytest.fixture
def copier(folder: Path) -> Iterator[Copier]:
    with Copier(folder / "copy.db") as copier:
        yield copier


async def contents(log: Path) -> list[tuple[int, str]]:
    store = open_store(log)
    try:
        await store.open(PROGRAMME)
        return outline(await store.since(0))
    finally:
        await store.close()


async def whole_after_restore(log: Path, *, done: bool) -> list[tuple[int, str]]:
    """Return what the log holds: what the old one or the restored one did, or nothing if its hub does not begin."""
    before = [one for one in log.parent.glob("festival.db.before-*") if not one.name.endswith("-wal")]
    try:
        found = await contents(log)
    except StoreError as error:
        assert "restore the backup again" in str(error)  # noqa: PT017 - one of two outcomes
        assert not done
        found = []
    else:
        assert found == BACKUP if done else found in (OLD, BACKUP)
    if found != OLD:
        assert OLD in [await contents(one) for one in before]
    return found


@pytest.mark.parametrize("is_read", [False, True])
async def test_a_restore_that_is_killed_before_any_step_leaves_a_whole_log_or_none(
    folder: Path, copier: Copier, is_read: bool
) -> None:
    outcomes = []
    for step in count(1):
        log = Path(shutil.copytree(folder / "killed", folder / str(step)), "festival.db")
        with closing(sqlite3.connect(log, isolation_level=None)) as reader:
            if is_read:  # so the write-ahead log stays
                reader.execute("BEGIN")
                reader.execute("SELECT * FROM log").fetchall()
            done = copier.do("restore", folder / "copy.db", log, die_before=step)
        outcomes.append(await whole_after_restore(log, done=done))
        await restore(folder / "copy.db", log)
        assert await contents(log) == BACKUP
        assert OLD in [await contents(one) for one in log.parent.glob("festival.db.before-*[0-9a-f]")]
        assert not [one.name for one in log.parent.glob("*.new*")]
        if done:
            break
    assert step > 10
    # Only with a write-ahead log that cannot go into the file there is a moment without a log.
    assert ([] in outcomes) == is_read


async def test_a_restore_that_is_killed_at_any_moment_leaves_a_whole_log_or_none(
    folder: Path, copier: Copier
) -> None:
    chance = random.Random(KILLS)
    longest_s = copier.seconds("restore", folder / "copy.db", folder / "other.db")
    found = []
    for number in range(KILLS):
        log = Path(shutil.copytree(folder / "killed", folder / str(number)), "festival.db")
        done = copier.kill("restore", folder / "copy.db", log, chance.uniform(0, longest_s))
        found.append(await whole_after_restore(log, done=done))
    assert [one for one in found if one not in (OLD, BACKUP, [])] == []
    assert len(found) == KILLS


async def test_a_backup_that_is_killed_leaves_a_whole_file_or_none(folder: Path, copier: Copier) -> None:
    log = folder / "killed" / "festival.db"
    for step in count(1):
        target = folder / f"{step}.db"
        done = copier.do("backup", log, target, die_before=step)
        assert target.exists() or not done
        if not target.exists():
            await backup(log, target)
        assert await verify(target) == len(OLD)
        assert not [one.name for one in folder.glob("*.new*")]
        if done:
            break
    assert step > 5


async def test_a_restore_into_a_server_that_is_killed_has_happened_or_not(
    folder: Path, copier: Copier, database: str, opened: Opened
) -> None:
    chance = random.Random(KILLS)
    store = opened(database)
    await append(store, await store.open(PROGRAMME), "a", "b", "c")
    longest_s = copier.seconds("restore", folder / "copy.db", database)
    epochs = set()
    for _ in range(KILLS):
        done = copier.kill("restore", folder / "copy.db", database, chance.uniform(0, longest_s))
        again = opened(database)
        head = await again.open(PROGRAMME)
        assert outline(await again.since(0)) == BACKUP
        assert head.epoch not in epochs or not done
        epochs.add(head.epoch)
        await again.close()
    assert await verify(database) == len(BACKUP)
