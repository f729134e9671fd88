"""What entries say of each other: names that must exist, and rules across entries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from festival.programme.convert import suggestion
from festival.programme.entries import Entry
from festival.programme.findings import Findings
from festival.programme.lines import Path
from festival.programme.times import shown
from festival.schedule.model import Provenance

_REFERENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "festival": {"workshop": "track"},
    "session": {
        "room": "room",
        "track": "track",
        "speakers": "person",
        "organisations": "organisation",
        "projects": "project",
    },
    "room": {"project": "project"},
    "station": {"track": "track", "host": "organisation", "project": "project"},
    "project": {"organisation": "organisation"},
    "person": {"organisation": "organisation"},
    "announcement": {"rooms": "room"},
}
"""Which keys of an entry name an entry of which kind."""

_Known = Mapping[str, Mapping[str, Entry]]
"""Entries by kind and id."""


@dataclass
class References:
    """Checks entries against each other; what is wrong goes to the findings."""

    findings: Findings
    sources: Collection[str]
    """The keys of ``[festival.sources]``."""
    is_complete: bool = True
    """Whether all files could be read; else nobody can say what is unknown."""
    _suggestions: dict[tuple[str, str], str] = field(default_factory=dict)

    def check(self, entries: Collection[tuple[Entry, Mapping[str, Any]]]) -> None:
        """Check all `entries`, each with its fields by the model's names. Raises :class:`EnoughError`."""
        known: dict[str, dict[str, Entry]] = {}
        for entry, _ in entries:
            if entry.id is not None:
                self._once(entry, ("id",), known.setdefault(entry.kind, {}), entry.id)
        codes: dict[str, Entry] = {}
        kiosks: dict[str, Entry] = {}
        for entry, data in entries:
            for key, kind in _REFERENCES.get(entry.kind, {}).items():
                self._named(entry, (key,), data.get(key), kind, known.get(kind, {}))
            if issubclass(entry.model, Provenance):
                self._provenance(entry, data)
            if isinstance(code := data.get("code"), str):
                self._once(entry, ("code",), codes, code)
            if entry.kind == "map":
                self._map(entry, data, known, kiosks)
            elif entry.kind == "project":
                self._facts(entry, data)
            elif entry.kind == "room" and data.get("kind") == "stage" and "project" not in data:
                message = 'a stage needs a page behind its QR code: project = "..."; or it is a kind = "room"'
                self._wrong(entry, (), message)

    def _wrong(self, entry: Entry, path: Path, message: str) -> None:
        self.findings.error(entry.problem(path, message))

    def _once(self, entry: Entry, path: Path, seen: dict[str, Entry], name: str) -> None:
        if name in seen:
            place = f"{seen[name].document.name}:{seen[name].line}"
            self._wrong(entry, path, f"{shown(name)} is already used in {place}; choose another")
        else:
            seen[name] = entry

    def _named(self, entry: Entry, path: Path, value: Any, kind: str, known: Mapping[str, Entry]) -> None:
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                self._named(entry, (*path, index), item, kind, known)
        elif isinstance(value, str) and value not in known and self.is_complete:
            if (kind, value) not in self._suggestions:
                self._suggestions[kind, value] = suggestion(value, known)
            self._wrong(entry, path, f"unknown {kind} {shown(value)}{self._suggestions[kind, value]}")

    def _provenance(self, entry: Entry, data: Mapping[str, Any]) -> None:
        source, sample = data.get("source"), data.get("sample", False)
        if source is not None and sample:
            self._wrong(entry, ("sample",), "give either source or sample = true, not both")
        elif source is None and not sample:
            self._wrong(entry, (), 'where does it come from? Give source = "..." or sample = true')
        self._source(entry, ("source",), source)

    def _source(self, entry: Entry, path: Path, source: Any) -> None:
        if not isinstance(source, str) or not self.is_complete:
            return
        if source not in self.sources and not source.startswith("https://"):
            message = f"unknown source {shown(source)}; give a key of [festival.sources] or an https address"
            self._wrong(entry, path, message + suggestion(source, self.sources))

    def _facts(self, entry: Entry, data: Mapping[str, Any]) -> None:
        for index, fact in enumerate(_tables(data.get("facts"))):
            self._source(entry, ("facts", index, "source"), fact.get("source"))

    def _map(self, entry: Entry, data: Mapping[str, Any], known: _Known, kiosks: dict[str, Entry]) -> None:
        pins: dict[str, Entry] = {}
        for index, pin in enumerate(_tables(data.get("pins"))):
            path: Path = ("pin", index, "id")
            kind, name = pin.get("kind"), pin.get("id")
            if kind in ("room", "station"):
                self._named(entry, path, name, kind, known.get(kind, {}))
            if isinstance(name, str):
                self._once(entry, path, pins, name)
        for index, kiosk in enumerate(_tables(data.get("kiosks"))):
            if isinstance(name := kiosk.get("id"), str):
                self._once(entry, ("kiosk", index, "id"), kiosks, name)


def _tables(value: Any) -> Iterable[Mapping[str, Any]]:
    return [item if isinstance(item, dict) else {} for item in value] if isinstance(value, tuple) else []
