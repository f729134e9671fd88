"""``festival print``: posters, cards, sheets and the booklet as PDF files."""

import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast, get_args

import click

from festival.cli.newest import Newest, lasting
from festival.cli.options import hub_option, site_options
from festival.links import Links
from festival.locale import LANGUAGES, locale_for
from festival.print import KINDS, Kind, Paper, Print, Reader, prints
from festival.print.kinds import OF_ROOMS
from festival.schedule.model import Room, Schedule
from festival.settings import Settings, SettingsError


@click.command()
@click.argument("kind", type=click.Choice([*KINDS, "all"]))
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", required=True, help="Write the files there."
)
@click.option("--room", metavar="ID", help="Only the poster and the run sheet of this place.")
@click.option(
    "--paper",
    type=click.Choice(get_args(Paper)),
    default="a3",
    show_default=True,
    help="Size of the posters.",
)
@click.option(
    "--language",
    "-l",
    type=click.Choice([*LANGUAGES, "both"]),
    default="both",
    show_default=True,
    help="A file for each language.",
)
@click.option(
    "--force", is_flag=True, help="Set all anew and replace files of these names, whoever made them."
)
@site_options
@hub_option
def print(  # noqa: A001  the command's name
    settings: Settings,
    at: str | None,
    kind: str,
    out: Path,
    room: str | None,
    paper: Paper,
    language: str,
    force: bool,
) -> None:
    """Make PDF files of the programme as it is planned, or with --hub of what the hub has now, for the printer.

    posters of the stages, cards for the stations, sheets with all rooms of a day, runsheets for the crew of each
    room, the programme as a booklet, or all of them. The codes lead to our pages if --base-url says where phones
    reach them. A file that still says what is so is left as it is: the names on stdout are those to be printed anew,
    and stderr says which of them hang somewhere already, and are to be replaced.
    """
    kinds = _kinds(kind, of_room=room is not None)
    seen = lasting(settings, at)
    rooms = _rooms(seen.schedule, room)
    tags = tuple(LANGUAGES) if language == "both" else (language,)
    wanted = [
        one for tag in tags for one in prints(kinds, _reader(settings, seen, tag), rooms=rooms, paper=paper)
    ]
    if not wanted:
        click.echo("There is nothing to print.", err=True)
        return
    _write(wanted, out, force=force)
    if settings.base_url is None:
        click.echo(
            "The codes lead to the sites of the projects and the festival. With --base-url they lead to our own pages.",
            err=True,
        )


def _kinds(kind: str, *, of_room: bool) -> tuple[Kind, ...]:
    """Return which kinds are meant. Raises SettingsError for a kind that cannot be had of one room."""
    if kind == "all":
        return tuple(one for one in KINDS if one in OF_ROOMS or not of_room)
    chosen = cast("Kind", kind)
    if of_room and chosen not in OF_ROOMS:
        raise SettingsError(f"There are no {kind} of one room, only {' and '.join(sorted(OF_ROOMS))}.")
    return (chosen,)


def _rooms(schedule: Schedule, room: str | None) -> tuple[Room, ...]:
    if room is None:
        return ()
    if room not in schedule.room_by_id:
        raise SettingsError(f"There is no room {room!r}. There are: {', '.join(schedule.room_by_id)}.")
    return (schedule.room_by_id[room],)


def _reader(settings: Settings, seen: Newest, language: str) -> Reader:
    festival = seen.schedule.festival
    locale = locale_for(language, festival.zone)
    return Reader(
        seen.schedule, seen.now, locale, Links(festival, settings.base_url), rehearsing=seen.is_made_up
    )


def _write(wanted: Sequence[Print], folder: Path, *, force: bool) -> None:
    """Write the files whole, one after the other; none if one would take the place of somebody else's."""
    from festival.files import write_whole
    from festival.print import is_ours, pdf, still_holds

    boxed: dict[str, tuple[str, ...]] = {}
    """The letters without a font, by file."""
    try:
        foreign = [path for one in wanted if (path := folder / one.file).exists() and not is_ours(path)]
        if foreign and not force:
            raise SettingsError(
                f"{foreign[0]} was not made by festival print. Choose another --out, or say --force."
            )
        changed = [one for one in wanted if force or not still_holds(folder / one.file, one)]
        replaced = [one.file for one in changed if (folder / one.file).exists()]
        with click.progressbar(
            changed, file=sys.stderr, hidden=not sys.stderr.isatty() or sys.stdout.isatty(), show_pos=True
        ) as listed:
            for one in listed:
                made = pdf(one)
                write_whole(folder / one.file, made.contents, 0o644)
                click.echo(folder / one.file)
                if made.lacking:
                    boxed[one.file] = made.lacking
    except OSError as error:
        raise SettingsError(f"The files cannot be written: {error.strerror}: {error.filename}") from None
    files = "1 PDF file" if len(changed) == 1 else f"{len(changed)} PDF files"
    kept = len(wanted) - len(changed)
    also = f"; {kept} of before still say{'s' * (kept == 1)} what is so" if kept else ""
    click.echo(f"{files} written to {folder}{also}.", err=True)
    if replaced:
        click.echo(f"To be replaced where they hang: {', '.join(replaced)}.", err=True)
    if boxed:
        _tell_boxed(boxed)


def _tell_boxed(boxed: Mapping[str, tuple[str, ...]]) -> None:
    """Say which letters are missing from which files, and what to install."""
    letters = dict.fromkeys(letter for found in boxed.values() for letter in found)
    shown = " ".join(f"◌{one}" if unicodedata.category(one[0])[0] == "M" else one for one in letters)
    click.echo(
        f"No font on this machine has {shown}: a crossed box stands in their place in {', '.join(boxed)}."
        " Install fonts that have them, then print again. On Debian:"
        " apt install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji",
        err=True,
    )
