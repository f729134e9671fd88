"""A Textual app in a real browser: Chromium's pixels, and an emulated screen fed with the same bytes.

with serving([sys.executable, "-m", "festival", "kiosk", "--web", "--port", str(port)], port), chromium() as browser:
    with Tab(browser, port, 80, 24) as tab:
        tab.wait_for("Programme")
        tab.touch("Programme")
        tab.wait_for_code("HTTPS://...")
"""

import io
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Request, Route, WebSocket, sync_playwright

from rig.codes import decode
from rig.screen import Screen

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LOCAL = "127.0.0.1"
CELL = (9, 18)
"""Pixels of a cell in textual-serve's page at its font size of 16, for Chromium's fallback monospace font."""


def free_port() -> int:
    """Give a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(argv: Sequence[str | Path], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; it is entered when the port answers. What it prints goes to `log`."""
    with log.open("wb") as output:
        server = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 20
        while not _answers(port):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"nothing answers on port {port}; the server said:\n{log.read_text()}")
        yield server
    finally:
        server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:  # a tab is open, and textual-serve waits for it
            server.kill()
            server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(0.05)
        return client.connect_ex((LOCAL, port)) == 0


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium without a window. A machine without it fails the test: such a machine proves nothing."""
    if not CHROMIUM.exists():
        pytest.fail(
            f"{CHROMIUM} is missing; these tests need a real browser (Debian: apt-get install chromium)"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Tab:
    """One browser tab on one served app. `screen` shows what the app has sent to it; `foreign` what it wanted elsewhere."""

    def __init__(self, browser: Browser, port: int, columns: int, rows: int) -> None:
        width, height = columns * CELL[0] + CELL[0] // 2, rows * CELL[1] + CELL[1] // 2
        self._context = browser.new_context(viewport={"width": width, "height": height})
        self._context.route("**/*", self._gate)
        self._page = self._context.new_page()
        self._page.on("websocket", self._watch)
        self.foreign: set[str] = set()
        """Addresses outside this machine that were asked for, and refused."""
        self.screen = Screen(columns, rows)
        self._socket: WebSocket | None = None
        self._page.goto(f"http://{LOCAL}:{port}/")
        self._page.wait_for_selector("body.-first-byte", state="attached")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the tab as a person does."""
        self._context.close()

    def wait_for(self, condition: str | Callable[[Screen], bool], timeout: float = 20) -> None:
        """Wait until a text is on the screen or a predicate of the screen holds. Raises AssertionError with the screen."""
        met = (lambda screen: condition in screen.text()) if isinstance(condition, str) else condition
        self._wait(lambda: 2026 not in self.screen.private_modes and met(self.screen), condition, timeout)

    def touch(self, text: str) -> None:
        """Press and release on the middle of a text on the screen."""
        spot = self.screen.find(text)
        assert spot is not None, f"cannot touch {text!r}:\n{self.screen.text()}"
        column, row = spot
        self._page.mouse.click((column + len(text) / 2) * CELL[0], (row + 0.5) * CELL[1])

    def press(self, key: str) -> None:
        """Press a key, named as the DOM names it."""
        self._page.focus(".xterm-helper-textarea")
        self._page.keyboard.press(key)

    def picture(self) -> Image.Image:
        """Give Chromium's pixels."""
        return Image.open(io.BytesIO(self._page.screenshot()))

    def wait_for_code(self, text: str, timeout: float = 5) -> None:
        """Wait until the one code in Chromium's picture reads `text`: the page paints some frames after it has the bytes."""
        deadline = time.monotonic() + timeout
        while (read := decode(self.picture())) != [text]:
            assert time.monotonic() < deadline, f"read {read} for {text!r}:\n{self.screen.text()}"

    def _wait(self, met: Callable[[], bool], what: object, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while not met():
            left = deadline - time.monotonic()
            assert left > 0, f"waited {timeout:g} s for {what!r}:\n{self.screen.text()}"
            self._page.wait_for_timeout(10)

    def _gate(self, route: Route, request: Request) -> None:
        if urlsplit(request.url).hostname == LOCAL:
            route.continue_()
        else:
            self.foreign.add(request.url)
            route.abort()

    def _watch(self, opened: WebSocket) -> None:
        address = urlsplit(opened.url)
        if address.hostname != LOCAL:
            self.foreign.add(opened.url)
        size = parse_qs(address.query)
        assert (int(size["width"][0]), int(size["height"][0])) == (self.screen.columns, self.screen.rows)
        opened.on("framereceived", self._receive)

    def _receive(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes):
            self.screen.feed(frame)
