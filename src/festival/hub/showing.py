"""What browsers ask for: pages, and the files that they refer to."""

from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from festival.hub import wishes
from festival.hub.hub import Hub
from festival.hub.prepared import HTML, Prepared, answer, prepared
from festival.hub.problems import RETRY_AFTER_S, Problem
from festival.hub.security import PAGE_HEADERS
from festival.pages.assets import ASSETS, WORKER, Asset
from festival.pages.busy import busy_page

_FOR_EVER: Final = b"public, max-age=31536000, immutable"


def _prepared(asset: Asset, cache_control: bytes) -> Prepared:
    headers = [(b"cache-control", cache_control), (b"vary", b"Accept-Encoding"), *PAGE_HEADERS]
    return prepared(asset.body, asset.media_type, headers, etag=asset.etag)


_FILES: Final = {path: _prepared(asset, _FOR_EVER) for path, asset in ASSETS.items()} | {
    WORKER.path: _prepared(WORKER, b"no-cache")
}


def is_page(scope: Scope) -> bool:
    """Return whether a person asked: for a page, for a file of one, or for something else with a browser."""
    path = scope["path"]
    return path in _FILES or wishes.is_page(path) or _wants_page(scope["headers"])


def _wants_page(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in headers)


async def page(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Send a page, or a file that pages refer to."""
    path = scope["path"]
    ready = _FILES.get(path)
    if ready is None:
        accept_language = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
        wish = hub.pages.wish(path, scope["query_string"], accept_language)
        ready = hub.pages.at_hand(wish) or await hub.pages.get(wish, hub.door.payer(scope))
    await answer(scope, send, ready)


def try_again(problem: Problem) -> Response:
    """Return the answer to a person for a `problem` that passes: a page that asks again when the problem says to."""
    wait_s = int(problem.headers.get("retry-after", RETRY_AFTER_S))
    headers = {"cache-control": "no-store", **problem.headers}
    return Response(busy_page(wait_s), problem.status, headers, media_type=HTML)
