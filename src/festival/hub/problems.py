"""Answers to requests that are not fulfilled: ``application/problem+json`` (RFC 9457), one shape for all."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from festival.hub.deciding import KeyReused, Unavailable
from festival.hub.tokens import TokensUnusable
from festival.schedule.access import Forbidden
from festival.schedule.errors import EditConflict, EditRefused, FestivalError, WouldBeEarlier
from festival.store.log import StoreError

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER_S: Final = 2


class Problem(FestivalError):
    """Answer with `status`. `kind` names the sort of problem, its text says what to do, `more` are further members."""

    def __init__(
        self,
        status: HTTPStatus,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.headers = dict(headers or {})
        self.more = more

    @property
    def passes(self) -> bool:
        """Whether it passes by itself: too much is asked at the moment, or something cannot be reached."""
        return self.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}

    def response(self) -> Response:
        """Return the answer."""
        body = {
            "type": f"urn:festival:problem:{self.kind}",
            "title": self.status.phrase,
            "status": int(self.status),
            "detail": str(self),
            **self.more,
        }
        headers = {"cache-control": "no-store", **self.headers}
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return Response(content, self.status, headers, media_type=MEDIA_TYPE)


def busy(detail: str, retry_after_s: int = RETRY_AFTER_S) -> Problem:
    """Return the problem that passes by itself."""
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", detail, headers={"retry-after": str(retry_after_s)}
    )


def problem_of(error: FestivalError) -> Problem:
    """Return how `error` is answered."""
    match error:
        case Problem():
            return error
        case EditConflict():
            return Problem(
                HTTPStatus.CONFLICT, "conflict", str(error), thing=error.thing, current=error.current
            )
        case WouldBeEarlier():
            return Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY, "would-be-earlier", str(error), sessions=error.sessions
            )
        case EditRefused():
            return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "refused", str(error))
        case KeyReused():
            return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "key-reused", str(error))
        case Forbidden():
            return Problem(HTTPStatus.FORBIDDEN, "forbidden", str(error))
        case Unavailable():
            return busy("It is not known whether the edit was stored: send it again with the same key.")
        case StoreError() | TokensUnusable():
            return busy("The hub cannot read what it needs at the moment.")
        case _:
            return Problem(
                HTTPStatus.INTERNAL_SERVER_ERROR, "error", "The hub made a mistake; it is in its log."
            )
