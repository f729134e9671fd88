"""Reasons that are given by one key, in the languages of the programme."""

from collections.abc import Mapping
from typing import Final

REASONS: Final[tuple[Mapping[str, str], ...]] = (
    {"de": "Regen", "en": "Rain"},
    {"de": "Technik", "en": "Technical problem"},
    {"de": "Überzogen", "en": "Running over"},
    {"de": "Gast verspätet", "en": "Guest is late"},
)
