"""Handlers of what calendar programs ask for, again and again."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from festival.formats.calendar import MEDIA_TYPE
from festival.hub.hub import Hub
from festival.hub.prepared import accepts_gzip
from festival.hub.problems import Problem
from festival.links import CalendarKind
from festival.locale import LANGUAGES


async def calendar(kind: CalendarKind, hub: Hub, request: Request) -> Response:
    """Send the calendar of that kind whose name is in the path, or 304 to one who has it.

    Its language is what the address says (``?l=``): programs that ask on their own say no other.
    """
    name = request.path_params.get("name", "")
    language = request.query_params.get("l", "")
    if language not in LANGUAGES:
        language = _first_language(hub)
    ready = await hub.calendars.get(kind, name, language)
    if ready is None:
        if kind == "session" and await hub.calendars.was_withdrawn(name):
            raise Problem(HTTPStatus.GONE, "withdrawn", "This session was withdrawn: see the programme.")
        raise Problem(
            HTTPStatus.NOT_FOUND, "not-found", "There is no such calendar: /all.ics has everything."
        )
    zipped = accepts_gzip(request.headers.get("accept-encoding", "").encode("latin-1"))
    headers = {
        "etag": f'"{ready.etag}{".gzip" if zipped else ""}"',
        "cache-control": hub.options.cache_control,
        "vary": "Accept-Encoding",
    }
    known = request.headers.get("if-none-match", "")
    # RFC 9110, 13.1.2: as for the snapshot; the digest is the same in any encoding.
    if ready.etag in known or known.strip() == "*":
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if zipped:
        headers["content-encoding"] = "gzip"
    # Shown by the program that knows calendars, and kept under a name that says what it is (RFC 6266).
    headers["content-disposition"] = f'inline; filename="{_file_name(hub, kind, name)}"'
    headers["content-type"] = MEDIA_TYPE
    return Response(ready.zipped if zipped else ready.plain, headers=headers)


def _first_language(hub: Hub) -> str:
    known = (tag for tag in hub.publisher.schedule.festival.languages if tag in LANGUAGES)
    return next(known, "en")


def _file_name(hub: Hub, kind: CalendarKind, name: str) -> str:
    """Return a name of letters, digits and hyphens: it goes into a header, and to a disk."""
    festival = hub.publisher.schedule.festival.id
    part = (
        "picks"
        if kind == "picks"
        else "".join(char for char in name if (char.isascii() and char.isalnum()) or char == "-")
    )
    return "-".join(filter(None, (festival, part))) + ".ics"
