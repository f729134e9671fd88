"""Signals while it runs: the terminal is given back whole, and what was kept is kept."""

import json
import os
import signal

import pytest

from rig import Terminal
from stress.conftest import AT, HEADER, Machine, Start, is_on_a_page

SESSION = "Breakdance: headstands"
PICK = "hansa-breakdance"


def keep_a_session(terminal: Terminal) -> None:
    """Find a session of the programme by typing, and keep it."""
    terminal.wait_for(HEADER)
    terminal.click("Search")
    terminal.wait_for("⌕")
    terminal.wait_quiet(0.2)
    terminal.send("breakdance")
    terminal.wait_for("breakdance▏").wait_for(" 1 hit ")
    terminal.click(SESSION)
    terminal.wait_for("Keep")
    terminal.click("Keep")
    terminal.wait_for("Picks 1")


def assert_given_back(terminal: Terminal) -> None:
    """Nothing is left switched on but what a terminal begins with: wrapping (7) and the cursor (25)."""
    assert not terminal.screen.alternate
    assert terminal.screen.private_modes == {7, 25}
    entered, left = terminal.log.count(b"\x1b[>25u"), terminal.log.count(b"\x1b[<u")
    assert entered == left  # the kitty keyboard protocol
    assert terminal.text().strip() == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("command", [(), ("kiosk",)], ids=["app", "kiosk"])
def test_a_signal_ends_it_and_gives_the_terminal_back(
    command: tuple[str, ...], number: signal.Signals, start: Start, machine: Machine
) -> None:
    terminal = start(*command, *AT)
    terminal.wait_for(is_on_a_page)
    os.kill(terminal.pid, number)
    assert terminal.wait_exit() == 0
    assert_given_back(terminal)
    assert machine.log() == ""


def test_a_signal_while_it_starts_ends_it_without_a_word(start: Start) -> None:
    terminal = start("kiosk", *AT)
    terminal.wait_for(lambda shown: b"\x1b[?1049h" in shown.log)
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.wait_exit() in {0, -signal.SIGTERM}
    assert "Traceback" not in terminal.text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_picks_survive_a_restart_in_a_persons_own_terminal(
    number: signal.Signals, start: Start, machine: Machine
) -> None:
    terminal = start("-l", "en", *AT)
    keep_a_session(terminal)
    os.kill(terminal.pid, number)
    terminal.wait_exit()
    assert json.loads((machine.state / "memory.json").read_text(encoding="utf-8"))["picks"] == [PICK]
    again = start(*AT)
    again.wait_for("Picks 1")
    again.click("Picks")
    again.wait_for(SESSION)


def test_a_kiosk_remembers_nothing(start: Start, machine: Machine) -> None:
    remembered = '{"picks": ["hansa-breakdance"], "language": "en"}'
    machine.state.mkdir(parents=True)
    (machine.state / "memory.json").write_text(remembered, encoding="utf-8")
    terminal = start("kiosk", "-l", "en", *AT)
    terminal.wait_for(is_on_a_page)
    terminal.press("enter")
    terminal.wait_for("Picks ")
    assert "Picks 1" not in terminal.text()
    keep_a_session(terminal)
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.wait_exit() == 0
    assert (machine.state / "memory.json").read_text(encoding="utf-8") == remembered
    again = start("kiosk", "-l", "en", *AT)
    again.wait_for(is_on_a_page)
    again.press("enter")
    again.wait_for("Picks ")
    assert "Picks 1" not in again.text()
    assert machine.strangers() == []
    written = "".join(path.read_text(encoding="utf-8") for path in machine.state.glob("*.log*"))
    assert written == ""
