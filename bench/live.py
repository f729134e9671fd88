"""An edit on its way: from the first byte of the post to the hub, to the bytes on a kiosk's real pty that tell of it."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

from bench.figures import Figure
from bench.subjects import SMALL, app
from bench.tty import Program
from bench.way import EditFloors, Poster, Round, figures, following_kiosk, painted, real_hub
from festival.clock import system_clock

SESSION = "session-100"
"""It begins at 16:20: a change of what is over would be no news."""
_WRITES = 10
"""What one token may write before the hub slows it down; each is used up once."""
_WARM = 5


def _edit(cursor: str, minutes: int) -> bytes:
    edit = {"kind": "delay_session", "session": SESSION, "minutes": minutes, "reason": {"de": "Probe"}}
    return json.dumps({"edit": edit, "based_on": cursor}).encode()


def _once(program: Program, poster: Poster, body: bytes, words: bytes) -> tuple[float, str]:
    """Return the milliseconds from posting to painted, and the cursor of the change."""
    program.output.clear()
    began = time.perf_counter()
    poster.send(body)
    took = painted(program, words, began)
    return took, str(json.loads(poster.answered())["cursor"])


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield the figures of 40 edits in each of `rounds` rounds; each edit follows directly on its own floors."""
    programme = app(home, SMALL).argv[2]
    found: list[Round] = []
    with ExitStack() as stack:
        hub = stack.enter_context(real_hub(programme, home / "live-hub"))
        kiosk = stack.enter_context(following_kiosk(hub, programme, home / "live-kiosk"))
        floors = stack.enter_context(EditFloors.running(home))
        cursor, delay = _cursor(hub.port), 0
        for _ in range(rounds * 4 + 1):
            token, _kept = hub.tokens.make("admin", now=system_clock())
            poster = Poster(hub.port, {"Authorization": f"Bearer {token}"})
            for _ in range(_WRITES):
                delay += 1
                body = _edit(cursor, 1)
                echo, post = floors.take(body)
                took, cursor = _once(kiosk, poster, body, f"{delay} Min. später".encode())
                kiosk.read_until_quiet(0.05)
                if delay > _WARM:
                    found.append(Round(took, echo, post))
            poster.close()
    yield from figures("edit posted to painted on a kiosk", found)


def _cursor(port: int) -> str:
    http = HTTPConnection("127.0.0.1", port, timeout=20)
    http.request("GET", "/api/schedule")
    found = json.loads(http.getresponse().read())
    http.close()
    return f"{found['epoch']}-{found['revision']}"
