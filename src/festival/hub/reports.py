"""The handlers of what kiosks report of themselves, and of what organisers have them do."""

import logging
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from festival.hub import bodies, frames
from festival.hub.door import HOLDER
from festival.hub.hub import Hub
from festival.hub.messages import ScreenOrder, ScreenReport, ScreensAnswer
from festival.hub.problems import Problem
from festival.hub.tokens import Token

REPORT_CAP: Final = 4 * 1024
"""Bytes of a report, or of an order."""

_log = logging.getLogger(__name__)


async def post_report(hub: Hub, request: Request) -> Response:
    """Keep what a kiosk says of itself."""
    hub.door.count_report(request.scope[HOLDER])
    hub.screens.hear(await bodies.read(request, ScreenReport, "report-malformed", REPORT_CAP))
    return Response(None, HTTPStatus.NO_CONTENT, {"cache-control": "no-store"})


async def post_order(hub: Hub, request: Request) -> Response:
    """Have a kiosk do something: it hears of it over its stream at once, or never."""
    token: Token = request.scope[HOLDER]
    hub.door.count_order(token)
    asked = await bodies.read(request, ScreenOrder, "order-malformed", REPORT_CAP)
    screen = request.path_params["id"]
    if not hub.screens.knows(screen):
        raise Problem(
            HTTPStatus.NOT_FOUND,
            "screen-unknown",
            "No screen with this id has reported to this hub in the last ten minutes: see GET /api/screens.",
        )
    hub.feed.order(frames.ordered(screen, asked.model_dump()))
    _log.info("order", extra={"screen": screen, "order": asked.root.order, "token": token.id})
    return Response(None, HTTPStatus.ACCEPTED, {"cache-control": "no-store"})


async def screens(hub: Hub, request: Request) -> Response:
    """List the kiosks."""
    answer = ScreensAnswer(cursor=str(hub.publisher.cursor), screens=tuple(hub.screens.all()))
    return Response(
        answer.model_dump_json(), headers={"cache-control": "no-store"}, media_type="application/json"
    )
