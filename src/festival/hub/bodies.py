"""Bodies of requests: read with a cap and a deadline for the whole, and checked against a model."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from festival.hub.messages import DEPTH_CAP, depth_of
from festival.hub.problems import Problem

BODY_CAP: Final = 64 * 1024
BODY_S: Final = 10.0
"""For the whole body, not for each part of it."""
_SHOWN_ERRORS: Final = 20
_LIKE: Final = "like 2022-05-27T15:00+02:00, or 2022-05-27T13:00Z (RFC 3339)"
_WORDS: Final[Mapping[str, str]] = {
    "timezone_aware": f"A time without a zone means another one elsewhere: write it with its zone, {_LIKE}.",
    "datetime_type": f"This is no time: write one {_LIKE}.",
    "datetime_parsing": f"This is no time: write one {_LIKE}.",
    "datetime_from_date_parsing": f"This is no time: write one {_LIKE}.",
}
"""What to write, by the type of pydantic's error, where its own words do not say that."""

_Model = TypeVar("_Model", bound=BaseModel)


async def read(request: Request, model: type[_Model], kind: str, cap: int = BODY_CAP) -> _Model:
    """Return the body of `request` as a `model`; `kind` names the sort of problem when it is none.

    Raises :class:`Problem` 400 (no JSON), 408 (too slow), 413 (more than `cap` bytes) or 422 (JSON, but no `model`).
    """
    body = await _bytes(request, cap)
    if depth_of(body) > DEPTH_CAP:
        raise Problem(HTTPStatus.BAD_REQUEST, "json-too-deep", f"Nest at most {DEPTH_CAP} levels.")
    try:
        # Strict: "5", true and 5.0 are no numbers of minutes, although each could be made one.
        return model.model_validate_json(body, strict=True)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        if found[0]["type"] == "json_invalid":
            raise Problem(HTTPStatus.BAD_REQUEST, "json-malformed", found[0]["msg"]) from error
        errors = [
            {"where": ".".join(map(str, one["loc"])), "message": _WORDS.get(one["type"], one["msg"])}
            for one in found
        ]
        detail = f"{errors[0]['where']}: {errors[0]['message']}"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, kind, detail, errors=errors[:_SHOWN_ERRORS]) from error


async def _bytes(request: Request, cap: int) -> bytes:
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > cap:
        raise _too_large(cap)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.stream():
                body += part
                if len(body) > cap:
                    raise _too_large(cap)
    except TimeoutError as error:
        raise Problem(
            HTTPStatus.REQUEST_TIMEOUT, "body-too-slow", f"The body did not come within {BODY_S:.0f} s."
        ) from error
    return bytes(body)


def _too_large(cap: int) -> Problem:
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body-too-large", f"Send at most {cap} bytes.")
