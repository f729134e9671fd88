"""The handler of streams: it begins one, and leaves the connection to the feed."""

import contextlib
import random
from typing import Final
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from festival.hub.hub import Hub
from festival.hub.problems import busy
from festival.hub.security import HEADERS
from festival.hub.wire import EXTENSION, Wire
from festival.schedule.cursor import Cursor
from festival.store.log import StoreError

_HEADERS: Final = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    *HEADERS,
]
_UNKNOWN: Final = Cursor("", 0)
"""A place in no log: who names one that cannot be read is told to take the snapshot."""
SPREAD_S: Final = 10
"""Those who are turned away come back within so many seconds, not all at once."""


def cursor_asked_for(scope: Scope) -> Cursor | None:
    """Return where the follower is: its Last-Event-ID header, else ``?since=``; None if it says nothing."""
    headers = dict(scope["headers"])
    text = headers.get(b"last-event-id", b"").decode("latin-1").strip()
    text = text or parse_qs(scope["query_string"].decode("latin-1")).get("since", [""])[0]
    if not text:
        return None
    try:
        return Cursor.parse(text)
    except ValueError:
        return _UNKNOWN


async def stream(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Send the changes that come, after those that were missed."""
    feed = hub.feed
    if len(feed) >= hub.options.stream_cap:
        hub.metrics.turned_away.inc()
        full = busy("Too many streams are open.", random.randint(1, SPREAD_S))  # noqa: S311 - spreads load
        full.headers["connection"] = (
            "close"  # idle, it would take the place of somebody who asks for something else
        )
        raise full
    wire: Wire = scope["extensions"][EXTENSION]
    since = cursor_asked_for(scope)
    if since is not None and since.epoch == feed.epoch and since.revision > feed.head:
        with contextlib.suppress(StoreError):  # another hub may have told it what is still on the way to us
            await hub.publisher.pull()
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    if wire.detach(send):
        feed.follow(wire, since)
