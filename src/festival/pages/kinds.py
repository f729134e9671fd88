"""Every kind of page: its address, and what it shows. The hub's routes, the static site and the tests read this table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from festival.links import MOST_PICKS, page_path
from festival.schedule.codes import LENGTH, SECRET_LENGTH, crockford

Name = Literal[
    "today", "programme", "day", "project", "room", "station", "session", "workshop", "map", "search", "picks"
]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page."""

    name: Name
    letter: str
    """The first part of its path, a capital; empty for the page of today. Days have a word, which their calendars have too."""
    shows: str
    code: Literal["none", "one", "many", "date"] = "none"
    """How many codes follow in the path, or a date."""
    asks: bool = False
    """Whether what somebody typed follows in the query."""


KINDS: Final[Mapping[Name, Kind]] = MappingProxyType({
    kind.name: kind
    for kind in (
        Kind("today", "", "What is on now and next, what has changed, announcements"),
        Kind("programme", "day", "The whole programme: its days, places, stations and projects"),
        Kind("day", "day", "All that takes place on a day, or in an hour of it", code="date"),
        Kind("project", "P", "A project: what sources say of it, where to see it", code="one"),
        Kind("room", "S", "A stage or another place: now, next, today", code="one"),
        Kind("station", "H", "A hands-on station: whether it is open, the next round", code="one"),
        Kind("session", "T", "A session: planned and expected time, what changed and why", code="one"),
        Kind("workshop", "W", "The agenda of the workshop, with people and cities"),
        Kind("map", "M", "The site plan and what stands on it"),
        Kind("search", "Q", "What a search finds", asks=True),
        Kind("picks", "A", "Sessions that somebody keeps", code="many"),
    )
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that somebody asked for."""

    kind: Kind
    code: str = ""
    """As people meant it (:func:`festival.schedule.codes.crockford`); of picks one behind the other; a date, and its hour."""
    query: str = ""
    """What was typed."""
    secret: str = ""
    """Of picks: under which a hub keeps their codes for a time, in the place of the codes."""
    until: datetime | None = None
    """Of a secret: the end of that time, once a hub has looked it up; None where it knows no such secret."""

    @property
    def path(self) -> str:
        """The one path of this page, however it was spelt."""
        return page_path(self.kind.letter, self.name)

    @property
    def name(self) -> str:
        """What follows the letter in the path."""
        return self.secret or self.code


_BY_LETTER: Final = {kind.letter: kind for kind in KINDS.values() if len(kind.letter) < 2}
_DAY: Final = re.compile(r"/day(?:/([0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2})?))?/?", re.IGNORECASE | re.ASCII)
_PATH: Final = re.compile(r"/(?:([A-Za-z])(?:/([^/]*))?/?)?")


def find(path: str) -> Asked | None:
    """Return which page `path` (decoded) is meant to be, in any letter case; None if it can be none."""
    if day := _DAY.fullmatch(path):
        return Asked(KINDS["day" if day[1] else "programme"], (day[1] or "").upper())
    found = _PATH.fullmatch(path)
    kind = _BY_LETTER.get((found[1] or "").upper()) if found else None
    if found is None or kind is None:
        return None
    if kind.code == "many" and (secret := crockford(found[2] or "", SECRET_LENGTH)):
        return Asked(kind, secret=secret)
    codes = _codes(found[2] or "")
    fits = {"none": codes == (), "one": codes is not None and len(codes) == 1, "many": codes is not None}
    if codes is None or not fits[kind.code]:
        return None
    return Asked(kind, "".join(codes))


def _codes(text: str) -> tuple[str, ...] | None:
    """Return the codes in `text`, each once; None if it is made of anything else, or of too many."""
    if len(text) % LENGTH or len(text) > LENGTH * MOST_PICKS:
        return None
    codes = [crockford(text[at : at + LENGTH]) for at in range(0, len(text), LENGTH)]
    return None if None in codes else tuple(dict.fromkeys(code for code in codes if code))
