"""Who reads a page: of which schedule, when, in which language, reached how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from festival.links import CalendarKind, Links, calendar_path, page_path
from festival.locale import LANGUAGES, Locale
from festival.pages.kinds import KINDS, Name
from festival.pages.still import Still, file_in, page_file
from festival.pages.things import Thing, Things, session_code
from festival.schedule.model import Day, Schedule, Session, words
from festival.schedule.timeline import day_in_view

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that a page is made from, as one frozen value."""

    schedule: Schedule
    things: Things
    """Those of `schedule`."""
    now: datetime
    """The present instant (aware, UTC)."""
    locale: Locale
    links: Links
    rehearsing: bool = False
    """The clock or the changes are made up; every page says so."""
    chose: bool = False
    """The language stands in the address, so it goes on with every link."""
    still: Still | None = None
    """Where the page stands in a site of files, which goes on without a hub."""
    _made: dict[tuple[str, str], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, what: str, name: str, make: Callable[[], _Made]) -> _Made:
        """Return what `make` returns, which is called once for each thing called `name`: many pages of a reader show it."""
        key = (what, name)
        if key not in self._made:
            self._made[key] = make()
        made: _Made = self._made[key]
        return made

    @property
    def follows(self) -> bool:
        """Whether a hub answers at the same address, so that a page may follow it."""
        return self.still is None

    def say(self, text: Mapping[str, str]) -> str:
        """Return a programme text in the reader's language, or the nearest there is."""
        return words(text, self.locale.languages)

    def tongue(self, text: Mapping[str, str]) -> str:
        """Return the language of what :meth:`say` returns if it is another one than the page's, else ""."""
        said = self.say(text)
        own = (self.locale.language, "und")
        if not said or any(text.get(tag) == said for tag in own):
            return ""
        return next(tag for tag, words_ in text.items() if words_ == said)

    @property
    def day(self) -> Day:
        """The festival day that holds `now`, else the next one, else the last."""
        return day_in_view(self.schedule.festival.days, self.now)

    def date(self, day: date) -> str:
        """Return a day in full, of an instant the local one; with its year where the page is kept for years."""
        words = self.locale.day(day)
        local = self.locale.local(day) if isinstance(day, datetime) else day
        return words if self.follows else f"{words} {local.year}"

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        """The other languages of the interface: tag, and what each calls itself."""
        return tuple((tag, name) for tag, name in LANGUAGES.items() if tag != self.locale.language)

    def href(self, kind: Name, code: str = "", query: str = "") -> str:
        """Return the way to a page, in the language that the reader chose."""
        return self.path_href(page_path(KINDS[kind].letter, code), query)

    def path_href(self, path: str, query: str = "") -> str:
        """Return the way to the page at `path`, in the language that the reader chose."""
        return self.to(path, self.locale.language if self.chose else "", query)

    def to(self, path: str, language: str = "", query: str = "") -> str:
        """Return the way to the page at `path`, in `language` if one is given."""
        if self.still:
            return self.still.to_page(path, language or self.locale.language)
        asked = {"l": language, "q": query}
        given = urlencode({name: value for name, value in asked.items() if value})
        return f"{path}?{given}" if given else path

    def address(self, kind: Name, code: str = "") -> str | None:
        """Return the whole address of a page, as others name it; None where nobody knows it."""
        path = page_path(KINDS[kind].letter, code)
        return self.links.address(
            f"/{page_file(path, self.locale.language, self.still.home)}".removesuffix("index.html")
            if self.still
            else path
        )

    def offers(self, kind: Name) -> bool:
        """Return whether there is such a page; what a visitor types or keeps only a hub can answer.

        A site without one begins with the whole programme.
        """
        return self.follows or not (KINDS[kind].asks or KINDS[kind].code == "many" or kind == "programme")

    def asset(self, path: str) -> str:
        """Return the way to a file beside the pages."""
        return self.still.to(path) if self.still else path

    def session_href(self, session: Session) -> str:
        """Return the path of a session's page."""
        return self.href("session", session_code(session))

    def thing_href(self, kind: Name, thing: Thing) -> str:
        """Return the path of the page of a project, a room, a station or a session."""
        return self.session_href(thing) if isinstance(thing, Session) else self.href(kind, thing.code)

    def calendar(self, kind: CalendarKind, name: str = "") -> str:
        """Return the way to a calendar, in the reader's language."""
        if self.still:
            return self.still.to(file_in(calendar_path(kind, name), self.locale.language, self.still.home))
        return f"{calendar_path(kind, name)}?{urlencode({'l': self.locale.language})}"
