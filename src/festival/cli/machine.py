"""``festival kiosk`` and ``festival install``: the machine in the square."""

import shlex
import sys
from typing import Any

import click

from festival.cli.options import look_options, programme_options
from festival.settings import Settings, SettingsError


@click.group(invoke_without_command=True)
@click.option(
    "--id",
    "kiosk_id",
    metavar="ID",
    default="K1",
    show_default=True,
    help="Which kiosk this is, as on the map.",
)
@click.option("--web", is_flag=True, help="Show it in a browser on this machine, to try it out.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port for --web."
)
@look_options
@programme_options
def kiosk(settings: Settings, at: str | None, kiosk_id: str, web: bool, port: int, **look: Any) -> None:
    """Show the festival on a kiosk: locked, and forgetting each visitor after a minute."""
    if click.get_current_context().invoked_subcommand is not None:
        return
    if web:
        serve(settings, at, kiosk_id, port, **look)
        return
    from festival.cli.start import start_app

    sys.exit(start_app(settings, at, kiosk_id=kiosk_id, **look))


def serve(
    settings: Settings,
    at: str | None,
    kiosk_id: str,
    port: int,
    *,
    language: str | None,
    theme: str | None,
    large: bool,
) -> None:
    """Serve the kiosk to browsers on this machine only: every visit is a process, and nobody is asked who he is.

    Raises :class:`SettingsError` without the extra ``web``.
    """
    try:
        from textual_serve.server import Server
    except ImportError:
        raise SettingsError("--web needs textual-serve: pip install 'festival[web]'.") from None
    command = [sys.executable, "-m", "festival", "kiosk", "--id", kiosk_id]
    given = {
        "--at": at,
        "--language": language,
        "--theme": theme,
        "--programme": settings.programme,
        "--base-url": settings.base_url,
    }
    for option, value in given.items():
        if value is not None:
            command += [option, str(value)]
    if large:
        command.append("--large")
    Server(shlex.join(command), host="127.0.0.1", port=port, title=f"festival {kiosk_id}").serve()


@click.group()
def install() -> None:
    """Set a machine up."""
