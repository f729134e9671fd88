"""Reasons that are given by one key, in the languages of the programme."""

from collections.abc import Mapping
from typing import Final

REASONS: Final[tuple[Mapping[str, str], ...]] = (
    {"de": "Regen", "en": "Rain"},
    {"de": "Technik", "en": "Technical problem"},
    {"de": "Überzogen", "en": "Running over"},
    {"de": "Gast verspätet", "en": "Guest is late"},
)


def typed_reason(text: str, languages: tuple[str, ...]) -> dict[str, str]:
    """Return the reason that somebody typed: ``Sturm / Storm`` gives the festival's languages in their order.

    A single part is in no language that could be known (``und``).
    """
    parts = [part.strip() for part in text.split(" / ")]
    if not text.strip():
        return {}
    if len(parts) == 1:
        return {"und": parts[0]}
    return {tag: part for tag, part in zip(languages, parts, strict=False) if part}
