"""Cuts a terminal's output into text, controls, escape sequences and strings (ECMA-48; xterm's ctlseqs)."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["text", "control", "escape", "csi", "osc", "string", "malformed"]

_TOKEN = re.compile(
    r"""
    (?P<text>[^\x00-\x1f\x7f-\x9f]+)
  | (?:\x1b\[|\x9b)(?P<csi>[<=>?]?[0-9;:]*[ -/]*[@-~])
  | (?:\x1b\]|\x9d)(?P<osc>[^\x07\x1b\x9c\x18\x1a]*)(?:\x07|\x1b\\|\x9c)
  | (?:\x1b[PX^_]|[\x90\x98\x9e\x9f])(?P<string>[^\x1b\x9c\x18\x1a]*)(?:\x1b\\|\x9c)
  | \x1b(?P<escape>[ -/]+[0-~]|[0-OQ-WYZ\\`-~])
  | (?P<control>[\x00-\x1a\x1c-\x1f\x7f-\x8f\x91-\x97\x99\x9a\x9c])
    """,
    re.VERBOSE,
)
_UNFINISHED = re.compile(
    r"""
    \x1b [ -/]*
  | (?:\x1b\[|\x9b)[<=>?]?[0-9;:]*[ -/]*
  | (?:\x1b\]|\x9d)[^\x07\x1b\x9c\x18\x1a]*\x1b?
  | (?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c\x18\x1a]*\x1b?
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """One piece of output; `body` is without the introducer and the terminator."""

    kind: Kind
    body: str


class Parser:
    """Remembers an unfinished sequence between two feeds."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, text: str) -> Iterator[Token]:
        """Yield the tokens that are complete with this text."""
        text, self._rest = self._rest + text, ""
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is not None:
                kind: Kind = match.lastgroup  # type: ignore[assignment]  # the group names are the kinds
                yield Token(kind, match[kind])
                at = match.end()
            elif _UNFINISHED.fullmatch(text, at):
                self._rest = text[at:]
                return
            else:
                # A sequence broken off by another control: xterm forgets its introducer and reads on.
                yield Token("malformed", text[at])
                at += 1
