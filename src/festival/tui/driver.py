"""The terminal driver: bounded input, a real and sane size, and a clean end when the terminal goes away."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final

from textual.app import ScreenStackError
from textual.events import Resize
from textual.geometry import Size

from festival.tui.input_reader import InputReader
from festival.tui.internals import OpenDriver
from festival.tui.output import TerminalOutput, terminal_stream

COLUMNS: Final = (20, 400)
ROWS: Final = (10, 200)
"""Least and most cells that the app is laid out for, whatever the terminal says."""
_NEVER_WRITTEN: Final = frozenset({"\x1b[?2048$p", "\x1b[?2048h", "\x1b[?1016h"})
"""In-band resize (mode 2048) and mouse reports in pixels (1016): with them, typed bytes could set any size."""


class KioskDriver(OpenDriver):
    """Drives a POSIX terminal for a `FestivalApp`; its `locked` decides what a person at the keyboard may do.

    Locked: no paste, no suspending, no bell, SIGINT, SIGQUIT and SIGTSTP ignored. In both modes SIGTERM, SIGHUP and
    a terminal that has gone away end the app in the ordinary way, with the terminal restored.
    """

    def __init__(
        self,
        app: Any,
        *,
        debug: bool = False,  # not passed on: Textual would log every key to a file
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        self.locked: bool = getattr(app, "locked", False)
        self._output = TerminalOutput(terminal_stream(), on_gone=self._end_from_thread)
        super().__init__(app, self._output, mouse=mouse, size=size)
        self._event_loop = asyncio.get_running_loop()

    @property
    def can_suspend(self) -> bool:
        """Whether the app may be put into the background."""
        return not self.locked

    def measure(self) -> tuple[int, int]:
        """Give what the kernel says (TIOCGWINSZ), clamped; COLUMNS and LINES are not asked."""
        for descriptor in (self._output.fileno(), self.fileno):
            with suppress(OSError):
                columns, rows = os.get_terminal_size(descriptor)
                if columns and rows:
                    return _clamped(columns, COLUMNS), _clamped(rows, ROWS)
        return 80, 24

    def start_application_mode(self) -> None:
        """Take the terminal, and the signals that belong to it."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            self._event_loop.add_signal_handler(number, self._end)
        if self.locked:
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGCONT):
                signal.signal(number, signal.SIG_IGN)
        else:
            self._event_loop.add_signal_handler(signal.SIGINT, self._end)
            # In the event loop, where a frame is not half written: Textual's own handlers can meet their own lock.
            self._event_loop.add_signal_handler(signal.SIGTSTP, self.suspend_process)
            self._event_loop.add_signal_handler(signal.SIGCONT, self.continue_process)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        # Textual's own handler can interrupt itself, and then an older size arrives after the last one.
        self._event_loop.add_signal_handler(signal.SIGWINCH, self._announce_size)

    def _announce_size(self) -> None:
        size = Size(*self.measure())
        self.send_message(Resize(size, size))

    def resume_application_mode(self) -> None:
        """Take the terminal again after a suspension, and paint everything: it holds none of our frames."""
        super().resume_application_mode()
        self._event_loop.call_soon_threadsafe(partial(self.app.refresh, layout=True))

    def write(self, data: str) -> None:
        """Write to the terminal, except what festival never says: titles, clipboards and other OSC, in-band sizes."""
        if data.startswith("\x1b]") or data in _NEVER_WRITTEN or (self.locked and data == "\a"):
            return
        super().write(data)

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Open a web page; a locked kiosk does not."""
        if not self.locked:
            super().open_url(url, new_tab)

    def deliver_binary(self, *args: Any, **kwargs: Any) -> None:
        """Write a file into the downloads folder; a locked kiosk does not."""
        if not self.locked:
            super().deliver_binary(*args, **kwargs)

    def run_input_thread(self) -> None:
        """Read the terminal until the app ends, or end the app when the terminal is gone."""
        reader = InputReader(
            self.fileno,
            paste=not self.locked,
            deliver=self.process_message,
            when_dealt_with=self._ask_app,
        )
        try:
            reader.run(self.exit_event)
        except (OSError, EOFError):
            self._end_from_thread()

    def _ask_app(self, answer: Callable[[], None]) -> None:
        """Have `answer` called behind the events that were delivered: by the app, then by whoever got them."""

        def pass_on() -> None:
            try:
                receiver = self.app.focused or self.app.screen
            except ScreenStackError:
                answer()
            else:
                receiver.call_later(answer)

        async def post() -> None:
            self.app.call_later(pass_on)

        # The same road that events take (`Driver.send_message`), or the question would overtake them.
        asyncio.run_coroutine_threadsafe(post(), self._event_loop)

    def _end(self) -> None:
        self.app.exit()

    def _end_from_thread(self) -> None:
        with suppress(RuntimeError):  # the loop is already closed
            self._event_loop.call_soon_threadsafe(self._end)


def _clamped(value: int, bounds: tuple[int, int]) -> int:
    least, most = bounds
    return max(least, min(value, most))
