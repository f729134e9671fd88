"""``festival export``: what stays when the hub is switched off."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from festival.cli.newest import lasting
from festival.cli.options import hub_option, site_options
from festival.cli.own_files import OwnFiles
from festival.links import Links
from festival.schedule.cursor import Cursor
from festival.schedule.model import Schedule, Session
from festival.settings import Settings, SettingsError

if TYPE_CHECKING:
    from festival.pages.as_files import File

_PATIENCE_S: Final = 20.0
OUTSIDE: Final = "outside-links.txt"
"""The addresses of others to which pages lead, one a line: whoever keeps the site can ask now and then who is still there."""


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
    top, others below their name (en/). A second export replaces what the first one wrote, and nothing else; the page of
    what is no longer in the programme then says so. The names of the files stand on stdout, broken links on stderr:
    then the exit code is 1.
    """
    try:
        from festival.pages.as_files import files
    except ModuleNotFoundError as error:
        from festival.cli.extras import without_hub

        raise without_hub(error, "festival export site") from None

    seen = lasting(settings, at)
    links = Links(seen.schedule.festival, settings.base_url)
    made_up, gone = seen.is_made_up, _withdrawn(settings, seen.schedule)
    try:
        own = OwnFiles.open(folder)
        found = files(seen.schedule, seen.now, links, rehearsing=made_up, before=own.before, gone=gone)
        _write(list(found), own, folder, force=force, home=links.address("/"))
    except OSError as error:
        raise SettingsError(f"The files cannot be written: {error.strerror}: {error.filename}") from None
    if settings.base_url is None:
        click.echo(
            "The QR codes lead to the sites of the projects and the festival."
            " With --base-url they lead to where these pages will be.",
            err=True,
        )


def _withdrawn(settings: Settings, schedule: Schedule) -> Sequence[Session]:
    """Return the sessions that the hub had and has no more. Raises SettingsError if it does not tell."""
    if settings.hub is None:
        return ()
    import asyncio

    from festival.client.errors import HubUnreachable, WrongServer
    from festival.client.withdrawn import withdrawn

    newest = Cursor(schedule.epoch, schedule.revision)
    try:
        return asyncio.run(withdrawn(settings.hub, newest, within_s=_PATIENCE_S))
    except (HubUnreachable, WrongServer) as error:
        raise SettingsError(f"The hub at {settings.hub} does not tell what was withdrawn: {error}.") from None


def _write(wanted: Sequence["File"], own: OwnFiles, folder: Path, *, force: bool, home: str | None) -> None:
    """Write the files, one after the other; none if one would take the place of somebody else's. Then check their links.

    `home` is the address of the site, if it is known.
    """
    from festival.pages.broken import checked

    names = [one.path for one in wanted]
    foreign = own.foreign([*names, OUTSIDE])
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
    found = checked(folder, names)
    outside = [link for link in found.outside if home is None or not link.startswith(home)]
    own.write(OUTSIDE, "".join(f"{link}\n" for link in outside).encode())
    click.echo(folder / OUTSIDE)
    gone = own.finish()
    removed = f", {len(gone)} that nothing leads to any more removed" if gone else ""
    click.echo(f"{len(wanted) + 1} files written to {folder}{removed}.", err=True)
    _say([f"  {one.file}: {one.link}" for one in found.broken], len(outside))


def _say(broken: Sequence[str], outside: int) -> None:
    """Say that every link leads somewhere. Raises SettingsError, with each that does not."""
    if broken:
        count = "1 link is" if len(broken) == 1 else f"{len(broken)} links are"
        raise SettingsError("\n".join((f"{count} broken:", *broken)))
    count = "1 address" if outside == 1 else f"{outside} addresses"
    click.echo(
        f"All links lead to a file that is there, or to {count} of others, which nobody asked: see {OUTSIDE}.",
        err=True,
    )
