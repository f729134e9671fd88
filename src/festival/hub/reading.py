"""Handlers of what anybody may read. The hot ones are plain ASGI: bytes that are ready, and nothing else."""

import json
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from festival.hub import openapi
from festival.hub.access import EDITORS
from festival.hub.frames import public_json, time_of_day
from festival.hub.hub import Hub
from festival.hub.messages import HealthAnswer, ReadyAnswer
from festival.hub.metrics import CONTENT_TYPE
from festival.hub.problems import Problem
from festival.hub.snapshot import accepts_gzip
from festival.hub.wire import EXTENSION, Wire
from festival.schedule.cursor import Cursor

JSON = "application/json"
CHANGES = 100
"""How many changes are listed if nothing else is asked for."""
MOST_CHANGES = 1_000


async def schedule(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Send the snapshot, or 304 to one who has it."""
    wire: Wire = scope["extensions"][EXTENSION]
    snapshot = hub.snapshots.at_hand() or await hub.snapshots.get()
    asked = dict(scope["headers"])
    form = snapshot.zipped if accepts_gzip(asked.get(b"accept-encoding", b"")) else snapshot.plain
    known = asked.get(b"if-none-match", b"")
    # RFC 9110, 13.1.2: a weak comparison with each of a list; a revision is the same in any encoding.
    if known and (snapshot.plain.etag in known or snapshot.zipped.etag in known or known.strip() == b"*"):
        await wire.answer(send, form.unchanged, b"")
    else:
        await wire.answer(send, form.head, form.body)


async def changes(hub: Hub, request: Request) -> Response:
    """List changes; who may edit sees who made them."""
    holder = hub.door.holder(request.scope)
    sees_makers = holder is not None and holder.role in EDITORS
    since = _since(request.query_params.get("since", ""))
    limit = _limit(request.query_params.get("limit", str(CHANGES)))
    publisher = hub.publisher
    if since.epoch == publisher.cursor.epoch and since.revision > publisher.cursor.revision:
        await publisher.pull()
    newest, now = publisher.cursor, hub.options.clock()
    if since.epoch != newest.epoch or since.revision > newest.revision:
        raise _gone(since, newest)
    found = await publisher.changes(since.revision, limit)
    if publisher.cursor.epoch != newest.epoch:
        raise _gone(since, publisher.cursor)  # the log was replaced while it was read
    bodies = b",".join(found if sees_makers else map(public_json, found))
    more = since.revision + len(found) < newest.revision
    head = json.dumps(
        {"epoch": newest.epoch, "revision": newest.revision, **time_of_day(now, hub.options.rate)}
    )
    body = b'%b,"changes":[%b],"more":%b}' % (head[:-1].encode(), bodies, b"true" if more else b"false")
    return Response(body, headers={"cache-control": "no-store"}, media_type=JSON)


def _gone(since: Cursor, newest: Cursor) -> Problem:
    return Problem(
        HTTPStatus.GONE,
        "cursor-unknown",
        f"{since} is not in this log: take the snapshot at /api/schedule.",
        cursor=str(newest),
    )


def _since(text: str) -> Cursor:
    try:
        return Cursor.parse(text)
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "cursor-malformed", f"since: {error}") from error


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MOST_CHANGES):
        raise Problem(
            HTTPStatus.BAD_REQUEST, "limit-malformed", f"limit: give a number from 1 to {MOST_CHANGES}"
        )
    return int(text)


async def healthz(hub: Hub, request: Request) -> Response:
    """Answer, which is all that can be said without asking anybody."""
    return _json(HealthAnswer(alive=True).model_dump_json())


async def readyz(hub: Hub, request: Request) -> Response:
    """Answer 200 if edits can be made and followed, else 503."""
    checks = await hub.readiness.checks()
    ready = all(said == "ok" for said in checks.values())
    answer = ReadyAnswer(ready=ready, cursor=str(hub.publisher.cursor), checks=dict(checks))
    return _json(answer.model_dump_json(), HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)


async def metrics(hub: Hub, request: Request) -> Response:
    """Show the figures."""
    return Response(hub.metrics.page(), headers={"cache-control": "no-store", "content-type": CONTENT_TYPE})


async def description(hub: Hub, request: Request) -> Response:
    """Show the OpenAPI description."""
    return _json(openapi.text())


def _json(text: str, status: int = HTTPStatus.OK) -> Response:
    return Response(text, status, {"cache-control": "no-store"}, media_type=JSON)
