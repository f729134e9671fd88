"""What organisers type: minutes with a sign, texts with a language."""

import re
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

import click

from festival.schedule.model import UNDETERMINED
from festival.schedule.text import BLOCK_CAP, LINE_CAP, clean_block, clean_line

Tagged: TypeAlias = tuple[str, str]
"""The tag of a language, and a text in it."""

MINUS: Final = "\N{MINUS SIGN}"
"""Stands for the hyphen of a negative number while options are told from arguments."""
_MOST_MIN: Final = 24 * 60
_LENGTH: Final = re.compile(
    rf"(?P<sign>[+-]|{MINUS})?(?:(?P<hours>[0-9]{{1,2}})h)?(?:(?P<minutes>[0-9]{{1,4}})(?:m|min)?)?", re.ASCII
)
_NEGATIVE: Final = re.compile(r"-(?=[0-9])[0-9hmin]+", re.ASCII)
_TAGGED: Final = re.compile(r"(?P<tag>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)=(?P<text>.*)", re.ASCII | re.DOTALL)


def without_hyphens(arguments: Iterable[str]) -> list[str]:
    """Return `arguments` with the sign of negative lengths as :data:`MINUS`, so that ``-5`` is not an option.

    >>> without_hyphens(["u-quiz", "-5", "--dry-run"])[1] == MINUS + "5"
    True
    """
    return [MINUS + one[1:] if _NEGATIVE.fullmatch(one) else one for one in arguments]


def minutes_of(text: str) -> int:
    """Return the minutes that a length says: ``15``, ``+15``, ``-5``, ``15m``, ``1h``, ``1h30``.

    Raises :class:`click.BadParameter` for what is none, and for more than a day.
    """
    found = _LENGTH.fullmatch(text)
    if found is None or not (found["hours"] or found["minutes"]):
        raise click.BadParameter(f"{_shown(text)} is not a length like +15, -5, 15m or 1h.")
    minutes = 60 * int(found["hours"] or 0) + int(found["minutes"] or 0)
    if minutes > _MOST_MIN:
        raise click.BadParameter(f"{_shown(text)} is more than a day: {_MOST_MIN} minutes at most.")
    return -minutes if found["sign"] in {"-", MINUS} else minutes


def line_of(text: str) -> Tagged:
    """Return the language's tag and the line of ``de=Regen``; without a tag the line is the same in all languages.

    Raises :class:`click.BadParameter` for what is too long: nothing is cut.
    """
    return _tagged(text, LINE_CAP, clean_line)


def block_of(text: str) -> Tagged:
    """Return the same of a text that may have paragraphs."""
    return _tagged(text, BLOCK_CAP, clean_block)


def _tagged(text: str, cap: int, clean: Callable[[str, int], str]) -> Tagged:
    found = _TAGGED.fullmatch(text)
    tag, said = (found["tag"], found["text"]) if found else (UNDETERMINED, text)
    length = len(clean(said, cap * 8))
    if length > cap:
        raise click.BadParameter(f"{length} characters, at most {cap}: shorten it.")
    return tag, clean(said, cap)


def local_text(pairs: Iterable[Tagged]) -> dict[str, str]:
    """Return the texts by language. Raises :class:`click.UsageError` if one comes twice."""
    found: dict[str, str] = {}
    for tag, text in pairs:
        if tag in found:
            named = "without a language" if tag == UNDETERMINED else f"in {tag}"
            raise click.UsageError(f"There are two texts {named}: write each as LANG=TEXT, e.g. de=Regen.")
        found[tag] = text
    return found


def _shown(text: str) -> str:
    return repr(text.replace(MINUS, "-")[:40])
