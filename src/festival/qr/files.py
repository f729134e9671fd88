"""A QR code as a PNG or SVG file, without an imaging library."""

import re
import struct
import zlib
from xml.sax.saxutils import escape

from festival.qr.encoding import QUIET_ZONE, Matrix

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DARK = re.compile(b"\1+")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def png(matrix: Matrix, module_px: int = 10, quiet: int = QUIET_ZONE) -> bytes:
    """Give a PNG file (ISO/IEC 15948) in greyscale of one bit, 0 black, with so many pixels a module."""
    rows = matrix.padded(quiet)
    width = len(rows) * module_px
    lines = b"".join(_scanline(row, module_px) * module_px for row in rows)
    header = struct.pack(">IIBBBBB", width, width, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return _PNG_SIGNATURE + b"".join(_chunk(name, body) for name, body in chunks)


def _scanline(row: tuple[bool, ...], module_px: int) -> bytes:
    """Pack one line of pixels, the leftmost in the highest bit, after the filter byte 0 (no filter)."""
    bits = "".join(("0" if dark else "1") * module_px for dark in row)
    bits += "0" * (-len(bits) % 8)
    return b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def svg(matrix: Matrix, quiet: int = QUIET_ZONE, title: str | None = None) -> str:
    """Give an SVG 1.1 document, one unit a module: a white square and one black path of horizontal bars.

    The title is what a screen reader says; without one it is the text of the code.
    """
    rows = matrix.padded(quiet)
    side = len(rows)
    bars = "".join(
        f"M{left} {top}h{length}v1h-{length}z" for top, row in enumerate(rows) for left, length in _bars(row)
    )
    spoken = escape(_NOT_XML.sub("", matrix.text if title is None else title))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img"'
        f' shape-rendering="crispEdges"><title>{spoken}</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{bars}"/></svg>\n'
    )


def _bars(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    return [(bar.start(), len(bar[0])) for bar in _DARK.finditer(bytes(row))]
