"""What goes over a stream, as bytes that all followers share.

The format is ``text/event-stream`` of the WHATWG HTML standard, section 9.2 ("Server-sent events"). A frame is made
once, with the chunk around it (RFC 9112, 7.1), so that frames can be joined and sent as they are.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor

BROWSER_RETRY_MS: Final = 3_000
"""How long a browser's own EventSource waits before it connects again."""
_MAKER: Final = re.compile(rb'"by":"(?:[^"\\]|\\.)*"')
"""Of a change as JSON. Only a number and an instant come before it, so the first one found is the right one."""


def chunk(data: bytes) -> bytes:
    """Return `data` (not empty) as one chunk of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def public_json(change: bytes) -> bytes:
    """Return a change (JSON, as the log has it) as anybody may see it: without the name of the organiser who made it."""
    return _MAKER.sub(b'"by":""', change, count=1)


def _frame(event: str, data: bytes, *, cursor: Cursor | None = None, more: str = "") -> bytes:
    name = f"id: {cursor}\n" if cursor else ""
    return chunk(f"{name}{more}event: {event}\ndata: ".encode() + data + b"\n\n")


def _json(**fields: Any) -> bytes:
    return json.dumps(fields, separators=(",", ":")).encode()


def time_of_day(now: datetime, rate: float | None) -> dict[str, Any]:
    """Return the members that say what time it is: `now`, and `rate` if the hub's day is made up."""
    rehearsal = {} if rate is None else {"rehearsed": True, "rate": rate}
    return {"server_time": now.isoformat(), **rehearsal}


def hello(at: Cursor, head: Cursor, *, now: datetime, beat_s: float, rate: float | None = None) -> bytes:
    """Return the first frame of a stream that goes on after `at`; a beat follows at least every `beat_s` seconds.

    `rate` says that the hub's day is made up, and how many times as fast as a real one it runs.
    """
    fields = _json(
        epoch=at.epoch,
        revision=at.revision,
        head=head.revision,
        beat_s=beat_s,
        **time_of_day(now, rate),
    )
    return _frame("hello", fields, cursor=at, more=f"retry: {BROWSER_RETRY_MS}\n")


def changed(epoch: str, change: Change) -> bytes:
    """Return the frame of a change; its id is the cursor that it leads to."""
    return _frame("change", public_json(change.as_json), cursor=Cursor(epoch, change.revision))


def reset(head: Cursor) -> bytes:
    """Return the frame that says: take the snapshot, what you missed is not sent."""
    return _frame("reset", _json(epoch=head.epoch, revision=head.revision))


def beat(head: Cursor, *, now: datetime) -> bytes:
    """Return the frame that shows that the hub lives, what its time is and what it has.

    It has no id, so it never moves a follower; it is no comment, because browsers do not show those to scripts.
    """
    return _frame("beat", _json(epoch=head.epoch, revision=head.revision, server_time=now.isoformat()))


def ordered(screen: str, order: Mapping[str, Any]) -> bytes:
    """Return the frame that has the kiosk `screen` do something; all others pass over it. It moves no follower."""
    return _frame("order", _json(screen=screen, **order))


def bye(retry_after_s: float) -> bytes:
    """Return the last frame: the hub stops, come back after `retry_after_s` seconds (and some jitter)."""
    return _frame("bye", _json(retry_after_s=retry_after_s))
