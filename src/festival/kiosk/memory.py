"""What a person's own terminal remembers: picks, language, looks. A kiosk remembers nothing."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from festival.files import write_whole
from festival.locale import LANGUAGES
from festival.tui.themes import PALETTES

_MOST_PICKS = 500


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
            language=language if (language := found.get("language")) in LANGUAGES else None,
            theme=theme if (theme := found.get("theme")) in PALETTES else None,
            large=found.get("large") is True,
        )

    def write(self, path: Path) -> None:
        """Replace `path`, wholly or not at all. Raises :class:`OSError` if it cannot be written."""
        write_whole(path, json.dumps(asdict(self), indent=1), 0o600)


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(one for one in value[:_MOST_PICKS] if isinstance(one, str) and len(one) <= 64)
