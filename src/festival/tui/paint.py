"""Rows of text with a role each, and how they become strips of cells.

Screens describe what they show as rows of spans ``(text, role)``; roles are those of
:mod:`festival.tui.themes`. Nothing here parses markup, so text of other people stays text.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from festival.tui.themes import style

Span = tuple[str, str]
"""Text and its role; the empty role is plain text."""
Row = list[Span]
_LETTERS_A_CELL = 6
"""More characters than this, with all their marks, no cell holds in clean text (:mod:`festival.schedule.text`).

A word of thousands is measured in pieces of this many a cell: measured whole for each line, it would cost a second.
"""


def width_of(row: Iterable[Span]) -> int:
    """Return how many cells `row` takes."""
    return sum(cell_len(text) for text, _ in row)


def fit(text: str, width: int) -> str:
    """Return `text` if it fits `width` cells, else its beginning and an ellipsis."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return set_cell_size(text, width - 1).rstrip() + "…"


def crop(row: Iterable[Span], width: int) -> Row:
    """Return as much of `row` as fits `width` cells, ending with an ellipsis where it was cut."""
    kept: Row = []
    for text, role in row:
        size = cell_len(text)
        if size > width:
            kept.append((fit(text, width), role))
            break
        kept.append((text, role))
        width -= size
    return kept


def spread(left: Iterable[Span], right: Row, width: int) -> Row:
    """Return `left` and, flush with the right edge, `right`; `left` gives way."""
    right = crop(right, width)
    room = width - width_of(right)
    start = crop(left, room - 1 if right else room)
    return [*start, (" " * (room - width_of(start)), ""), *right]


def column(row: Iterable[Span], width: int) -> Row:
    """Return `row` cropped or padded to exactly `width` cells."""
    start = crop(row, width)
    return [*start, (" " * max(0, width - width_of(start)), "")]


@lru_cache(maxsize=2_048)
def wrap(text: str, width: int, most: int = 1_000) -> tuple[str, ...]:
    """Return `text` in lines of at most `width` cells, broken at spaces; the last of `most` lines may end with an ellipsis."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if cell_len(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            line = word
            most_letters = width * _LETTERS_A_CELL
            while len(line) > most_letters or cell_len(line) > width:
                head = set_cell_size(line[:most_letters], width).rstrip()
                lines.append(head)
                line = line[len(head) :]
                if len(lines) > most:
                    break
            if len(lines) > most:
                break
        lines.append(line)
        if len(lines) > most:
            break
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = fit(lines[-1] + " …", width) if cell_len(lines[-1]) + 2 > width else lines[-1] + " …"
    return tuple(lines)


def strip(row: Iterable[Span], width: int, palette: str, ground: str = "ground") -> Strip:
    """Return `row` as exactly `width` cells in the styles of the theme `palette` on `ground`; what is cut ends in an ellipsis."""
    segments = [Segment(text, style(palette, role, ground)) for text, role in crop(row, width)]
    return Strip(segments).adjust_cell_length(width, style(palette, "", ground)).simplify()


def blank(width: int, palette: str, ground: str = "ground") -> Strip:
    """Return an empty line of `ground`."""
    return Strip([Segment(" " * width, style(palette, "", ground))], width)


def progress(done: float, width: int) -> Row:
    """Return a bar of `width` cells of which the share `done` (0 to 1) is filled."""
    eighths = round(max(0.0, min(1.0, done)) * width * 2)
    full, half = divmod(eighths, 2)
    rest = width - full - half
    return [("━" * full, "accent"), ("╸" * half, "accent"), ("━" * rest, "line")]


def join(rows: Sequence[Row], separator: Span) -> Row:
    """Return the non-empty `rows` as one, parted by `separator`."""
    joined: Row = []
    for row in rows:
        if row:
            joined.extend([separator, *row] if joined else row)
    return joined
