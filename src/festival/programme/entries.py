"""The entries of all programme files, each with its defaults and the place where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from festival.programme.convert import file_keys, suggestion
from festival.programme.documents import Document
from festival.programme.findings import Findings
from festival.programme.lines import Path
from festival.schedule.errors import Problem
from festival.schedule.model import (
    Announcement,
    Festival,
    Map,
    Organisation,
    Person,
    Project,
    Room,
    Session,
    Station,
    Track,
)

MODELS: Final[Mapping[str, type[BaseModel]]] = {
    "track": Track,
    "room": Room,
    "session": Session,
    "station": Station,
    "project": Project,
    "person": Person,
    "organisation": Organisation,
    "map": Map,
    "announcement": Announcement,
}
"""What a file may hold as an array of tables: ``[[session]]``."""
FESTIVAL: Final = "festival"
EDIT: Final = "edit"
_DEFAULTS: Final = "defaults"
ENTRIES_CAP: Final = 50_000
# Of each set an entry's own key silences the default of the others.
_EITHER: Final = (frozenset({"source", "sample"}), frozenset({"end", "minutes"}))


@dataclass(frozen=True)
class Entry:
    """One table of a file, its defaults filled in."""

    kind: str
    document: Document
    path: Path
    """Where it stands: ``("session", 3)``."""
    raw: Mapping[str, Any]
    defaulted: frozenset[str] = frozenset()
    """The keys that the defaults of the file gave."""

    @property
    def model(self) -> type[BaseModel]:
        """The model of its kind."""
        return Festival if self.kind == FESTIVAL else MODELS[self.kind]

    @property
    def id(self) -> str | None:
        """Its id, when it has one that is a text."""
        found = self.raw.get("id")
        return found if isinstance(found, str) else None

    @property
    def line(self) -> int:
        """The line of its header."""
        return self.document.lines.find(self.path)

    def problem(self, path: Path, message: str) -> Problem:
        """Return a problem with `path`, which starts at the entry: ``("title", "de")``."""
        if path and path[0] in self.defaulted:
            start: Path = (_DEFAULTS, self.kind)
            name = f"{_DEFAULTS}.{self.kind}"
        else:
            start = self.path
            name = self._name()
        for part in path:
            name += f"[{part}]" if isinstance(part, int) else f".{part}"
        return Problem(self.document.name, self.document.lines.find(start + path), name, message)

    def _name(self) -> str:
        if self.id is not None:
            return f"{self.kind}.{self.id}" if self.kind != FESTIVAL else FESTIVAL
        return self.kind + "".join(f"[{part}]" for part in self.path[1:])


def _with_defaults(
    own: Mapping[str, Any], defaults: Mapping[str, Any]
) -> tuple[dict[str, Any], frozenset[str]]:
    silenced = {key for either in _EITHER if either & own.keys() for key in either}
    used = {key: value for key, value in defaults.items() if key not in own and key not in silenced}
    return {**used, **own}, frozenset(used)


@dataclass
class Reader:
    """Reads the entries of documents; what is not an entry goes to the findings."""

    findings: Findings

    def read(self, document: Document) -> Iterator[Entry]:
        """Yield the entries of `document` in their order, ``[festival]`` and ``[[edit]]`` included."""
        defaults = self._defaults(document)
        for key, value in document.data.items():
            if key == FESTIVAL:
                if isinstance(value, dict):
                    yield Entry(FESTIVAL, document, (FESTIVAL,), value)
                else:
                    self._wrong(document, (key,), "write [festival], once and with single brackets")
            elif key in MODELS or key == EDIT:
                yield from self._array(document, key, value, defaults.get(key, {}))
            elif key != _DEFAULTS:
                known = [FESTIVAL, *MODELS, EDIT, _DEFAULTS]
                self._wrong(document, (key,), f"unknown table{suggestion(key, known)}")

    def _wrong(self, document: Document, path: Path, message: str) -> None:
        name = ".".join(str(part) for part in path)
        self.findings.error(Problem(document.name, document.lines.find(path), name, message))

    def _array(
        self, document: Document, kind: str, value: Any, defaults: Mapping[str, Any]
    ) -> Iterator[Entry]:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong(document, (kind,), f"write [[{kind}]], with double brackets, once for each")
            return
        for index, own in enumerate(value):
            raw, defaulted = _with_defaults(own, defaults)
            yield Entry(kind, document, (kind, index), raw, defaulted)

    def _defaults(self, document: Document) -> Mapping[str, Mapping[str, Any]]:
        """Return the usable part of the defaults of a file, by kind."""
        tables = document.data.get(_DEFAULTS, {})
        if not isinstance(tables, dict):
            self._wrong(document, (_DEFAULTS,), "write [defaults.session], with the kind of entry")
            return {}
        usable: dict[str, dict[str, Any]] = {}
        for kind, values in tables.items():
            path: Path = (_DEFAULTS, kind)
            if kind not in MODELS or not isinstance(values, dict):
                self._wrong(document, path, f"there are no defaults for it{suggestion(kind, MODELS)}")
                continue
            known = file_keys(MODELS[kind]) - {"id", "code"}
            for key in values.keys() - known:
                self._wrong(document, (*path, key), f"unknown key{suggestion(key, known)}")
            usable[kind] = {key: value for key, value in values.items() if key in known}
        return usable
