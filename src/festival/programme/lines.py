"""Where in a TOML text each key stands.

:mod:`tomllib` checks a text but keeps no lines. This scanner reads a text that tomllib has accepted, so it
need not check anything; it only has to know where strings, arrays and inline tables end (TOML 1.0).
"""

import bisect
import re
import tomllib
from collections.abc import Iterator
from typing import Final

Path = tuple[str | int, ...]
"""Keys and positions from the top of a document: ``("session", 2, "title", "de")``."""

_BLANK: Final = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_KEY: Final = re.compile(r"""[A-Za-z0-9_-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+'""")
_DOT: Final = re.compile(r"[ \t]*+\.[ \t]*+")
_HEADER: Final = re.compile(r"\[\[?[ \t]*+")
_TO_LINE_END: Final = re.compile(r"[^\n]*+")
# Up to two quotes may stand before the closing three.
_STRING: Final = (
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*+"'
    r"|'[^'\n]*+'"
)
_SCALAR: Final = re.compile(_STRING + r"|[^\n#]++", re.DOTALL)
_TOKEN: Final = re.compile(_STRING + r"""|[\[\]{},]|[^\s\[\]{},#"']++""", re.DOTALL)
# Where no items are told apart.
_COARSE: Final = re.compile(_STRING + r"""|[\[\]{}]|[^\[\]{}#"']++""", re.DOTALL)
_ITEMS_CAP: Final = 1_000
"""Items of an array that get a line of their own."""


def _name(key: str) -> str:
    if key[0] in "\"'":
        return str(tomllib.loads(f"key = {key}")["key"])
    return key


class Lines:
    """The line of every key, table and array item of a TOML text."""

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._newlines = [match.start() for match in re.finditer("\n", self._text)]
        self._offsets: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}
        """How often each array of tables was opened."""
        self._scan()

    def find(self, path: Path) -> int:
        """Return the line (from 1) of `path`, or of the nearest thing around it; 1 for an unknown path."""
        while path:
            if (offset := self._offsets.get(path)) is not None:
                return bisect.bisect_left(self._newlines, offset) + 1
            path = path[:-1]
        return 1

    def paths(self) -> Iterator[Path]:
        """Yield everything that has a line."""
        yield from self._offsets

    def _scan(self) -> None:
        table: Path = ()
        at = self._blank(0)
        while at < len(self._text):
            if self._text[at] == "[":
                table, at = self._header(at)
            else:
                keys, end = self._dotted(at)
                path = table + keys
                self._note(table, keys, at)
                at = self._value(path, self._blank(end) + 1)
            at = self._blank(at)

    def _blank(self, at: int) -> int:
        found = _BLANK.match(self._text, at)
        return found.end() if found else at

    def _dotted(self, at: int) -> tuple[Path, int]:
        keys: list[str] = []
        while found := _KEY.match(self._text, at):
            keys.append(_name(found[0]))
            at = found.end()
            dot = _DOT.match(self._text, at)
            if dot is None:
                break
            at = dot.end()
        return tuple(keys), at

    def _note(self, table: Path, keys: Path, at: int) -> None:
        for length in range(1, len(keys) + 1):
            self._offsets.setdefault(table + keys[:length], at)

    def _header(self, at: int) -> tuple[Path, int]:
        """Note a table header; return its path, with the positions of the arrays it stands in, and its end."""
        opening = _HEADER.match(self._text, at)
        start = opening.end() if opening else at + 1
        is_array = self._text.startswith("[[", at)
        keys, end = self._dotted(start)
        path: Path = ()
        for key in keys[:-1]:
            path += (key,)
            self._offsets.setdefault(path, at)
            if path in self._tables:
                path += (self._tables[path] - 1,)
        path += keys[-1:]
        self._offsets.setdefault(path, at)
        if is_array:
            position = self._tables.get(path, 0)
            self._tables[path] = position + 1
            path += (position,)
            self._offsets[path] = at
        rest = _TO_LINE_END.match(self._text, end)
        return path, rest.end() if rest else end

    def _value(self, path: Path, at: int) -> int:
        """Return where the value ends; note the lines of an array's items."""
        at = self._blank(at)
        if self._text[at : at + 1] not in ("[", "{"):
            found = _SCALAR.match(self._text, at)
            return found.end() if found else len(self._text)
        is_array = self._text[at] == "["
        depth = item = 0
        token = _TOKEN
        while found := token.match(self._text, at):
            sign = found[0]
            if is_array and depth == 1:
                if sign == ",":
                    item += 1
                elif sign != "]":
                    self._offsets.setdefault((*path, item), at)
            depth += (sign in ("[", "{")) - (sign in ("]", "}"))
            if depth == 0:
                return found.end()
            token = _TOKEN if is_array and depth == 1 and item < _ITEMS_CAP else _COARSE
            at = self._blank(found.end())
        return len(self._text)
