"""Where the frames go: the terminal, written as UTF-8, and never an exception when it has gone away."""

import os
import sys
from collections.abc import Callable
from typing import TextIO


def terminal_stream() -> TextIO:
    """Give the stream that is the terminal: stderr as Textual has it, or stdout when stderr is a file."""
    streams = [stream for stream in (sys.__stderr__, sys.__stdout__) if stream is not None]
    return next((stream for stream in streams if stream.isatty()), streams[0])


class TerminalOutput:
    """The part of a text file that Textual's writing thread uses.

    An `OSError` in that thread would end it, and the app would then wait for ever on its full queue. Here the
    first one calls `on_gone` (in the writing thread), and what is written later goes nowhere.
    """

    def __init__(self, stream: TextIO, *, on_gone: Callable[[], None]) -> None:
        self._descriptor = stream.fileno()
        self._on_gone = on_gone
        self._gone = False
        os.set_blocking(self._descriptor, True)

    def write(self, text: str) -> None:
        """Write all of `text`; a character that UTF-8 has no bytes for (a lone surrogate) becomes "?"."""
        left = memoryview(text.encode("utf-8", "replace"))
        try:
            while left and not self._gone:
                left = left[os.write(self._descriptor, left) :]
        except OSError:
            self._gone = True
            self._on_gone()

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return os.isatty(self._descriptor)

    def fileno(self) -> int:
        """Give the file descriptor."""
        return self._descriptor
