"""The handler of kiosks that ask for an address for more picks than their code holds."""

from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from festival.hub import bodies
from festival.hub.door import HOLDER
from festival.hub.hub import Hub
from festival.hub.messages import PicksAnswer, PicksRequest
from festival.hub.problems import busy
from festival.links import page_path

REQUEST_CAP: Final = 8 * 1024
"""Bytes of a request: so many picks as a visitor may keep have half of it."""
FULL_S: Final = 3_600
"""After which a kiosk may ask a hub again that can keep no more."""


async def post_picks(hub: Hub, request: Request) -> Response:
    """Keep a visitor's picks."""
    hub.door.count_picks(request.scope[HOLDER])
    asked = await bodies.read(request, PicksRequest, "picks-malformed", REQUEST_CAP)
    kept = await hub.picks.keep(asked.sessions, hub.publisher.schedule.festival)
    if kept is None:
        raise busy(
            "The hub keeps as many picks as it can; the codes of sessions lead to them as well.", FULL_S
        )
    return Response(
        PicksAnswer(secret=kept.secret, until=kept.until).model_dump_json(),
        HTTPStatus.CREATED,
        {"cache-control": "no-store", "location": page_path("A", kept.secret)},
        media_type="application/json",
    )
