"""Which of the eight masks a code gets: the one that ISO/IEC 18004, 7.8.3 penalises least.

qrcode draws a code eight times and judges each module by module, which takes five times as long as all the rest. But
from one mask to another the same modules change in every code of a version, so they are kept; and a code is judged as
one number, whose bits are its modules row after row.
"""

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from qrcode.main import QRCode

_MASKS: Final = range(8)
_FINDERS: Final = (0b10111010000, 0b00001011101)
"""Modules that look like a finder pattern (table 11, feature 3)."""
_FINDER: Final = 11


class _Drawing(NamedTuple):
    """The modules row after row, and column after column; the first is the highest bit."""

    rows: int
    columns: int


class _Version(NamedTuple):
    """What all codes of a version and a level have in common: by which modules they differ from the first mask."""

    tried: tuple[_Drawing, ...]
    """With each mask, and without the bits that name it."""
    named: tuple[int, ...]
    """With each mask, as it is shown; row after row."""


_versions: Final[dict[tuple[int, int], _Version]] = {}


def masked(code: "QRCode[Any]") -> tuple[tuple[bool, ...], ...]:
    """Return the modules of `code`, whose version is chosen, with the mask that it gets; they are those of ``code.make()``."""
    first = _drawn(code, 0, test=True)
    key = (code.version, code.error_correction)
    if key not in _versions:
        _versions[key] = _version_of(code, first)
    version, side = _versions[key], code.modules_count
    penalties = [_penalty(first.rows ^ one.rows, first.columns ^ one.columns, side) for one in version.tried]
    bits = f"{first.rows ^ version.named[penalties.index(min(penalties))]:0{side * side}b}"
    return tuple(tuple(bit == "1" for bit in bits[at : at + side]) for at in range(0, side * side, side))


def _version_of(code: "QRCode[Any]", first: _Drawing) -> _Version:
    tried = [_drawn(code, mask, test=True) for mask in _MASKS]
    named = [_drawn(code, mask, test=False) for mask in _MASKS]
    return _Version(
        tuple(_Drawing(one.rows ^ first.rows, one.columns ^ first.columns) for one in tried),
        tuple(one.rows ^ first.rows for one in named),
    )


def _drawn(code: "QRCode[Any]", mask: int, *, test: bool) -> _Drawing:
    code.makeImpl(test, mask)
    return _Drawing(_number(code.modules), _number(list(zip(*code.modules, strict=True))))


def _number(rows: Sequence[Sequence[bool | None]]) -> int:
    return int("".join("1" if module else "0" for module in chain.from_iterable(rows)), 2)


def _penalty(rows: int, columns: int, side: int) -> int:
    """Return the points of table 11, as many as ``qrcode.util.lost_point`` counts."""
    return _of_lines(rows, side) + _of_lines(columns, side) + _of_blocks(rows, side) + _of_balance(rows, side)


@cache
def _whole(width: int, side: int) -> int:
    """Return the modules at which as many as `width` begin, counted from the end of their line, that lie in one line."""
    return int(("0" * (width - 1) + "1" * (side - width + 1)) * side, 2)


def _of_lines(bits: int, side: int) -> int:
    """Return the points of runs of five or more, and of what looks like a finder pattern."""
    same = ~(bits ^ bits >> 1) & _whole(2, side)
    five = same & same >> 1 & same >> 2 & same >> 3 & _whole(5, side)
    begins = five & ~(five >> 1)  # of a run of n, n - 4 are in `five`; it costs n - 2
    points = five.bit_count() + 2 * begins.bit_count()
    shifted = [bits >> at for at in range(_FINDER)]
    for finder in _FINDERS:
        found = _whole(_FINDER, side)
        for at, line in enumerate(shifted):
            found &= line if finder >> at & 1 else ~line
        points += 40 * found.bit_count()
    return points


def _of_blocks(bits: int, side: int) -> int:
    """Return the points of blocks of two by two that are all dark or all light."""
    same = ~(bits ^ bits >> 1) & _whole(2, side)
    below = ~(bits ^ bits >> side) & (1 << side * (side - 1)) - 1
    return 3 * (same & same >> side & below).bit_count()


def _of_balance(bits: int, side: int) -> int:
    """Return the points for each 5 percent by which more or less than half of the modules are dark."""
    return 10 * int(abs(bits.bit_count() / side**2 * 100 - 50) / 5)
