"""What a cache does on a disk that is full, that cannot be written, or in which all belongs to somebody else.

``unshare --mount python -m client.small_disk FOLDER`` mounts a file system in memory on FOLDER: it is gone with the
process, and no other process ever sees it. Ends with 0 if all went as it must. With ``others`` it also becomes one of
them, which only root can.
"""

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

from client.saver import CONFIRMED, state
from festival.client.cache import Cache

SIZE = 256 * 1024
PAGE = 4096
NOBODY = 65534


def fill(filler: Path, room: int) -> None:
    """Leave `room` bytes on the disk."""
    size = 0
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                size += file.write(bytes(PAGE))
        except OSError:
            file.truncate(size - room)


def revision(folder: Path) -> int:
    """Return what a start would find."""
    kept = Cache(folder).load()
    assert kept is not None
    assert kept.schedule == state(kept.schedule.revision)
    assert kept.origin == "cache"
    return kept.schedule.revision


def check_full(disk: Path) -> None:
    """Save with more and more room: what is said to be kept is, and what was kept before is else."""
    folder = disk / "hub-1"
    cache = Cache(folder)
    numbers = count(1)
    assert cache.save(state(next(numbers)), CONFIRMED, rehearsed=False)
    held, said = 1, []
    for room in range(0, 40 * PAGE, PAGE):
        fill(disk / "filler", room)
        asked = next(numbers)
        said.append(cache.save(state(asked), CONFIRMED, rehearsed=False))
        held = asked if said[-1] else held
        assert revision(folder) == held
        assert {path.name for path in folder.iterdir()} <= {"newest", "older"}
        (disk / "filler").unlink()
    assert said[0] is False
    assert said[-1] is True


def check_read_only(disk: Path) -> None:
    """Nothing can be saved, and what was kept is read."""
    before = revision(disk / "hub-1")
    subprocess.run(["mount", "-o", "remount,ro", sys.argv[1]], check=True)
    assert Cache(disk / "hub-1").save(state(before + 1), CONFIRMED, rehearsed=False) is False
    assert Cache(disk / "hub-2").save(state(1), CONFIRMED, rehearsed=False) is False
    assert Cache(disk / "hub-2").load() is None
    assert revision(disk / "hub-1") == before


def check_others(disk: Path) -> None:
    """Somebody else can read what was kept, takes nothing from it and changes nothing."""
    before = revision(disk / "hub-1")
    for path in (disk, *disk.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    os.seteuid(NOBODY)
    assert (disk / "hub-1" / "newest").read_bytes() != b""
    assert Cache(disk / "hub-1").load() is None
    for name in ("hub-1", "hub-2"):
        assert Cache(disk / name).save(state(1), CONFIRMED, rehearsed=False) is False
    os.seteuid(0)
    assert revision(disk / "hub-1") == before


def main() -> None:
    """Mount the disk and use it."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", sys.argv[1]], check=True)
    # From here on by names below it: others may not enter the folders above.
    os.chdir(sys.argv[1])
    disk = Path()
    check_full(disk)
    if sys.argv[2:] == ["others"]:
        check_others(disk)
    check_read_only(disk)


if __name__ == "__main__":
    main()
