"""Spellings that a search takes for the same, and those one slip away."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from festival.schedule.text import fold

# The frequent ones, and those that Unicode does not take apart. What German writes out loses its e below.
_COMMON: Final = (
    ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("é", "e"),
    ("ł", "l"), ("ø", "o"), ("đ", "d"), ("æ", "ae"), ("œ", "oe"), ("ı", "i"), ("ð", "d"), ("þ", "th"),
)  # fmt: skip
_TYPOGRAPHY: Final = ("–", "—", "„", "“", "”", "‚", "‘", "’", "…", "•", "·", "|", "»", "«")
# Reading from the left, a part of a word always gives a part of its result: "groe" is found on the way to
# "grösse". That "neue" becomes "neu" does no harm, since both sides do.
_DIGRAPHS: Final = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_SEPARATOR: Final = "\0"
_WORDS: Final = re.compile(r"[^\W_]+")
_NOISE: Final = {code: " " for code in range(1, 128) if not chr(code).isalnum()}
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
"""With which a slip replaces another."""


def words_of_all(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the words of each text, as they are compared; texts hold no NUL (:mod:`festival.schedule.text`).

    One long string is folded at once: 20,000 titles take 30 ms, one by one three times as long.
    """
    listed = list(texts)
    if not listed:
        return
    folded = _SEPARATOR.join(listed).casefold()
    for accented, plain in _COMMON:
        folded = folded.replace(accented, plain)
    for sign in _TYPOGRAPHY:
        folded = folded.replace(sign, " ")
    lines = folded.split(_SEPARATOR)
    other: dict[int, list[str]] = {}
    if not folded.isascii():
        for number, line in enumerate(lines):
            if not line.isascii():
                plain = _without_digraphs(fold(line))
                other[number] = _WORDS.findall(plain)
                lines[number] = ""
        folded = _SEPARATOR.join(lines)
    for number, line in enumerate(_without_digraphs(folded).translate(_NOISE).split(_SEPARATOR)):
        yield other[number] if number in other else line.split()


def _without_digraphs(text: str) -> str:
    for digraph, letter in _DIGRAPHS:
        text = text.replace(digraph, letter)
    return text


def words_of(text: str) -> list[str]:
    """Return the words of `text` as they are compared: "Große Bühne" and "grosse buehne" give the same.

    >>> words_of("Größe & Bühne-2")
    ['grosse', 'buhne', '2']
    """
    return next(words_of_all((text.replace(_SEPARATOR, " "),)))


def one_slip(word: str, letters: Sequence[str] | None = None) -> set[str]:
    """Return the spellings from which `word` comes by one letter too many, too few, wrong, or two swapped.

    Of those that keep so many letters of its beginning only the ones are wanted that go on with one of `letters` at that
    place, and none that keep more than there are places; None: all.
    """
    if letters is None:
        letters = [LETTERS] * (len(word) + 1)
    found: set[str] = set()
    for at, following in enumerate(letters):
        left, right = word[:at], word[at:]
        if right:
            found.add(left + right[1:])
            found.update(left + letter + right[1:] for letter in following)
        if len(right) > 1:
            found.add(left + right[1] + right[0] + right[2:])
        found.update(left + letter + right for letter in following)
    return found - {word}
