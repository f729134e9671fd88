"""Every route of the hub, on one screen. The dispatcher, the OpenAPI description and the tests read this table."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeAlias

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from festival.hub import (
    editing,
    holding,
    listing,
    messages,
    reading,
    reports,
    stream,
    subscribing,
    taking_away,
)
from festival.hub.hub import Hub
from festival.links import CALENDARS, CalendarKind
from festival.schedule.access import EDITORS, ROLES, Role
from festival.schedule.cursor import CURSOR_PATTERN

Plain: TypeAlias = Callable[[Hub, Scope, Receive, Send], Awaitable[None]]
Handler: TypeAlias = Callable[[Hub, Request], Awaitable[Response]]
Answer: TypeAlias = type[BaseModel] | str | None
"""A model as JSON, a media type, or nothing."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a request may say in its path, its query or in a header."""

    name: str
    text: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    """As JSON Schema: what is answered as anything else but 400."""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What can be asked of the hub. Exactly one of `hot` (plain ASGI) and `handler`."""

    method: str
    path: str
    summary: str
    hot: Plain | None = None
    handler: Handler | None = None
    roles: tuple[Role, ...] | None = None
    """Who may ask; None: anybody, without a token."""
    parts: tuple[Parameter, ...] = ()
    """What stands in the path in braces."""
    query: tuple[Parameter, ...] = ()
    headers: tuple[Parameter, ...] = ()
    body: type[BaseModel] | None = None
    answers: Mapping[int, Answer] = field(default_factory=dict)
    problems: tuple[int, ...] = ()
    """Statuses answered with a problem (besides 405, 421, 431 and 500, which all have)."""


DIRECTORS: Final[tuple[Role, ...]] = ("editor", "admin")
"""Who may have a kiosk do something, wherever it stands."""
CURSOR: Final = "a cursor: <epoch>-<revision>"
_PLACE: Final = {"type": "string", "pattern": CURSOR_PATTERN}
AFTER: Final = Parameter("since", f"{CURSOR}; only later changes, the oldest of them first", _PLACE)
BEFORE: Final = Parameter("before", f"{CURSOR}; only earlier changes, the newest of them first", _PLACE)
FROM: Final = Parameter("since", f"{CURSOR}; an unknown one is answered with a reset")
LIMIT: Final = Parameter(
    "limit", "at most so many", {"type": "integer", "minimum": 1, "maximum": listing.MOST_CHANGES}
)
KEY: Final = Parameter(
    "Idempotency-Key",
    "new for each edit, the same for each try",
    {"type": "string", "pattern": editing.KEY_PATTERN},
    required=True,
)
RESUME: Final = Parameter("Last-Event-ID", "the id of the last event; wins over since")
ETAG: Final = Parameter("If-None-Match", "the ETag of a snapshot at hand")
SCREEN: Final = Parameter(
    "id", "which kiosk", {"type": "string", "pattern": messages.SCREEN_PATTERN}, required=True
)
EVENTS: Final = "text/event-stream"
FIGURES: Final = "text/plain"
DATES: Final = "text/calendar"
LANGUAGE: Final = Parameter("l", "the language of the texts; without it the festival's first")
_CODE: Final = {"type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{5}$"}
_NAMES: Final[Mapping[CalendarKind, Parameter]] = {
    "session": Parameter("name", "the session's code", _CODE, required=True),
    "room": Parameter("name", "the room's code", _CODE, required=True),
    "day": Parameter("name", "the date", {"type": "string", "format": "date"}, required=True),
    "track": Parameter("name", "the track's id", required=True),
    "picks": Parameter(
        "name",
        "the codes of sessions, one after the other, or under what the hub keeps them",
        {"type": "string", "pattern": "^(([0-9A-HJKMNP-TV-Z]{5})+|[0-9A-HJKMNP-TV-Z]{26})$"},
        required=True,
    ),
}


def _calendar(kind: CalendarKind, summary: str) -> Route:
    name = _NAMES.get(kind)
    return Route(
        method="GET",
        path=CALENDARS[kind],
        hot=partial(subscribing.calendar, kind),
        summary=summary,
        parts=(name,) if name else (),
        query=(LANGUAGE,),
        headers=(ETAG,),
        answers={200: DATES, 304: None},
        problems=(404, 429, 503),
    )


ROUTES: Final = (
    Route(method="GET", path="/api/schedule", hot=reading.schedule, summary="The whole programme", headers=(ETAG,), answers={200: messages.ScheduleAnswer, 304: None}),
    Route(method="GET", path="/api/stream", hot=stream.stream, summary="Changes as they come", query=(FROM,), headers=(RESUME,), answers={200: EVENTS}, problems=(503,)),
    Route(method="GET", path="/api/changes", handler=listing.changes, summary="Changes after a cursor, or backwards from the newest", query=(AFTER, BEFORE, LIMIT), answers={200: messages.ChangesAnswer}, problems=(400, 401, 410, 429, 503)),
    Route(method="POST", path="/api/edits", handler=editing.post_edit, summary="Make an edit", roles=EDITORS, headers=(KEY,), body=messages.EditRequest, answers={201: messages.EditAnswer, 200: messages.EditAnswer}, problems=(400, 401, 403, 408, 409, 413, 422, 429, 503)),
    Route(method="POST", path="/api/screens", handler=reports.post_report, summary="Say what a kiosk shows", roles=("kiosk",), body=messages.ScreenReport, answers={204: None}, problems=(400, 401, 403, 408, 413, 422, 429, 503)),
    Route(method="GET", path="/api/screens", handler=reports.screens, summary="Which kiosk shows what", roles=EDITORS, answers={200: messages.ScreensAnswer}, problems=(401, 403, 429, 503)),
    Route(method="POST", path="/api/screens/{id}/orders", handler=reports.post_order, summary="Have a kiosk do something", roles=DIRECTORS, parts=(SCREEN,), body=messages.ScreenOrder, answers={202: None}, problems=(400, 401, 403, 404, 408, 413, 422, 429, 503)),
    Route(method="POST", path="/api/picks", handler=taking_away.post_picks, summary="Keep a visitor's picks for a time", roles=("kiosk",), body=messages.PicksRequest, answers={201: messages.PicksAnswer}, problems=(400, 401, 403, 408, 413, 422, 429, 503)),
    Route(method="GET", path="/api/token", handler=holding.token, summary="Whose token this is", roles=ROLES, answers={200: messages.TokenAnswer}, problems=(401, 403, 429, 503)),
    Route(method="GET", path="/healthz", handler=reading.healthz, summary="Whether the process answers", answers={200: messages.HealthAnswer}),
    Route(method="GET", path="/readyz", handler=reading.readyz, summary="Whether edits can be made and followed", answers={200: messages.ReadyAnswer, 503: messages.ReadyAnswer}),
    Route(method="GET", path="/metrics", handler=reading.metrics, summary="Figures for Prometheus", roles=("admin",), answers={200: FIGURES}, problems=(401, 403, 429, 503)),
    Route(method="GET", path="/openapi.json", handler=reading.description, summary="This description", answers={200: "application/json"}),
    _calendar("session", "The calendar of a session"),
    _calendar("room", "The calendar of a room"),
    _calendar("day", "The calendar of a day"),
    _calendar("track", "The calendar of a track"),
    _calendar("picks", "The calendar of picks"),
    _calendar("all", "The calendar of everything"),
)  # fmt: skip
