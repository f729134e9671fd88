"""The handler of streams: it begins one, and leaves the connection to the feed.

Anybody may follow, so anybody could take all streams there are: what has no token counts for its address, and the last
ones are for kiosks and desks, which send theirs. One that is not valid any more changes nothing: its screen follows on.
"""

import contextlib
import random
from typing import Final
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from festival.hub.hub import Hub
from festival.hub.problems import Problem, busy
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
    address = "" if hub.door.is_known(scope) else hub.door.address(scope)
    if problem := _full(hub, address):
        hub.metrics.turned_away.inc()
        raise problem
    wire: Wire = scope["extensions"][EXTENSION]
    since = cursor_asked_for(scope)
    if since is not None and since.epoch == feed.epoch and since.revision > feed.head:
        with contextlib.suppress(StoreError):  # another hub may have told it what is still on the way to us
            await hub.publisher.pull()
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    if wire.detach(send):
        feed.follow(wire, since, address)


def _full(hub: Hub, address: str) -> Problem | None:
    """Return what to tell somebody at `address` (empty: with a token) if there is no stream left, else None."""
    options, count = hub.options, len(hub.feed)
    if not address and count < options.stream_cap_with_token:
        return None
    if address and hub.feed.count_from(address) >= options.streams_per_address:
        why = "Too many streams are open from this address."
    elif not address or count >= options.stream_cap:
        why = "Too many streams are open."
    else:
        return None
    full = busy(why, random.randint(1, SPREAD_S))  # noqa: S311 - spreads load
    full.headers["connection"] = (
        "close"  # idle, it would take the place of somebody who asks for something else
    )
    return full
