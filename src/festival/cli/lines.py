"""Facts as lines for people, lines for scripts, and JSON."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from shutil import get_terminal_size
from typing import Any, Literal, TextIO

import click

_GAP = "  "
"""Between two cells."""
_LEAST = 20
"""Columns that the last cell has in any case."""
Form = Literal["human", "plain", "json"]
_ROLES: dict[str, dict[str, Any]] = {
    "time": {"bold": True},
    "title": {},
    "alert": {"fg": "red", "bold": True},
    "good": {"fg": "green"},
    "muted": {"dim": True},
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its cells as text, each with a role (time, title, alert, good, muted), and the same as a record."""

    cells: Sequence[tuple[str, str]]
    record: dict[str, Any] = field(default_factory=dict)


def has_colour(stream: TextIO | None = None) -> bool:
    """Whether escape bytes may be written to `stream` (stdout): only to a terminal, and not with NO_COLOR (no-color.org)."""
    return (
        (stream or sys.stdout).isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def styled(text: str, role: str, stream: TextIO) -> str:
    """Return `text` as it is written to `stream` in that role."""
    return _coloured(text, role, colour=has_colour(stream))


def json_text(value: Any, *, indent: int | None = 2) -> str:
    """Return `value` as JSON in which every character that is not printed is escaped (RFC 8259, 7).

    What a hub says is passed on as it is, and a terminal would obey it.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)


def write(facts: Iterable[Fact], form: Form, empty: str) -> None:
    """Write `facts` to stdout: aligned for people, one a line with tabs between the cells (plain), or a JSON list.

    Nothing found is said on stderr as the sentence `empty`, so that stdout holds only facts.
    """
    found = list(facts)
    if form == "json":
        click.echo(json_text([fact.record for fact in found]))
    elif form == "plain":
        for fact in found:
            click.echo("\t".join(text for text, _ in fact.cells))
    else:
        _write_aligned(found)
    if not found and form != "json":
        click.echo(empty, err=True)


def _write_aligned(facts: Sequence[Fact]) -> None:
    for line in aligned(facts, colour=has_colour()):
        click.echo(line)


def width_of(stream: TextIO) -> int | None:
    """Return how many columns a line on `stream` may have: those of the terminal; None where it is read by a program."""
    return get_terminal_size().columns if stream.isatty() else None


def aligned(facts: Sequence[Fact], *, colour: bool, width: int | None = None) -> Iterator[str]:
    """Yield a line for each of `facts`, its cells below those of the others; with escape bytes if `colour`.

    The last cell is cut where the line would be longer than `width` (None: never).
    """
    from rich.cells import cell_len, set_cell_size  # the width of a text in a terminal's cells

    widths: list[int] = []
    for fact in facts:
        for at, (text, _) in enumerate(fact.cells):
            if at == len(widths):
                widths.append(0)
            widths[at] = max(widths[at], cell_len(text))
    for fact in facts:
        *cells, (last, last_role) = fact.cells
        line = [
            _coloured(text, role, colour=colour) + " " * (column - cell_len(text))
            for (text, role), column in zip(cells, widths, strict=False)
        ]
        if width is not None:
            left = max(_LEAST, width - sum(column + len(_GAP) for column in widths[: len(cells)]))
            last = last if cell_len(last) <= left else set_cell_size(last, left - 1).rstrip() + "…"
        yield _GAP.join([*line, _coloured(last, last_role, colour=colour)]).rstrip()


def _coloured(text: str, role: str, *, colour: bool) -> str:
    return click.style(text, **_ROLES[role]) if colour and text else text
