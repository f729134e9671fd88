"""Crash policy: what happens after an exception that nobody handled, and what of it is written down.

A fault sends the app home; the third within a minute ends it for the supervisor. Whatever is logged names types and
places in the code only: an exception's message may hold what a visitor typed.
"""

import logging
import os
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from enum import Enum
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any, Final

_log = logging.getLogger(__name__)

EX_SOFTWARE: Final = 70
"""Exit code for the supervisor (sysexits.h: internal software error)."""
EX_STAFF: Final = 10
"""Exit code of a kiosk that staff left with the PIN: the one end after which it is not started anew."""
LOG_BYTES: Final = 512 * 1024
"""Size of the log file and of the one older file beside it."""
_LONGEST_CHAIN: Final = 4
_MOST_FRAMES: Final = 30


class Verdict(Enum):
    """What the app does about a fault."""

    REPEAT = "nothing: it is on its way home from this very fault"
    HOME = "go home"
    EXIT = "end, for the supervisor to start anew"


class CrashGuard:
    """Counts faults. `monotonic` gives seconds.

    `farewell` is a sentence for the terminal after an end by faults (where the log is), None on a kiosk.
    """

    def __init__(
        self,
        *,
        limit: int = 3,
        window_s: float = 60.0,
        recovery_s: float = 1.0,
        farewell: str | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.farewell = farewell
        self._limit = limit
        self._window_s = window_s
        self._recovery_s = recovery_s
        self._monotonic = monotonic
        self._faults_s: deque[float] = deque(maxlen=limit)
        self._last: tuple[str, str] | None = None
        self._recovering_until_s = float("-inf")

    def judge(self, error: BaseException) -> Verdict:
        """Log the fault and say what to do.

        The same fault (type and place) counts once until :meth:`recovered` is called, or for `recovery_s` seconds:
        a broken screen fails in every frame until the home screen stands in its place.
        """
        now_s = self._monotonic()
        fault = _fingerprint(error)
        if fault == self._last and now_s < self._recovering_until_s:
            return Verdict.REPEAT
        self._last, self._recovering_until_s = fault, now_s + self._recovery_s
        self._faults_s.append(now_s)
        over = len(self._faults_s) == self._limit and now_s - self._faults_s[0] <= self._window_s
        verdict = Verdict.EXIT if over else Verdict.HOME
        _log.error("%s\n%s", "giving up after" if over else "going home after", describe(error))
        return verdict

    def recovered(self) -> None:
        """Note that the home screen is painted."""
        self._recovering_until_s = float("-inf")


def describe(error: BaseException) -> str:
    """Give an exception, its causes and its groups as types and places: no message, no source line, no variable."""
    return "\n".join(_lines(error, _LONGEST_CHAIN))


def _lines(error: BaseException, depth: int) -> Iterator[str]:
    error = _unwrapped(error)
    yield _type_name(error)
    frames = list(traceback.walk_tb(error.__traceback__))
    for frame, line in frames[-_MOST_FRAMES:]:
        yield f"  {_place(frame.f_code.co_filename)}:{line} in {frame.f_code.co_qualname}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    inner = [
        *(error.exceptions if isinstance(error, BaseExceptionGroup) else ()),
        *([cause] if cause else []),
    ]
    for other in inner[:_LONGEST_CHAIN] if depth else ():
        yield "because of"
        yield from _lines(other, depth - 1)


def _unwrapped(error: BaseException) -> BaseException:
    """Textual wraps a worker's exception into `WorkerFailed(error)`; the fault is the inner one."""
    inner = getattr(error, "error", None)
    return inner if isinstance(inner, BaseException) else error


def _type_name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _place(filename: str) -> str:
    """Shorten a file's path to package and module: enough to find it, nothing about the machine."""
    return "/".join(Path(filename).parts[-3:])


def _fingerprint(error: BaseException) -> tuple[str, str]:
    error = _unwrapped(error)
    frames = list(traceback.walk_tb(error.__traceback__))
    place = f"{frames[-1][0].f_code.co_filename}:{frames[-1][1]}" if frames else ""
    return _type_name(error), place


class _ScrubbedFormatter(logging.Formatter):
    """Writes an exception that somebody logs (`exc_info`) as types and places too."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: Any) -> str:  # noqa: N802  overrides logging
        return describe(ei[1]) if ei[1] is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have left a full traceback there
        return super().format(record)


class _PrivateFile(RotatingFileHandler):
    """A log that only its owner reads (0600), of bounded size."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.fchmod(descriptor, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8")


def configure_logging(path: Path | None) -> None:
    """Send all logging to `path`, or to stderr where that is not a terminal; never to the screen.

    Also takes the places where Python itself prints tracebacks: uncaught exceptions of threads, of finalizers and
    of the program. Raises OSError when the file cannot be opened.
    """
    handler: logging.Handler
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _PrivateFile(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
    elif sys.__stderr__ is not None and not sys.__stderr__.isatty():
        handler = logging.StreamHandler(sys.__stderr__)
    else:
        handler = logging.NullHandler()
    handler.setFormatter(_ScrubbedFormatter())
    logging.captureWarnings(capture=True)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("festival").setLevel(logging.INFO)
    logging.raiseExceptions = False
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_thread
    sys.unraisablehook = _log_unraisable


def log_task_failure(_loop: object, context: dict[str, Any]) -> None:
    """Log what asyncio tells its exception handler: a task's exception that nobody asked for."""
    error = context.get("exception")
    if isinstance(error, BaseException):
        _log.error("a task failed\n%s", describe(error))
    else:
        _log.warning("the event loop complained")


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    del kind, trace
    _log.critical("uncaught\n%s", describe(error))


def _log_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _log.error("a thread failed\n%s", describe(args.exc_value))


def _log_unraisable(args: "sys.UnraisableHookArgs") -> None:
    if args.exc_value is not None:
        _log.error("a finalizer failed\n%s", describe(args.exc_value))
