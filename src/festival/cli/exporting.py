"""``festival export``: what stays when the hub is switched off."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from festival.cli.newest import lasting
from festival.cli.options import hub_option, site_options
from festival.cli.own_files import OwnFiles
from festival.links import Links
from festival.settings import Settings, SettingsError

if TYPE_CHECKING:
    from festival.pages.as_files import File


@click.group()
def export() -> None:
    """Write the festival as files that need no hub."""
    context = click.get_current_context()
    context.default_map = dict.fromkeys(
        export.commands, context.default_map
    )  # what stands before the command


@export.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--force", is_flag=True, help="Replace files of these names, whoever made them.")
@site_options
@hub_option
def site(settings: Settings, at: str | None, folder: Path, force: bool) -> None:
    """Write all pages, calendars and QR codes into DIR, for any web server.

    Pages lead to each other wherever DIR lies, also without a server; the festival's first language stands at the
    top, others below their name (en/). A second export replaces what the first one wrote, and nothing else. The names
    of the files stand on stdout, broken links on stderr: then the exit code is 1.
    """
    try:
        from festival.pages.as_files import files
    except ModuleNotFoundError as error:
        from festival.cli.extras import without_hub

        raise without_hub(error, "festival export site") from None

    seen = lasting(settings, at)
    links = Links(seen.schedule.festival, settings.base_url)
    wanted = list(files(seen.schedule, seen.now, links, rehearsing=seen.is_made_up))
    try:
        _write(wanted, folder, force=force)
        _check([one.path for one in wanted], folder)
    except OSError as error:
        raise SettingsError(f"The files cannot be written: {error.strerror}: {error.filename}") from None
    if settings.base_url is None:
        click.echo(
            "The QR codes lead to the sites of the projects and the festival."
            " With --base-url they lead to where these pages will be.",
            err=True,
        )


def _write(wanted: Sequence["File"], folder: Path, *, force: bool) -> None:
    """Write the files, one after the other; none if one would take the place of somebody else's."""
    own = OwnFiles.open(folder)
    foreign = own.foreign(one.path for one in wanted)
    if foreign and not force:
        raise SettingsError(
            f"{folder / foreign} was not made by festival export, or was changed since."
            " Choose another folder, or say --force."
        )
    with click.progressbar(
        wanted, file=sys.stderr, hidden=not sys.stderr.isatty() or sys.stdout.isatty(), show_pos=True
    ) as listed:
        for one in listed:
            own.write(one.path, one.make())
            click.echo(folder / one.path)
    gone = own.finish()
    removed = f", {len(gone)} that nothing leads to any more removed" if gone else ""
    click.echo(f"{len(wanted)} files written to {folder}{removed}.", err=True)


def _check(names: Sequence[str], folder: Path) -> None:
    """Say that every link leads somewhere. Raises SettingsError, with each that does not."""
    from festival.pages.broken import broken

    found = [f"  {one.file}: {one.link}" for one in broken(folder, names)]
    if found:
        count = "1 link is" if len(found) == 1 else f"{len(found)} links are"
        raise SettingsError("\n".join((f"{count} broken:", *found)))
    click.echo("All links lead to a file that is there.", err=True)
