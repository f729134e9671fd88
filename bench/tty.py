"""A program in a pty whose bytes are looked at but not drawn, so that no emulator is part of a figure."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

COLUMNS, ROWS = 80, 24
_PATIENCE_S = 60.0


class BenchError(Exception):
    """Something that is measured did not behave; the message says what it last wrote."""


class Program:
    """A program at the other end of a pty, with what it has written. Times are seconds of `time.perf_counter`."""

    def __init__(self, argv: Sequence[str | Path], environment: Mapping[str, str]) -> None:
        self.output = bytearray()
        self.last_read = 0.0
        """When bytes last came."""
        self._master, slave = pty.openpty()
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            ["setsid", "--ctty", *map(str, argv)], stdin=slave, stdout=slave, stderr=slave, env=environment
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    @property
    def pid(self) -> int:
        return self._process.pid

    def write(self, data: bytes) -> None:
        os.write(self._master, data)

    def read(self, wait_s: float) -> bool:
        """Read once, waiting at most `wait_s`; return whether anything came."""
        if not select.select([self._master], [], [], wait_s)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says EIO when the program has ended
            raise BenchError(f"it ended and had written: {self._tail()}") from None
        self.last_read = time.perf_counter()
        self.output += data
        return True

    def read_until(self, wanted: bytes) -> float:
        """Read until `wanted` has been written; return the seconds since the program was started."""
        deadline = time.perf_counter() + _PATIENCE_S
        while wanted not in self.output:
            if not self.read(max(0.0, deadline - time.perf_counter())):
                raise BenchError(f"no {wanted.decode()!r} within {_PATIENCE_S:g} s, but: {self._tail()}")
        return self.last_read - self.started

    def read_until_quiet(self, quiet_s: float) -> None:
        """Read until nothing has come for `quiet_s`."""
        while self.read(quiet_s):
            pass

    def read_until_idle(self, window_s: float = 0.3, busy_share: float = 0.03) -> None:
        """Read until the program uses hardly any time of a processor: all its work behind the scenes is done."""
        deadline = time.perf_counter() + _PATIENCE_S
        while True:
            before, until = self.cpu_s(), time.perf_counter() + window_s
            while (left := until - time.perf_counter()) > 0:
                self.read(left)
            if self.cpu_s() - before < window_s * busy_share:
                return
            if time.perf_counter() > deadline:
                raise BenchError(f"it never rests; it last wrote: {self._tail()}")

    def cpu_s(self) -> float:
        """Return the seconds that all its threads have spent on a processor (proc_pid_schedstat, nanoseconds)."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def _tail(self) -> str:
        return self.output[-2000:].decode(errors="replace")
