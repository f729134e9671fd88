"""One cell of the emulated screen, and how SGR (ECMA-48, 8.3.117) changes the pen that writes it."""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

RGB = tuple[int, int, int]

# xterm's default palette: sixteen named colours, a 6x6x6 cube, twenty-four greys.
_NAMED: list[RGB] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
]
_STEPS = (0, 95, 135, 175, 215, 255)
PALETTE: list[RGB] = [
    *_NAMED,
    *((r, g, b) for r, g, b in product(_STEPS, repeat=3)),
    *((grey, grey, grey) for grey in range(8, 239, 10)),
]


class Cell(NamedTuple):
    """A character and how it looks. `data` is "" in the right half of a wide character.

    The names of the fields are those of `pyte.screens.Char`, which this takes the place of.
    """

    data: str = " "
    fg: RGB | None = None
    """None is the terminal's default colour."""
    bg: RGB | None = None
    bold: bool = False
    dim: bool = False
    italics: bool = False
    underscore: bool = False
    blink: bool = False
    reverse: bool = False
    conceal: bool = False
    strikethrough: bool = False


_FLAGS: dict[int, tuple[tuple[str, bool], ...]] = {
    1: (("bold", True),),
    2: (("dim", True),),
    3: (("italics", True),),
    4: (("underscore", True),),
    5: (("blink", True),),
    7: (("reverse", True),),
    8: (("conceal", True),),
    9: (("strikethrough", True),),
    21: (("underscore", True),),
    22: (("bold", False), ("dim", False)),
    23: (("italics", False),),
    24: (("underscore", False),),
    25: (("blink", False),),
    27: (("reverse", False),),
    28: (("conceal", False),),
    29: (("strikethrough", False),),
}


def _indexed(code: int) -> tuple[str, RGB | None] | None:
    """Field and colour of the short colour codes: 30-37, 39, 40-47, 49, 90-97, 100-107."""
    for base, field in ((30, "fg"), (40, "bg")):
        if base <= code <= base + 7:
            return field, PALETTE[code - base]
        if code == base + 9:
            return field, None
        if base + 60 <= code <= base + 67:
            return field, PALETTE[code - base - 60 + 8]
    return None


def _extended(rest: Iterator[int]) -> RGB | None:
    """Read the colour after 38 or 48: `5;n` or `2;r;g;b`. Raises StopIteration when it is cut off."""
    kind = next(rest)
    if kind == 5:
        return PALETTE[min(next(rest), 255)]
    if kind == 2:
        return (min(next(rest), 255), min(next(rest), 255), min(next(rest), 255))
    return None


def repen(pen: Cell, codes: list[int]) -> Cell:
    """Give the pen after SGR with these codes; no code at all means reset."""
    changed: dict[str, Any] = {}
    rest = iter(codes or [0])
    for code in rest:
        if code == 0:
            pen, changed = Cell(), {}
        elif code in _FLAGS:
            changed.update(_FLAGS[code])
        elif code in (38, 48):
            try:
                changed["fg" if code == 38 else "bg"] = _extended(rest)
            except StopIteration:
                break
        elif (short := _indexed(code)) is not None:
            changed[short[0]] = short[1]
    return pen._replace(**changed)
