"""``festival kiosk`` and ``festival install``: the machine in the square."""

import shlex
import sys
from pathlib import Path
from typing import Any

import click

from festival.cli.options import hub_option, language_of_environment, look_options, programme_options
from festival.locale import locale_for
from festival.settings import Settings, SettingsError, checked_hub


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
@hub_option
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
        raise SettingsError(
            f"--web needs textual-serve: {shlex.quote(sys.executable)} -m pip install textual-serve"
        ) from None
    command = [sys.executable, "-m", "festival", "kiosk", "--id", kiosk_id]
    given = {
        "--at": at,
        "--language": language,
        "--theme": theme,
        "--programme": settings.programme,
        "--base-url": settings.base_url,
        "--hub": settings.hub,
    }
    for option, value in given.items():
        if value is not None:
            command += [option, str(value)]
    if large:
        command.append("--large")
    Server(shlex.join(command), host="127.0.0.1", port=port, title=f"festival {kiosk_id}").serve()


@kiosk.command()
def pin() -> None:
    """Set the PIN with which staff leave a kiosk (4 to 12 digits, asked for twice)."""
    from zoneinfo import ZoneInfo

    from festival.kiosk.pin_file import choose_pin, save_pin

    def ask(prompt: str) -> str:
        return str(click.prompt(prompt, hide_input=True))

    chosen = choose_pin(ask, locale_for(language_of_environment(), ZoneInfo("UTC")))
    try:
        path = save_pin(chosen, Settings.from_environment().config_dir)
    except OSError as error:
        raise SettingsError(f"The PIN cannot be saved: {error.strerror}: {error.filename}") from None
    click.echo(f"Saved in {path} (only its hash).", err=True)


@click.group()
def install() -> None:
    """Set a machine up."""


@install.command("kiosk")
@click.option("--id", "kiosk_id", metavar="ID", default="K1", show_default=True, help="Which kiosk this is.")
@click.option(
    "--program",
    metavar="PATH",
    default="/opt/festival/bin/festival",
    show_default=True,
    help="The festival command.",
)
@click.option("--user", default="festival", show_default=True, help="The user it runs as.")
@click.option("--tty", default="tty1", show_default=True, help="The console it takes.")
@click.option("--hub", metavar="URL", help="The hub that it follows.")
@click.option("--font-px", type=int, default=37, show_default=True, help="Font size in pixels.")
@click.option(
    "--root", type=click.Path(path_type=Path), default=Path("/"), help="Write below this folder instead of /."
)
@click.option("--dry-run", is_flag=True, help="Print every file and write nothing.")
def install_kiosk(
    kiosk_id: str,
    program: str,
    user: str,
    tty: str,
    hub: str | None,
    font_px: int,
    root: Path,
    dry_run: bool,
) -> None:
    """Write the files that make this machine a kiosk: systemd unit, terminal settings, session script."""
    from festival.kiosk.install import NEXT_STEPS, KioskOptions, listing, plan, write

    files = plan(
        KioskOptions(
            kiosk_id=kiosk_id, program=program, user=user, tty=tty, hub=checked_hub(hub), font_px=font_px
        )
    )
    if dry_run:
        for part in listing(files):
            click.echo(part)
        return
    for path in write(files, root):
        click.echo(path)
    click.echo("Now, as root:\n  " + "\n  ".join(NEXT_STEPS), err=True)
