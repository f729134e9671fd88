"""What a person's own terminal remembers: picks, language, looks. A kiosk remembers nothing."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from festival.files import write_whole
from festival.links import MOST_PICKS
from festival.locale import LANGUAGES
from festival.tui.themes import PALETTES


@dataclass(frozen=True, slots=True)
class Memory:
    """The remembered part of the state."""

    picks: tuple[str, ...] = ()
    language: str | None = None
    theme: str | None = None
    large: bool = False

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return what `path` holds; what is missing or makes no sense is forgotten."""
        try:
            found = json.loads(path.read_bytes()[:100_000])
        except (OSError, ValueError, RecursionError):
            return cls()
        if not isinstance(found, dict):
            return cls()
        return cls(
            picks=_strings(found.get("picks")),
            language=_one_of(LANGUAGES, found.get("language")),
            theme=_one_of(PALETTES, found.get("theme")),
            large=found.get("large") is True,
        )

    def write(self, path: Path) -> None:
        """Replace `path`, wholly or not at all. Raises :class:`OSError` if it cannot be written."""
        write_whole(path, json.dumps(asdict(self), indent=1), 0o600)


def _one_of(known: Iterable[str], value: Any) -> str | None:
    return value if isinstance(value, str) and value in known else None


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(one for one in value[:MOST_PICKS] if isinstance(one, str) and len(one) <= 64)
