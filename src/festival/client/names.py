"""From a hub's name to its address, without asyncio's threads.

A name server that does not answer holds up a look-up for half a minute, and nothing can end it. asyncio does them in a
few threads that all else shares, and waits for them when the program ends. Here each has a thread that nobody waits for,
and there is one at a time for each name.
"""

import asyncio
import contextlib
import ipaddress
import socket
import threading
from typing import Any

import httpx

Addresses = list[str]


class Names:
    """Looks names up."""

    def __init__(self) -> None:
        self._asked: dict[str, asyncio.Future[Addresses]] = {}

    async def addresses(self, name: str) -> Addresses:
        """Return the addresses of `name`, the best first (RFC 6724). Raises OSError if it has none."""
        asked = self._asked.get(name)
        if asked is None:
            loop = asyncio.get_running_loop()
            asked = self._asked[name] = loop.create_future()
            asked.add_done_callback(lambda done: self._forget(name, done))
            threading.Thread(
                target=_look_up, args=(name, loop, asked), name=f"festival-name-{name}", daemon=True
            ).start()
        # One who gives up must not end it for the others.
        return await asyncio.shield(asked)

    def _forget(self, name: str, done: "asyncio.Future[Addresses]") -> None:
        del self._asked[name]
        if not done.cancelled():
            done.exception()  # whoever asked may have gone


def _look_up(name: str, loop: asyncio.AbstractEventLoop, asked: "asyncio.Future[Addresses]") -> None:
    found: Addresses = []
    error: OSError | None = None
    try:
        rows = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        found = list(dict.fromkeys(str(address[0]) for _, _, _, _, address in rows))
    except OSError as failed:
        error = failed
    except UnicodeError:
        error = OSError(f"{name[:80]!r} cannot be a name")
    with contextlib.suppress(RuntimeError):  # the program has ended meanwhile
        loop.call_soon_threadsafe(_answer, asked, found, error)


def _answer(asked: "asyncio.Future[Addresses]", found: Addresses, error: OSError | None) -> None:
    if asked.done():
        return
    if error is not None:
        asked.set_exception(error)
    else:
        asked.set_result(found)


class NamedTransport(httpx.AsyncHTTPTransport):
    """Connects to one of the addresses of the name that a request is for: the one that worked last, or the next."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._names = Names()
        self._worked = ""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`. Raises what httpx raises."""
        name = request.url.raw_host.decode("ascii")
        if _is_address(name):
            return await super().handle_async_request(request)
        error: httpx.TransportError = httpx.ConnectError(f"{name} has no address", request=request)
        for address in await self._addresses(name, request):
            try:
                response = await super().handle_async_request(_at(address, name, request))
            except (httpx.ConnectError, httpx.ConnectTimeout) as failed:
                error = failed
            else:
                self._worked = address
                return response
        raise error

    async def _addresses(self, name: str, request: httpx.Request) -> Addresses:
        try:
            async with asyncio.timeout(request.extensions["timeout"]["connect"]):
                found = await self._names.addresses(name)
        except TimeoutError as error:
            raise httpx.ConnectTimeout(f"{name} is not found in time", request=request) from error
        except OSError as error:
            raise httpx.ConnectError(f"{name} is not found", request=request) from error
        return sorted(found, key=lambda address: address != self._worked)


def _at(address: str, name: str, request: httpx.Request) -> httpx.Request:
    """Return `request` as it is sent to `address`: the Host header and the certificate are still those of `name`."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": name},
    )


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
