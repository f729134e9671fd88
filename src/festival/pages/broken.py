"""The check of links: what a browser or a phone would ask for, and whether it is there."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

_TAG: Final = re.compile(r"""<[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*+>""")
_LINKS: Final = frozenset({"href", "src", "action", "formaction", "poster", "data", "xlink:href"})


class Checked(NamedTuple):
    """What the links of a site lead to."""

    broken: Sequence["Broken"]
    outside: Sequence[str]
    """The addresses of other sites; nobody asks there."""


class Broken(NamedTuple):
    """A link that leads nowhere."""

    file: str
    """Where it stands, below the folder."""
    link: str
    """As it is written there."""


def checked(folder: Path, files: Iterable[str]) -> Checked:
    """Look at every link in the HTML among `files` of `folder`: whether it leads to one of them, and to a place in it.

    A link from the root of the server is broken too: the site may lie below it. Raises OSError for what cannot be
    read.
    """
    outside: set[str] = set()
    return Checked([*_broken(folder, files, outside)], sorted(outside))


def _broken(folder: Path, files: Iterable[str], outside: set[str]) -> Iterator[Broken]:
    known = frozenset(files)
    ids: dict[str, frozenset[str]] = {}
    places: dict[tuple[str, str], list[Broken]] = {}
    """Places in files, and the links that lead there."""
    for file in sorted(known):
        if not file.endswith((".html", ".svg")):
            continue
        found = [_in_tag(tag) for tag in _TAG.findall((folder / file).read_text(encoding="utf-8"))]
        ids[file] = frozenset[str]().union(*(one.ids for one in found))
        for link in sorted(frozenset[str]().union(*(one.links for one in found))):
            led = _target(file, link)
            if led is None:
                outside.add(link)
                continue
            target, place = led
            if target not in known:
                yield Broken(file, link)
            elif place:
                places.setdefault((target, place), []).append(Broken(file, link))
    for (target, place), links in places.items():
        if place not in ids.get(target, ()):
            yield from links


def _target(file: str, link: str) -> tuple[str, str] | None:
    """Return the file and the place in it to which `link` in `file` leads; None if it leads to another site.

    An empty one leads to `file` itself (RFC 3986, 4.4). What is no address leads to a file without a name, which there
    is not.
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return "", ""
    if parts.scheme in {"http", "https", "mailto"} and parts.netloc + parts.path:
        return None
    if parts.scheme or parts.netloc or parts.query or parts.path.startswith("/"):
        return "", ""
    path = unquote(parts.path)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(file), path)) if path else file
    return target, unquote(parts.fragment)


class _Found(NamedTuple):
    """What a tag links to, and the place that it makes."""

    links: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


@lru_cache(4096)  # most tags of a page stand on all pages
def _in_tag(tag: str) -> _Found:
    parser = _Parser()
    parser.feed(tag)
    return parser.found


class _Parser(HTMLParser):
    found = _Found()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        links = frozenset(value or "" for name, value in attrs if name in _LINKS)
        self.found = _Found(links, frozenset(value for name, value in attrs if name == "id" and value))
