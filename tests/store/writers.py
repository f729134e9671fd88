"""Starts :mod:`store.writer`, or what works like it, and kills what it makes."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

TESTS = Path(__file__).parents[1]
LONGEST_S = 30.0


def environment() -> dict[str, str]:
    """Return the environment in which a new Python finds what this one found."""
    return {**os.environ, "PYTHONPATH": f"{TESTS.parent / 'src'}:{TESTS}"}


class Writers:
    """One writer after another on the log at `where`; `acknowledged` is what they said was appended."""

    def __init__(self, where: str, module: str = "store.writer") -> None:
        self.acknowledged: list[tuple[int, str]] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, where],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._unread = b""
        self._writer = 0

    def start(self) -> None:
        """Let a writer begin; return when it has had its first batch acknowledged."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()
        said, pid = self._line()
        assert said == "writes"
        self._writer = int(pid)
        self._note(self._line())

    def kill(self) -> None:
        """Kill the writer (SIGKILL), wherever it is, and read to its end."""
        os.kill(self._writer, signal.SIGKILL)
        while (line := self._line()) != ["ended"]:
            self._note(line)

    def _note(self, line: list[str]) -> None:
        revision, key = line
        self.acknowledged.append((int(revision), key))

    def _line(self) -> list[str]:
        """Return the words of the next line; a line that a killed writer could not finish is none."""
        assert self._process.stdout is not None
        while b"\n" not in self._unread:
            ready, _, _ = select.select([self._process.stdout], [], [], LONGEST_S)
            data = os.read(self._process.stdout.fileno(), 65536) if ready else b""
            if not data:
                raise AssertionError(f"the writer has stopped: {self._unread!r}")
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode().split()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._process.kill()
        self._process.communicate()
