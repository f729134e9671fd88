"""One Chromium for all tests of a module, and the kiosk served by the command line."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from rig.browser import Tab, chromium, free_port, serving
from rig.home import warm

AT = "2022-05-27T16:20"
WARNING = "▲ 15:40"
"""Begins the line that the rehearsed day, once loaded, puts above all pages at that time: what is below moves down for it."""


@dataclass(frozen=True)
class Served:
    """A running `festival kiosk --web`."""

    pid: int
    port: int
    browser: Browser

    def tab(self, columns: int = 160, rows: int = 45) -> Tab:
        """Open a tab in a window for so many cells."""
        return Tab(self.browser, self.port, columns, rows)

    @contextmanager
    def awake(self, columns: int = 160, rows: int = 45) -> Iterator[Tab]:
        """Open a tab, touch the attract loop, and choose German."""
        with self.tab(columns, rows) as tab:
            tab.wait_for("Touch the screen")
            tab.touch("Touch the screen")
            tab.wait_for(lambda screen: "Start" in screen.text() and WARNING in screen.text())
            tab.touch("DE")
            tab.wait_for("Jetzt ·")
            yield tab


Serve = Callable[..., Served]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def kiosk(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Serve a kiosk with these options until the test is over."""
    monkeypatch.setenv("FESTIVAL_HOME", str(warm(tmp_path)))
    with ExitStack() as stack:

        def serve(*options: str) -> Served:
            port = free_port()
            argv = [
                sys.executable,
                "-m",
                "festival",
                "kiosk",
                "--web",
                "--port",
                str(port),
                "--at",
                AT,
                *options,
            ]
            server = stack.enter_context(serving(argv, port, tmp_path / "server.log"))
            return Served(server.pid, port, browser)

        yield serve
