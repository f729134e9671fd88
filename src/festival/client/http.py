"""The one place that knows httpx: a client that asks only the hub, errors in our words, bodies with a cap."""

import asyncio
import contextlib
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ssl import create_default_context
from typing import Any, Final, NoReturn

import httpx

import festival
from festival.client.errors import HubSilent, HubUnreachable, WrongServer
from festival.client.names import NamedTransport

BODY_CAP: Final = 64 * 2**20
"""Bytes of an answer, as it comes and unpacked."""
_LIMITS: Final = httpx.Limits(max_connections=None, max_keepalive_connections=4, keepalive_expiry=15)
_STEPS: Final = 3
"""To a connection: the name, TCP, TLS."""
_GZIP: Final = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    media_type: str
    retry_after_s: float
    """0: the answer says nothing."""
    body: bytes


def url_of(hub: str) -> httpx.URL:
    """Return the http(s) address `hub`. Raises ValueError if it cannot be one."""
    try:
        url = httpx.URL(hub)
    except httpx.InvalidURL as error:
        raise ValueError(f"{hub[:80]!r} is no address: {error}") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError(f"{hub[:80]!r} is not an http(s) address")
    return url


async def client_for(hub: str, *, connect_s: float, token: str | None = None) -> httpx.AsyncClient:
    """Return a client for the hub at the http(s) address `hub`; `token` goes with each request.

    It believes the certificates that the system believes, follows no redirect, keeps no cookie and knows no proxy:
    what stands between a kiosk and its hub is not to be found in the environment of whoever started it.
    Raises ValueError like :func:`url_of`.
    """
    url = url_of(hub)
    headers = {"user-agent": f"festival/{festival.__version__}", "accept-encoding": "gzip"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    # Reading the system's certificates takes long enough to hold up a frame.
    trust = await asyncio.to_thread(create_default_context) if url.scheme == "https" else False
    return httpx.AsyncClient(
        base_url=url,
        headers=headers,
        transport=NamedTransport(verify=trust, trust_env=False, limits=_LIMITS),
        trust_env=False,
        follow_redirects=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        # Silence is measured where it is known what may be silent for how long.
        timeout=httpx.Timeout(None, connect=connect_s),
    )


@contextlib.contextmanager
def in_our_words(hub: httpx.URL) -> Iterator[None]:
    """Turn what httpx, the network and deadlines raise into :class:`HubUnreachable`."""
    where = f"the hub at {hub.netloc.decode()}"
    try:
        yield
    except (TimeoutError, httpx.TimeoutException) as error:
        raise HubSilent(f"{where} does not answer in time") from error
    except httpx.ConnectError as error:  # its words are this machine's own: the name, TCP, TLS
        raise HubUnreachable(f"{where} cannot be reached: {error}") from error
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError) as error:
        raise HubUnreachable(f"{where} cannot be reached: {type(error).__name__}") from error


@dataclass(frozen=True, slots=True)
class Opened:
    """An answer whose body is still to come, and when the request was sent (a time of the event loop)."""

    response: httpx.Response
    sent_at: float


@contextlib.asynccontextmanager
async def opened(
    client: httpx.AsyncClient, request: httpx.Request, *, within_s: float
) -> AsyncIterator[Opened]:
    """Send `request` and give the answer, whose headers must come within `within_s` seconds after that.

    Raises :class:`HubUnreachable`. Only what follows the connection counts: httpx does not close one that is given up
    from outside while it is made, and bounds each step to it by itself.
    """
    loop = asyncio.get_running_loop()
    sent_at = loop.time()

    async def trace(step: str, _info: object) -> None:
        nonlocal sent_at
        if step == "http11.send_request_headers.started":
            sent_at = loop.time()
            deadline.reschedule(sent_at + within_s)

    request.extensions["trace"] = trace
    with in_our_words(client.base_url):
        async with asyncio.timeout(_STEPS * (client.timeout.connect or within_s) + within_s) as deadline:
            response = await client.send(request, stream=True)
    try:
        yield Opened(response, sent_at)
    finally:
        with contextlib.suppress(httpx.HTTPError, OSError):
            await response.aclose()


async def ask(
    client: httpx.AsyncClient,
    method: str,
    path: str,
    *,
    within_s: float,
    params: Mapping[str, str | int] | None = None,
    headers: Mapping[str, str] | None = None,
    json: Any = None,
    cap: int = BODY_CAP,
) -> Answer:
    """Return the whole answer to a request, which must come within `within_s` seconds after it was sent.

    Raises :class:`HubUnreachable`, or :class:`WrongServer` for more than `cap` bytes, or an encoding not asked for.
    """
    request = client.build_request(method, path, params=params, headers=headers, json=json)
    async with opened(client, request, within_s=within_s) as one:
        response = one.response
        with in_our_words(client.base_url):
            async with asyncio.timeout_at(one.sent_at + within_s):
                body = await _body(response, cap)
    return Answer(response.status_code, media_type(response), retry_after_s(response), body)


def media_type(response: httpx.Response) -> str:
    """Return what kind of content an answer says it has, without parameters, in lower case."""
    value: str = response.headers.get("content-type", "")
    return value.partition(";")[0].strip().lower()


def retry_after_s(response: httpx.Response) -> float:
    """Return the seconds that a Retry-After header (RFC 9110, 10.2.3) asks for; 0 for none, or for a date."""
    text = response.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0.0


def check_is_here(answer: Answer) -> NoReturn:
    """Raise :class:`HubUnreachable` for a hub (or what stands before it) that cannot answer now, :class:`WrongServer` for what none says."""
    if answer.status in {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}:
        raise HubUnreachable(f"the hub says {answer.status}", retry_after_s=answer.retry_after_s)
    raise WrongServer(f"what answers says {answer.status}, {answer.media_type[:40] or 'of no kind'}")


async def _body(response: httpx.Response, cap: int) -> bytes:
    encoding = response.headers.get("content-encoding", "identity").lower()
    if encoding not in {"identity", "gzip"}:
        raise WrongServer("the answer has an encoding that was not asked for")
    # Unpacked here, because httpx unpacks whatever came at once: 64 kB may become 64 MB.
    unpack = zlib.decompressobj(_GZIP) if encoding == "gzip" else None
    body = bytearray()
    came = 0
    try:
        async for data in response.aiter_raw():
            came += len(data)
            body += unpack.decompress(data, cap + 1 - len(body)) if unpack else data
            if max(came, len(body)) > cap:
                raise WrongServer(f"the answer has more than {cap} bytes")
    except zlib.error as error:
        raise WrongServer("the answer cannot be unpacked") from error
    if unpack and (not unpack.eof or unpack.unused_data):
        raise WrongServer("the packed answer is not whole")
    return bytes(body)
