"""A place in the log of changes: how hub and followers tell each other what they have."""

import re
from typing import Final, NamedTuple, Self

CURSOR_PATTERN: Final = r"^([A-Za-z0-9_.-]{1,64})-(0|[1-9][0-9]{0,17})$"
"""As a regular expression that JSON Schema (ECMA-262) understands too."""
_FORM: Final = re.compile(CURSOR_PATTERN, re.ASCII)


class Cursor(NamedTuple):
    """An epoch and the newest revision one has in it. As text ``<epoch>-<revision>``: the id of an event."""

    epoch: str
    revision: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the cursor that `text` names. Raises ValueError when it is none."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(f"{text[:80]!r} is not a cursor like 3f9a-17")
        return cls(found[1], int(found[2]))

    def __str__(self) -> str:
        return f"{self.epoch}-{self.revision}"
