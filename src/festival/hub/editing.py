"""The handler of edits: reads and checks a request, and lets the publisher decide."""

import asyncio
import logging
import re
from collections.abc import Collection, Mapping
from functools import partial
from hashlib import blake2b
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from festival.hub import bodies
from festival.hub.deciding import Intent, Unavailable
from festival.hub.door import HOLDER, Door
from festival.hub.hub import Hub
from festival.hub.messages import EditRequest
from festival.hub.problems import Problem, problem_of
from festival.hub.tokens import Token
from festival.schedule.access import refuse_unless_allowed
from festival.schedule.addresses import added, refuse_if_held
from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit
from festival.schedule.errors import EditConflict, FestivalError
from festival.schedule.model import Schedule

COMMIT_S: Final = 10.0
KEY_PATTERN: Final = "^[!-~]{1,128}$"
"""Of an Idempotency-Key."""
_KEY: Final = re.compile(KEY_PATTERN)

_log = logging.getLogger(__name__)


async def post_edit(hub: Hub, request: Request) -> Response:
    """Make an edit: 201 when it is on disk, 200 with the first answer when its key comes again."""
    try:
        return await _post(hub, request)
    except FestivalError as error:
        problem = problem_of(error)
        hub.metrics.refused.labels(status=str(int(problem.status))).inc()
        if isinstance(error, EditConflict):
            problem.more["cursor"] = str(hub.publisher.cursor)
        raise problem from error


async def _post(hub: Hub, request: Request) -> Response:
    token: Token = request.scope[HOLDER]
    hub.door.count_write(token)
    key = _key(request)
    asked = await bodies.read(request, EditRequest, "edit-malformed")
    # The schedule has forgotten what was withdrawn; its pages have not.
    withdrawn = await hub.calendars.withdrawn() if any(added(asked.edit)) else ()
    intent = Intent(
        edit=asked.edit,
        based_on=Cursor.parse(asked.based_on),
        by=token.name,
        key=key,
        request=_digest(token, asked),
        check=partial(_check, door=hub.door, token=token, edit=asked.edit, withdrawn=withdrawn),
    )
    try:
        async with asyncio.timeout(COMMIT_S):
            accepted = await hub.publisher.submit(intent)
    except TimeoutError as error:
        raise Unavailable("the store takes too long") from error
    change = accepted.change
    if not accepted.is_replay:
        hub.metrics.accepted.inc()
        _log.info("edit", extra={"revision": change.revision, "kind": change.kind, "token": token.id})
    body = b'{"cursor":"%b","change":%b}' % (str(accepted.cursor).encode(), change.as_json)
    status = HTTPStatus.OK if accepted.is_replay else HTTPStatus.CREATED
    return Response(body, status, {"cache-control": "no-store"}, media_type="application/json")


def _check(
    schedule: Schedule,
    log: Mapping[int, Change],
    *,
    door: Door,
    token: Token,
    edit: Edit,
    withdrawn: Collection[str],
) -> None:
    """Raise a :class:`FestivalError` unless the holder of `token` may make `edit`: now, not when the request began.

    `withdrawn` are the ids of sessions that are gone, whose addresses it must not take over.
    """
    door.refuse_if_ended(token)
    refuse_unless_allowed(token.role, token.room, edit, schedule, log)
    for name in added(edit):
        refuse_if_held(schedule, name, withdrawn)


def _key(request: Request) -> str:
    keys = request.headers.getlist("idempotency-key")
    if len(keys) != 1 or not _KEY.fullmatch(keys[0]):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "key-missing",
            "Give one Idempotency-Key header of 1 to 128 visible ASCII characters, new for each edit.",
        )
    return keys[0]


def _digest(token: Token, asked: EditRequest) -> bytes:
    """Return what tells two requests with one key apart: the same edit by somebody else is another request."""
    return blake2b(token.id.encode() + b"\0" + asked.fingerprint, digest_size=16).digest()
