"""Our own themes: daylight, night and high contrast.

Each palette names what a colour means, never how it looks. Text of every role reaches a contrast of 4.5:1
(WCAG 2.2, 1.4.3) on every background a card may have, 7:1 (1.4.6) in the contrast theme; a test computes it.
No state is told by colour alone: screens add a word or a glyph.
"""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Final

from rich.style import Style
from textual.theme import Theme


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme as ``#rrggbb``; field names are the roles that rows are painted with."""

    name: str
    dark: bool
    # Backgrounds.
    ground: str
    card: str
    focus: str
    """Background of the card or choice that Enter would choose."""
    band: str
    """Background of the header."""
    # Foregrounds on ground, card and focus.
    text: str
    muted: str
    accent: str
    good: str
    """Open, running, on time."""
    late: str
    moved: str
    stop: str
    """Cancelled, full, closed."""
    # Foregrounds on the band.
    band_text: str
    band_muted: str
    band_accent: str
    # A chosen choice, an urgent announcement: pairs of their own.
    chosen: str
    chosen_text: str
    alarm: str
    alarm_text: str
    line: str
    """Rules and empty parts of bars; not text."""


DAY: Final = Palette(
    name="festival-day", dark=False,
    ground="#fbf7ee", card="#f3ecdd", focus="#ffdf94", band="#0e3442",
    text="#13242c", muted="#505c64", accent="#0a566d", good="#125c33", late="#8a4100", moved="#5b3a9e", stop="#a10f28",
    band_text="#ffffff", band_muted="#b9d3dc", band_accent="#ffc940",
    chosen="#0e3442", chosen_text="#ffffff", alarm="#a10f28", alarm_text="#ffffff", line="#d5c9b1",
)  # fmt: skip
NIGHT: Final = Palette(
    name="festival-night", dark=True,
    ground="#0b151b", card="#13222b", focus="#21465a", band="#082a37",
    text="#f4f0e6", muted="#b3c0c8", accent="#ffcb57", good="#86e3ab", late="#ffb877", moved="#d3bcff", stop="#ffb0b5",
    band_text="#ffffff", band_muted="#b9d3dc", band_accent="#ffc940",
    chosen="#ffc940", chosen_text="#13242c", alarm="#ff7a85", alarm_text="#16060a", line="#2d434f",
)  # fmt: skip
CONTRAST: Final = Palette(
    name="festival-contrast", dark=True,
    ground="#000000", card="#000000", focus="#00316b", band="#000000",
    text="#ffffff", muted="#ffffff", accent="#ffff3c", good="#7dffa8", late="#ffd27a", moved="#e3d3ff", stop="#ffc2c6",
    band_text="#ffffff", band_muted="#ffffff", band_accent="#ffff3c",
    chosen="#ffff3c", chosen_text="#000000", alarm="#ffffff", alarm_text="#000000", line="#ffffff",
)  # fmt: skip
PALETTES: Final = {palette.name: palette for palette in (DAY, NIGHT, CONTRAST)}


def themes() -> list[Theme]:
    """Return the palettes as Textual themes; every role is a CSS variable (``$fest-card``)."""
    return [
        Theme(
            name=palette.name,
            dark=palette.dark,
            primary=palette.accent,
            background=palette.ground,
            surface=palette.card,
            panel=palette.card,
            foreground=palette.text,
            warning=palette.late,
            error=palette.stop,
            success=palette.good,
            accent=palette.accent,
            variables={
                f"fest-{role.replace('_', '-')}": colour
                for role, colour in asdict(palette).items()
                if role not in {"name", "dark"}
            },
        )
        for palette in PALETTES.values()
    ]


@cache
def style(palette_name: str, role: str, ground: str) -> Style:
    """Return the style of text in `role` on the background `ground` (a role of its own, or ``#rrggbb``).

    A role may be made bold with a leading ``*``, struck through with ``~``, underlined with ``_`` and put on
    another background with ``@``: ``*late``, ``~muted``, ``*chosen_text@chosen``; a colour ``#rrggbb`` is its
    own role.
    """
    palette = PALETTES[palette_name]
    bold, struck, underlined = "*" in role, "~" in role, "_" in role[:1]
    role, _, own_ground = role.lstrip("*~_").partition("@")
    ground = own_ground or ground

    def colour(name: str) -> str:
        return name if name.startswith("#") else getattr(palette, name)

    return Style(
        color=colour(role or "text"), bgcolor=colour(ground), bold=bold, strike=struck, underline=underlined
    )
