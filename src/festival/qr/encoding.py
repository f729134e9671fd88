"""The dark and light modules of a QR code, and how they pair up into the cells of a terminal."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, Literal, NamedTuple

from festival.qr.masks import masked
from festival.schedule.errors import ContentTooLong

Level = Literal["L", "M", "Q", "H"]
"""Error correction: about 7, 15, 25 or 30 percent of the code may be lost. M on screens, Q in print."""

QUIET_ZONE = 4
"""Modules of white on each side that ISO/IEC 18004, 6.3.8 asks for."""

MIN_QUIET_ZONE = 2
"""The narrowest margin that is drawn where there is no room for four; without any, no reader finds the code."""

_CAPACITY: dict[Level, tuple[int, int]] = {
    "L": (2953, 4296),
    "M": (2331, 3391),
    "Q": (1663, 2420),
    "H": (1273, 1852),
}
"""Bytes and capitals that version 40 holds (ISO/IEC 18004, table 7)."""


class Run(NamedTuple):
    """Cells of one row with one look: the foreground is the upper module, the background the lower.

    Two different modules are an upper half block and two equal ones a space, so that the gap between rows,
    which terminals fill with the background, always continues the lower module.
    """

    text: str
    fg_dark: bool
    bg_dark: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """The modules of one code, without a quiet zone; True is dark."""

    text: str
    level: Level
    version: int
    """1 (21 modules on a side) to 40 (177 modules)."""
    rows: tuple[tuple[bool, ...], ...]

    @property
    def size(self) -> int:
        """Modules on a side: 4 x version + 17."""
        return len(self.rows)

    def cells(self, quiet: int = QUIET_ZONE, times: int = 1) -> tuple[int, int]:
        """Columns and rows that the half blocks take in a terminal, each module enlarged so many times."""
        side = (self.size + 2 * quiet) * times
        return side, (side + 1) // 2

    def quiet_zone(self, columns: int, rows: int) -> int | None:
        """Give the widest quiet zone, four modules down to two, with which the code fits; None when none does."""
        for quiet in range(QUIET_ZONE, MIN_QUIET_ZONE - 1, -1):
            width, height = self.cells(quiet)
            if width <= columns and height <= rows:
                return quiet
        return None

    def enlargement(self, columns: int, rows: int, most: int) -> tuple[int, int] | None:
        """Give how many times (up to `most`) the modules can be enlarged, and the quiet zone; None if none fits."""
        for times in range(most, 0, -1):
            side = min(columns, rows * 2) // times
            quiet = self.quiet_zone(side, (side + 1) // 2)
            if quiet is not None:
                return times, quiet
        return None

    def padded(self, quiet: int = QUIET_ZONE) -> tuple[tuple[bool, ...], ...]:
        """Give the rows with a quiet zone of so many light modules around them."""
        side = (False,) * quiet
        blank = ((False,) * (self.size + 2 * quiet),) * quiet
        return (*blank, *(side + row + side for row in self.rows), *blank)

    def half_blocks(self, quiet: int = QUIET_ZONE, times: int = 1) -> tuple[tuple[Run, ...], ...]:
        """Give the rows of cells, two rows of modules each; the last row ends with a light half."""
        modules = tuple(
            tuple(module for module in row for _ in range(times))
            for row in self.padded(quiet)
            for _ in range(times)
        )
        light = (False,) * len(modules)
        lowers = (*modules[1::2], light) if len(modules) % 2 else modules[1::2]
        return tuple(_runs(upper, lower) for upper, lower in zip(modules[::2], lowers, strict=True))


def _runs(upper: tuple[bool, ...], lower: tuple[bool, ...]) -> tuple[Run, ...]:
    return tuple(
        Run((" " if pair[0] == pair[1] else "▀") * len(list(cells)), *pair)
        for pair, cells in groupby(zip(upper, lower, strict=True))
    )


@lru_cache(maxsize=512)
def matrix(text: str, level: Level = "M") -> Matrix:
    """Encode a text in the smallest version that holds it, in the densest modes for its characters.

    Digits take 3.3 bits, capitals with ` $%*+-./:` and digits 5.5 bits, everything else 8 bits a byte of
    UTF-8: `HTTPS://HOST/P/CODE` is a smaller code than the same in lower case.

    Raises ContentTooLong, and ValueError for a text that is empty or holds a lone surrogate.
    """
    # Where Pillow is installed, qrcode loads it: 60 ms that the first frame need not wait for.
    from qrcode import constants  # noqa: PLC0415
    from qrcode.exceptions import DataOverflowError  # noqa: PLC0415
    from qrcode.main import QRCode  # noqa: PLC0415

    if not text:
        raise ValueError("an empty text has no QR code")
    encoded = text.encode()
    code: QRCode[Any] = QRCode(error_correction=getattr(constants, f"ERROR_CORRECT_{level}"))
    code.add_data(encoded)
    try:
        code.best_fit()
        rows = masked(code)
    except (DataOverflowError, ValueError) as error:  # qrcode 8 says "Invalid version (was 41)"
        in_bytes, in_capitals = _CAPACITY[level]
        raise ContentTooLong(
            f"A text of {len(encoded)} bytes does not fit a QR code: level {level} holds {in_bytes} bytes,"
            f" or {in_capitals} capitals and digits. Shorten the address."
        ) from error
    return Matrix(text, level, code.version, rows)
