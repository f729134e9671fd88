"""Letters drawn with quadrant blocks, for large text and for what is read from across a square.

Two faces of the misc-fixed family (public domain, X.Org), stored in the ``.hex`` format of GNU Unifont:
``SMALL`` (5 by 8 pixels) takes four rows and two and a half columns a letter, so 32 letters fit in 80 columns;
``TALL`` (8 by 13, bold) takes seven rows and four columns. A cell is two by two pixels, so every terminal
font that has block elements (Unicode 1.1) can show it.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from festival.tui.paint import Row

_QUADRANTS: Final = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""Indexed by upper left (1), upper right (2), lower left (4), lower right (8)."""


@dataclass(frozen=True, slots=True)
class Face:
    """A bitmap font: its file, and its size in pixels."""

    file: str
    width: int
    height: int

    @property
    def rows(self) -> int:
        """Terminal rows that a line of text takes."""
        return -(-self.height // 2)

    def fits(self, width: int) -> int:
        """Return how many letters fit `width` cells."""
        return max(1, width * 2 // self.width)


SMALL: Final = Face("5x8.hex", 5, 8)
TALL: Final = Face("8x13b.hex", 8, 13)


@cache
def _glyphs(face: Face) -> Mapping[str, tuple[int, ...]]:
    """Return the rows of pixels of each character that `face` has."""
    digits = -(-face.width // 4)
    found = {}
    for line in (Path(__file__).parent / "glyphs" / face.file).read_text("ascii").splitlines():
        if line.startswith("#"):
            continue
        code, _, bits = line.partition(":")
        found[chr(int(code, 16))] = tuple(
            int(bits[at : at + digits], 16) for at in range(0, len(bits), digits)
        )
    return found


def _glyph(face: Face, char: str) -> tuple[int, ...]:
    """Return the pixels of `char`, of its base letter, or of a question mark."""
    glyphs = _glyphs(face)
    base = unicodedata.normalize("NFKD", char)[:1]
    return glyphs.get(char) or glyphs.get(base) or glyphs["?"]


def draws(text: str, face: Face) -> bool:
    """Return whether `face` has every letter of `text`, be it without its mark: else some would be question marks."""
    glyphs = _glyphs(face)
    return all(char in glyphs or unicodedata.normalize("NFKD", char)[:1] in glyphs for char in text)


def pixels(text: str, face: Face) -> tuple[str, ...]:
    """Return one line of `text` as rows of pixels, ``#`` and ``.``: for :func:`festival.tui.picture.picture`, in any size."""
    glyphs = [_glyph(face, char) for char in text]
    return tuple(
        "".join(f"{glyph[y]:0{face.width}b}" for glyph in glyphs).translate({ord("0"): ".", ord("1"): "#"})
        for y in range(face.height)
    )


@lru_cache(maxsize=512)
def line(text: str, face: Face = SMALL) -> tuple[str, ...]:
    """Return one line of `text` as rows of quadrant blocks, as wide as needed."""
    glyphs = [_glyph(face, char) for char in text]
    columns = len(text) * face.width + (len(text) * face.width) % 2
    pixels = []
    for y in range(face.rows * 2):
        row = 0
        for glyph in glyphs:
            row = row << face.width | (glyph[y] if y < face.height else 0)
        pixels.append(row << (len(text) * face.width) % 2)
    rows = []
    for upper, lower in zip(pixels[::2], pixels[1::2], strict=True):
        cells = []
        for shift in range(columns - 2, -1, -2):
            top, bottom = upper >> shift & 3, lower >> shift & 3
            cells.append(_QUADRANTS[(top >> 1) | (top & 1) << 1 | (bottom >> 1) << 2 | (bottom & 1) << 3])
        rows.append("".join(cells))
    return tuple(rows)


@lru_cache(maxsize=512)
def lines(text: str, letters: int, most: int) -> tuple[str, ...]:
    """Return `text` broken at spaces into at most `most` lines of `letters` letters; what is left out ends in an ellipsis."""
    found: list[str] = []
    current = ""
    for word in text.split():
        joined = f"{current} {word}" if current else word
        if len(joined) <= letters:
            current = joined
            continue
        if current:
            found.append(current)
        while len(word) > letters and len(found) < most:
            found.append(word[: letters - 1] + "-")
            word = word[letters - 1 :]  # noqa: PLW2901  the rest of a word that is longer than a line
        current = word
    found.append(current)
    if len(found) > most:
        found = found[:most]
        found[-1] = found[-1][: letters - 1].rstrip(" -") + "…"
    return tuple(found)


def big(text: str, width: int, role: str = "", most: int = 2, face: Face = SMALL) -> list[Row]:
    """Return `text` as rows of large letters in `role`, in at most `most` lines that fit `width` cells."""
    return [[(row, role)] for part in lines(text, face.fits(width), most) for row in line(part, face)]
