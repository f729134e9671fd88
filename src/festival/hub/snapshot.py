"""The whole schedule as bytes, made once for each revision that somebody asks for.

Making them takes tens of milliseconds, so it happens in a thread, and all who ask meanwhile wait for the same bytes.
They come plain and as gzip. Brotli and zstd would save a seventh of 35 kB, and each needs another compiled package.
"""

import asyncio
import gzip
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from festival.clock import Clock
from festival.schedule.cursor import Cursor
from festival.schedule.model import Schedule

Headers = list[tuple[bytes, bytes]]
GZIP_LEVEL: Final = 6


@dataclass(frozen=True, slots=True)
class Form:
    """One encoding of a snapshot, with the headers of both answers."""

    body: bytes
    etag: bytes
    """Strong (RFC 9110, 8.8.1), so another one for each encoding."""
    head: bytes
    """Status line and headers of 200, ready to be sent."""
    unchanged: bytes
    """The same of 304 (RFC 9110, 15.4.5)."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The schedule at one revision, ready to be sent."""

    cursor: Cursor
    plain: Form
    zipped: Form


def _form(cursor: Cursor, body: bytes, encoding: str, common: Headers, cache_control: str) -> Form:
    etag = f'"{cursor}{"." + encoding if encoding else ""}"'.encode()
    shared = [
        (b"etag", etag),
        (b"cache-control", cache_control.encode()),
        (b"vary", b"Accept-Encoding"),
        # RFC 8288: the stream from here, so that nothing is missed between snapshot and stream.
        (b"link", f'</api/stream?since={cursor}>; rel="monitor"; type="text/event-stream"'.encode()),
        *common,
    ]
    content = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    encoded = [(b"content-encoding", encoding.encode())] if encoding else []
    return Form(
        body, etag, _head(b"200 OK", [*shared, *content, *encoded]), _head(b"304 Not Modified", shared)
    )


def _head(status: bytes, headers: Headers) -> bytes:
    lines = [b"HTTP/1.1 " + status, *(b"%b: %b" % header for header in headers), b""]
    return b"\r\n".join(lines)


def build(schedule: Schedule, now: datetime, common: Headers, cache_control: str) -> Snapshot:
    """Return `schedule` as it is sent. `server_time` in it is when it was made: one ETag, one content."""
    cursor = Cursor(schedule.epoch, schedule.revision)
    head = f'{{"epoch":"{cursor.epoch}","revision":{cursor.revision},"server_time":"{now.isoformat()}","schedule":'
    body = head.encode() + schedule.model_dump_json(exclude_defaults=True).encode() + b"}"
    zipped = gzip.compress(body, GZIP_LEVEL, mtime=0)
    return Snapshot(
        cursor,
        _form(cursor, body, "", common, cache_control),
        _form(cursor, zipped, "gzip", common, cache_control),
    )


class Snapshots:
    """Snapshots of whatever `newest` returns at the time somebody asks.

    `common` are headers of every answer. Behind a cache, `cache_control` lets it answer for a second or so.
    """

    def __init__(
        self,
        newest: Callable[[], Schedule],
        *,
        clock: Clock,
        common: Headers,
        cache_control: str = "no-cache",
    ) -> None:
        self._newest = newest
        self._clock = clock
        self._common = common
        self._cache_control = cache_control
        self._made: Snapshot | None = None
        self._making: asyncio.Task[Snapshot] | None = None

    def at_hand(self) -> Snapshot | None:
        """Return the newest snapshot if it is made already."""
        made, newest = self._made, self._newest()
        if made is not None and made.cursor == (newest.epoch, newest.revision):
            return made
        return None

    async def get(self) -> Snapshot:
        """Return a snapshot that is at least as new as the newest schedule at the time of the call."""
        asked = self._newest()
        while True:
            made, newest = self._made, self._newest()
            # When the log was replaced meanwhile, whatever there is of the new one is newer.
            wanted = asked if asked.epoch == newest.epoch else newest
            if (
                made is not None
                and made.cursor.epoch == wanted.epoch
                and made.cursor.revision >= wanted.revision
            ):
                return made
            if self._making is None:
                self._making = asyncio.create_task(self._make())
            # One who hangs up must not end the work for the others.
            await asyncio.shield(self._making)

    async def _make(self) -> Snapshot:
        try:
            schedule = self._newest()
            self._made = await asyncio.to_thread(
                build, schedule, self._clock(), self._common, self._cache_control
            )
        finally:
            self._making = None
        return self._made


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
