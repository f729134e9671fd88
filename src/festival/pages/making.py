"""Making a page: what was asked for, by whom, and the bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from http import HTTPStatus
from typing import Any, Final

from festival.pages.about import project_page, room_page, session_page, station_page
from festival.pages.drawing import draw, draw_within
from festival.pages.kinds import Asked
from festival.pages.lists import picks_page, search_page, today_page, workshop_page
from festival.pages.notices import notices
from festival.pages.plan import map_page
from festival.pages.programme import day_page, programme_page
from festival.pages.reader import Reader
from festival.pages.structured import open_graph_locale
from festival.pages.things import Thing
from festival.schedule.model import Project, Room, Session, Station
from festival.schedule.search import SearchIndex
from festival.wording.provenance import rehearsal

_OF_READER: Final = [one for one in fields(Reader) if one.compare and one.name not in {"schedule", "things"}]
_AROUND: Final[Mapping[str, str]] = {"picks.html": "around_picks.html"}
"""What stands around a page that there are as many of as visitors."""
MOST_TYPED: Final = 100
"""Characters of a search that are looked at."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, not drawn yet."""

    status: HTTPStatus
    reader: Reader
    template: str
    values: Mapping[str, Any]
    """What the template is filled with, besides `reader`."""
    is_secret: bool = False
    """Only who knows the address is meant to see it: nothing on the way keeps it, and no search finds it."""

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.reader.locale.language

    @property
    def body(self) -> bytes:
        """Draw it."""
        values = {**self.values, "reader": self.reader}
        around = _AROUND.get(self.template)
        return draw_within(around, self.template, values) if around else draw(self.template, values)

    @property
    def look(self) -> tuple[object, ...]:
        """All that `body` depends on besides the revision that it names; it keeps no schedule in memory.

        Of the schedule itself templates draw only the revision; everything else of it stands in `values`.
        """
        reader = (getattr(self.reader, one.name) for one in _OF_READER)
        return (self.status, self.template, self.values, self.is_secret, *reader)


def page(reader: Reader, asked: Asked, index: SearchIndex | None = None) -> Page:
    """Return the page that was asked for; for a code that leads to nothing one that says so.

    `index` is that of the reader's schedule; only a search needs it.
    """
    if asked.secret and not asked.code:
        return _without_picks(reader, asked)
    thing = reader.things.thing(asked.kind.name, asked.code) if asked.kind.code == "one" else None
    if asked.kind.code == "one" and thing is None:
        return missing(reader, asked.code)
    if asked.kind.name == "workshop" and reader.schedule.festival.workshop is None:
        return missing(reader)
    shown = _shown(reader, asked, thing, index)
    if shown is None:
        return missing(reader)
    name = f"{_template(reader, asked)}.html"
    made = _page(reader, HTTPStatus.OK, name, shown, asked=asked, thing=thing, path=asked.path)
    return replace(made, is_secret=bool(asked.secret))


def missing(reader: Reader, code: str = "") -> Page:
    """Return the page for an address that leads to nothing: what may be wrong, and what to do."""
    meant = reader.things.elsewhere(code)
    shown = {"code": code, "meant": meant and (reader.thing_href(*meant), _title(meant[1]))}
    return _page(reader, HTTPStatus.NOT_FOUND, "missing.html", shown)


def withdrawn(reader: Reader, asked: Asked, session: Session | None = None) -> Page:
    """Return the page for what was taken from the programme: that it is so, and where to go on.

    `session` is what it was, if that is known; an address says only of what kind it was.
    """
    room = reader.schedule.room_by_id.get(session.room) if session else None
    shown = {"code": asked.code, "session": session, "room": room}
    return _page(reader, HTTPStatus.GONE, "withdrawn.html", shown, thing=session, path=asked.path)


def _without_picks(reader: Reader, asked: Asked) -> Page:
    """Return the page for a secret that leads to no picks, or to none any more: what to do."""
    status = HTTPStatus.GONE if asked.until else HTTPStatus.NOT_FOUND
    return _page(reader, status, "picks_ended.html", {"ended": asked.until and reader.date(asked.until)})


def _shown(
    reader: Reader, asked: Asked, thing: Thing | None, index: SearchIndex | None
) -> Mapping[str, Any] | None:
    """Return what the page shows; None if there is none."""
    match thing:
        case Project():
            return project_page(reader, thing)
        case Room():
            return room_page(reader, thing)
        case Station():
            return station_page(reader, thing)
        case Session():
            return session_page(reader, thing)
    match asked.kind.name:
        case "day":
            return _day(reader, asked.code)
        case "search":
            typed = asked.query[:MOST_TYPED]
            return search_page(reader, typed, index or SearchIndex(reader.schedule) if typed else None)
        case "picks":
            return picks_page(reader, asked)
    return _OF_ALL[_template(reader, asked)](reader)


_OF_ALL: Final[Mapping[str, Callable[[Reader], Mapping[str, Any]]]] = {
    "today": today_page,
    "programme": programme_page,
    "workshop": workshop_page,
    "map": map_page,
}


def _template(reader: Reader, asked: Asked) -> str:
    """Return the name of the template; a site without a hub begins with the whole programme."""
    return "programme" if asked.kind.name == "today" and not reader.follows else asked.kind.name


def _day(reader: Reader, code: str) -> Mapping[str, Any] | None:
    """Return what the page of a date, or of an hour of it, shows; None if the festival has no such day."""
    date, _, hour = code.partition("T")
    found = [day for day in reader.schedule.festival.days if day.date.isoformat() == date]
    return day_page(reader, found[0], int(hour) if hour else None) if found else None


def _title(thing: Thing) -> Mapping[str, str]:
    return thing.title if isinstance(thing, Session) else thing.name


def _page(
    reader: Reader,
    status: HTTPStatus,
    template: str,
    shown: Mapping[str, Any],
    *,
    asked: Asked | None = None,
    thing: Thing | None = None,
    path: str = "",
) -> Page:
    own = reader.still.path if reader.still else path
    frame = {
        "frame": "base.html",
        "t": reader.locale.t,
        "n": reader.locale.n,
        "kind": asked.kind.name if asked else "",
        "here": path,
        "query": asked.query if asked else "",
        "announcements": notices(reader, asked, thing),
        "hidden": _is_hidden(reader, asked, thing),
        "canonical": reader.links.address(own) if path else None,
        # The page for what is missing stands at whatever address somebody asked for.
        "base": reader.links.address("/") if reader.still and not path else None,
        "og_locale": open_graph_locale(reader.locale.language),
        "og_others": [open_graph_locale(tag) for tag, _ in reader.others],
        "rehearsal": rehearsal(reader),
        "festival": reader.schedule.festival,
        "tracks": reader.schedule.tracks,
    }
    return Page(status, reader, template, {**frame, **shown})


def _is_hidden(reader: Reader, asked: Asked | None, thing: Thing | None) -> bool:
    """Return whether search engines are to leave the page out: what is made up, and what somebody keeps."""
    return reader.rehearsing or bool(thing and thing.sample) or bool(asked and asked.kind.name == "picks")
