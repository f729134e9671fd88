"""The whole schedule as bytes, made once for each revision that somebody asks for.

Making them takes tens of milliseconds, so it happens in a thread, and all who ask meanwhile wait for the same bytes.
They come plain and as gzip. Brotli and zstd would save a seventh of 35 kB, and each needs another compiled package.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from festival.clock import Clock
from festival.hub.prepared import Headers, Prepared, prepared
from festival.schedule.cursor import Cursor
from festival.schedule.model import Schedule


@dataclass(frozen=True, slots=True)
class Snapshot(Prepared):
    """The schedule at one revision, ready to be sent."""

    cursor: Cursor


def build(schedule: Schedule, now: datetime, common: Headers, cache_control: str) -> Snapshot:
    """Return `schedule` as it is sent. `server_time` in it is when it was made: one ETag, one content."""
    cursor = Cursor(schedule.epoch, schedule.revision)
    head = f'{{"epoch":"{cursor.epoch}","revision":{cursor.revision},"server_time":"{now.isoformat()}","schedule":'
    body = head.encode() + schedule.model_dump_json(exclude_defaults=True).encode() + b"}"
    shared = [
        (b"cache-control", cache_control.encode()),
        (b"vary", b"Accept-Encoding"),
        # RFC 8288: the stream from here, so that nothing is missed between snapshot and stream.
        (b"link", f'</api/stream?since={cursor}>; rel="monitor"; type="text/event-stream"'.encode()),
        *common,
    ]
    ready = prepared(body, "application/json", shared, etag=str(cursor))
    return Snapshot(ready.plain, ready.zipped, cursor)


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
