"""A hub that cleans nothing: whatever it sends raw, none of it reaches the terminal."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kiosk.conftest import local, make_schedule
from live.programs import kiosk
from rig import Terminal
from stress.texts import HOSTILE

MARK = "hostile "
EPOCH = "f00d"
NOW = local("14:20").isoformat()


def snapshot(text: str) -> dict[str, Any]:
    """Return a whole schedule in which `text` stands everywhere, as a hub sends one."""
    found: dict[str, Any] = json.loads(make_schedule(epoch=EPOCH).model_dump_json(exclude_defaults=True))
    said = {"en": MARK + text, "de": MARK + text}
    for things in (found["sessions"], found["rooms"], found["stations"], found["projects"]):
        for thing in things:
            thing["title" if "title" in thing else "name"] = said
    found["festival"] |= {"note": said, "motto": said}
    found["sessions"][0]["live"] = {"delay_min": 5, "reason": said, "changed_at": NOW}
    whole = {"severity": "warning", "at": NOW, "expires": local("26:00").isoformat()}
    found["announcements"] = [{"id": "first", "text": said, **whole}]
    return {"epoch": EPOCH, "revision": 0, "server_time": NOW, "schedule": found}


def changes(text: str) -> list[dict[str, Any]]:
    """Return a change with `text` as its reason, and one that announces it to everybody."""
    said = {"en": MARK + text}
    live = {"cancelled": True, "reason": said, "changed_at": NOW}
    shout = {
        "id": "shout",
        "severity": "urgent",
        "text": said,
        "at": NOW,
        "expires": local("26:00").isoformat(),
    }
    cancelled = {"kind": "session", "id": "choir", "before": {"live": {}}, "after": {"live": live}}
    announced = {"kind": "announcement", "id": "shout", "after": shout}
    about = {"at": NOW, "by": MARK + text, "reason": said}
    return [
        {"revision": 1, "kind": "cancel_session", "touches": [cancelled], **about},
        {"revision": 2, "kind": "announce", "touches": [announced], **about},
    ]


@contextmanager
def hub(text: str) -> Iterator[str]:
    """Serve `text` raw at an address on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stream = self.path.startswith("/api/stream")
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream" if stream else "application/json")
            self.end_headers()
            if not stream:
                self.wfile.write(json.dumps(snapshot(text)).encode())
                return
            about = {
                "epoch": EPOCH,
                "revision": 0,
                "head": 2,
                "server_time": NOW,
                "beat_s": 5,
                "rehearsed": True,
            }
            self.say("hello", about, f"{EPOCH}-0")
            for one in changes(text):
                self.say("change", one, f"{EPOCH}-{one['revision']}")
            ended.wait(60)

        def say(self, name: str, data: dict[str, Any], cursor: str) -> None:
            self.wfile.write(f"id: {cursor}\nevent: {name}\ndata: {json.dumps(data)}\n\n".encode())

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    ended = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            ended.set()
            server.shutdown()
            thread.join()


NEVER = (
    *(b"\a", b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b^", b"\x1bX", b"\x1b[6n", b"\x1b[31;5m"),
    *(char.encode() for char in "\x9b\x9d\u202e\u202d\u202a\u202b\u2066\u2067\u2068\u200f\u061c\ue000"),
)
"""What the app itself never writes: bells, titles and other strings, questions, palette colours, C1, turned text."""


def harmless(terminal: Terminal) -> None:
    assert terminal.title == ""
    assert [one for one in NEVER if one in terminal.log] == []


@pytest.mark.parametrize(
    "kind",
    [
        "CSI: colours, a cleared screen, a scrolled region", "OSC 2, the title", "OSC 52, the clipboard",
        "C1 controls", "C0 controls", "bidi override and isolate", "markup with actions", "unbalanced markup",
        "private use and unassigned", "DCS, APC, PM and SOS",
    ],
)  # fmt: skip
def test_nothing_that_a_hub_sends_raw_reaches_the_terminal(kind: str, tmp_path: Path) -> None:
    text = HOSTILE[kind]
    with hub(text) as address, kiosk(tmp_path, address, "--at", "2022-05-27T14:20") as terminal:
        terminal.wait_for("Important announcement")
        terminal.press("enter")
        terminal.wait_for("Understood").press("enter")
        terminal.wait_for("→ What is new")
        for key in ("up", "enter"):
            terminal.wait_quiet(0.2).press(key)
        terminal.wait_for("Announcements").wait_for("Cancelled – hostile")
        harmless(terminal)
        terminal.press("escape")
        terminal.wait_for("On now")
        assert "Announcements" not in terminal.text()
        harmless(terminal)


def test_markup_is_shown_as_it_stands_and_does_nothing(tmp_path: Path) -> None:
    text = HOSTILE["markup with actions"]
    with hub(text) as address, kiosk(tmp_path, address, "--at", "2022-05-27T14:20") as terminal:
        terminal.wait_for("Important announcement").press("enter")
        terminal.wait_for("Understood").press("enter")
        terminal.wait_for("→ What is new").click("[@click=app.quit]x[/]")
        terminal.wait_for("Announcements").wait_quiet()
        assert terminal.returncode is None
