"""Which page somebody asks for, in which language. What nobody would type is cut off before anything remembers it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_plus

from festival.links import MOST_PICKS, page_path
from festival.pages.kinds import KINDS, Asked, find
from festival.pages.language import negotiated, offered
from festival.pages.making import MOST_TYPED
from festival.schedule.codes import LENGTH

REMEMBERED: Final = 2_048
"""Addresses; they take some 500 bytes each."""
_USUAL: Final = 256
"""Bytes of what most browsers ask: of these wishes the last ones are remembered."""
_MOST_PATH: Final = len(page_path(KINDS["picks"].letter, "-" * LENGTH * MOST_PICKS)) + 1
"""Characters of the longest path of a page, with a stroke behind it."""
_MOST_LANGUAGES: Final = 200
"""Bytes of an Accept-Language header that are looked at; browsers send some 50."""
_MOST_VALUE: Final = 12 * MOST_TYPED
"""Bytes of a field of a query that are looked at: for a letter beyond the Basic Multilingual Plane there are twelve."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A page in a language."""

    asked: Asked | None
    """None: whatever the address is meant to be, there is no such page."""
    language: str
    chose: bool
    """The language stands in the address."""

    @property
    def is_own(self) -> bool:
        """Whether nobody else is likely to ask for it: there are as many as visitors."""
        return self.asked is not None and (self.asked.kind.code == "many" or bool(self.asked.query))


def is_page(path: str) -> bool:
    """Return whether `path` (decoded) can be that of a page."""
    return len(path) <= _MOST_PATH and _found(path) is not None


def wish(path: str, query: bytes, accept_language: bytes, languages: tuple[str, ...]) -> Wish:
    """Return which page is meant, and in which language; `languages` are the festival's."""
    is_usual = len(path) + len(query) + len(accept_language) <= _USUAL
    return (_remembered if is_usual else _wish)(path, query, accept_language, languages)


def _wish(path: str, query: bytes, accept_language: bytes, languages: tuple[str, ...]) -> Wish:
    asked = _found(path) if len(path) <= _MOST_PATH else None
    if asked is not None and asked.kind.asks:
        typed = _field(query, b"q").strip()[:MOST_TYPED]
        asked = None if "\0" in typed else Asked(asked.kind, query=typed)
    known = offered(languages)
    chosen = _field(query, b"l").lower()
    if chosen in known:
        return Wish(asked, chosen, chose=True)
    if len(accept_language) > _MOST_LANGUAGES:
        accept_language = accept_language[:_MOST_LANGUAGES].rpartition(b",")[0]
    return Wish(asked, negotiated(accept_language.decode("latin-1"), known), chose=False)


_found = lru_cache(REMEMBERED)(find)
_remembered = lru_cache(REMEMBERED)(_wish)


def _field(query: bytes, name: bytes) -> str:
    """Return the first field of a query that has this name; empty if there is none, or nobody could have typed it."""
    for part in query.split(b"&") if query else ():
        found, _, value = part.partition(b"=")
        if found == name and value:
            value = value[:_MOST_VALUE]
            return unquote_plus(value.decode("ascii")) if value.isascii() else ""
    return ""
