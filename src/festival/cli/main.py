"""``festival`` and its commands."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from festival import __version__
from festival.schedule.errors import FestivalError
from festival.settings import Settings, checked_base_url


class Commands(click.Group):
    """The commands; an error of ours becomes one sentence on stderr and exit code 1, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except FestivalError as error:
            raise click.ClickException(str(error)) from None


def programme_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which programme is meant and what the time is."""

    @click.option(
        "--programme",
        type=click.Path(path_type=Path),
        help="Folder of programme files; default: the bundled one.",
    )
    @click.option("--base-url", metavar="URL", help="Where phones reach the hub, for the QR codes.")
    @click.option("--at", metavar="TIME", help="Set the clock, e.g. 2022-05-27T14:20 (festival time).")
    @wraps(command)
    def with_settings(programme: Path | None, base_url: str | None, at: str | None, **options: Any) -> Any:
        settings = Settings.from_environment()
        return command(
            settings=Settings(
                state_dir=settings.state_dir,
                cache_dir=settings.cache_dir,
                config_dir=settings.config_dir,
                programme=programme or settings.programme,
                base_url=checked_base_url(base_url) or settings.base_url,
            ),
            at=at,
            **options,
        )

    return with_settings


LOOKS = [
    click.option("--language", "-l", type=click.Choice(["de", "en"]), help="Language to begin with."),
    click.option("--theme", type=click.Choice(["day", "night", "contrast"]), help="Colours to begin with."),
    click.option("--large", is_flag=True, help="Large text."),
]


def looks(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how the app looks at first."""
    for option in reversed(LOOKS):
        command = option(command)
    return command


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, "-V", "--version")
@looks
@programme_options
@click.pass_context
def main(ctx: click.Context, settings: Settings, at: str | None, **look: Any) -> None:
    """Show the festival: programme, workshop, stations, projects, map, and a QR code for every stage.

    Without a command it opens the app in this terminal (Ctrl+Q leaves it).
    """
    if ctx.invoked_subcommand is None:
        from festival.cli.app import run_app

        sys.exit(run_app(settings, at, **look))


@main.command()
@click.option("--id", "kiosk_id", metavar="ID", default="K1", show_default=True, help="Which kiosk this is.")
@looks
@programme_options
def kiosk(settings: Settings, at: str | None, kiosk_id: str, **look: Any) -> None:
    """Show the festival on a kiosk: locked, forgetful, in large steps."""
    from festival.cli.app import run_app

    sys.exit(run_app(settings, at, kiosk_id=kiosk_id, **look))
