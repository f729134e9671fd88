"""An edit on its way: from the first byte of the post to the hub, to the bytes on a kiosk's real pty that tell of it."""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from bench import FLOORS
from bench.figures import Figure
from bench.subjects import FESTIVAL, SMALL, Subject, app, environment, start
from bench.tty import BenchError, Program
from festival.clock import system_clock
from festival.hub.tokens import TokenFile

AT = "2022-05-27T14:20"
SESSION = "session-100"
"""It begins at 16:20: a change of what is over would be no news."""
_WRITES = 10
"""What one token may write before the hub slows it down; each is used up once."""
_WARM = 5


class Poster:
    """A kept-alive connection on which bodies are posted one after the other."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._http = HTTPConnection("127.0.0.1", port, timeout=20)
        self._http.connect()
        self._headers = {"Content-Type": "application/json", **headers}

    def send(self, body: bytes) -> None:
        """Post `body`, and do not wait for the answer."""
        key = {"Idempotency-Key": uuid.uuid4().hex}
        self._http.request("POST", "/api/edits", body, {**self._headers, **key})

    def answered(self) -> bytes:
        """Return the answer. Raises :class:`BenchError` unless it is 201."""
        answer = self._http.getresponse()
        body = answer.read()
        if answer.status != 201:
            raise BenchError(f"the post was answered with {answer.status}: {body[:300]!r}")
        return body

    def close(self) -> None:
        self._http.close()


@contextmanager
def _printing(argv: list[str | Path], home: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a program whose output is read."""
    with subprocess.Popen(
        list(map(str, argv)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=dict(environment(home)),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if not line:
        raise BenchError(f"{process.args!r} ended before it was ready")
    return line


def _edit(cursor: str, minutes: int) -> bytes:
    edit = {"kind": "delay_session", "session": SESSION, "minutes": minutes, "reason": {"de": "Probe"}}
    return json.dumps({"edit": edit, "based_on": cursor}).encode()


def _painted(program: Program, words: bytes, began: float) -> float:
    """Return the milliseconds from `began` to the bytes that hold `words`."""
    program.read_until(words)
    return (program.last_read - began) * 1000


def _once(program: Program, poster: Poster, body: bytes, words: bytes) -> tuple[float, str]:
    """Return the milliseconds from posting to painted, and the cursor of the change."""
    program.output.clear()
    began = time.perf_counter()
    poster.send(body)
    took = _painted(program, words, began)
    return took, str(json.loads(poster.answered())["cursor"])


def _floor(echo: Program, post: Poster, body: bytes, letter: bytes) -> tuple[float, float]:
    """Return the milliseconds of a keystroke that is painted, and of a post that is answered."""
    echo.output.clear()
    began = time.perf_counter()
    echo.write(letter)
    painted = _painted(echo, letter * 80, began)
    began = time.perf_counter()
    post.send(body)
    post.answered()
    return painted, (time.perf_counter() - began) * 1000


def _percentiles(taken: list[float]) -> tuple[float, float]:
    return median(taken), quantiles(taken, n=100)[-1]


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield the figures of 40 edits in each of `rounds` rounds; each edit follows directly on its own floors."""
    programme = app(home, SMALL).argv[2]
    edits, echoes, posts = [], [], []
    with ExitStack() as stack:
        serve: list[str | Path] = [FESTIVAL, "hub", "--port", "0", "--programme", programme, "--at", AT]
        hub = stack.enter_context(_printing(serve, home / "live-hub"))
        _line(hub)
        address = _line(hub)
        port = urlsplit(address).port or 0
        tokens = TokenFile(home / "live-hub" / "state" / "hub" / "tokens.json")
        follows = Subject(
            "kiosk", (FESTIVAL, "--hub", address, "--programme", programme, "--language", "de"), b"live"
        )
        kiosk = stack.enter_context(start(follows, home / "live-kiosk"))
        kiosk.read_until(follows.first_useful)
        kiosk.read_until_idle()
        echo = stack.enter_context(Program([sys.executable, FLOORS / "echo.py"], environment(home)))
        echo.read_until(b"ready")
        server = stack.enter_context(_printing([sys.executable, FLOORS / "post.py"], home))
        bare = Poster(int(_line(server)), {})
        stack.callback(bare.close)
        cursor, delay = _cursor(port), 0
        for _ in range(rounds * 4 + 1):
            token, _kept = tokens.make("admin", now=system_clock())
            poster = Poster(port, {"Authorization": f"Bearer {token}"})
            for _ in range(_WRITES):
                delay += 1
                body = _edit(cursor, 1)
                letter = b"ab"[delay % 2 :][:1]
                floor = _floor(echo, bare, body, letter)
                took, cursor = _once(kiosk, poster, body, f"{delay} Min. später".encode())
                kiosk.read_until_quiet(0.05)
                if delay > _WARM:
                    edits.append(took)
                    echoes.append(floor[0])
                    posts.append(floor[1])
            poster.close()
    yield from _figures(edits, echoes, posts)


def _cursor(port: int) -> str:
    http = HTTPConnection("127.0.0.1", port, timeout=20)
    http.request("GET", "/api/schedule")
    found = json.loads(http.getresponse().read())
    http.close()
    return f"{found['epoch']}-{found['revision']}"


def _figures(edits: list[float], echoes: list[float], posts: list[float]) -> Iterator[Figure]:
    """Yield what an edit takes beyond the floors of its own moment."""
    beyond = [took - echo - post for took, echo, post in zip(edits, echoes, posts, strict=True)]
    floors = list(zip(_percentiles(echoes), _percentiles(posts), strict=True))
    for name, bound, at in (("p50", 60, 0), ("p99", 150, 1)):
        echo, post = floors[at]
        yield Figure(
            name=f"edit posted to painted on a kiosk, {len(edits)} edits, {name}",
            floor=f"terminal echo {echo:.1f} ms + bare post {post:.1f} ms",
            figure=f"{_percentiles(edits)[at]:.1f} ms",
            value=_percentiles(beyond)[at],
            bound=bound,
            unit="ms beyond",
        )
