"""What every edit on its way passes: a real hub, a kiosk that follows it, and the two floors of that moment."""

import subprocess
import sys
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from typing import Self
from urllib.parse import urlsplit

from bench import FLOORS
from bench.figures import Figure
from bench.subjects import FESTIVAL, Subject, environment, start
from bench.tty import BenchError, Program
from festival.hub.tokens import TokenFile

AT = "2022-05-27T14:20"
_BOUNDS_MS = (("p50", 60), ("p99", 150))


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


@dataclass(frozen=True)
class RealHub:
    """A hub in a process of its own, whose day is made up."""

    pid: int
    address: str
    token: str
    """An admin's."""
    tokens: TokenFile

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0


@contextmanager
def real_hub(programme: str | Path, home: Path) -> Iterator[RealHub]:
    """Run `festival hub` on a programme, with its log below `home` on the disk."""
    argv: list[str | Path] = [FESTIVAL, "hub", "--port", "0", "--programme", programme, "--at", AT]
    with _printing(argv, home) as process:
        token, address = _line(process), _line(process)
        yield RealHub(process.pid, address, token, TokenFile(home / "state" / "hub" / "tokens.json"))


@contextmanager
def following_kiosk(hub: RealHub, programme: str | Path, home: Path) -> Iterator[Program]:
    """Run the app as it follows `hub`, in German, until it is live and rests."""
    argv = (FESTIVAL, "--hub", hub.address, "--programme", programme, "--language", "de")
    with start(Subject("kiosk", argv, b"live"), home) as kiosk:
        kiosk.read_until(b"live")
        kiosk.read_until_idle()
        yield kiosk


def painted(program: Program, words: bytes, began: float) -> float:
    """Return the milliseconds from `began` to the bytes that hold `words`."""
    program.read_until(words)
    return (program.last_read - began) * 1000


class EditFloors:
    """A program that only paints what is typed, and a server that only answers what is posted."""

    def __init__(self, echo: Program, post: Poster) -> None:
        self._echo = echo
        self._post = post
        self._letter = b"b"

    @classmethod
    @contextmanager
    def running(cls, home: Path) -> Iterator[Self]:
        """Run both."""
        with (
            Program([sys.executable, FLOORS / "echo.py"], environment(home)) as echo,
            _printing([sys.executable, FLOORS / "post.py"], home) as server,
        ):
            echo.read_until(b"ready")
            post = Poster(int(_line(server)), {})
            try:
                yield cls(echo, post)
            finally:
                post.close()

    def take(self, body: bytes) -> tuple[float, float]:
        """Return the milliseconds of a keystroke that is painted, and of a post of `body` that is answered."""
        self._letter = b"a" if self._letter == b"b" else b"b"
        self._echo.output.clear()
        began = time.perf_counter()
        self._echo.write(self._letter)
        echoed = painted(self._echo, self._letter * 80, began)
        began = time.perf_counter()
        self._post.send(body)
        self._post.answered()
        return echoed, (time.perf_counter() - began) * 1000


@dataclass(frozen=True)
class Round:
    """The milliseconds of one edit, and of the floors taken right before it."""

    edit: float
    echo: float
    post: float

    @property
    def beyond(self) -> float:
        """What the edit took beyond its floors."""
        return self.edit - self.echo - self.post


def _percentiles(taken: Iterable[float]) -> tuple[float, float]:
    found = list(taken)
    return median(found), quantiles(found, n=100)[-1]


def figures(name: str, rounds: list[Round]) -> Iterator[Figure]:
    """Yield what an edit takes beyond the floors of its own moment."""
    edits = _percentiles(one.edit for one in rounds)
    beyond = _percentiles(one.beyond for one in rounds)
    echoes = _percentiles(one.echo for one in rounds)
    posts = _percentiles(one.post for one in rounds)
    for at, (percentile, bound) in enumerate(_BOUNDS_MS):
        yield Figure(
            name=f"{name}, {len(rounds)} edits, {percentile}",
            floor=f"terminal echo {echoes[at]:.1f} ms + bare post {posts[at]:.1f} ms",
            figure=f"{edits[at]:.1f} ms",
            value=beyond[at],
            bound=bound,
            unit="ms beyond",
        )
