"""The handlers of what kiosks report of themselves."""

from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from festival.hub import bodies
from festival.hub.hub import Hub
from festival.hub.messages import ScreenReport, ScreensAnswer

REPORT_CAP: Final = 4 * 1024
"""Bytes of a report."""


async def post_report(hub: Hub, request: Request) -> Response:
    """Keep what a kiosk says of itself."""
    hub.screens.hear(await bodies.read(request, ScreenReport, "report-malformed", REPORT_CAP))
    return Response(None, HTTPStatus.NO_CONTENT, {"cache-control": "no-store"})


async def screens(hub: Hub, request: Request) -> Response:
    """List the kiosks."""
    answer = ScreensAnswer(cursor=str(hub.publisher.cursor), screens=tuple(hub.screens.all()))
    return Response(
        answer.model_dump_json(), headers={"cache-control": "no-store"}, media_type="application/json"
    )
