"""Answers as ready bytes: plain and as gzip, whole and "you have it already", made once and sent to all who ask."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from starlette.types import Scope, Send

from festival.hub.wire import EXTENSION, Wire

Headers = list[tuple[bytes, bytes]]
HTML: Final = "text/html; charset=utf-8"
GZIP_LEVEL: Final = 6


@dataclass(frozen=True, slots=True)
class Form:
    """One encoding of an answer, with the headers of both ways to give it."""

    body: bytes
    etag: bytes
    """Strong (RFC 9110, 8.8.1), so another one for each encoding; empty for what is never asked for again."""
    head: bytes
    """Status line and headers of the whole answer, ready to be sent."""
    unchanged: bytes
    """The same of 304 (RFC 9110, 15.4.5)."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer, ready to be sent."""

    plain: Form
    zipped: Form


def prepared(
    body: bytes,
    media_type: str,
    headers: Headers,
    *,
    etag: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Prepared:
    """Return `body` ready to be sent. `headers` go with a 304 as well; `etag` comes without quotes."""
    typed = [(b"content-type", media_type.encode())]

    def form(data: bytes, encoding: str) -> Form:
        return _form(data, encoding, headers, typed, etag=etag, status=status)

    return Prepared(form(body, ""), form(gzip.compress(body, GZIP_LEVEL, mtime=0), "gzip"))


def _form(
    body: bytes, encoding: str, headers: Headers, typed: Headers, *, etag: str, status: HTTPStatus
) -> Form:
    quoted = f'"{etag}{"." + encoding if encoding else ""}"'.encode() if etag else b""
    shared = [(b"etag", quoted), *headers] if etag else headers
    content = [*typed, (b"content-length", str(len(body)).encode())]
    encoded = [(b"content-encoding", encoding.encode())] if encoding else []
    line = f"{status.value} {status.phrase}".encode()
    return Form(body, quoted, _head(line, [*shared, *content, *encoded]), _head(b"304 Not Modified", shared))


def _head(status: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    lines = [b"HTTP/1.1 " + status, *(b"%b: %b" % header for header in headers), b""]
    return b"\r\n".join(lines)


async def answer(scope: Scope, send: Send, ready: Prepared) -> None:
    """Send `ready` in the encoding that was asked for, or 304 to one who has it."""
    wire: Wire = scope["extensions"][EXTENSION]
    asked = dict(scope["headers"])
    form = ready.zipped if accepts_gzip(asked.get(b"accept-encoding", b"")) else ready.plain
    known = asked.get(b"if-none-match", b"")
    # RFC 9110, 13.1.2: a weak comparison with each of a list; the content is the same in any encoding.
    has_it = (
        known
        and form.etag
        and (ready.plain.etag in known or ready.zipped.etag in known or known.strip() == b"*")
    )
    if has_it:
        await wire.answer(send, form.unchanged, b"")
    else:
        await wire.answer(send, form.head, form.body)


@lru_cache(128)
def accepts_gzip(accept_encoding: bytes) -> bool:
    """Return whether an Accept-Encoding header (RFC 9110, 12.5.3) allows gzip; refused with ``q=0``, or by silence.

    >>> accepts_gzip(b"br;q=1.0, gzip;q=0.8"), accepts_gzip(b"gzip;q=0, *"), accepts_gzip(b"")
    (True, False, False)
    """
    if b"gzip" not in accept_encoding and b"*" not in accept_encoding:
        return False
    weights: dict[bytes, bool] = {}
    for part in accept_encoding.lower().split(b","):
        name, _, weight = part.partition(b";")
        weights[name.strip()] = weight.replace(b" ", b"").rstrip(b"0.") not in {b"q=", b"q"}
    return weights.get(b"gzip", weights.get(b"x-gzip", weights.get(b"*", False)))
