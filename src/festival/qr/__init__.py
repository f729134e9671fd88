"""QR codes (ISO/IEC 18004): the matrix of a text, and its pictures for terminals, the web and print.

Every picture is black on white with explicit colours and a quiet zone: zxing-cpp, like many phones, reads no
inverted code and none without a margin.
"""

from festival.qr.encoding import MIN_QUIET_ZONE, QUIET_ZONE, Level, Matrix, Run, matrix
from festival.qr.files import png, svg
from festival.qr.terminal import ansi, plain_blocks

__all__ = [
    "MIN_QUIET_ZONE",
    "QUIET_ZONE",
    "Level",
    "Matrix",
    "Run",
    "ansi",
    "matrix",
    "plain_blocks",
    "png",
    "svg",
]
