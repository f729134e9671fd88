"""Pictures of a few pixels, drawn with half blocks."""

from collections.abc import Mapping, Sequence

from festival.tui.paint import Row


def picture(lines: Sequence[str], colours: Mapping[str, str], scale: int = 1, ground: str = "") -> list[Row]:
    """Return `lines` of pixels as rows of cells, each pixel `scale` cells wide and half as many rows high.

    `colours` gives the role of each character; a character that it does not name shows the `ground`.
    """
    width = max(map(len, lines), default=0)
    tall = [line.ljust(width, ".") for line in lines for _ in range(scale)]
    if len(tall) % 2:
        tall.insert(0, "." * width)
    rows: list[Row] = []
    for upper, lower in zip(tall[::2], tall[1::2], strict=True):
        row: Row = []
        for top, bottom in zip(upper, lower, strict=True):
            row.append(_cell(colours.get(top), colours.get(bottom), scale, ground))
        rows.append(row)
    return rows


def _cell(top: str | None, bottom: str | None, scale: int, ground: str) -> tuple[str, str]:
    behind = f"@{ground}" if ground else ""
    if top is None and bottom is None:
        return " " * scale, behind
    if bottom is None:
        return "▀" * scale, f"{top}{behind}"
    if top is None:
        return "▄" * scale, f"{bottom}{behind}"
    return "▀" * scale, f"{top}@{bottom}"
