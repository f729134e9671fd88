"""In which language somebody reads."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_MOST: Final = 20
"""Languages of a header that are looked at."""


@lru_cache(128)
def negotiated(accept_language: str, known: tuple[str, ...]) -> str:
    """Return which of `known` languages an Accept-Language header (RFC 9110, 12.5.4) prefers; the first if it names none.

    >>> negotiated("fr, en-GB;q=0.8, de;q=0.3", ("de", "en"))
    'en'
    """
    wanted: list[tuple[float, int, str]] = []
    for at, part in enumerate(accept_language.split(",")[:_MOST]):
        tag, _, weight = part.partition(";")
        language = tag.strip().lower().partition("-")[0]
        if (quality := _quality(weight)) > 0 and (language in known or language == "*"):
            wanted.append((-quality, at, known[0] if language == "*" else language))
    return min(wanted)[2] if wanted else known[0]


def _quality(weight: str) -> float:
    """Return the weight of ``q=0.8``, 1 without one, 0 for one that is none."""
    name, _, number = weight.strip().partition("=")
    if not name:
        return 1.0
    digits = number.strip()
    if name.strip().lower() != "q" or not digits.replace(".", "", 1).isdecimal() or not digits.isascii():
        return 0.0
    return min(float(digits), 1.0)


def in_order(first: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return `known` languages with `first` before the others."""
    return (first, *(language for language in known if language != first))
