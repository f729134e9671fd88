"""A program that is asked by lines and answers by lines, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from bench import ROOT
from bench.tty import BenchError


class Talk:
    """Runs `python script arguments...` from `__enter__` to `__exit__`."""

    def __init__(self, script: Path, *arguments: object) -> None:
        self._argv = [sys.executable, str(script), *map(str, arguments)]
        self._process: subprocess.Popen[str]

    def __enter__(self) -> Self:
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        self._process = subprocess.Popen(
            self._argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env={**os.environ, "PYTHONPATH": path},
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def say(self, *words: object) -> None:
        """Send a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(map(str, words)) + "\n")

    def hear(self) -> list[int]:
        """Return the numbers of the next line. Raises :class:`BenchError` when the program has ended."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise BenchError(f"{Path(self._argv[1]).name} ended with code {self._process.wait()}")
        return [int(word) for word in line.split()]

    def ask(self, *words: object) -> list[int]:
        """Send a line; return the numbers of the next one."""
        self.say(*words)
        return self.hear()
