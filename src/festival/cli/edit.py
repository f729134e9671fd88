"""``festival edit``: every kind of edit, for organisers and their scripts."""

from importlib import import_module
from typing import Final

import click

_HOMES: Final = {
    "delay": "times",
    "start": "times",
    "end": "times",
    "extend": "times",
    "cancel": "sessions",
    "reopen": "sessions",
    "move": "sessions",
    "swap": "sessions",
    "split": "sessions",
    "replace": "new_sessions",
    "add": "new_sessions",
    "correct": "states",
    "state": "states",
    "announce": "announcements",
    "withdraw": "announcements",
    "undo": "undoing",
    "batch": "batches",
}
"""The module of each kind; it is imported when the kind is asked for."""
_FROM_ABOVE: Final = ("hub",)
"""Options that may stand before ``edit``. ``--at`` is not one: the hub's clock decides."""


class _Kinds(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _HOMES:
            return None
        command = getattr(import_module(f"festival.cli.editing.{_HOMES[cmd_name]}"), cmd_name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Kinds)
def edit() -> None:
    """Change the day through a hub: what you make is on every screen at once.

    Names are ids, their beginnings, or words of a title. Times are the festival's, e.g. 15:30 or 2022-05-27T15:30.
    Your token is in FESTIVAL_TOKEN. On stdout comes the cursor that it led to, on stderr what has changed; --dry-run
    shows that before, and sends nothing. `festival edit KIND --help` has examples, and the exit codes.
    """
    context = click.get_current_context()
    given = {name: value for name, value in (context.default_map or {}).items() if name in _FROM_ABOVE}
    context.default_map = dict.fromkeys(_HOMES, given)
