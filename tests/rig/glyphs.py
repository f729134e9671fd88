"""Block elements and box lines (U+2500 to U+259F) as rectangles, the way terminals draw them without a font."""

import unicodedata
from functools import lru_cache

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are outside."""

# Eighths of the cell: left, top, right, bottom.
_UPPER_LEFT, _UPPER_RIGHT = (0, 0, 4, 4), (4, 0, 8, 4)
_LOWER_LEFT, _LOWER_RIGHT = (0, 4, 4, 8), (4, 4, 8, 8)
_BLOCKS: dict[str, tuple[Box, ...]] = {
    "▀": ((0, 0, 8, 4),),
    **{chr(0x2580 + n): ((0, 8 - n, 8, 8),) for n in range(1, 9)},
    **{chr(0x2588 + n): ((0, 0, 8 - n, 8),) for n in range(1, 8)},
    "▐": ((4, 0, 8, 8),),
    "▔": ((0, 0, 8, 1),),
    "▕": ((7, 0, 8, 8),),
    "▖": (_LOWER_LEFT,),
    "▗": (_LOWER_RIGHT,),
    "▘": (_UPPER_LEFT,),
    "▙": (_UPPER_LEFT, _LOWER_LEFT, _LOWER_RIGHT),
    "▚": (_UPPER_LEFT, _LOWER_RIGHT),
    "▛": (_UPPER_LEFT, _UPPER_RIGHT, _LOWER_LEFT),
    "▜": (_UPPER_LEFT, _UPPER_RIGHT, _LOWER_RIGHT),
    "▝": (_UPPER_RIGHT,),
    "▞": (_UPPER_RIGHT, _LOWER_LEFT),
    "▟": (_UPPER_RIGHT, _LOWER_LEFT, _LOWER_RIGHT),
}
SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75}
"""Share of the foreground in the whole cell."""

_SIDES = {
    "LEFT": ("left",),
    "RIGHT": ("right",),
    "UP": ("up",),
    "DOWN": ("down",),
    "HORIZONTAL": ("left", "right"),
    "VERTICAL": ("up", "down"),
}
_WEIGHTS = {"LIGHT", "SINGLE", "HEAVY", "DOUBLE"}


@lru_cache(maxsize=4096)
def rectangles(char: str, width: int, height: int) -> tuple[Box, ...] | None:
    """Give what a character fills in a cell of so many pixels; None when a font must draw it."""
    if char in _BLOCKS:
        return tuple(_scaled(box, width, height) for box in _BLOCKS[char])
    if len(char) == 1 and "─" <= char <= "╿":
        return _lines(unicodedata.name(char), width, height)
    return None


def _scaled(box: Box, width: int, height: int) -> Box:
    left, top, right, bottom = box
    x0, x1 = round(left * width / 8), round(right * width / 8)
    y0, y1 = round(top * height / 8), round(bottom * height / 8)
    return min(x0, width - 1), min(y0, height - 1), max(x1, x0 + 1), max(y1, y0 + 1)


def _weights(name: str) -> dict[str, str]:
    """Read the Unicode name: `BOX DRAWINGS DOWN LIGHT AND RIGHT HEAVY` gives a weight for each side."""
    clauses = [
        clause.split()
        for clause in name.removeprefix("BOX DRAWINGS ").replace("DOUBLE DASH", "").split(" AND ")
    ]
    weight_of = [next((word for word in clause if word in _WEIGHTS), None) for clause in clauses]
    shared = next(weight for weight in weight_of if weight)
    return {
        side: weight or shared
        for clause, weight in zip(clauses, weight_of, strict=True)
        for word in clause
        for side in _SIDES.get(word, ())
    }


def _lines(name: str, width: int, height: int) -> tuple[Box, ...] | None:
    if "DIAGONAL" in name:
        return None
    thin = max(1, width // 8)
    boxes: list[Box] = []
    for side, weight in _weights(name).items():
        thick = 2 * thin if weight == "HEAVY" else thin
        for shift in (-thin, thin) if weight == "DOUBLE" else (0,):
            x, y = (width - thick) // 2, (height - thick) // 2
            match side:
                case "left":
                    boxes.append((0, y + shift, x + thick, y + shift + thick))
                case "right":
                    boxes.append((x, y + shift, width, y + shift + thick))
                case "up":
                    boxes.append((x + shift, 0, x + shift + thick, y + thick))
                case _:
                    boxes.append((x + shift, y, x + shift + thick, height))
    return tuple(boxes)
