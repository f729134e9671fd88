"""The lock file beside a log: one hub has it, and a second is told which."""

import fcntl
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from festival.store.log import StoreBusy, StoreError

PRIVATE = 0o600
"""The mode of every file of a log: it holds who changed what."""


class LockFile:
    """The lock on a log. The kernel lets go of it when the process ends, however that happens.

    The file stays: whoever removed it could remove the one that another hub has just locked.
    """

    def __init__(self, log: Path) -> None:
        self._log = log
        self.path = log.with_name(f"{log.name}.lock")
        self._file: int | None = None

    def take(self) -> None:
        """Take the lock. Raises :class:`StoreBusy` with the process and the machine that have it."""
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, PRIVATE)
        except OSError as error:
            raise StoreError(f"The lock file {self.path} cannot be written: {error.strerror}.") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(file, 200, 0).decode(errors="replace").strip() or "another process"
            os.close(file)
            raise StoreBusy(
                f"The log {self._log} is in use by {holder}: stop that hub, or choose another FESTIVAL_STORE."
            ) from None
        except OSError as error:
            os.close(file)
            raise StoreError(f"The lock file {self.path} cannot be used: {error.strerror}.") from error
        self._file = file
        with suppress(OSError):  # a full disk: the lock holds, it only cannot say whose it is
            os.ftruncate(file, 0)
            os.pwrite(file, self._holder().encode(), 0)

    def release(self) -> None:
        """Let go of the lock, if this object has it."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    @staticmethod
    def _holder() -> str:
        now = datetime.now(UTC).replace(microsecond=0)
        return f"process {os.getpid()} on {socket.gethostname()}, since {now.isoformat()}\n"
