"""What stands between a hub and its server and loses requests, answers, or everything."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, Self

Fate = Literal["pass", "lose the request", "lose the answer"]


def always_pass() -> Fate:
    """Lose nothing."""
    return "pass"


class Proxy:
    """Forwards connections from `port` to a server's port; for each piece that a client sends, `fate` is asked.

    A lost request never reaches the server. A lost answer is what the server says to a request that it has carried
    out. Either way both connections are cut then. While `is_frozen`, nothing moves and nothing is cut.
    """

    def __init__(self, server_port: int) -> None:
        self.fate: Callable[[], Fate] = always_pass
        self.lost = 0
        """How many connections were cut."""
        self._server_port = server_port
        self._thawed = asyncio.Event()
        self._thawed.set()
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def is_frozen(self) -> bool:
        return not self._thawed.is_set()

    @is_frozen.setter
    def is_frozen(self, value: bool) -> None:
        if value:
            self._thawed.clear()
        else:
            self._thawed.set()

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self._listener.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._listener.close()
        for one in self._connections:
            one.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        this = asyncio.current_task()
        assert this is not None
        self._connections.add(this)
        try:
            server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
            answers = _Answers(server, to_client, self._thawed)
            back = asyncio.create_task(answers.forward())
            try:
                await self._forward(client, to_server, answers)
            finally:
                back.cancel()
                to_server.close()
        except (OSError, asyncio.CancelledError):
            pass  # the proxy ends; a cancelled handler would be reported as a mistake
        finally:
            to_client.close()
            self._connections.discard(this)

    async def _forward(
        self, client: asyncio.StreamReader, to_server: asyncio.StreamWriter, answers: "_Answers"
    ) -> None:
        while data := await client.read(65536):
            await self._thawed.wait()
            fate = self.fate()
            if fate == "lose the request":
                self.lost += 1
                return
            if fate == "lose the answer":
                answers.are_lost = True
            to_server.write(data)
            await to_server.drain()
            if fate == "lose the answer":
                self.lost += 1
                await answers.came.wait()
                return


class _Answers:
    """What the server says on one connection."""

    def __init__(
        self, server: asyncio.StreamReader, to_client: asyncio.StreamWriter, thawed: asyncio.Event
    ) -> None:
        self.are_lost = False
        self.came = asyncio.Event()
        self._server = server
        self._to_client = to_client
        self._thawed = thawed

    async def forward(self) -> None:
        with suppress(OSError):
            while data := await self._server.read(65536):
                await self._thawed.wait()
                if self.are_lost:
                    break
                self._to_client.write(data)
                await self._to_client.drain()
        self.came.set()
        self._to_client.close()
