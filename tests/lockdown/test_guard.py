"""The crash policy by itself: what is counted, what is written down."""

import logging
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.tui.guard import LOG_BYTES, CrashGuard, Verdict, configure_logging, describe, log_task_failure

SECRET = "what a visitor typed"


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def fail(kind: type[Exception]) -> None:
    secret = SECRET
    raise kind(secret)


def raised(kind: type[Exception] = ValueError) -> Exception:
    """Give a fault that has been raised."""
    try:
        fail(kind)
    except kind as error:
        return error
    raise AssertionError


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook, logging.raiseExceptions
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    path = tmp_path / "state" / "festival.log"
    configure_logging(path)
    yield path
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    sys.excepthook, threading.excepthook, sys.unraisablehook, logging.raiseExceptions = hooks


def test_the_third_fault_within_a_minute_ends_the_app() -> None:
    clock = Clock()
    guard = CrashGuard(monotonic=clock)
    verdicts = []
    for now_s in (0, 30, 60):
        clock.now_s = now_s
        verdicts.append(guard.judge(raised()))
    assert verdicts == [Verdict.HOME, Verdict.HOME, Verdict.EXIT]


def test_faults_further_apart_never_end_the_app() -> None:
    clock = Clock()
    guard = CrashGuard(monotonic=clock)
    for _ in range(50):
        clock.now_s += 30.01
        assert guard.judge(raised()) is Verdict.HOME


def test_a_fault_that_repeats_on_the_way_home_counts_once() -> None:
    guard = CrashGuard(monotonic=Clock())
    assert [guard.judge(raised()) for _ in range(5)] == [Verdict.HOME, *[Verdict.REPEAT] * 4]


def test_another_fault_on_the_way_home_counts() -> None:
    guard = CrashGuard(monotonic=Clock())
    assert [guard.judge(raised(kind)) for kind in (ValueError, KeyError, OSError)] == [
        Verdict.HOME,
        Verdict.HOME,
        Verdict.EXIT,
    ]


def test_the_same_fault_at_home_counts_again() -> None:
    guard = CrashGuard(monotonic=Clock())
    verdicts = []
    for _ in range(3):
        verdicts.append(guard.judge(raised()))
        guard.recovered()
    assert verdicts == [Verdict.HOME, Verdict.HOME, Verdict.EXIT]


@given(st.lists(st.floats(0, 200), min_size=1, max_size=30))
def test_exit_means_three_faults_in_sixty_seconds(steps_s: list[float]) -> None:
    clock = Clock()
    guard = CrashGuard(monotonic=clock)
    at: list[float] = []
    for step_s in steps_s:
        clock.now_s += step_s
        at.append(clock.now_s)
        verdict = guard.judge(raised())
        guard.recovered()
        expected = len(at) >= 3 and at[-1] - at[-3] <= 60
        assert (verdict is Verdict.EXIT) == expected


def test_a_description_names_types_and_places_only() -> None:
    try:
        try:
            raise raised()
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        text = describe(error)
    assert SECRET not in text
    assert "builtins.RuntimeError" in text
    assert "because of\nbuiltins.ValueError" in text
    assert "tests/lockdown/test_guard.py" in text
    assert "in fail" in text
    assert "raise raised()" not in text


def test_a_description_is_bounded() -> None:
    def deep(n: int) -> None:
        if n:
            deep(n - 1)
        raise ValueError

    error: BaseException = ValueError()
    for n in range(50):
        try:
            deep(100)
        except ValueError as fault:
            fault.__cause__ = error
            error = fault
        del n
    group = ExceptionGroup(SECRET, [ValueError(SECRET)] * 100)
    assert len(describe(error).splitlines()) < 200
    assert len(describe(group).splitlines()) < 20


def test_the_log_is_private_and_holds_no_message_of_an_exception(log: Path) -> None:
    try:
        raise raised()
    except ValueError:
        logging.getLogger("some.library").exception("failed")
    log_task_failure(None, {"message": SECRET, "exception": raised()})
    log_task_failure(None, {"message": SECRET})
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    text = log.read_text()
    assert SECRET not in text
    assert text.count("builtins.ValueError") == 2
    assert "builtins.ZeroDivisionError" in text
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_has_a_bounded_size(log: Path) -> None:
    for _ in range(400):
        logging.getLogger("festival").info("x" * 4096)
    files = sorted(log.parent.iterdir())
    assert [path.name for path in files] == ["festival.log", "festival.log.1"]
    assert all(path.stat().st_size <= LOG_BYTES for path in files)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)


def test_without_a_file_the_log_goes_to_stderr_when_that_is_no_terminal() -> None:
    code = (
        "import logging; from festival.tui.guard import configure_logging; configure_logging(None);"
        "logging.getLogger('festival').error('heard'); 1 / 0"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "heard" in run.stderr
    assert "builtins.ZeroDivisionError" in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""
