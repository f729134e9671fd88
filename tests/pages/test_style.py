"""The colours of the pages are those of the kiosk, whose contrast a test computes."""

import re
from dataclasses import asdict

import pytest

from festival.pages.assets import STYLE
from festival.tui.themes import DAY, NIGHT, Palette

SHARED = {"ground", "card", "text", "muted", "accent", "good", "late", "moved", "stop", "line"}
DARK = "@media (prefers-color-scheme:dark){"


def colours(part: str) -> dict[str, str]:
    """Give the colours that the first block of custom properties in a part of the style names."""
    block = part[: part.index("}")]
    return dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", block))


@pytest.mark.parametrize(("palette", "dark"), [(DAY, False), (NIGHT, True)], ids=["day", "night"])
def test_a_page_has_the_colours_of_the_kiosk(palette: Palette, *, dark: bool) -> None:
    light_part, dark_part = STYLE.body.decode().split(DARK, 2)[:2]
    found = colours(dark_part if dark else light_part)
    kiosk = asdict(palette)
    assert {name: found[name] for name in SHARED} == {name: kiosk[name] for name in SHARED}
    assert (found["band"], found["chosen"]) == (kiosk["band"], kiosk["chosen"])
