"""A hub in a process of its own, as its users start it, and kiosks and desks in real ptys that follow it."""

import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any, Self

import httpx

from rig import Terminal
from rig.home import warm

FESTIVAL = (sys.executable, "-m", "festival")
AT = "2022-05-27T14:20"
"""The hub's day is made up, so that it is the same day for every test; the clock runs on from there."""


class HubProcess:
    """``festival hub``: started, killed, stopped and started again at the same address. `beat_s` as its option."""

    def __init__(self, home: Path, *, beat_s: float | None = None) -> None:
        self._home = warm(home)
        self._options = ("--at", AT) if beat_s is None else ("--at", AT, "--beat", str(beat_s))
        self._port = 0
        self.token = ""
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it, at the port it had before."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FESTIVAL_")}
        self._process = subprocess.Popen(
            [*FESTIVAL, "hub", "--port", str(self._port), *self._options],
            env=kept | {"FESTIVAL_HOME": str(self._home), "LC_ALL": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        if not self.token:
            self.token = self._process.stdout.readline().strip()
        self.url = self._process.stdout.readline().strip()
        self._port = httpx.URL(self.url).port or 0
        self.http = httpx.Client(base_url=self.url, timeout=20)

    def kill(self) -> None:
        """End it as a power failure does."""
        self.http.close()
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def freeze(self) -> None:
        """Stop it, connections and all."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it run again."""
        self._process.send_signal(signal.SIGCONT)

    @property
    def cursor(self) -> str:
        """Epoch and revision of what it has."""
        found = self.http.get("/api/schedule").json()
        return f"{found['epoch']}-{found['revision']}"

    def edit(self, kind: str, **fields: Any) -> None:
        """Post an edit, and return when the hub has it on disk."""
        answer = self.http.post(
            "/api/edits",
            json={"edit": {"kind": kind, **fields}, "based_on": self.cursor},
            headers={"authorization": f"Bearer {self.token}", "idempotency-key": uuid.uuid4().hex},
        )
        assert answer.status_code == 201, answer.text

    def make_token(self, *options: str) -> str:
        """Make another token beside it, as ``festival token new`` does."""
        made = subprocess.run(
            [*FESTIVAL, "token", "new", *options],
            env={"FESTIVAL_HOME": str(self._home), "LC_ALL": "C.UTF-8", "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        )
        return made.stdout.strip()

    def screens(self) -> list[dict[str, Any]]:
        """Return what it knows of kiosks."""
        answer = self.http.get("/api/screens", headers={"authorization": f"Bearer {self.token}"})
        found: list[dict[str, Any]] = answer.json()["screens"]
        return found


def kiosk(
    home: Path, hub: str, *options: str, columns: int = 120, rows: int = 33, **environment: str
) -> Terminal:
    """Start ``festival kiosk`` in English, following `hub`."""
    return Terminal(
        [*FESTIVAL, "kiosk", "--id", "K1", "--hub", hub, "--language", "en", *options],
        columns=columns,
        rows=rows,
        env={"FESTIVAL_HOME": str(warm(home)), **environment},
    )


def desk(
    home: Path, hub: HubProcess, *options: str, size: tuple[int, int] = (80, 24), token: str | None = None
) -> Terminal:
    """Start ``festival desk`` in English."""
    columns, rows = size
    given = {"FESTIVAL_HOME": str(warm(home)), "FESTIVAL_HUB": hub.url, "FESTIVAL_TOKEN": token or hub.token}
    return Terminal([*FESTIVAL, "desk", "--language", "en", *options], columns=columns, rows=rows, env=given)


def at_home(terminal: Terminal, freshness: str = "● live") -> Terminal:
    """Let a visitor come once the kiosk is as fresh as `freshness` says; return at its home page."""
    terminal.wait_for(freshness).press("enter")
    return terminal.wait_for("On now")
