"""uvicorn's HTTP/1.1 protocol, with the limits that it lacks and a way for a stream to write without a task.

uvicorn bounds neither the head of a request nor how long one takes, and an answer that nobody reads waits for ever.
Here every connection has a deadline for what it does at the moment, and :func:`sweep` ends those that miss it.
A stream takes its connection from the ASGI extension :data:`EXTENSION` and writes ready bytes to it.
"""

import asyncio
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from starlette.types import Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

EXTENSION: Final = "festival.wire"
HEAD_CAP: Final = 16 * 1024
"""Bytes of request line and headers."""
HEAD_S: Final = 10.0
"""From the first byte of a request, or the start of a connection, to the end of its headers."""
REQUEST_S: Final = 30.0
"""From there to the end of the answer."""
IDLE_S: Final = 20.0
"""From the end of an answer to the next request; uvicorn closes after 5 s what has been read."""
STALL_S: Final = 10.0
"""For how long a peer may take nothing of what waits for it."""
LINGER_S: Final = 2.0
"""For what a peer still sends after it was refused."""
SWEEP_S: Final = 1.0
_NEVER: Final = float("inf")
_TOO_LARGE: Final = b"HTTP/1.1 431 \r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_FULL: Final = b"HTTP/1.1 503 \r\nconnection: close\r\nretry-after: 5\r\ncontent-length: 0\r\n\r\n"


class Stream(Protocol):
    """What a connection tells the stream that holds it."""

    def writable(self) -> None:
        """Go on: more can be written."""

    def lost(self) -> None:
        """Stop: the connection is gone."""


class Wire(HttpToolsProtocol):
    """One connection. `deadline` and `paused_at` are times of the event loop in seconds."""

    cap: int = 1 << 30
    """Connections at a time; :func:`limited_to` sets it. Those beyond it are answered 503 and closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deadline = _NEVER
        self.paused_at: float | None = None
        self.stream: Stream | None = None
        self.may_have_long_head = False
        """Whether so much has come that the head may be longer than :data:`HEAD_CAP`: the rest may be body."""
        self._head = 0
        self._in_head = True
        self._refused = False
        self._file = -1
        """The descriptor of a connection that a stream has."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, or refuse when there are too many."""
        super().connection_made(transport)
        self.deadline = self.loop.time() + HEAD_S
        if len(self.connections) > self.cap:
            self._end_with(_FULL)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the stream."""
        super().connection_lost(exc)
        if self.stream is not None:
            self.stream.lost()
            self.stream = None
        self._file = -1
        # It holds this object: left to the collector, which seldom runs, each connection would stay for a while.
        self.scope = None  # type: ignore[assignment]

    def _end_with(self, answer: bytes) -> None:
        # Closing at once would reset the connection under an answer that the peer has not read (RFC 9112, 9.6).
        self._refused = True
        self.transport.write(answer)
        self.transport.write_eof()
        self.deadline = self.loop.time() + LINGER_S

    def data_received(self, data: bytes) -> None:
        """Read, as long as the head stays small."""
        if self._refused or self.stream is not None or self.transport.is_closing():
            return
        if self._in_head:
            self._head += len(data)
        super().data_received(data)
        if self._in_head and self._head > HEAD_CAP and not self.transport.is_closing():
            self._end_with(_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Give the head of a request its time."""
        super().on_message_begin()
        self._in_head = True
        self.deadline = self.loop.time() + HEAD_S

    def on_headers_complete(self) -> None:
        """Give the request its time."""
        self._in_head = False
        self.may_have_long_head = self._head > HEAD_CAP
        self._head = 0
        self.deadline = self.loop.time() + REQUEST_S
        super().on_headers_complete()
        self.scope["extensions"] = {EXTENSION: self}  # type: ignore[dict-item]

    def on_response_complete(self) -> None:
        """Give the connection time for the next request."""
        self.deadline = self.loop.time() + IDLE_S
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Note since when the peer takes nothing."""
        super().pause_writing()
        self.paused_at = self.loop.time()

    def resume_writing(self) -> None:
        """Tell the stream that it can go on."""
        super().resume_writing()
        self.paused_at = None
        if self.stream is not None and not self.transport.is_closing():
            self.stream.writable()

    def hold(self, stream: Stream) -> None:
        """Let `stream` write from now on, without a deadline for the whole."""
        self.stream = stream
        self.deadline = _NEVER

    def detach(self, send: Send) -> bool:
        """Take the connection from uvicorn in the midst of the answer by `send`: what follows is :meth:`write`.

        Return whether the peer is still there.

        uvicorn takes the answer for complete when the handler returns, so an open stream costs no task, and neither
        request nor parser: what the peer still sends is thrown away.
        """
        cycle = _cycle_of(send)
        cycle.response_complete = True
        if cycle.disconnected or self.transport.is_closing():
            return False
        self.pipeline.clear()
        if self.transport.get_extra_info("sslcontext") is None:
            self._file = self.transport.get_extra_info("socket").fileno()
        self.cycle = self.scope = self.headers = self.parser = None  # type: ignore[assignment]
        return True

    async def answer(self, send: Send, head: bytes, body: bytes) -> None:
        """Send a whole answer, made of ready bytes, instead of by `send`: `head` is the status line and all headers of its own, each with its line end.

        Through ``send`` uvicorn would check each header again for each request, a third of the cost of a 304.
        """
        if self.paused_at is not None:  # one who asks and asks and never reads must not fill the memory
            await self.flow.drain()
        cycle = _cycle_of(send)
        if cycle.disconnected:
            return
        more = [b"%b: %b\r\n" % header for header in cycle.default_headers]
        if not cycle.keep_alive:
            more.append(b"connection: close\r\n")
        whole = [head, *more, b"\r\n"] if cycle.scope["method"] == "HEAD" else [head, *more, b"\r\n", body]
        self.transport.write(b"".join(whole))
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()

    def finish(self) -> None:
        """End the body that a stream has written, and the connection when the peer has taken it."""
        self.deadline = self.loop.time() + STALL_S
        self.transport.write(b"0\r\n\r\n")
        self.transport.close()

    @property
    def takes(self) -> bool:
        """Whether bytes may be written now."""
        return self.paused_at is None and not self.transport.is_closing()

    def offer(self, data: bytes) -> bool:
        """Send bytes of a chunked body, unless the peer takes nothing now; return whether they are sent.

        They go to the kernel at once, as far as it takes them, which halves the cost of a frame.
        """
        transport = self.transport
        if transport.is_closing():  # its descriptor may soon be that of another connection
            return False
        if self._file < 0 or transport.get_write_buffer_size():
            if self.paused_at is not None:
                return False
        else:
            try:
                sent = os.write(self._file, data)
            except OSError:  # full, or broken: the transport finds out
                sent = 0
            if sent == len(data):
                return True
            data = data[sent:]
        transport.write(data)
        return True

    def write(self, data: bytes) -> None:
        """Send bytes of a chunked body, or let them wait until the peer takes something."""
        if not self.offer(data) and not self.transport.is_closing():
            self.transport.write(data)

    def late(self, now: float) -> bool:
        """Return whether the connection has missed its deadline at `now`."""
        return now > self.deadline or (self.paused_at is not None and now > self.paused_at + STALL_S)


def _cycle_of(send: Send) -> RequestResponseCycle:
    """Return uvicorn's state of the request that `send` answers; the connection has only that of the last one read."""
    cycle: RequestResponseCycle = send.__self__  # type: ignore[attr-defined]
    return cycle


def head_bytes(scope: Mapping[str, Any]) -> int:
    """Return about how many bytes the head of a request had: target, and for each header name, value and four more."""
    target = len(scope["raw_path"]) + len(scope["query_string"])
    return target + sum(len(name) + len(value) + 4 for name, value in scope["headers"])


def limited_to(connections: int) -> type[Wire]:
    """Return the protocol with a cap on connections at a time."""
    return type("LimitedWire", (Wire,), {"cap": connections})


async def sweep(connections: Iterable[Any], dropped: Callable[[Wire], None]) -> None:
    """End for ever the connections that miss their deadline; `dropped` hears of each."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(SWEEP_S)
        now = loop.time()
        for wire in [one for one in connections if one.late(now)]:
            dropped(wire)
            wire.transport.abort()
