"""Everything of Textual that is private and that festival leans on, in one place.

Textual 8.2 offers no public way to survive an exception, to measure the terminal, or to feed its parser. The seams
below are given public names here; `tests/lockdown/test_internals.py` fails when Textual changes one of them.
"""

from collections.abc import Iterator
from functools import wraps
from typing import Any, cast

from textual._xterm_parser import XTermParser
from textual.app import App, ReturnType
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.message_pump import MessagePump


class TextParser:
    """Textual's terminal parser, behind three calls."""

    def __init__(self) -> None:
        self._parser = XTermParser(debug=False)

    def feed(self, text: str) -> Iterator[Message]:
        """Give the events in `text`; what is unfinished waits for more. Any exception leaves it unusable."""
        yield from self._parser.feed(text)

    def tick(self) -> Iterator[Message]:
        """Give the events that were waiting for a longer sequence, when Textual's escape delay is over."""
        yield from self._parser.tick()


class OpenDriver(LinuxDriver):
    """Textual's driver for POSIX terminals with its seams open; `output` is where the frames go."""

    def __init__(
        self, app: App[Any], output: Any, *, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=False, mouse=mouse, size=size)
        self.app = app
        self._file = output

    def measure(self) -> tuple[int, int]:
        """Give the terminal's size as columns and rows."""
        return super()._get_terminal_size()

    def suspend_process(self) -> None:
        """Give the terminal back and stop this process, as Ctrl+Z does."""
        self._sigtstp_application()

    def continue_process(self) -> None:
        """Take the terminal again after a stop."""
        self._sigcont_application()

    def _get_terminal_size(self) -> tuple[int, int]:
        return self.measure()


class OpenApp(App[ReturnType]):
    """An app that is asked before an exception ends it."""

    has_started = False
    """Whether its first screen has been laid out. Before that, a fault cannot be survived."""

    def on_ready(self) -> None:
        """Note that the start is over."""
        self.has_started = True

    def survives(self, error: Exception) -> bool:
        """Deal with an unhandled exception; False leaves it to Textual, which ends the app with a traceback."""
        del error
        return False

    def _handle_exception(self, error: Exception) -> None:
        if not self.survives(error):
            super()._handle_exception(error)

    @property
    def is_ending(self) -> bool:
        """Whether the app has been told to end."""
        return self._exit


def keep_pumps_alive() -> None:
    """Let an :class:`OpenApp` survive an exception in a message handler with every widget still working.

    Textual's message loop ends at the first exception in a handler: the widget (or screen, or app) it belongs to
    would be deaf from then on. Apps of other classes are not affected. Calling this twice does nothing more.
    """
    stock = MessagePump._dispatch_message  # noqa: SLF001  see the module's docstring
    if getattr(stock, "keeps_pumps_alive", False):
        return

    @wraps(stock)
    async def dispatch(self: MessagePump, message: Message) -> None:
        try:
            await stock(self, message)
        except Exception as error:
            app = self.app
            if not (isinstance(app, OpenApp) and app.has_started and app.survives(error)):
                raise

    dispatch.keeps_pumps_alive = True  # type: ignore[attr-defined]
    MessagePump._dispatch_message = cast("Any", dispatch)  # type: ignore[method-assign]  # noqa: SLF001
