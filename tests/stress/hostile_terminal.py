"""The hostile app in a real pty, with the wire that steers it."""

import json
import os
import select
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rig import Screen, Terminal

END_OF_INPUT: Final = "f12"
APP: Final = Path(__file__).parent / "hostile_app.py"


@dataclass(frozen=True)
class Answer:
    """What the app says when an order is carried out and painted."""

    page: str
    subject: str
    stall_ms: int
    """The longest time for which the event loop was busy and did not turn since the order."""
    actions: list[str]
    """Every action that was asked for since then, run or refused."""
    written: int
    """Bytes that went to the terminal since the start."""


class _Blind(Screen):
    def feed(self, data: bytes) -> None:
        """Look away."""


class HostileTerminal(Terminal):
    """Runs the app and gives it orders; each returns when the terminal shows what came of it."""

    emulating = True
    """Whether the screen is kept; without it a walk over all pages takes half the time, and only `log` grows."""

    def __init__(self, folder: Path, columns: int, rows: int) -> None:
        self.log_file = folder / "log"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(folder / "wire"))
        listener.listen()
        super().__init__(
            [sys.executable, APP, folder / "wire", self.log_file],
            columns=columns,
            rows=rows,
            cwd=folder,
            env={"HOME": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        with listener:
            self._show_until_readable(listener)
            self._wire, _ = listener.accept()
        self.answer = self._read_answer()

    def order(self, order: str, what: str = "", subject: str = "") -> Answer:
        """Have something done and painted.

        ``text NAME``, ``go PAGE SUBJECT``, ``layout grid``, ``large on``, ``turn`` (of the attract loop), ``hear`` (what
        was typed or touched), ``freeze`` (what lies in memory is no garbage to look for).
        """
        while self._unsent:
            self._exchange(0.05)
        self._wire.sendall(json.dumps({"order": order, "what": what, "subject": subject}).encode() + b"\n")
        self.answer = self._read_answer()
        return self.answer

    def touch(self, column: int, row: int) -> Answer:
        """Touch a cell."""
        self.click((column, row))
        return self.type()

    def type(self, *keys: str) -> Answer:
        """Press keys."""
        self.press(*keys, END_OF_INPUT)
        return self.order("hear")

    def faults(self) -> str:
        """Give what was logged."""
        return self.log_file.read_text(encoding="utf-8")

    def close(self, grace_s: float = 2.0) -> None:
        self._wire.close()
        super().close(grace_s)

    def _read(self) -> None:
        kept = self.screen
        if not self.emulating:
            self.screen = _Blind(kept.columns, kept.rows)
        super()._read()
        self.screen = kept

    def _read_answer(self) -> Answer:
        line = b""
        while not line.endswith(b"\n"):
            self._show_until_readable(self._wire)
            more = self._wire.recv(65_536)
            if not more:
                raise AssertionError(self._report("the app hung up"))
            line += more
        answer = Answer(**json.loads(line))
        self.wait_for(lambda shown: len(shown.log) >= answer.written)
        return answer

    def _show_until_readable(self, wire: socket.socket) -> None:
        """Go on reading the terminal meanwhile, or the app would wait for us."""
        deadline = time.monotonic() + 30
        while not select.select([wire], [], [], 0)[0]:
            if time.monotonic() > deadline or not self._open:
                raise AssertionError(self._report("no answer"))
            select.select([wire.fileno(), self._master], [], [], 1)
            self._exchange(0)
