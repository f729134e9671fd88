"""uvicorn, made ready for many streams: its socket, its limits, its garbage, and an end that is an end."""

import asyncio
import contextlib
import errno
import gc
import logging
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import uvicorn
import uvloop

from festival.hub.front import Front
from festival.hub.hub import Hub
from festival.hub.options import Options, file_limit, raise_file_limit
from festival.hub.systemd import notify
from festival.hub.tokens import TokenFile
from festival.hub.wire import Wire, limited_to, sweep
from festival.schedule.cursor import Cursor
from festival.schedule.errors import FestivalError
from festival.schedule.model import Schedule
from festival.store.log import Store

SEND_BUFFER: Final = 64 * 1024
"""Bytes of kernel memory for what one peer has not taken; without it Linux keeps up to 3.9 MB for each."""
USER_TIMEOUT_MS: Final = 20_000
"""After which a peer that acknowledges nothing is given up (RFC 5482)."""
BACKLOG: Final = 4096
KEEP_ALIVE_S: Final = 5
RETRY_AFTER_S: Final = 1.0
"""What followers are told when the hub stops: a restart takes no longer."""
GRACE_S: Final = 0.5
"""For what is under way when the hub stops."""
CONNECTION_SHARE: Final = 0.95
SWITCH_S: Final = 0.001
"""After which a thread that computes lets another one go on; with Python's 5 ms each step of a request waits as long."""
_GC_THRESHOLDS: Final = (100_000, 50, 100)

_REASONS: Final = {
    errno.EADDRINUSE: "another program has it; stop that one, or choose another --port",
    errno.EADDRNOTAVAIL: "this machine does not have that address; see what it has with: ip address",
    errno.EACCES: "ports below 1024 are for root; choose another --port and let a proxy listen there",
}

_log = logging.getLogger(__name__)


class AddressUnusable(FestivalError):
    """The hub cannot listen where it was told to: says why and what to do."""


@dataclass(frozen=True, slots=True)
class Started:
    """What there is to say about a hub that answers."""

    address: str
    """Where it listens: ``http://127.0.0.1:8022``."""
    cursor: Cursor
    schedule: Schedule
    has_other_programme: bool
    """The programme that it was given is not the one that its log began with, and is left aside."""


def prepared_socket(host: str, port: int) -> socket.socket:
    """Return a listening socket whose connections have small send buffers. Raises :class:`AddressUnusable`."""
    try:
        return _listening(host, port)
    except socket.gaierror as error:
        raise AddressUnusable(f"The hub cannot listen at {host}: no such name ({error.strerror}).") from error
    except OSError as error:
        why = _REASONS.get(error.errno or 0, error.strerror)
        raise AddressUnusable(f"The hub cannot listen at {host}, port {port}: {why}.") from error


def _listening(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    # With proto=0 asyncio does not see that it is TCP, and leaves Nagle's algorithm on: 45 ms for each edit.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        return _prepared(listener)
    except OSError:
        listener.close()
        raise


def _prepared(bound: socket.socket) -> socket.socket:
    """Let `bound` listen; what it accepts has its options. Raises OSError."""
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS)
    bound.listen(BACKLOG)
    bound.setblocking(False)
    return bound


def rest_collector() -> None:
    """Let Python look for garbage seldom, and never among what is there now: at 10,000 streams it would take 0.5 s."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)


class HubServer(uvicorn.Server):
    """Serves one hub on a prepared socket; at the end it says goodbye to the streams before it waits for requests.

    `ready` is called when requests are answered, and a signal would end the server in good order.
    """

    def __init__(self, hub: Hub, ready: Callable[[], Any] = lambda: None) -> None:
        super().__init__(
            uvicorn.Config(
                Front(hub),
                http=limited_to(int(file_limit() * CONNECTION_SHARE)),
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                backlog=BACKLOG,
                timeout_keep_alive=KEEP_ALIVE_S,
            )
        )
        self._hub = hub
        self._ready = ready
        self._sweeper: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept, and begin to look for connections that are late."""
        await super().startup(sockets)
        self._sweeper = asyncio.create_task(sweep(self.server_state.connections, self._dropped))
        self._ready()

    def _dropped(self, wire: Wire) -> None:
        self._hub.metrics.dropped.labels(kind="stream" if wire.stream else "request").inc()

    async def on_tick(self, counter: int) -> bool:
        """Return whether to stop: asked to, or because a part of the hub has ended."""
        return await super().on_tick(counter) or self._hub.failure() is not None

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, let requests finish, and give up what has not after :data:`GRACE_S`."""
        notify("STOPPING=1")
        for server in self.servers:
            server.close()
        self._hub.feed.end(RETRY_AFTER_S)
        giving_up = asyncio.get_running_loop().call_later(GRACE_S, self._give_up)
        await super().shutdown(sockets)
        giving_up.cancel()
        if self._sweeper is not None:
            self._sweeper.cancel()
        # uvicorn would raise the signal again, and the process end before the store is closed.
        self._captured_signals.clear()

    def _give_up(self) -> None:
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()


@contextlib.asynccontextmanager
async def serving(hub: Hub, listener: socket.socket) -> AsyncIterator[HubServer]:
    """Serve `hub` on `listener` while the context is open; what is asked before it is ready waits in the backlog."""
    server = HubServer(hub)
    task = asyncio.create_task(server.serve([listener]))
    try:
        yield server
    finally:
        server.should_exit = True
        await task


def run(
    options: Options,
    store: Store,
    programme: Schedule,
    *,
    ready: Callable[[Started], Any],
    first_token: Callable[[str], Any] | None = None,
    bound: Sequence[socket.socket] = (),
) -> None:
    """Serve a hub until SIGTERM or SIGINT, at `bound` sockets if there are any, else where `options` say.

    `ready` is called when requests are answered. `first_token` gets an admin token before that, if there is no
    token yet; without it none is made.
    Raises :class:`festival.store.log.StoreError`, :class:`festival.hub.tokens.TokensUnusable`, :class:`AddressUnusable`.
    """
    raise_file_limit()
    sys.setswitchinterval(SWITCH_S)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run(options, store, programme, first_token=first_token, ready=ready, bound=bound))


async def _run(
    options: Options,
    store: Store,
    programme: Schedule,
    *,
    ready: Callable[[Started], Any],
    first_token: Callable[[str], Any] | None,
    bound: Sequence[socket.socket],
) -> None:
    tokens = TokenFile(options.tokens)
    tokens.all()  # a file that cannot be read is said now, not at the first edit
    with contextlib.ExitStack() as closing:
        taken = [_prepared(one) for one in bound] or [prepared_socket(options.host, options.port)]
        listeners = [closing.enter_context(contextlib.closing(one)) for one in taken]
        # The log is loaded before anybody is answered: a hub that did otherwise lost changes for its followers.
        async with Hub.open(options, store, programme) as hub:
            publisher = hub.publisher
            started = Started(
                address=_url(listeners[0]),
                cursor=publisher.cursor,
                schedule=publisher.schedule,
                has_other_programme=not await store.begins_with(programme),
            )
            if first_token is not None and not tokens.exists:
                first_token(tokens.make("admin", now=options.token_clock(), label="first admin")[0])
            rest_collector()

            def say_ready() -> None:
                ready(started)
                notify("READY=1")

            await HubServer(hub, say_ready).serve(listeners)
            if (error := hub.failure()) is not None:
                raise error
            _log.info("ends", extra={"cursor": str(publisher.cursor)})


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
