"""The handler of what calendar programs ask for, again and again."""

from http import HTTPStatus

from starlette.datastructures import QueryParams
from starlette.types import Receive, Scope, Send

from festival.hub.hub import Hub
from festival.hub.prepared import answer
from festival.hub.problems import Problem
from festival.links import CalendarKind
from festival.locale import LANGUAGES
from festival.pages.language import offered
from festival.schedule.codes import SECRET_LENGTH, crockford


async def calendar(kind: CalendarKind, hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Send the calendar of that kind whose name is in the path, or 304 to one who has it.

    Its language is what the address says (``?l=``): programs that ask on their own say no other.
    """
    name = scope.get("path_params", {}).get("name", "")
    language = QueryParams(scope["query_string"]).get("l", "")
    if language not in LANGUAGES:
        language = offered(hub.publisher.schedule.festival.languages)[0]
    if kind == "picks" and (secret := crockford(name, SECRET_LENGTH)):
        kept = await hub.picks.find(secret)
        name = kept.codes if kept else ""
    ready = await hub.calendars.get(kind, name, language, hub.door.payer(scope))
    if ready is not None:
        await answer(scope, send, ready)
    else:
        raise Problem(
            HTTPStatus.NOT_FOUND, "not-found", "There is no such calendar: /all.ics has everything."
        )
