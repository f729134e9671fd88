"""``festival`` and its commands."""

import errno
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from festival import __version__
from festival.cli.options import hub_option, look_options, site_options
from festival.schedule.errors import FestivalError
from festival.settings import Settings, checked_base_url

_HOMES = {
    "agenda": "text",
    "audit": "audit",
    "calendar": "calendars",
    "check": "text",
    "completion": "text",
    "desk": "desk",
    "edit": "edit",
    "export": "exporting",
    "hub": "hub",
    "install": "machine",
    "kiosk": "machine",
    "now": "text",
    "print": "printing",
    "qr": "codes",
    "rehearse": "rehearse",
    "report": "report",
    "search": "text",
    "stations": "text",
    "token": "token",
}
"""The module of each command; it is imported when the command is asked for."""
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_LONGEST_LINE = 500
"""Characters of a line of an error."""


class Commands(click.Group):
    """The commands; an error of ours becomes one sentence on stderr and exit code 1, never a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands."""
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in _HOMES:
            return None
        command = getattr(import_module(f"festival.cli.{_HOMES[cmd_name]}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # of a locale that lacks our dashes
        try:
            return super().invoke(ctx)
        except FestivalError as error:
            raise click.ClickException(_cleaned(str(error))) from None
        except OSError as error:
            if error.errno not in _NO_SPACE:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or the interpreter tries again when it ends
            raise click.ClickException(f"The output cannot be written: {error.strerror}.") from None


def _cleaned(message: str) -> str:
    """Return `message` without what a terminal would obey: it may quote a file, and the names of files."""
    from festival.schedule.text import clean_line

    lines = ((line, len(line) - len(line.lstrip(" "))) for line in message.split("\n"))
    return "\n".join(" " * indent + clean_line(line, _LONGEST_LINE) for line, indent in lines)


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, "-V", "--version")
@look_options
@site_options
@hub_option
def main(settings: Settings, at: str | None, **look: Any) -> None:
    """Show the festival: programme, workshop, stations, projects, map, and a QR code for every stage.

    Without a command it opens the app in this terminal (Ctrl+Q leaves it). Options that stand before a command
    hold for it too.
    """
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        from festival.cli.start import start_app

        checked_base_url(settings.base_url)  # only some commands take one with a path
        sys.exit(start_app(settings, at, **look))
    given = {name: value for name, value in context.params.items() if value}
    context.default_map = dict.fromkeys(_HOMES, given | {"folder": given.get("programme")})
