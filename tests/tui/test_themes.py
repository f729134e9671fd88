"""Every text colour on every background it may have, by the contrast formula of WCAG 2.2."""

from itertools import product

import pytest

from festival.tui.themes import CONTRAST, PALETTES, Palette, style, themes

TEXTS = ("text", "muted", "accent", "good", "late", "moved", "stop")
GROUNDS = ("ground", "card", "focus")
PAIRS = (
    *product(TEXTS, GROUNDS),
    *product(("band_text", "band_muted", "band_accent"), ("band",)),
    ("chosen_text", "chosen"),
    ("alarm_text", "alarm"),
    ("band", "band_accent"),
)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_and_white_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_can_be_read(palette: Palette, text: str, ground: str) -> None:
    least = 7.0 if palette is CONTRAST else 4.5
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= least


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_the_marked_card_differs_from_its_neighbours(palette: Palette) -> None:
    assert palette.focus not in {palette.card, palette.ground}


def test_every_palette_is_a_textual_theme_with_its_roles_as_variables() -> None:
    assert {theme.name for theme in themes()} == set(PALETTES)
    for theme in themes():
        assert theme.variables["fest-band"] == PALETTES[theme.name].band


def test_a_style_takes_weight_and_ground_from_the_role() -> None:
    found = style("festival-day", "*~late@band", "card")
    assert (found.bold, found.strike) == (True, True)
    assert found.color is not None
    assert found.color.name == PALETTES["festival-day"].late
    assert found.bgcolor is not None
    assert found.bgcolor.name == PALETTES["festival-day"].band
