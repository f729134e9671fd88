"""The handler of lists of changes: onwards from a place for those who follow, backwards for those who look at the past."""

import json
from http import HTTPStatus
from typing import Final, NamedTuple, Self

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from festival.hub.frames import public_json, time_of_day
from festival.hub.hub import Hub
from festival.hub.problems import Problem
from festival.schedule.access import EDITORS
from festival.schedule.cursor import Cursor

CHANGES: Final = 100
"""How many changes are listed if nothing else is asked for."""
MOST_CHANGES: Final = 1_000


class _Asked(NamedTuple):
    """Which changes somebody wants."""

    since: Cursor | None
    before: Cursor | None
    limit: int

    @classmethod
    def of(cls, query: QueryParams) -> Self:
        """Read a query. Raises :class:`Problem` 400."""
        limit = _limit(query.get("limit", str(CHANGES)))
        return cls(_cursor(query, "since"), _cursor(query, "before"), limit)

    @property
    def is_backwards(self) -> bool:
        """Whether the newest comes first."""
        return self.before is not None or self.since is None

    def stretch(self, head: int) -> tuple[int, int]:
        """Return after which revision to read, and how many, of a log that has come to `head`."""
        oldest = self.since.revision if self.since else 0
        last = min(head, self.before.revision - 1) if self.before else head
        count = min(self.limit, max(0, last - oldest))
        return (last - count if self.is_backwards else oldest), count


async def changes(hub: Hub, request: Request) -> Response:
    """List changes; who may edit sees who made them."""
    holder = hub.door.holder(request.scope)
    sees_makers = holder is not None and holder.role in EDITORS
    asked = _Asked.of(request.query_params)
    places = [one for one in (asked.since, asked.before) if one is not None]
    publisher = hub.publisher
    if any(one.epoch == publisher.cursor.epoch and one > publisher.cursor for one in places):
        await publisher.pull()
    newest, now = publisher.cursor, hub.options.clock()
    for one in places:
        if one.epoch != newest.epoch or one > newest:
            raise _gone(one, newest)
    after, count = asked.stretch(newest.revision)
    found = await publisher.changes(after, count)
    if publisher.cursor.epoch != newest.epoch:
        raise _gone(newest, publisher.cursor)  # the log was replaced while it was read
    oldest = asked.since.revision if asked.since else 0
    more = after > oldest if asked.is_backwards else after + len(found) < newest.revision
    listed = found[::-1] if asked.is_backwards else found
    bodies = b",".join(listed if sees_makers else map(public_json, listed))
    head = json.dumps(
        {"epoch": newest.epoch, "revision": newest.revision, **time_of_day(now, hub.options.rate)}
    )
    body = b'%b,"changes":[%b],"more":%b}' % (head[:-1].encode(), bodies, b"true" if more else b"false")
    return Response(body, headers={"cache-control": "no-store"}, media_type="application/json")


def _gone(place: Cursor, newest: Cursor) -> Problem:
    return Problem(
        HTTPStatus.GONE,
        "cursor-unknown",
        f"{place} is not in this log: take the snapshot at /api/schedule.",
        cursor=str(newest),
    )


def _cursor(query: QueryParams, name: str) -> Cursor | None:
    if name not in query:
        return None
    try:
        return Cursor.parse(query[name])
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "cursor-malformed", f"{name}: {error}") from error


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MOST_CHANGES):
        raise Problem(
            HTTPStatus.BAD_REQUEST, "limit-malformed", f"limit: give a number from 1 to {MOST_CHANGES}"
        )
    return int(text)
