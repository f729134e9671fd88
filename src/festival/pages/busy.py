"""The page for a moment in which there is no other: it is made of nothing, and tries again by itself."""

from datetime import UTC
from functools import lru_cache

from festival.locale import LANGUAGES, locale_for
from festival.pages.drawing import draw


@lru_cache(64)
def busy_page(wait_s: int) -> bytes:
    """Return the page, in all languages, that is asked for again after so many seconds (HTML, 4.2.5.3: ``refresh``)."""
    return draw("busy.html", {"locales": [locale_for(tag, UTC) for tag in LANGUAGES], "wait_s": wait_s})
