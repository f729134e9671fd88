"""``festival kiosk`` and ``festival install``: the machine in the square."""

import sys
from typing import Any

import click

from festival.cli.options import look_options, programme_options
from festival.settings import Settings


@click.group(invoke_without_command=True)
@click.option(
    "--id",
    "kiosk_id",
    metavar="ID",
    default="K1",
    show_default=True,
    help="Which kiosk this is, as on the map.",
)
@look_options
@programme_options
def kiosk(settings: Settings, at: str | None, kiosk_id: str, **look: Any) -> None:
    """Show the festival on a kiosk: locked, and forgetting each visitor after a minute."""
    if click.get_current_context().invoked_subcommand is None:
        from festival.cli.app import run_app

        sys.exit(run_app(settings, at, kiosk_id=kiosk_id, **look))


@click.group()
def install() -> None:
    """Set a machine up."""
