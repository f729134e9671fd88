"""A QR code as text for a terminal that no app has taken over."""

from festival.qr.encoding import QUIET_ZONE, Matrix, Run

_RESET = "\x1b[0m"
_INK = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


def ansi(matrix: Matrix, quiet: int = QUIET_ZONE) -> str:
    """Draw with explicit black and white (ECMA-48 SGR, 24-bit colour), each line ending with a reset.

    The text ends with a newline.
    """
    return "".join("".join(map(_half_blocks, row)) + f"{_RESET}\n" for row in matrix.half_blocks(quiet))


def _half_blocks(run: Run) -> str:
    fg, bg = ("0;0;0" if dark else "255;255;255" for dark in (run.fg_dark, run.bg_dark))
    return f"\x1b[38;2;{fg};48;2;{bg}m{run.text}"


def plain_blocks(matrix: Matrix, quiet: int = QUIET_ZONE, *, on_dark: bool = True) -> str:
    """Draw with half and full blocks and no escape sequence, for a terminal without colour or a text file.

    The ink is the light modules where the terminal writes light `on_dark`, else the dark ones. It is the
    last resort: where the terminal leaves a gap between rows, the code cannot be read. (Characters of ASCII
    alone, such as `##`, cannot be read at all.) The text ends with a newline.
    """
    return "".join("".join(_ink(run, on_dark) for run in row) + "\n" for row in matrix.half_blocks(quiet))


def _ink(run: Run, on_dark: bool) -> str:
    upper, lower = run.fg_dark != on_dark, run.bg_dark != on_dark
    return _INK[upper, lower] * len(run.text)
