"""The language of a page: what a browser prefers."""

import pytest

from festival.pages.language import negotiated, offered


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "de"),
        ("en", "en"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("fr, de;q=0.3, en;q=0.4", "en"),
        ("fr", "en"),
        ("ro-RO,ro;q=0.9", "en"),
        ("fi, en;q=0", "de"),
        ("fi;q=0", "de"),
        ("*", "de"),
        ("en;q=0, *", "de"),
        ("de;q=0, *", "en"),
        ("de;q=0", "en"),
        ("*;q=0.1, en;q=0.2", "en"),
        ("*;q=0.3, en;q=0.2", "de"),
        ("de;q=0, en;q=0", "de"),
        ("EN-us", "en"),
        ("en;q=1.5.2", "de"),
        ("en;q=nan, de;q=0.1", "de"),
        ("en;q=-1", "de"),
        (",;,;q=", "de"),
        ("x," * 5_000 + "en", "de"),
    ],
)
def test_the_language_that_a_browser_prefers(header: str, language: str) -> None:
    assert negotiated(header, ("de", "en")) == language


@pytest.mark.parametrize(
    ("languages", "order"),
    [
        (("de", "en"), ("de", "en")),
        (("pl", "en", "de"), ("en", "de")),
        (("pl",), ("en", "de")),
        ((), ("en", "de")),
    ],
)
def test_the_festivals_languages_come_first_in_its_order(
    languages: tuple[str, ...], order: tuple[str, ...]
) -> None:
    assert offered(languages) == order
