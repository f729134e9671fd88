"""In which language somebody reads."""

from functools import cache, lru_cache
from typing import Final

from festival.locale import LANGUAGES

_MOST: Final = 20
"""Languages of a header that are looked at."""


@lru_cache(128)
def negotiated(accept_language: str, known: tuple[str, ...]) -> str:
    """Return which of `known` languages an Accept-Language header (RFC 9110, 12.5.4) prefers; the first if it names none.

    Who names only others reads English, rather than the festival's own language. One with the weight 0 is not wanted: an asterisk stands for those that are not named.

    >>> negotiated("fr, en-GB;q=0.8, de;q=0.3", ("de", "en")), negotiated("de;q=0, *", ("de", "en"))
    ('en', 'en')
    """
    named: dict[str, tuple[float, int]] = {}
    """Weight, and the place in the header, negative: the larger the better."""
    for at, part in enumerate(accept_language.split(",")[:_MOST]):
        tag, _, weight = part.partition(";")
        language = tag.strip().lower().partition("-")[0]
        named[language] = max(named.get(language, (0.0, -at)), (_quality(weight), -at))
    others = named.get("*", (0.0, 0))
    weights = {language: named.get(language, others) for language in known}
    best = max(known, key=weights.__getitem__)
    if weights[best][0] > 0:
        return best
    free = [language for language in known if language not in named]
    if "en" in free and any(len(tag) in {2, 3} and weight > 0 for tag, (weight, _) in named.items()):
        return "en"
    return free[0] if free else known[0]


def _quality(weight: str) -> float:
    """Return the weight of ``q=0.8``, 1 without one, 0 for one that is none."""
    name, _, number = weight.strip().partition("=")
    if not name:
        return 1.0
    digits = number.strip()
    if name.strip().lower() != "q" or not digits.replace(".", "", 1).isdecimal() or not digits.isascii():
        return 0.0
    return min(float(digits), 1.0)


@cache
def offered(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages of the interface, the first for who names none: a festival's `languages` in its order, then ours.

    Of a festival that has none of ours English comes first.
    """
    own = [tag for tag in languages if tag in LANGUAGES] or ["en"]
    return tuple(dict.fromkeys((*own, *LANGUAGES)))
