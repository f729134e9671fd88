"""Every public address, once: what a QR code leads to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from urllib.parse import urlsplit, urlunsplit

from festival.schedule.codes import code_for
from festival.schedule.model import Festival, Project, Room, Schedule, Session, Station

MOST_PICKS: Final = 60
"""How many sessions a visitor may keep, and the address of picks names."""


def page_path(letter: str, code: str = "") -> str:
    """Return the path of a page below the hub's address: ``/P/8F3KQ``, ``/W``; without a letter that of today."""
    return "/" + "/".join(part for part in (letter, code) if part)


def day_path(day: date, hour: int | None = None) -> str:
    """Return the path of the page of a day, which stands beside its calendar, or of one hour of it (from 0; 25 is in the night)."""
    return f"/day/{day.isoformat()}{'' if hour is None else f'T{hour:02}'}"


def qr_path(page: str) -> str:
    """Return the path of the QR code of what the page at that path shows; only an exported site has it."""
    return f"/qr{page}.svg"


CalendarKind = Literal["session", "room", "day", "track", "picks", "all"]
CALENDARS: Final[Mapping[CalendarKind, str]] = {
    "session": "/T/{name}.ics",
    "room": "/S/{name}.ics",
    "day": "/day/{name}.ics",
    "track": "/track/{name}.ics",
    "picks": "/A/{name}.ics",
    "all": "/all.ics",
}
"""The paths of the calendars. The name is the code of a session or a room, the codes of picks, a date, or a track's id."""


def calendar_path(kind: CalendarKind, name: str = "") -> str:
    """Return the path of a calendar below the hub's address."""
    return CALENDARS[kind].format(name=name)


@dataclass(frozen=True, slots=True)
class Subscription:
    """The address of a calendar that goes with the day."""

    url: str

    @property
    def webcal(self) -> str:
        """The address with the scheme that makes a phone subscribe, instead of taking the dates once."""
        return f"webcal{self.url[self.url.index(':') :]}"


@dataclass(frozen=True, slots=True)
class Link:
    """An address and what a person lands on there."""

    url: str
    leads_to: Literal["page", "own", "site"]
    """``page``: the short address of our own page; ``own``: the thing's own web address; ``site``: only the
    festival's site, because nothing better is known. A screen says so."""

    @property
    def clear_text(self) -> str:
        """The address as it stands below the code: without the scheme, host in lower case."""
        parts = urlsplit(self.url)
        rest = urlunsplit(("", "", parts.path, parts.query, parts.fragment))
        return f"{parts.netloc.lower()}{rest.rstrip('/')}"

    @property
    def href(self) -> str:
        """The address for a program, which needs no capitals: scheme and host in lower case (RFC 3986, 6.2.2.1)."""
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(netloc=parts.netloc.lower()))


@dataclass(frozen=True, slots=True)
class Links:
    """Makes addresses for one festival.

    Short addresses are written in capitals throughout, so that a QR code can use its alphanumeric mode
    (ISO/IEC 18004, 7.4.4) and stays small; the hub matches paths without regard to case. Only the path of a base URL
    stays as it is, because a server of plain files is particular about it.
    """

    festival: Festival
    base_url: str | None = None
    """Where the hub can be reached from a phone, for instance ``https://fest.example``, or what was exported of it."""

    def _page(self, letter: str, code: str) -> Link | None:
        if not self.base_url:
            return None
        base = urlsplit(self.base_url)
        host = urlunsplit((base.scheme, base.netloc, "", "", "")).upper()
        return Link(f"{host}{base.path.rstrip('/')}{page_path(letter, code)}", "page")

    def address(self, path: str) -> str | None:
        """Return the whole address of a page or file of ours for a program; None without a hub."""
        return f"{self.base_url.rstrip('/')}{path}" if self.base_url else None

    def _own_or_site(self, url: str | None) -> Link:
        return Link(url, "own") if url else Link(self.festival.url, "site")

    def project(self, project: Project) -> Link:
        """Return where a project's code leads."""
        return self._page("P", project.code) or self._own_or_site(project.url)

    def room(self, room: Room, schedule: Schedule) -> Link:
        """Return where a room's code leads: to its project's page."""
        project = schedule.project_by_id.get(room.project or "")
        return self.project(project) if project else self._page("S", room.code) or self._own_or_site(None)

    def station(self, station: Station, schedule: Schedule) -> Link:
        """Return where a station's code leads: its own page, else its project's."""
        project = schedule.project_by_id.get(station.project or "")
        return self._page("H", station.code) or self._own_or_site(project.url if project else None)

    def session(self, session: Session, schedule: Schedule) -> Link:
        """Return where a session's code leads: its own page, else the page of its first project with an address."""
        projects = (schedule.project_by_id.get(project) for project in session.projects)
        url = next((project.url for project in projects if project and project.url), None)
        return self._page("T", code_for("session", session.id)) or self._own_or_site(url)

    def today(self) -> Link:
        """Return where the code of the whole programme leads: to the page of the day."""
        return self._page("", "") or self._own_or_site(None)

    def agenda(self, sessions: Iterable[str]) -> Link | None:
        """Return the page that shows the sessions with these ids; None without a hub, for only it has such a page."""
        return self._page("A", "".join(code_for("session", session) for session in sessions))

    def secret_agenda(self, secret: str) -> Link | None:
        """Return the page of the picks that a hub keeps under `secret` for a time; None without a hub."""
        return self._page("A", secret)

    def calendar(self, kind: CalendarKind, name: str = "", language: str = "") -> Subscription | None:
        """Return the calendar of that kind and name (:data:`CALENDARS`); None without a hub.

        Without a `language` its texts are in the festival's first one.
        """
        query = f"?l={language}" if language else ""
        address = self.address(f"{calendar_path(kind, name)}{query}")
        return Subscription(address) if address else None
