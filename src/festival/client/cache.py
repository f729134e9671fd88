"""What a follower keeps on disk, so that a start without its hub shows the last it knew.

A generation is one file: a line with format and checksum, a line about where it comes from, and the schedule as JSON.
There are two, and the newer one is never touched before the next is whole beside it: whatever a crash, a full disk or
a failing one leaves behind, there is a whole generation, or none that could be taken for one.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from festival.client.followed import Origin
from festival.client.kept import Kept
from festival.files import read_sealed, sealed, sync_folder, write_whole
from festival.programme.cache import code_stamp
from festival.programme.thaw import from_json, thaw
from festival.schedule.model import Schedule

FORMAT: Final = "festival-hub-1"
CAP: Final = 128 * 2**20
"""Bytes of a generation; more is neither written nor read."""
_PRIVATE: Final = 0o600


class Cache:
    """Two generations in `folder`, which belongs to one hub alone: its name says which, and is written into them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._newest = folder / "newest"
        self._older = folder / "older"
        self._coming = folder / "coming"

    def load(self) -> Kept | None:
        """Return the newest generation that is whole, None when there is none. Never raises."""
        return self._read(self._newest, "cache") or self._read(self._older, "older cache")

    def save(self, schedule: Schedule, confirmed: datetime, *, rehearsed: bool) -> bool:
        """Keep `schedule`, which was the hub's newest at `confirmed` (aware); return whether it is on disk now.

        Never raises. False also while another process saves into the same folder.
        """
        try:
            generation = self._generation(schedule, confirmed, rehearsed=rehearsed)
            with self._alone():
                write_whole(self._coming, generation, _PRIVATE)
                if read_sealed(self._newest, FORMAT, CAP) is not None:
                    self._newest.replace(self._older)
                self._coming.replace(self._newest)
                sync_folder(self._folder)
        except (OSError, ValueError):
            return False
        return True

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock on the folder, and remove what a killed process has begun to write."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in self._folder.glob(f".{self._coming.name}.*"):
                left.unlink()
            yield
        finally:
            os.close(folder)

    def _generation(self, schedule: Schedule, confirmed: datetime, *, rehearsed: bool) -> bytes:
        about = {
            "folder": self._folder.name,
            "code": code_stamp(),
            "confirmed": confirmed.astimezone(UTC).isoformat(),
            "rehearsed": rehearsed,
        }
        contents = f"{json.dumps(about)}\n{schedule.model_dump_json(exclude_defaults=True)}".encode()
        if len(contents) > CAP:
            raise ValueError("more than would be read again")
        return sealed(FORMAT, contents)

    def _read(self, path: Path, origin: Origin) -> Kept | None:
        contents = read_sealed(path, FORMAT, CAP)
        if contents is None:
            return None
        about, _, payload = contents.partition(b"\n")
        return from_json(about, lambda data: self._kept(data, payload, origin))

    def _kept(self, about: Any, payload: bytes, origin: Origin) -> Kept | None:
        if about["folder"] != self._folder.name:
            return None
        schedule = None
        if about["code"] == code_stamp():
            schedule = from_json(payload, lambda data: thaw(Schedule, data))
        # What other code has written may mean something else here, or nothing.
        schedule = schedule or Schedule.model_validate_json(payload)
        return Kept(schedule, origin, datetime.fromisoformat(about["confirmed"]), about["rehearsed"])
