"""The probe app in a real pty, and what it says of itself."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rig import Terminal

PROBE = Path(__file__).parent / "probe_app.py"
HOME = "PROBE HOME"
_REPORT = re.compile(r"report=(\d+) stall=(\d+) pause=(\d+) typed=(\d+) size=(\S+) pastes=(\d+) sizes=(\S*)")


@dataclass(frozen=True)
class Report:
    """What the probe has measured since the report before."""

    serial: int
    stall_ms: int
    """Longest time for which the event loop stood still while this process worked."""
    pause_ms: int
    """Longest time for which it stood still for whatever reason, a busy machine among them."""
    typed: int
    size: str
    pastes: int
    sizes: list[str]
    """Other sizes that the app was laid out for since then."""


class ProbeTerminal(Terminal):
    """The probe in a terminal whose home and working folder are `folder`."""

    def __init__(self, folder: Path, *options: str | Path) -> None:
        self.folder = folder
        environment = {
            "HOME": str(folder),
            "XDG_CONFIG_HOME": None,
            "XDG_STATE_HOME": None,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        super().__init__([sys.executable, PROBE, *options], columns=100, rows=30, cwd=folder, env=environment)

    def shown_report(self) -> Report | None:
        found = _REPORT.search(self.text())
        if found is None:
            return None
        serial, stall, pause, typed, size, pastes, sizes = found.groups()
        passed = sizes.split(",") if sizes else []
        return Report(int(serial), int(stall), int(pause), int(typed), size, int(pastes), passed)

    def report(self, timeout: float = 20.0) -> Report:
        """Wait until what was sent is read, ask for a report (again, when a flood drowned the key), and give it."""
        while self._unsent and self.returncode is None:
            self._exchange(0.05)  # dropped input makes no output that `wait_for` could wait for
        before = self.shown_report()
        for last in (False,) * 39 + (True,):
            self.press("f12")
            try:
                self.wait_for(lambda _: self.shown_report() not in (None, before), timeout / 40)
            except AssertionError:
                if last or self.returncode is not None:
                    raise
            else:
                break
        report = self.shown_report()
        assert report is not None
        return report

    def settle(self, size: str) -> list[str]:
        """Ask for reports until the app is laid out for `size`; give the other sizes on the way."""
        passed: list[str] = []
        for _ in range(20):
            report = self.report()
            passed += report.sizes
            if report.size == size:
                return passed
        raise AssertionError(f"not laid out for {size}: {report}")


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProbeTerminal]:
    """One locked probe for all attacks of a module."""
    with ProbeTerminal(tmp_path_factory.mktemp("kiosk")) as terminal:
        terminal.wait_for(HOME)
        terminal.report()
        yield terminal
