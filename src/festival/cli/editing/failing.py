"""How an edit that was not made ends the program: a sentence on stderr, and an exit code for a script.

EditFailed
├── NotMade        1  refused, and why
├── Conflicting    3  what it touches was changed meanwhile
├── NotKnown       4  the hub is away, or has not said whether it was made
└── NotConfirmed   5  something would start earlier than was said
"""

from typing import IO, Any, ClassVar

import click

from festival.cli.lines import json_text
from festival.schedule.text import clean_line

_LONGEST = 500
"""Characters of a line."""


def sentence(error: Exception) -> str:
    """Return what `error` says, with a full stop."""
    text = str(error)
    return text if text.endswith((".", "!", "?")) else f"{text}."


class EditFailed(click.ClickException):
    """An edit was not made, as far as is known; `facts` are for a script that asked for JSON."""

    kind: ClassVar[str]

    def __init__(self, *lines: str, as_json: bool, **facts: Any) -> None:
        super().__init__("\n".join(clean_line(line, _LONGEST) for line in lines if line))
        self._facts = facts if as_json else None

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence to stderr, and for a script what it says to stdout."""
        super().show(file)
        if self._facts is not None:
            error = {"kind": self.kind, "message": self.message, **self._facts}
            click.echo(json_text({"error": error}))


class NotMade(EditFailed):
    """The hub does not make it."""

    kind = "refused"
    exit_code = 1


class Conflicting(EditFailed):
    """Somebody else was quicker."""

    kind = "conflict"
    exit_code = 3


class NotKnown(EditFailed):
    """Nothing is known of it."""

    kind = "unanswered"
    exit_code = 4


class NotConfirmed(EditFailed):
    """It needs ``--earlier``."""

    kind = "would-be-earlier"
    exit_code = 5
