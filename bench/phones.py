"""Phones beside kiosks: one real hub, and how soon after an edit each screen has heard of it and each phone shows it."""

import itertools
import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.asking import fetch
from bench.figures import Figure
from bench.hub import HUBS
from bench.talk import Talk
from bench.way import Poster, RealHub, real_hub
from festival.client.timings import Timings
from festival.clock import system_clock
from festival.pages.assets import SCRIPT
from festival.pages.site import pages
from festival.programme import bundled, open_programme

KIOSKS, PHONES = 300, 2_000
PAUSE_S = 3.0
"""Between two changes: all that the one before has caused is over."""
WITHIN_MS = 1_000
TONGUES = ("de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",) * 2 + ("en-GB,en;q=0.9",)
"""Of three phones two read German."""
BROWSER = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Connection": "keep-alive",
    "Sec-Fetch-Dest": "empty",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Site": "same-origin",
}
CLIENT = {"User-Agent": "festival", "Accept-Encoding": "gzip", "Connection": "keep-alive"}


def _request(line: str, headers: Mapping[str, str], body: str = "") -> str:
    length = {"Content-Length": str(len(body))} if body else {}
    given = {"Host": "localhost", **headers, **length}
    return "\r\n".join([f"{line} HTTP/1.1", *map(": ".join, given.items()), "", body])


def _script_s(name: str) -> float:
    """Return the seconds that follow.js calls `name`."""
    found = re.search(rf"{name}_MS = ([\d_]+);".encode(), SCRIPT.body)
    assert found, f"follow.js has no {name}_MS"
    return int(found[1]) / 1000


def _phones(paths: list[str], cursor: str) -> dict[str, Any]:
    """Return phones that do as follow.js has a browser do: every second one shows today, the others each other page."""
    others = itertools.cycle(path for path in paths if path != "/")
    followers = []
    for number, tongue in zip(range(PHONES), itertools.cycle(TONGUES), strict=False):
        browser = {**BROWSER, "Accept-Language": tongue}
        stream = {**browser, "Accept": "text/event-stream", "Cache-Control": "no-cache"}
        page = {**browser, "Accept": "text/html", "Cache-Control": "max-age=0"}
        path = next(others) if number % 2 else "/"
        followers.append((_request(f"GET /api/stream?since={cursor}", stream), _request(f"GET {path}", page)))
    manner = {"after_s": (0, _script_s("CHANGE")), "minute_s": _script_s("MINUTE")}
    return {"manner": manner, "followers": followers}


def _kiosks(token: str, cursor: str) -> dict[str, Any]:
    """Return kiosks that do as festival.client does: they follow, and report what they show."""
    stream = {
        **CLIENT,
        "Accept": "text/event-stream",
        "Accept-Encoding": "identity",
        "Cache-Control": "no-store",
        "Last-Event-ID": cursor,
    }
    report = {**CLIENT, "Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    shows = {"cursor": cursor, "columns": 80, "rows": 24, "skew_ms": 3.5, "version": "1.0"}
    followers = [
        (
            _request("GET /api/stream", stream),
            _request("POST /api/screens", report, json.dumps({"id": f"kiosk-{number}", **shows})),
        )
        for number in range(KIOSKS)
    ]
    most_s = Timings().report_after_s
    return {"manner": {"after_s": (most_s / 2, most_s)}, "followers": followers}


@dataclass(frozen=True)
class Change:
    """One change: milliseconds from before its edit is posted."""

    heard: list[float]
    """To its end on the stream of each screen."""
    shown: list[float]
    """To the end of the new page at each phone."""
    bare: float
    """What as many bytes take to the last of as many bare sockets."""


class Fair:
    """A hub with kiosks and phones, and beside it the floor: as many sockets, and a loop that sends."""

    def __init__(self, stack: ExitStack, home: Path) -> None:
        self._stack = stack
        self._home = home
        programme = open_programme(bundled(), home / "cache")
        self._sessions = itertools.cycle(one.id for one in programme.sessions)
        self._hub: RealHub = stack.enter_context(real_hub(bundled(), home / "phones-hub"))
        snapshot = json.loads(fetch(self._hub.port).partition(b"\r\n\r\n")[2])
        self._revision = snapshot["revision"]
        self._cursor = f"{snapshot['epoch']}-{self._revision}"
        token, _ = self._hub.tokens.make("kiosk", now=system_clock())
        self._kiosks = self._crowd("kiosks", _kiosks(token, self._cursor))
        self._phones = self._crowd("phones", _phones(list(pages(programme)), self._cursor))
        self._bare = stack.enter_context(Talk(HUBS / "sends.py", KIOSKS + PHONES, self._frame()))
        self._takers = stack.enter_context(Talk(HUBS / "crowd.py", *self._bare.hear(), KIOSKS + PHONES))
        self._takers.hear()

    def _crowd(self, name: str, what: Mapping[str, Any]) -> Talk:
        file = self._home / f"{name}.json"
        file.write_text(json.dumps(what))
        crowd = self._stack.enter_context(Talk(HUBS / "follows.py", self._hub.port, file))
        crowd.hear()
        return crowd

    def _frame(self) -> int:
        """Return how long a change is."""
        return len(json.dumps(self._edit()[1]))

    def _edit(self) -> tuple[int, Any, list[int], list[int]]:
        """Return when an edit was posted, the change, and when kiosks and phones had it."""
        time.sleep(PAUSE_S)
        edit = {
            "kind": "delay_session",
            "session": next(self._sessions),
            "minutes": 5,
            "reason": {"de": "Probe"},
        }
        body = json.dumps({"edit": edit, "based_on": self._cursor}).encode()
        poster = Poster(self._hub.port, {"Authorization": f"Bearer {self._hub.token}"})
        self._revision += 1
        for crowd in (self._kiosks, self._phones):
            crowd.say(self._revision)
        began = time.monotonic_ns()
        poster.send(body)
        answer = json.loads(poster.answered())
        poster.close()
        self._cursor = answer["cursor"]
        return began, answer["change"], self._kiosks.hear(), self._phones.hear()

    def change(self) -> Change:
        """Make an edit, and wait until everybody has it."""
        began, _, kiosks, phones = self._edit()
        heard, shown = ((one - began) / 1e6 for one in kiosks[:KIOSKS] + phones[:PHONES]), phones[PHONES:]
        self._takers.say("change")
        (sent,) = self._bare.ask("change")
        (taken,) = self._takers.hear()
        return Change(list(heard), [(one - began) / 1e6 for one in shown], (taken - sent) / 1e6)


def _figure(name: str, found: list[list[float]], bare: list[float]) -> Figure:
    """Return what 95 of 100 have waited, all changes together."""
    waits = sorted(itertools.chain.from_iterable(found))
    p95 = quantiles(waits, n=20)[-1]
    times = median(quantiles(one, n=20)[-1] / floor for one, floor in zip(found, bare, strict=True))
    return Figure(
        name=f"a change {name}, 95 %, {len(found)} changes",
        floor=f"{median(bare):.0f} ms bare sends to the last",
        figure=f"{p95:.0f} ms ({times:.1f} x), half of them {median(waits):.0f}, the last {waits[-1]:.0f}",
        value=p95,
        bound=WITHIN_MS,
        unit="ms",
    )


def measure(home: Path, changes: int) -> Iterator[Figure]:
    """Yield the figures of so many changes."""
    with ExitStack() as stack:
        fair = Fair(stack, home)
        found = [fair.change() for _ in range(changes)]
    bare = [one.bare for one in found]
    yield _figure(f"at {KIOSKS} kiosks and {PHONES:,} phones", [one.heard for one in found], bare)
    yield _figure(f"in the pages of {PHONES:,} phones", [one.shown for one in found], bare)
