"""The keys of an on-screen keypad, and where on a page it goes."""

from dataclasses import dataclass
from enum import Enum, auto
from string import ascii_uppercase
from typing import Final

from festival.locale import Locale

SPACE: Final = " "
RUB_OUT: Final = "\b"
CLEAR: Final = "\x18"
"""The key that takes everything away."""
DONE: Final = "\r"
"""The key that leaves the keypad: to what was found, or with the number that was typed."""

SMALLEST_KEY: Final = (6, 3)
"""Columns and rows of the smallest key, its gap included."""
_LARGEST_KEY: Final = (10, 5)
_TEXT_MIN, _LARGE_TEXT_MIN = 36, 76
"""Columns that what is found needs beside the keys."""
_TALL: Final = 44
"""Rows from which the keys can stand below what is found."""
_LINE_ROWS, _LARGE_LINE_ROWS = 3, 4
"""Rows of the line of text above the keys."""


@dataclass(frozen=True, slots=True)
class Cap:
    """One key: what it types, what stands on it, and how many plain keys wide it is."""

    key: str
    label: str
    units: int = 1


Caps = tuple[tuple[Cap, ...], ...]
"""Rows of keys, each as many units wide as the others."""


def units(caps: Caps) -> int:
    """Return how many plain keys wide `caps` are."""
    return max((sum(cap.units for cap in row) for row in caps), default=0)


def letters(locale: Locale) -> Caps:
    """Return the alphabet in rows of seven: people who hunt for a letter know the order of the alphabet.

    Search takes Ä for A and ß for ss, so 26 letters are enough.
    """
    t = locale.t
    rows = [tuple(Cap(char, char) for char in ascii_uppercase[at : at + 7]) for at in range(0, 21, 7)]
    return (
        *rows,
        (*(Cap(char, char) for char in "VWXYZ"), Cap(RUB_OUT, "⌫", 2)),
        (Cap(SPACE, t("Space"), 4), Cap(CLEAR, t("Clear"), 3)),
    )


def wide_letters(locale: Locale) -> Caps:
    """Return the alphabet in three rows of ten, for a keypad that takes the whole width."""
    last = (
        *(Cap(char, char) for char in "UVWXYZ"),
        Cap(SPACE, locale.t("Space")),
        Cap(RUB_OUT, "⌫"),
        Cap(CLEAR, "✕"),
        Cap(DONE, "➜"),
    )
    return (
        tuple(Cap(char, char) for char in "ABCDEFGHIJ"),
        tuple(Cap(char, char) for char in "KLMNOPQRST"),
        last,
    )


def digits(locale: Locale) -> Caps:
    """Return the digits as on a telephone (ITU-T E.161), with a way to correct and one to end."""
    rows = [tuple(Cap(char, char) for char in row) for row in ("123", "456", "789")]
    return (*rows, (Cap(RUB_OUT, "⌫"), Cap("0", "0"), Cap(DONE, locale.t("OK"))))


class Side(Enum):
    """Where the keypad stands."""

    RIGHT = auto()
    BELOW = auto()
    INSTEAD = auto()
    """It takes the place of what is found, which has a view of its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the keypad stands, and the columns and rows of a key."""

    side: Side
    key: tuple[int, int]


def arrange(width: int, height: int, *, large: bool) -> Place:
    """Return where a keypad of letters goes on a page body of `width` columns and `height` rows."""
    least_wide, least_high = SMALLEST_KEY
    most_wide, most_high = _LARGEST_KEY
    if height >= _TALL and width < height * 2:
        wide = min(most_wide, (width - 2) // 7)
        return Place(Side.BELOW, (wide, min(most_high, wide // 2)))
    wide = max(least_wide, min(most_wide, width * 45 // 100 // 7))
    room = width - wide * 7 - 2
    if room >= (_LARGE_TEXT_MIN if large else _TEXT_MIN) and height >= least_high * 5:
        return Place(Side.RIGHT, (wide, max(least_high, min(most_high, (wide + 1) // 2, height // 5))))
    line = _LARGE_LINE_ROWS if large else _LINE_ROWS
    high = max(least_high, min(4, (height - line) // 3))
    return Place(Side.INSTEAD, (max(least_wide, min(most_wide, (width - 2) // 10)), high))
