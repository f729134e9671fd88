"""The handler of edits: reads and checks a request, and lets the publisher decide."""

import asyncio
import logging
import re
from functools import partial
from hashlib import blake2b
from http import HTTPStatus
from typing import Final

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from festival.hub.access import refuse_unless_allowed
from festival.hub.deciding import Intent
from festival.hub.door import HOLDER
from festival.hub.frames import change_json
from festival.hub.hub import Hub
from festival.hub.messages import DEPTH_CAP, EditRequest, depth_of
from festival.hub.problems import Problem, busy, problem_of
from festival.hub.tokens import Token
from festival.schedule.cursor import Cursor
from festival.schedule.errors import EditConflict, FestivalError

BODY_CAP: Final = 64 * 1024
BODY_S: Final = 10.0
"""For the whole body, not for each part of it."""
COMMIT_S: Final = 10.0
_KEY: Final = re.compile(r"[!-~]{1,128}")
_SHOWN_ERRORS: Final = 20

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
    asked = _parse(await _body(request))
    intent = Intent(
        edit=asked.edit,
        based_on=Cursor.parse(asked.based_on),
        by=token.name,
        key=key,
        request=_digest(token, asked),
        check=lambda schedule, log: refuse_unless_allowed(token, asked.edit, schedule, log),
    )
    try:
        async with asyncio.timeout(COMMIT_S):
            accepted = await hub.publisher.submit(intent)
    except TimeoutError as error:
        raise busy(
            "It is not known yet whether the edit was stored: send it again with the same key."
        ) from error
    change = accepted.change
    if not accepted.is_replay:
        hub.metrics.accepted.inc()
        _log.info("edit", extra={"revision": change.revision, "kind": change.kind, "token": token.id})
    cursor = Cursor(hub.publisher.schedule.epoch, change.revision)
    body = b'{"cursor":"%b","change":%b}' % (str(cursor).encode(), change_json(change))
    status = HTTPStatus.OK if accepted.is_replay else HTTPStatus.CREATED
    return Response(body, status, {"cache-control": "no-store"}, media_type="application/json")


def _key(request: Request) -> str:
    keys = request.headers.getlist("idempotency-key")
    if len(keys) != 1 or not _KEY.fullmatch(keys[0]):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "key-missing",
            "Give one Idempotency-Key header of 1 to 128 visible ASCII characters, new for each edit.",
        )
    return keys[0]


async def _body(request: Request) -> bytes:
    too_large = partial(
        Problem,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "body-too-large",
        f"An edit has at most {BODY_CAP} bytes.",
    )
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > BODY_CAP:
        raise too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.stream():
                body += part
                if len(body) > BODY_CAP:
                    raise too_large()
    except TimeoutError as error:
        raise Problem(
            HTTPStatus.REQUEST_TIMEOUT,
            "body-too-slow",
            f"The edit did not come within {BODY_S:.0f} s.",
        ) from error
    return bytes(body)


def _parse(body: bytes) -> EditRequest:
    if depth_of(body) > DEPTH_CAP:
        raise Problem(HTTPStatus.BAD_REQUEST, "json-too-deep", f"Nest at most {DEPTH_CAP} levels.")
    try:
        return EditRequest.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        if found[0]["type"] == "json_invalid":
            raise Problem(HTTPStatus.BAD_REQUEST, "json-malformed", found[0]["msg"]) from error
        errors = [{"where": ".".join(map(str, one["loc"])), "message": one["msg"]} for one in found]
        detail = f"{errors[0]['where']}: {errors[0]['message']}"
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "edit-malformed", detail, errors=errors[:_SHOWN_ERRORS]
        ) from error


def _digest(token: Token, asked: EditRequest) -> bytes:
    """Return what tells two requests with one key apart: the same edit by somebody else is another request."""
    return blake2b(token.id.encode() + b"\0" + asked.fingerprint, digest_size=16).digest()
