"""Pages as a reader gets them, and a page taken apart."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from festival.links import Links
from festival.locale import locale_for
from festival.pages.kinds import Asked, find
from festival.pages.making import Page, page
from festival.pages.reader import Reader
from festival.pages.things import Things
from festival.schedule.model import Schedule

VOID = {"meta", "link", "input", "br", "rect", "circle"}


def reader_of(
    schedule: Schedule,
    now: datetime,
    *,
    language: str = "de",
    base_url: str | None = "https://fest.example",
    chose: bool = False,
    rehearsing: bool = True,
) -> Reader:
    """Give somebody who reads `schedule` at `now`."""
    links = Links(schedule.festival, base_url)
    locale = locale_for(language, schedule.festival.zone)
    return Reader(schedule, Things.of(schedule), now, locale, links, rehearsing=rehearsing, chose=chose)


def asked(path: str, query: str = "") -> Asked:
    """Give the page that is meant by `path`."""
    found = find(path)
    assert found is not None, path
    return Asked(found.kind, found.code, query)


def shown(reader: Reader, path: str, query: str = "") -> "Document":
    """Give the page at `path`, taken apart."""
    return taken_apart(page(reader, asked(path, query)))


def taken_apart(made: Page) -> "Document":
    """Give a page taken apart."""
    document = Document(made)
    document.feed(made.body.decode())
    document.close()
    assert document.open == []
    return document


class Document(HTMLParser):
    """The elements of a page with their attributes and texts."""

    def __init__(self, made: Page) -> None:
        super().__init__()
        self.status = made.status
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        """Of each element all the text in it."""
        self.open: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.texts.append("")
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.elements[self.open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for at in self.open:
            self.texts[at] += data

    def all(self, tag: str) -> list[str]:
        """Give the texts of the elements of that name, their white space joined."""
        return [" ".join(self.texts[at].split()) for at, (name, _) in enumerate(self.elements) if name == tag]

    def attributes(self, name: str, tag: str = "") -> Iterator[str]:
        """Yield the values of an attribute, of elements of any name or of one."""
        return (given[name] for one, given in self.elements if name in given and tag in {"", one})

    def by_class(self, name: str) -> list[str]:
        """Give the texts of the elements of that class."""
        return [
            " ".join(self.texts[at].split())
            for at, (_, given) in enumerate(self.elements)
            if name in given.get("class", "").split()
        ]

    def event(self) -> dict[str, Any]:
        """Give what the page says of a session to programs."""
        is_data = ("script", {"type": "application/ld+json"})
        found: dict[str, Any] = json.loads(self.texts[self.elements.index(is_data)])
        return found

    def text(self) -> str:
        """Give all that is to be read."""
        return " ".join(self.texts[0].split())

    def skeleton(self) -> Counter[tuple[str, tuple[str, ...]]]:
        """Count the elements by name and names of attributes."""
        return Counter((tag, tuple(sorted(given))) for tag, given in self.elements)
