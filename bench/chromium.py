"""Headless Chromium with a page that shows what the app shows: the list of sessions and a QR code."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

from bench.tty import BenchError
from festival.programme import load
from festival.qr import matrix, svg
from festival.schedule.model import words
from festival.schedule.timeline import in_order

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SHOWN = "<script>requestAnimationFrame(() => requestAnimationFrame(() => fetch('/shown')))</script>"


def page(programme: Path) -> str:
    """Return the page: plain HTML without images or fonts of its own."""
    schedule = load(programme)
    rows = "".join(
        f"<li>{one.expected.start:%H:%M} <b>{escape(words(one.title, ['de']))}</b> {escape(one.room)}</li>"
        for one in in_order(schedule.sessions)
    )
    return f"<!doctype html><meta charset=utf-8><title>Programm</title>{svg(matrix(schedule.festival.url))}<ul>{rows}</ul>{_SHOWN}"


class Chromium:
    """Chromium while it shows the page of a programme; `pid` is its first process."""

    def __init__(self, programme: Path, home: Path) -> None:
        binary = shutil.which("chromium")
        if binary is None:
            raise BenchError("Chromium is not here to be compared with; install Debian's package chromium.")
        self._shown = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(page(programme).encode()))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{self._server.server_port}/"
        self._profile = tempfile.mkdtemp(dir=home)
        self._process = subprocess.Popen(
            [binary, *_FLAGS, "--remote-debugging-port=0", f"--user-data-dir={self._profile}", address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.pid = self._process.pid

    def _handler(self, body: bytes) -> type[BaseHTTPRequestHandler]:
        shown = self._shown

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/shown":
                    shown.set()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body if self.path == "/" else b"")

            def log_message(self, *_args: object) -> None:
                pass

        return Handler

    def __enter__(self) -> Self:
        if not self._shown.wait(60):
            self.__exit__()
            raise BenchError("Chromium did not show the page within 60 s.")
        return self

    def __exit__(self, *_exc: object) -> None:
        os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        self._server.shutdown()
        self._server.server_close()
        shutil.rmtree(self._profile, ignore_errors=True)
