"""A follower that is watched, and servers that answer what they like."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any

from festival.client.clock import HubClock
from festival.client.followed import Followed
from festival.client.follower import follow
from festival.client.kept import Kept
from festival.client.timings import Timings
from festival.hub.deciding import Intent
from festival.hub.publisher import Publisher
from festival.schedule.cursor import Cursor
from festival.schedule.edits import edit_from
from hub.rig import programme

FAST = Timings(
    connect_s=2,
    answer_s=2,
    fetch_s=3,
    silence_least_s=1,
    silence_most_s=1,
    step_s=0.01,
    wait_most_s=0.1,
    gap_s=0.02,
    asked_wait_most_s=0.2,
    poll_s=0.1,
    again_s=0.05,
    save_every_s=0.1,
    report_after_s=0.01,
    report_every_s=0.01,
)
"""A second for what takes a minute, but the minute between two whole schedules."""


@dataclass
class Following:
    """A follower at work, and all states it gave."""

    clock: HubClock
    states: list[Followed] = field(default_factory=list)
    task: asyncio.Task[None] | None = None

    @property
    def newest(self) -> Followed:
        return self.states[-1]

    @property
    def contact(self) -> str:
        return self.newest.freshness.contact

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.newest.schedule.epoch, self.newest.schedule.revision)

    @property
    def revisions(self) -> list[int]:
        return [change.revision for state in self.states for change in state.changes]

    async def until(self, holds: Callable[[], bool], within_s: float = 15) -> None:
        """Wait for a condition. Raises what the follower raised, or TimeoutError with what it showed last."""
        assert self.task is not None
        try:
            async with asyncio.timeout(within_s):
                while not holds():
                    if self.task.done():
                        await self.task
                    await asyncio.sleep(0.005)
        except TimeoutError as error:
            raise TimeoutError(f"{self.cursor} {self.newest.freshness}") from error

    async def until_live(self, cursor: Cursor | None = None) -> None:
        await self.until(lambda: self.contact == "live" and cursor in {None, self.cursor})


@contextlib.asynccontextmanager
async def following(
    port: int, start: Kept | None = None, *, clock: HubClock | None = None, **options: Any
) -> AsyncIterator[Following]:
    """Follow the hub at `port`, from the printed programme if nothing else is said."""
    one = Following(clock or HubClock())
    options = {"timings": FAST, **options}

    async def watch() -> None:
        async with contextlib.aclosing(
            follow(
                f"http://127.0.0.1:{port}",
                start or Kept(programme(), "programme"),
                clock=one.clock,
                **options,
            )
        ) as states:
            async for state in states:
                one.states.append(state)

    one.task = asyncio.create_task(watch())
    try:
        await one.until(lambda: bool(one.states))
        yield one
    finally:
        one.task.cancel()
        await asyncio.wait([one.task])
        if not one.task.cancelled():
            await one.task


async def make_changes(hub: Publisher, count: int) -> None:
    """Make `count` changes, each with a new text of the band."""
    for _ in range(count):
        number = hub.schedule.revision + 1
        text = {"de": f"{number} x"}
        edit = {"kind": "correct_text", "thing": "session", "id": "band", "field": "abstract", "text": text}
        check = lambda _schedule, _log: None  # noqa: E731 - anybody may
        await hub.submit(Intent(edit_from(edit), hub.cursor, "Ada", f"change-{number}", b"", check))


@dataclass
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


Answering = Callable[[Asked], "bytes | AsyncIterator[bytes]"]


@dataclass
class Fake:
    """A server that answers what `answering` returns, byte by byte: whole or in parts. Then it closes."""

    answering: Answering
    port: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    """How often each path was asked for."""
    requests: list[Asked] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            method, target, _ = first.split()
            path, _, query = target.partition("?")
            headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            asked = Asked(method, path, query, headers, body)
            self.asked[path] += 1
            self.requests.append(asked)
            answer = self.answering(asked)
            if isinstance(answer, bytes):
                writer.write(answer)
            else:
                async for part in answer:
                    writer.write(part)
                    await writer.drain()
            await writer.drain()


@contextlib.asynccontextmanager
async def faking(answering: Answering, *, tls: SSLContext | None = None) -> AsyncIterator[Fake]:
    """Serve on a loopback port."""
    fake = Fake(answering)
    handlers: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        handlers.add(task)
        try:
            await fake.handle(reader, writer)
        except asyncio.CancelledError:
            pass  # asyncio's own callback would report it
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    fake.port = server.sockets[0].getsockname()[1]
    try:
        yield fake
    finally:
        server.close()
        for task in handlers:
            task.cancel()
        if handlers:
            await asyncio.wait(handlers)


def http(
    body: bytes = b"",
    *,
    status: str = "200 OK",
    kind: str = "application/json",
    length: int | None = None,
    **headers: str,
) -> bytes:
    """Return an answer; `length` None is that of the body, -1 says nothing."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if length != -1:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def unchunked(frame: bytes) -> bytes:
    """Return a frame of :mod:`festival.hub.frames` without the chunk around it."""
    return frame.split(b"\r\n", 1)[1][:-2]
