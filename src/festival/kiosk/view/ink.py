"""The colours of a site plan, for each theme.

An ink is a foreground and a background. Numbers and names reach a contrast of 4.5:1 on theirs (WCAG 2.2,
1.4.3); textures are quieter, for they only help to tell one ground from another.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Ink:
    """Two colours as ``#rrggbb``."""

    front: str
    ground: str

    def role(self, *, bold: bool = False) -> str:
        """Return the ink as a role of :mod:`festival.tui.paint`."""
        return f"{'*' * bold}{self.front}@{self.ground}"


@dataclass(frozen=True, slots=True)
class Inks:
    """One theme's plan: the grounds with their textures, the names on them, and the marks."""

    grounds: dict[str, Ink]
    """By kind of shape, "" where there is none: the texture's colour on the ground's."""
    name: str
    """Colour of names on every ground but buildings."""
    building_name: str
    marks: dict[str, Ink]
    """By kind of pin, and ``here`` and ``chosen``."""


def _marks(sign: Ink, station: Ink, room: Ink, **others: Ink) -> dict[str, Ink]:
    signs = dict.fromkeys(("entrance", "toilet", "toilet_accessible", "water", "lift", "info"), sign)
    return signs | {"station": station, "room": room} | others


_DAY: Final = Inks(
    grounds={
        "": Ink("#fbf7ee", "#fbf7ee"),
        "square": Ink("#d2bf97", "#f0e3c6"),
        "street": Ink("#ffffff", "#b9bfc4"),
        "green": Ink("#8db36b", "#cde2b4"),
        "building": Ink("#5b7480", "#3a525e"),
        "steps": Ink("#7d5a2c", "#dfc49a"),
        "ramp": Ink("#8a6400", "#ffdf94"),
        "water": Ink("#3f7fa3", "#b4daee"),
    },
    name="#2d3f35",
    building_name="#ffffff",
    marks=_marks(
        Ink("#ffffff", "#0a566d"),
        Ink("#13242c", "#ffffff"),
        Ink("#13242c", "#ffc940"),
        first_aid=Ink("#ffffff", "#12673a"),
        stop=Ink("#0c4f2b", "#ffe14d"),
        here=Ink("#ffffff", "#b3122d"),
        chosen=Ink("#ffffff", "#5b2a9e"),
    ),
)
_NIGHT: Final = Inks(
    grounds={
        "": Ink("#0b151b", "#0b151b"),
        "square": Ink("#4a4634", "#2a2a22"),
        "street": Ink("#8d979d", "#39444b"),
        "green": Ink("#4c7a48", "#183526"),
        "building": Ink("#74889a", "#566c7a"),
        "steps": Ink("#e0bd86", "#54432a"),
        "ramp": Ink("#ffd873", "#5c4a0e"),
        "water": Ink("#7fb9d8", "#17405a"),
    },
    name="#dfe8d8",
    building_name="#ffffff",
    marks=_marks(
        Ink("#06202a", "#7fd0ea"),
        Ink("#13242c", "#f4f0e6"),
        Ink("#13242c", "#ffc940"),
        first_aid=Ink("#04220f", "#7de3a4"),
        stop=Ink("#0c3a20", "#fff07a"),
        here=Ink("#ffffff", "#c4203c"),
        chosen=Ink("#1d0b3a", "#d3bcff"),
    ),
)
_CONTRAST: Final = Inks(
    grounds={
        "": Ink("#000000", "#000000"),
        "square": Ink("#7a7a7a", "#000000"),
        "street": Ink("#ffffff", "#3d3d3d"),
        "green": Ink("#3fae5e", "#00290f"),
        "building": Ink("#d9d9d9", "#d9d9d9"),
        "steps": Ink("#ffffff", "#000000"),
        "ramp": Ink("#ffff3c", "#000000"),
        "water": Ink("#6cc6ff", "#00263d"),
    },
    name="#ffffff",
    building_name="#000000",
    marks=_marks(
        Ink("#000000", "#7fd8ff"),
        Ink("#000000", "#ffffff"),
        Ink("#000000", "#ffff3c"),
        first_aid=Ink("#000000", "#7dffa8"),
        stop=Ink("#000000", "#ffe14d"),
        here=Ink("#ffffff", "#a80022"),
        chosen=Ink("#ffffff", "#5a00b8"),
    ),
)
INKS: Final = {"festival-day": _DAY, "festival-night": _NIGHT, "festival-contrast": _CONTRAST}
"""By the name of the theme."""
