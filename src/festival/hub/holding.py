"""The handler that tells the holder of a token what it is."""

from starlette.requests import Request
from starlette.responses import Response

from festival.hub.door import HOLDER
from festival.hub.hub import Hub
from festival.hub.messages import TokenAnswer
from festival.hub.tokens import Token


async def token(_hub: Hub, request: Request) -> Response:
    """Tell whose token the request carries."""
    held: Token = request.scope[HOLDER]
    answer = TokenAnswer(name=held.name, role=held.role, room=held.room, until=held.until)
    return Response(
        answer.model_dump_json(), headers={"cache-control": "no-store"}, media_type="application/json"
    )
