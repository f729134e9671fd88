"""Followers that ask for something after each change: ``follows.py PORT FILE``.

FILE is JSON: ``manner`` as :class:`Manner`, and as ``followers`` for each its two requests, that of its stream and the one
it makes after a change. A line is printed when each follows and has what it asks for. For each line on its input, a
revision, it waits until every follower has heard of that and has then got an answer; it prints when (nanoseconds of
CLOCK_MONOTONIC): for each the end of the change on its stream, then for each the end of the answer.
"""

import heapq
import json
import os
import random
import re
import select
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from festival.hub.options import raise_file_limit

NEWS = re.compile(rb'event: (?:hello|change)\n.*?"revision":(\d+)', re.DOTALL)
MINUTE = re.compile(rb'event: beat\n.*?"server_time":"(.{16})', re.DOTALL)
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
ETAG = re.compile(rb'\r\netag: ("[^"-]*-(\d+)[^"]*")', re.IGNORECASE)
NEVER = float("inf")


@dataclass(frozen=True)
class Manner:
    """How followers of a kind ask."""

    after_s: tuple[float, float]
    """From a change to the request, at least and at most."""
    minute_s: float = 0
    """After a beat that shows another minute they ask within so many seconds; 0: they do not."""


class Follower:
    """A stream, and what is asked for when it brings a change."""

    def __init__(self, crowd: "Crowd", stream: str, ask: str) -> None:
        self.crowd = crowd
        self.ask = ask.encode()
        self.etag = b""
        self.due = NEVER
        self.minute = b""
        self.kept: socket.socket | None = None
        """The connection that it asks on."""
        self.asking = self.again = False
        self.answer = b""
        self.heard = self.wants = self.has = -1
        """Revisions: of the newest change, of that when it last asked, of what it got."""
        self.stream = socket.create_connection(("127.0.0.1", crowd.port))
        self.stream.sendall(stream.encode())
        crowd.watch(self.stream, select.EPOLLIN, self.read)

    def read(self) -> None:
        data = self.stream.recv(65536)
        assert data, "the hub has ended a stream"
        assert b"event: reset" not in data, data
        manner = self.crowd.manner
        if found := NEWS.findall(data):
            before, self.heard = self.heard, int(found[-1])
            self.crowd.heard(before, self.heard)
            self.soon(*manner.after_s)
        if manner.minute_s and (beat := MINUTE.search(data)):
            if self.minute and beat[1] != self.minute:
                self.soon(0, manner.minute_s)
            self.minute = beat[1]

    def soon(self, least_s: float, most_s: float) -> None:
        """Ask after a time by chance, unless that is due earlier anyway."""
        due = time.monotonic() + random.uniform(least_s, most_s)
        if due < self.due:
            self.due = due
            heapq.heappush(self.crowd.due, (due, id(self), self))

    def begin(self) -> None:
        """Ask, or once more when what is under way has ended."""
        self.due = NEVER
        if self.asking:
            self.again = True
            return
        self.asking, self.answer, self.wants = True, b"", self.heard
        if self.kept is not None:
            self.crowd.close(self.kept)
        self.kept = socket.socket()
        self.kept.setblocking(False)
        self.kept.connect_ex(("127.0.0.1", self.crowd.port))
        self.crowd.watch(self.kept, select.EPOLLOUT, self.send)

    def send(self) -> None:
        assert self.kept is not None
        known = b"If-None-Match: %b\r\n" % self.etag if self.etag else b""
        self.kept.send(self.ask.replace(b"\r\n\r\n", b"\r\n" + known + b"\r\n", 1))
        self.crowd.watch(self.kept, select.EPOLLIN, self.take)

    def take(self) -> None:
        assert self.kept is not None
        data = self.kept.recv(262144)
        if not self.asking:  # the hub has closed what nobody used
            assert not data, data
            self.crowd.close(self.kept)
            self.kept = None
            return
        assert data, "the hub has ended an answer"
        self.answer += data
        head, blank, body = self.answer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if blank and len(body) == (int(length[1]) if length else 0):
            self.end(head)

    def end(self, head: bytes) -> None:
        """Note what was answered."""
        assert head[9:12] in {b"200", b"204", b"304"}, head
        self.asking = False
        etag = ETAG.search(head)
        self.etag = etag[1] if etag else b""
        before, self.has = self.has, int(etag[2]) if etag else self.wants
        self.crowd.answered(before, self.has)
        if self.again:
            self.again = False
            self.soon(*self.crowd.manner.after_s)


class Crowd:
    """All followers of a process, and its loop."""

    def __init__(self, port: int, manner: Manner, followers: list[tuple[str, str]]) -> None:
        self.port = port
        self.manner = manner
        self.due: list[tuple[float, int, Follower]] = []
        self._poll = select.epoll()
        self._does: dict[int, Callable[[], None]] = {}
        self._awaited = 0
        self._ends: tuple[list[int], list[int]] = ([], [])
        """When followers had heard of it, and when they had got what they ask for."""
        self._count = len(followers)
        self._poll.register(0, select.EPOLLIN)
        self._does[0] = self.listen
        for stream, ask in followers:
            Follower(self, stream, ask)
            self.turn(0)

    def watch(self, sock: socket.socket, for_: int, do: Callable[[], None]) -> None:
        change = self._poll.modify if sock.fileno() in self._does else self._poll.register
        change(sock.fileno(), for_)
        self._does[sock.fileno()] = do

    def close(self, sock: socket.socket) -> None:
        del self._does[sock.fileno()]
        sock.close()

    def heard(self, before: int, revision: int) -> None:
        """Note that a follower has heard of a revision, and before of another."""
        self._note(0, before, revision)

    def answered(self, before: int, revision: int) -> None:
        """Note that a follower has got what it asks for as of a revision, and before of another."""
        self._note(1, before, revision)

    def _note(self, kind: int, before: int, revision: int) -> None:
        if before < self._awaited <= revision:
            self._ends[kind].append(time.monotonic_ns())
            if all(len(ends) == self._count for ends in self._ends):
                print(*self._ends[0], *self._ends[1], flush=True)

    def listen(self) -> None:
        """Read which revision is awaited. Nothing: that was all."""
        line = os.read(0, 100)
        if not line:
            sys.exit()
        self._awaited, self._ends = int(line), ([], [])

    def turn(self, wait_s: float = 60) -> None:
        """Do what is due, and wait for more at most `wait_s`."""
        while self.due and self.due[0][0] <= time.monotonic():
            due, _, follower = heapq.heappop(self.due)
            if due == follower.due:
                follower.begin()
        if self.due:
            wait_s = min(wait_s, max(0.0, self.due[0][0] - time.monotonic()))
        for file, _ in self._poll.poll(wait_s):
            if do := self._does.get(file):  # one before it may have closed it
                do()


def main() -> None:
    raise_file_limit()
    asked = json.loads(Path(sys.argv[2]).read_text())
    crowd = Crowd(int(sys.argv[1]), Manner(**asked["manner"]), asked["followers"])
    while True:
        crowd.turn()


main()
