"""Text of other people, made safe once, where it enters the model.

Programme text comes from hundreds of people and from imported files. No model field escapes the two types
here: :data:`Line` (one line) and :data:`Block` (paragraphs). After cleaning a text holds no control, format,
surrogate, private-use or unassigned character, no bidi override, at most :data:`MAX_MARKS` marks on one
letter, and is in Unicode normal form C. Cleaning is idempotent.

Emoji sequences (variation selectors, zero-width joiners, skin tones, keycaps, flags) are reduced to their
base characters, because terminals do not agree on their width.
"""

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator

LINE_CAP: Final = 200
"""Characters in a line; a longer one is cut and ends with an ellipsis."""
BLOCK_CAP: Final = 4_000
"""Characters in a block."""
MAX_MARKS: Final = 4
"""Combining marks on one base character (Vietnamese and Hebrew need two or three; "zalgo" uses dozens)."""

# What nearly all programme text consists of, and needs no further look: printable Latin letters without
# combining marks, and the usual typographic signs.
_PLAIN_LINE: Final = re.compile(
    r"[!-~\xa1-\xac\xae-\u02ff–—‘’‚“”„†•…‹›€→]+(?: [!-~\xa1-\xac\xae-\u02ff–—‘’‚“”„†•…‹›€→]+)*"
)

_REMOVED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Visible only as a change of width or of the character before: variation selectors, combining enclosing
# keycap, grapheme joiner, Hangul fillers, skin tones.
_REMOVED: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u20dd-\u20e4\u3164\ufe00-\ufe0f\uffa0"
    "\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
_FLAG_A: Final = 0x1F1E6
_FLAG_LETTERS: Final = {_FLAG_A + index: chr(ord("A") + index) for index in range(26)}
_NEWLINES: Final = re.compile("\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def _keep(text: str) -> str:
    """Drop every character that must not reach a screen, a page or a calendar; tabs and newlines stay."""
    text = _REMOVED.sub("", text.translate(_FLAG_LETTERS))
    return "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in _REMOVED_CATEGORIES
    )


def _limit_marks(text: str) -> str:
    """Keep the first :data:`MAX_MARKS` combining marks of each base character."""
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _cut(text: str, cap: int) -> str:
    return text if len(text) <= cap else text[: cap - 1].rstrip() + "…"


def _visible(text: str, cap: int) -> str:
    # Reading far beyond the cap would let one field cost seconds; what is cut away is never shown.
    return _limit_marks(unicodedata.normalize("NFC", _keep(text[: cap * 8])))


def clean_line(text: str, cap: int = LINE_CAP) -> str:
    """Return `text` as one safe line: white space folded, at most `cap` characters."""
    if len(text) <= cap and _PLAIN_LINE.fullmatch(text):
        return text
    return _cut(" ".join(_visible(_NEWLINES.sub(" ", text[: cap * 8]), cap).split()), cap)


def clean_block(text: str, cap: int = BLOCK_CAP) -> str:
    """Return `text` as safe paragraphs: lines folded, paragraphs parted by one blank line, at most `cap` characters.

    A single line break inside a paragraph stays (lists); three or more become a paragraph break.
    """
    if len(text) <= cap and _PLAIN_LINE.fullmatch(text):
        return text
    lines = [" ".join(line.split()) for line in _visible(_NEWLINES.sub("\n", text), cap).split("\n")]
    return _cut(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), cap)


Line = Annotated[str, AfterValidator(clean_line)]
"""A model field of one line."""
Block = Annotated[str, AfterValidator(clean_block)]
"""A model field of paragraphs."""


def fold(text: str) -> str:
    """Return `text` as it is compared in a search: lower case, accents removed, umlauts and ß as base letters.

    "Größe" and "GRÖSSE" meet as "grosse": ä, ö, ü lose their dots, ß becomes ss. Umlauts that are written out
    (ae, oe, ue) are the matter of :mod:`festival.schedule.spelling`.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
