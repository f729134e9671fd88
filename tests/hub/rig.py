"""A real hub on a loopback port, and what talks to it.

``async with running(...) as served:`` gives a :class:`Served`. Streams are read from a socket: an HTTP client that
collects the whole body never sees an endless one.
"""

import asyncio
import contextlib
import json
import socket
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import httpx

from festival.hub.hub import Hub
from festival.hub.options import Options
from festival.hub.server import HubServer, prepared_socket, serving
from festival.hub.tokens import TokenFile
from festival.schedule.access import Role
from festival.schedule.model import Schedule
from festival.store import open_store
from festival.store.log import Store
from schedule import examples


def programme() -> Schedule:
    """Return a day with two rooms, five sessions and a station."""
    return examples.schedule(
        examples.session("opening", "14:00", "15:00"),
        examples.session("band", "15:00", "16:00"),
        examples.session("choir", "16:30", "17:00"),
        examples.session("talk", "14:00", "15:00", room="hall"),
        examples.session("panel", "15:30", "16:30", room="hall"),
        examples.room("stage"),
        examples.room("hall"),
        examples.station(),
    )


@dataclass
class Event:
    """One event of a stream."""

    name: str
    id: str
    data: Any


@dataclass
class Stream:
    """An open stream, read event by event."""

    status: int
    headers: dict[str, str]
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def _chunk(self) -> bytes:
        size = int(await self.reader.readline(), 16)
        data = await self.reader.readexactly(size + 2)
        return data[:-2]

    async def event(self) -> Event | None:
        """Return the next event, None at the clean end of the stream."""
        text = (await self._chunk()).decode()
        if not text:
            return None
        fields = dict(line.split(": ", 1) for line in text.strip().split("\n"))
        return Event(fields["event"], fields.get("id", ""), json.loads(fields["data"]))

    async def next(self, name: str) -> Event:
        """Return the next event of that name, skipping others."""
        while (event := await self.event()) is not None:
            if event.name == name:
                return event
        raise EOFError(name)

    async def rest(self) -> list[Event]:
        """Return what comes until the end."""
        found: list[Event] = []
        while (event := await self.event()) is not None:
            found.append(event)
        return found

    def close(self) -> None:
        self.writer.close()


@dataclass
class Served:
    """A hub that answers at `port`."""

    hub: Hub
    server: HubServer
    port: int
    tokens: TokenFile
    http: httpx.AsyncClient

    def token(self, role: Role = "admin", room: str | None = None) -> str:
        return self.tokens.make(role, room=room, now=self.hub.options.clock())[0]

    async def edit(
        self,
        token: str,
        edit: dict[str, Any] | None = None,
        *,
        based_on: str | None = None,
        key: str | None = None,
    ) -> httpx.Response:
        """Post an edit, by default five minutes for the band."""
        body = {
            "edit": edit or {"kind": "delay_session", "session": "band", "minutes": 5},
            "based_on": based_on or str(self.hub.publisher.cursor),
        }
        headers = {"authorization": f"Bearer {token}", "idempotency-key": key or uuid.uuid4().hex}
        return await self.http.post("/api/edits", json=body, headers=headers)

    async def stream(self, since: str = "", headers: dict[str, str] | None = None, buffer: int = 0) -> Stream:
        """Open a stream; `buffer` bytes for what is not read yet, 0: the system's choice."""
        sock = socket.socket()
        if buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", self.port))
        reader, writer = await asyncio.open_connection(sock=sock, limit=buffer or 2**16)
        query = f"?since={since}" if since else ""
        lines = [f"GET /api/stream{query} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        status = int((await reader.readline()).split()[1])
        found: dict[str, str] = {}
        while (line := (await reader.readline()).decode().strip()) != "":
            name, value = line.split(": ", 1)
            found[name.lower()] = value
        return Stream(status, found, reader, writer)


@contextlib.asynccontextmanager
async def running(
    folder: Path, store: Store | None = None, day: Schedule | None = None, **options: Any
) -> AsyncIterator[Served]:
    """Serve a hub whose files are in `folder`, of that `day`, else of :func:`programme`."""
    asked = Options(tokens=folder / "tokens.json", disk=folder, port=0, **options)
    async with Hub.open(asked, store or open_store(folder / "log.sqlite"), day or programme()) as hub:
        listener = prepared_socket(asked.host, 0)
        port = listener.getsockname()[1]
        async with (
            serving(hub, listener) as server,
            # To read the certificates that http does without takes longer than all else here.
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20, verify=False) as http,
        ):
            yield Served(hub, server, port, TokenFile(asked.tokens), http)


class Time:
    """A clock that a test sets; it stands at 14:20 of the day of the examples."""

    def __init__(self) -> None:
        self.now = examples.at("14:20")

    def __call__(self) -> datetime:
        return self.now


async def until(holds: Callable[[], bool], within_s: float = 15) -> None:
    """Wait for a condition. Raises TimeoutError."""
    async with asyncio.timeout(within_s):
        while not holds():
            await asyncio.sleep(0.01)


class Raw:
    """A connection to write bytes to that no client library would send."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def connect(cls, port: int) -> Self:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def answer(self, data: bytes) -> bytes:
        """Send `data`; return everything until the hub closes."""
        self.writer.write(data)
        try:
            return await self.reader.read()
        finally:
            self.writer.close()
