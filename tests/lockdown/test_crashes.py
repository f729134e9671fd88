"""Faults in a running app, in a real pty: it goes home, and ends for the supervisor at the third."""

import stat
from pathlib import Path

import pytest

from festival.tui.guard import EX_SOFTWARE
from lockdown.conftest import HOME, ProbeTerminal
from lockdown.probe_app import SECRET

FAULTS = {
    "f1": "an action",
    "f2": "a timer",
    "f3": "a worker",
    "f4": "painting",
    "f6": "a thread",
    "f7": "later",
}


def start(tmp_path: Path, *options: str) -> ProbeTerminal:
    terminal = ProbeTerminal(tmp_path, "--log", tmp_path / "log", *options)
    terminal.wait_for(HOME)
    return terminal


@pytest.mark.parametrize("key", FAULTS, ids=FAULTS.values())
def test_a_fault_leads_home_and_the_third_ends_the_app(tmp_path: Path, key: str) -> None:
    with start(tmp_path) as terminal:
        for _ in range(2):
            terminal.press("f11")
            terminal.wait_for("PROBE AWAY")
            terminal.press(key)
            terminal.wait_for(HOME)
            terminal.report()
        terminal.press("f11")
        terminal.wait_for("PROBE AWAY")
        terminal.press(key)
        assert terminal.wait_exit() == EX_SOFTWARE
        assert terminal.text().strip() == "PROBE ENDED"
        assert not terminal.screen.alternate
    log = (tmp_path / "log").read_text()
    assert log.count("ValueError") == 3
    assert log.count("lockdown/probe_app.py:") >= 3
    assert SECRET not in log
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o600


def test_a_fault_in_the_app_itself_leaves_it_working(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        for count in (1, 2):
            while (
                faults(tmp_path) < count
            ):  # one that comes before the app has recovered belongs to the first
                terminal.press("f9")
                terminal.report()
        assert HOME in terminal.text()
    assert faults(tmp_path) == 2


def faults(folder: Path) -> int:
    return (folder / "log").read_text().count("going home after") if (folder / "log").exists() else 0


def test_a_screen_that_cannot_be_composed_leads_home(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.press("f10")
        terminal.wait_for(lambda _: "going home after" in (tmp_path / "log").read_text())
        terminal.wait_for(HOME)
        assert terminal.report().size == "100x30"
        assert HOME in terminal.text()
    assert (tmp_path / "log").read_text().count("going home after") == 1


def test_a_failed_task_is_logged_and_changes_nothing(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.press("f11")
        terminal.wait_for("PROBE AWAY")
        terminal.press("f5")
        terminal.wait_for(lambda _: "a task failed\nbuiltins.ValueError" in (tmp_path / "log").read_text())
        assert "PROBE AWAY" in terminal.text()
    assert SECRET not in (tmp_path / "log").read_text()


def test_in_terminal_mode_the_end_says_where_the_log_is(tmp_path: Path) -> None:
    with start(tmp_path, "--terminal") as terminal:
        for n in range(3):
            terminal.press("f9")
            if n < 2:
                terminal.report()
        assert terminal.wait_exit() == EX_SOFTWARE
        assert f"Details: {tmp_path / 'log'}" in terminal.text().replace("\n", "")
        assert "Traceback" not in terminal.text()
