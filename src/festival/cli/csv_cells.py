"""CSV that a spreadsheet shows and does not run.

Cells hold what people typed. A spreadsheet takes one that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, which
may fetch an address or start a program (OWASP, "CSV Injection"); after an apostrophe it is a text.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final, TypeAlias

Cell: TypeAlias = str | int | float | None
"""What stands in a table; None is an empty cell."""

_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""With the full-width forms, which some spreadsheets read alike."""
_CONTROLS: Final = ("\t", "\r", "\n")
"""They too begin a formula, or hide the sign that does."""


def harmless(cell: Cell) -> str:
    """Return `cell` as a text that no spreadsheet takes for a formula. A number stays one: it can do nothing.

    >>> harmless("=1+1"), harmless(-5), harmless(True)
    ("'=1+1", '-5', 'yes')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if not isinstance(cell, str):
        return str(cell)
    begins_badly = cell.startswith(_CONTROLS) or cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if begins_badly else cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return `rows` below `header` as CSV (RFC 4180, lines end with CR LF), each cell made :func:`harmless`."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()
