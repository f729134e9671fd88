"""A program in a real pseudo terminal, with the emulated screen that shows its output."""

import contextlib
import errno
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from rig.keys import key_text, mouse_text
from rig.screen import Screen

Condition = str | Callable[["Terminal"], bool]

_FORGOTTEN = (
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "COLUMNS",
    "LINES",
    "TMUX",
    "TERM_PROGRAM",
    "KITTY_WINDOW_ID",
)
_TERMINAL_ENV = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}

LOOK_AGAIN_S = 0.1
"""A predicate may ask for what is not on the screen."""


class Terminal:
    """Runs argv as the leader of its own session, with the pty as its controlling terminal.

    `env` is laid over this process's environment (a value of None removes a variable), which has been freed
    of everything that describes another terminal. Times are seconds; positions are (column, row) from 0.
    Use it as a context manager, or call `close`.
    """

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
        cwd: str | Path | None = None,
    ) -> None:
        self.screen = Screen(columns, rows, answer=self._queue)
        self.log = bytearray()
        """Every byte that the program has written."""
        self._unsent = bytearray()
        self._open = True
        self._master, slave = pty.openpty()
        os.set_blocking(self._master, False)
        self._set_size(columns, rows)
        self._process = subprocess.Popen(
            ["setsid", "--ctty", *map(str, argv)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env=_environment(env or {}),
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    # What the program shows.

    def text(self) -> str:
        """Give the screen's rows, without the blanks at their ends, joined by newlines."""
        return self.screen.text()

    @property
    def title(self) -> str:
        """The window title (OSC 0 or 2), "" when none was set."""
        return self.screen.title

    @property
    def pid(self) -> int:
        """The program's process id, which is its process group and session as well."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit status, negative for a signal; None while the program runs."""
        return self._process.poll()

    # What a person does.

    def send(self, data: str | bytes) -> None:
        """Type text or raw bytes. They are delivered while the terminal is read, so no side can block."""
        self._queue(data)
        self._exchange(0)

    def press(self, *keys: str) -> None:
        """Press keys by name: `press("down", "enter", "ctrl+c", "q")`."""
        for key in keys:
            self.send(key_text(key))

    def mouse_down(self, column: int, row: int, button: int = 0) -> None:
        """Press a mouse button on a cell."""
        self.send(mouse_text(column, row, button=button, down=True))

    def mouse_up(self, column: int, row: int, button: int = 0) -> None:
        """Release a mouse button on a cell."""
        self.send(mouse_text(column, row, button=button, down=False))

    def click(self, where: tuple[int, int] | str) -> None:
        """Press and release the left button on a cell, or on the first cell of a text, once it is on the screen."""
        if isinstance(where, str):
            self.wait_for(where)
        spot = self.screen.find(where) if isinstance(where, str) else where
        if spot is None:
            raise AssertionError(self._report(f"cannot click on {where!r}"))
        self.mouse_down(*spot)
        self.mouse_up(*spot)

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size; the kernel tells the program (SIGWINCH)."""
        self._exchange(0)
        self.screen.resize(rows, columns)
        self._set_size(columns, rows)

    # Waiting.

    def wait_for(self, condition: Condition, timeout: float = 20.0) -> Self:
        """Read until a text is on the screen or a predicate of the terminal holds.

        Raises AssertionError with the screen when the program ends or the time is over before that.
        """
        met = (lambda terminal: condition in terminal.text()) if isinstance(condition, str) else condition
        step = timeout if isinstance(condition, str) else LOOK_AGAIN_S
        deadline = time.monotonic() + timeout
        # A frame between the two halves of synchronised output (mode 2026) is not on the screen yet.
        while 2026 in self.screen.private_modes or not met(self):
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(self._report(f"waited {timeout:g} s for {condition!r}"))
            if not self._exchange(min(left, step)) and not self._open:
                raise AssertionError(self._report(f"the program ended before {condition!r}"))
        return self

    def wait_quiet(self, quiet_s: float = 0.4, timeout: float = 20.0) -> Self:
        """Read until nothing has been written for a while, the program has ended, or the time is over."""
        deadline = time.monotonic() + timeout
        while self._open and time.monotonic() < deadline:
            if not self._exchange(quiet_s):
                break
        return self

    def wait_exit(self, timeout: float = 20.0) -> int:
        """Read until the program has ended and give its exit status. Raises AssertionError when time is over."""
        deadline = time.monotonic() + timeout
        while self._open and (left := deadline - time.monotonic()) > 0:
            self._exchange(left)
        try:
            return self._process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            raise AssertionError(self._report(f"still running after {timeout:g} s")) from None

    def close(self, grace_s: float = 2.0) -> None:
        """End the program and whatever else is in its process group; nothing beyond that group."""
        if self._master < 0:
            return
        if self._process.poll() is None:
            self._signal(signal.SIGTERM)
            with contextlib.suppress(AssertionError):
                self.wait_exit(grace_s)
        self._signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._master)
        self._master, self._open = -1, False

    # The pty.

    def _queue(self, data: str | bytes) -> None:
        self._unsent += data.encode() if isinstance(data, str) else data

    def _exchange(self, wait_s: float) -> bool:
        """Write what is unsent and read what comes until nothing more is there; True when something was read.

        Waits at most `wait_s` for the first output, and reads at most about a mebibyte.
        """
        deadline = time.monotonic() + wait_s
        start = len(self.log)
        while self._open and len(self.log) - start < 1 << 20:
            left = 0.0 if len(self.log) > start else max(deadline - time.monotonic(), 0.0)
            writing = [self._master] if self._unsent else []
            readable, writable, _ = select.select([self._master], writing, [], left)
            if not readable and not writable:
                break
            if writable:
                self._write()
            if readable:
                self._read()
        return len(self.log) > start

    def _write(self) -> None:
        try:
            del self._unsent[: os.write(self._master, self._unsent[:1024])]
        except BlockingIOError:
            pass
        except OSError as error:
            _expect_closed(error)
            self._unsent.clear()

    def _read(self) -> None:
        try:
            data = os.read(self._master, 65536)
        except OSError as error:
            _expect_closed(error)
            data = b""
        self._open = bool(data)
        self.log += data
        self.screen.feed(data)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _signal(self, number: signal.Signals) -> None:
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            # The group is gone, or not yet made; send_signal is a no-op after the end.
            self._process.send_signal(number)

    def _report(self, problem: str) -> str:
        status = self.returncode
        state = "running" if status is None else f"ended with status {status}"
        rule = "-" * self.screen.columns
        return f"{problem}; program {state}; screen:\n{rule}\n{self.text()}\n{rule}"


def _environment(env: Mapping[str, str | None]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _FORGOTTEN}
    laid: dict[str, str | None] = {**kept, **_TERMINAL_ENV, **env}
    return {name: value for name, value in laid.items() if value is not None}


def _expect_closed(error: OSError) -> None:
    """Linux says EIO when the last process has closed the other side; anything else is a failure."""
    if error.errno != errno.EIO:
        raise error
