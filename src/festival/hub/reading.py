"""Handlers of what anybody may read. The hot ones are plain ASGI: bytes that are ready, and nothing else."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from festival.hub import openapi
from festival.hub.hub import Hub
from festival.hub.messages import HealthAnswer, ReadyAnswer
from festival.hub.metrics import CONTENT_TYPE
from festival.hub.prepared import answer

JSON = "application/json"


async def schedule(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Send the snapshot, or 304 to one who has it."""
    await answer(scope, send, hub.snapshots.at_hand() or await hub.snapshots.get())


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
