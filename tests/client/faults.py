"""What stands between a follower and its hub, and fails in the ways that networks do.

``async with FaultProxy(port) as proxy:`` forwards connections from ``proxy.port``; ``await proxy.become("drip")``
changes how, for open connections too.
"""

import asyncio
import random
import socket
import struct
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Literal, Self, get_args

Mode = Literal["pass", "refuse", "cut", "blackhole", "half-close", "delay", "drip", "garble"]
"""``refuse``: nobody listens, open connections are reset. ``cut``: open connections are reset, and new ones in the
midst of the first answer. ``blackhole``: connections are accepted, and nothing moves in either direction.
``half-close``: answers end in their midst while requests are still taken. ``delay``: each piece comes late. ``drip``:
answers come a byte at a time. ``garble``: a bit in each piece of an answer is wrong."""
FAULTS: Final = tuple(mode for mode in get_args(Mode) if mode != "pass")
MIDST: Final = 150
"""Bytes of an answer that get through before it is cut: about half of its head."""
_RESET: Final = struct.pack("ii", 1, 0)


class FaultProxy:
    """Forwards from a port of its own to `hub_port` on the loopback interface.

    What the hub was asked and what it answered is counted, however little of it arrives.
    """

    def __init__(self, hub_port: int, *, delay_s: float = 0.1, drip_s: float = 0.005, seed: int = 1) -> None:
        self.mode: Mode = "pass"
        self.connections = 0
        """How many were ever accepted."""
        self.requests: Counter[str] = Counter()
        """By method and path, without query."""
        self.answers: Counter[tuple[str, int]] = Counter()
        """By method and path, and status."""
        self.bytes: Counter[str] = Counter()
        """Of answers, by method and path."""
        self.rewrite: Callable[[bytes], bytes] = bytes
        """What becomes of each piece of an answer on its way."""
        self.snapshots: list[float] = []
        """When the hub sent the whole schedule, in seconds of time.monotonic()."""
        self._hub_port = hub_port
        self._delay_s = delay_s
        self._drip_s = drip_s
        self._chance = random.Random(seed)
        self._changed = asyncio.Event()
        self._open: set[_Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._listener: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """What a follower is told instead of the hub's address."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        await self._listen()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._listener is not None:
            self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self) -> None:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def become(self, mode: Mode) -> None:
        """Fail in another way from now on."""
        self.mode = mode
        self._changed.set()
        self._changed = asyncio.Event()
        if mode == "refuse" and self._listener is not None:
            self._listener.close()
            self._listener = None
        if mode != "refuse" and self._listener is None:
            await self._listen()
        for connection in tuple(self._open):
            if mode in {"refuse", "cut"}:
                connection.reset()
            elif mode == "half-close":
                connection.end_answers()

    def _accept(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.create_task(self._serve(_Connection(client, to_client)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, connection: "_Connection") -> None:
        self._open.add(connection)
        try:
            await self._pass_if_not("blackhole")
            hub, to_hub = await asyncio.open_connection("127.0.0.1", self._hub_port)
            up = asyncio.create_task(self._requests(connection, to_hub))
            try:
                await self._answers(connection, hub)
            finally:
                up.cancel()
                to_hub.close()
        except OSError:
            pass
        finally:
            self._open.discard(connection)
            connection.close()

    async def _pass_if_not(self, *modes: Mode) -> None:
        while self.mode in modes:
            await self._changed.wait()

    async def _requests(self, connection: "_Connection", to_hub: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await connection.client.read(65536):
                await self._pass_if_not("blackhole")
                await self._wait(self._delay_s if self.mode == "delay" else 0)
                connection.note_request(data)
                self.requests[connection.asked] += data.startswith((b"GET ", b"POST "))
                to_hub.write(data)
                await to_hub.drain()
        to_hub.close()

    async def _answers(self, connection: "_Connection", hub: asyncio.StreamReader) -> None:
        while data := await hub.read(65536):
            if data.startswith(b"HTTP/1.1 "):
                status = int(data[9:12])
                self.answers[connection.asked, status] += 1
                if (connection.asked, status) == ("GET /api/schedule", 200):
                    self.snapshots.append(time.monotonic())
            self.bytes[connection.asked] += len(data)
            await self._pass_if_not("blackhole")
            await self._pass_on(connection, self.rewrite(data))

    async def _pass_on(self, connection: "_Connection", data: bytes) -> None:
        match self.mode:
            case "cut":
                await connection.send(data[:MIDST])
                connection.reset()
            case "half-close":
                await connection.send(data[:MIDST])
                connection.end_answers()
            case "delay":
                await self._wait(self._delay_s)
                await connection.send(data)
            case "drip":
                await self._drip(connection, data)
            case "garble":
                wrong = bytearray(data)
                wrong[self._chance.randrange(len(data))] ^= 1 << self._chance.randrange(8)
                await connection.send(bytes(wrong))
            case _:
                await connection.send(data)

    async def _drip(self, connection: "_Connection", data: bytes) -> None:
        for at in range(len(data)):
            if self.mode != "drip":
                await connection.send(data[at:])
                return
            await connection.send(data[at : at + 1])
            await self._wait(self._drip_s)

    async def _wait(self, seconds: float) -> None:
        """Wait, but not beyond a change of mode."""
        if seconds:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), seconds)


class _Connection:
    """A follower's connection. It asks for one thing at a time, and writes each head at once, as HTTP clients do."""

    def __init__(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        self.client = client
        self.asked = ""
        """Method and path of the latest request."""
        self._to_client = to_client
        self._ended = False

    def note_request(self, data: bytes) -> None:
        if data.startswith((b"GET ", b"POST ")):
            method, target, _ = data.split(b" ", 2)
            self.asked = f"{method.decode()} {target.partition(b'?')[0].decode()}"

    async def send(self, data: bytes) -> None:
        if not self._ended:
            self._to_client.write(data)
            await self._to_client.drain()

    def end_answers(self) -> None:
        """Send FIN, and go on taking requests."""
        if not self._ended:
            self._ended = True
            with suppress(OSError):
                self._to_client.write_eof()

    def reset(self) -> None:
        """Send RST."""
        sock = self._to_client.get_extra_info("socket")
        with suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._to_client.transport.abort()

    def close(self) -> None:
        self._to_client.close()
