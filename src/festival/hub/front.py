"""The ASGI application: finds the route of a request, and turns every failure into a problem that says what to do."""

import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from festival.hub import showing
from festival.hub.door import HOLDER
from festival.hub.hub import Hub
from festival.hub.prepared import HTML
from festival.hub.problems import Problem, problem_of
from festival.hub.routes import ROUTES, Route
from festival.hub.security import HEADERS, PAGE_HEADERS, refuse_if_foreign
from festival.hub.showing import is_page, try_again
from festival.schedule.errors import FestivalError

_log = logging.getLogger(__name__)


_Methods: TypeAlias = Mapping[str, Route]


_PAGE: Final = Route(method="GET", path="/…", summary="A page for people", hot=showing.page)
_PAGES: Final[_Methods] = {"GET": _PAGE, "HEAD": _PAGE}
_PICKS: Final = re.compile("(/A/).+", re.IGNORECASE | re.DOTALL)
"""What somebody keeps stands in no log."""


def _by_path() -> Mapping[str, _Methods]:
    found: dict[str, dict[str, Route]] = {}
    for route in ROUTES:
        methods = found.setdefault(route.path, {})
        methods[route.method] = route
        if route.method == "GET" and route.path != "/api/stream":
            methods["HEAD"] = route  # the server leaves the body out
    return found


def _pattern(path: str) -> re.Pattern[str]:
    """Return what matches the paths that `path`, with ``{names}`` in it, stands for, in whatever case they are typed."""
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)), re.IGNORECASE)


class Front:
    """Answers the requests to one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._known_hosts = hub.options.known_hosts
        routes = _by_path()
        self._routes = {path: methods for path, methods in routes.items() if "{" not in path}
        self._patterns = [(_pattern(path), methods) for path, methods in routes.items() if "{" in path]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            response = await self._answer(scope, receive, send)
        except ClientDisconnect:
            return
        except FestivalError as error:
            response = _failed(scope, error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the client gets an answer and the log the cause
            response = _failed(scope, error)
        if response is not None:
            response.raw_headers.extend(PAGE_HEADERS if response.media_type == HTML else HEADERS)
            await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        refuse_if_foreign(scope, self._known_hosts)
        route = self._find(scope)
        if route.hot is not None:
            await route.hot(self._hub, scope, receive, send)
            return None
        if route.roles is not None:
            scope[HOLDER] = self._hub.door.admit(scope, route.roles)
        assert route.handler is not None  # noqa: S101 - one of the two, says the table
        return await route.handler(self._hub, Request(scope, receive))

    def _find(self, scope: Scope) -> Route:
        methods = self._routes.get(scope["path"]) or self._find_pattern(scope)
        if methods is None and is_page(scope):
            methods = _PAGES
        if methods is None:
            raise Problem(HTTPStatus.NOT_FOUND, "not-found", "There is nothing here: see /openapi.json.")
        route = methods.get(scope["method"])
        if route is None:
            allowed = ", ".join(methods)
            raise Problem(
                HTTPStatus.METHOD_NOT_ALLOWED,
                "method",
                f"Use one of: {allowed}.",
                headers={"allow": allowed},
            )
        return route

    def _find_pattern(self, scope: Scope) -> _Methods | None:
        for pattern, methods in self._patterns:
            if found := pattern.fullmatch(scope["path"]):
                scope["path_params"] = found.groupdict()
                return methods
        return None


def _failed(scope: Scope, error: Exception) -> Response:
    problem = problem_of(error) if isinstance(error, FestivalError) else problem_of(FestivalError())
    if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("request failed", exc_info=error, extra={"path": _PICKS.sub(r"\1…", scope["path"])})
    is_person = scope["method"] in _PAGES and is_page(scope)
    return try_again(problem) if is_person and problem.passes else problem.response()
