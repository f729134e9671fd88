"""Signals and the terminal's size: what ends the app, what does not, and how it leaves the terminal."""

import os
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lockdown.conftest import HOME, PROBE, ProbeTerminal
from rig import Terminal


@pytest.fixture
def own_kiosk(tmp_path: Path) -> Iterator[ProbeTerminal]:
    with ProbeTerminal(tmp_path) as terminal:
        terminal.wait_for(HOME)
        yield terminal


def process_state(pid: int) -> str:
    """Give the state letter of proc_pid_stat(5): T is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP])
def test_a_locked_kiosk_ignores(kiosk: ProbeTerminal, number: signal.Signals) -> None:
    os.kill(kiosk.pid, number)
    kiosk.report()
    assert process_state(kiosk.pid) != "T"
    assert HOME in kiosk.text()


@pytest.mark.parametrize(
    ("columns", "rows", "laid_out"), [(1, 1, "20x10"), (500, 200, "400x200"), (60, 80, "60x80")]
)
def test_a_resized_terminal_is_used_within_bounds(
    kiosk: ProbeTerminal, columns: int, rows: int, laid_out: str
) -> None:
    kiosk.resize(columns, rows)
    kiosk.wait_quiet()
    kiosk.resize(100, 30)
    assert laid_out in kiosk.settle("100x30")
    kiosk.wait_for(HOME)


def test_a_storm_of_resizes_ends_at_the_last_size(kiosk: ProbeTerminal) -> None:
    for n in range(300):
        kiosk.resize(40 + n % 80, 12 + n % 30)
        os.kill(kiosk.pid, signal.SIGWINCH)
    kiosk.resize(100, 30)
    kiosk.settle("100x30")
    kiosk.wait_for(HOME)
    assert kiosk.report().size == "100x30"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_app_ends_cleanly_on(own_kiosk: ProbeTerminal, number: signal.Signals) -> None:
    os.kill(own_kiosk.pid, number)
    assert own_kiosk.wait_exit() == 0
    assert own_kiosk.text().strip() == "PROBE ENDED"
    assert not own_kiosk.screen.alternate
    assert own_kiosk.screen.private_modes & {1000, 1003, 1006, 2004, 1049} == set()


def test_the_app_ends_when_its_terminal_is_taken_away(tmp_path: Path) -> None:
    """Without a hang-up signal: the app must notice by itself, and not spin."""
    terminal = ProbeTerminal(tmp_path)
    terminal.wait_for(HOME)
    process = terminal._process
    os.close(terminal._master)
    terminal._master = -1
    assert process.wait(10) is not None


def test_terminal_mode_pastes_up_to_a_cap_and_ends_on_interrupt(tmp_path: Path) -> None:
    with ProbeTerminal(tmp_path, "--terminal") as terminal:
        terminal.wait_for("Search")
        terminal.click("Search")
        terminal.send("\x1b[200~pasted\x1b[201~")
        terminal.wait_for("pasted")
        assert terminal.report().typed == len("pasted")
        os.kill(terminal.pid, signal.SIGINT)
        assert terminal.wait_exit() == 0


def test_terminal_mode_can_be_suspended(tmp_path: Path) -> None:
    with ProbeTerminal(tmp_path, "--terminal") as terminal:
        terminal.wait_for(HOME)
        os.kill(terminal.pid, signal.SIGTSTP)
        wait_until_stopped(terminal)
        assert not terminal.screen.alternate
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_for(HOME)


def wait_until_stopped(terminal: Terminal) -> None:
    for _ in range(200):
        if process_state(terminal.pid) == "T":
            return
        terminal._exchange(0.05)
    raise AssertionError("not stopped")


def test_frames_go_to_stdout_when_stderr_is_a_file(tmp_path: Path) -> None:
    command = (
        f"{shlex.quote(sys.executable)} {shlex.quote(str(PROBE))} 2>{shlex.quote(str(tmp_path / 'err'))}"
    )
    with Terminal(["sh", "-c", command], columns=100, rows=30, cwd=tmp_path) as terminal:
        terminal.wait_for(HOME)
        assert "PROBE" not in (tmp_path / "err").read_text()
