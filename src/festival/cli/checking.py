"""Whether a log is what was written, for ``festival hub verify`` and ``festival audit verify``."""

import asyncio
from typing import Any, Final

import click

from festival.cli.lines import json_text
from festival.store import name_of
from festival.store import verify as check_log
from festival.store.log import StoreDamaged

EX_DAMAGED: Final = 3
"""Exit code: the log is not what was written (1: it could not be looked at)."""


def check(where: str, *, as_json: bool) -> None:
    """Check the log `where` as a whole, say what was found, and end the command with :data:`EX_DAMAGED` if it is damaged.

    Raises :class:`festival.store.log.StoreError` if there is no log, or it cannot be reached.
    """
    found: dict[str, Any] = {"store": name_of(where)}
    try:
        found |= {"whole": True, "changes": asyncio.run(check_log(where))}
        sentence = f"The log {found['store']} is whole: {found['changes']} changes."
    except StoreDamaged as error:
        found |= {"whole": False, "error": str(error)}
        sentence = f"Error: {error}"
    click.echo(json_text(found, indent=None) if as_json else sentence, err=not (as_json or found["whole"]))
    if not found["whole"]:
        click.get_current_context().exit(EX_DAMAGED)
