"""What people most often get wrong in TOML, and what to write instead.

tomllib says what it cannot read ("invalid value"), not what was meant. A slip is looked for in the line that it
names, so that a hint never speaks of a line that is right.
"""

import re
from typing import Final

_LONGEST_LINE: Final = 1_000
"""Characters of a line that are looked at."""
_SLIPS: Final = (
    (r"cannot declare .* twice", r"^\s*\[(?!festival\])\w+\]\s*$", "write [[...]], with double brackets, once for each"),
    ("", r"=\s*[“”„‟«»‘’‚]", 'use straight quotes: "..."'),
    ("", r"=\s*(True|False|TRUE|FALSE|yes|no|ja|nein)\b", "write true or false"),
    ("", r"=\s*\d{1,2}[:.]\d{2}\s*(#.*)?$", 'put a time in quotes: "14:20"'),
    ("", r"=\s*\d{1,2}\.\d{1,2}\.(\d{2,4})?\s*(#.*)?$", 'write a day like "2022-05-27"'),
    ("", r"=\s*#[0-9A-Fa-f]{3,8}\s*$", 'put a colour in quotes: "#5b6b7b"'),
    ("illegal character", r'=\s*"[^"]*$', "the quote at the end of the line is missing"),
    ("invalid value", r"=\s*[^\W\d_]", 'put a text in quotes: "..."'),
    ("expected '='", r"^\s*[\w-]+\s*:", "write key = value, with an equals sign"),
    (r"invalid statement|expected '='", r"^\s*[\w-]*[^\x00-\x7f]", "write keys in plain letters, as in the example"),
)  # fmt: skip
"""Patterns of tomllib's message and of the line, and the hint."""


def hint(message: str, line: str) -> str:
    """Return "; " and what to write instead in `line`, of which tomllib says `message`; "" when there is nothing to say.

    >>> hint("expected newline or end of document after a statement", "start = 23:00")
    '; put a time in quotes: "14:20"'
    """
    shown = line[:_LONGEST_LINE]
    found = (advice for said, slip, advice in _SLIPS if re.search(said, message) and re.search(slip, shown))
    advice = next(found, "")
    return f"; {advice}" if advice else ""
