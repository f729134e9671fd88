"""``festival qr``: list, print and write the QR codes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from festival.cli.lines import Fact, Form, has_colour, write
from festival.cli.options import site_options
from festival.links import Link, Links
from festival.programme import bundled, open_programme
from festival.qr import Level
from festival.schedule.model import Schedule, words
from festival.settings import Settings, SettingsError

_KINDS = ("room", "project", "station", "session")


@dataclass(frozen=True, slots=True)
class Target:
    """One thing with a QR code."""

    kind: str
    id: str
    name: str
    link: Link

    @property
    def ref(self) -> str:
        """What names it on the command line."""
        return f"{self.kind}:{self.id}"


def targets(schedule: Schedule, links: Links) -> Iterator[Target]:
    """Yield everything that has a code: places first, then projects, stations, sessions."""
    languages = schedule.festival.languages
    for room in schedule.rooms:
        yield Target("room", room.id, words(room.name, languages), links.room(room, schedule))
    for project in schedule.projects:
        yield Target("project", project.id, words(project.name, languages), links.project(project))
    for station in schedule.stations:
        yield Target("station", station.id, words(station.name, languages), links.station(station, schedule))
    for session in schedule.sessions:
        yield Target("session", session.id, words(session.title, languages), links.session(session, schedule))


@click.command()
@click.argument("name", required=False)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write PNG and SVG files there.")
@click.option("--kind", type=click.Choice(_KINDS), help="Only these.")
@click.option("--print", "for_print", is_flag=True, help="Error correction Q instead of M, for paper.")
@click.option(
    "--plain", "form", flag_value="plain", help="The list with one code a line, tabs between its parts."
)
@click.option("--json", "form", flag_value="json", help="The list as JSON.")
@site_options
def qr(
    settings: Settings,
    at: str | None,
    name: str | None,
    out: Path | None,
    kind: str | None,
    for_print: bool,
    form: Form | None,
) -> None:
    """List all QR codes, print one, or write them as files.

    NAME: an id as in the list, with or without its kind, for instance room:u-stage.
    """
    del at
    schedule = open_programme(settings.programme or bundled(), settings.cache_dir)
    found = list(targets(schedule, Links(schedule.festival, settings.base_url)))
    if kind:
        found = [one for one in found if one.kind == kind]
    if name:
        found = [one for one in found if name in {one.id, one.ref}]
        if not found:
            raise SettingsError(f"There is no QR code for {name!r}. festival qr lists them all.")
    level: Level = "Q" if for_print else "M"
    if out is not None:
        _write_files(found, out, level)
    elif name:
        _print(found[0], level)
    else:
        leads = {"page": "our page", "own": "its own site", "site": "the festival's site"}
        facts = (
            Fact(
                (
                    (one.ref, "title"),
                    (one.name, "muted"),
                    (leads[one.link.leads_to], "muted"),
                    (one.link.url, "time"),
                ),
                {"ref": one.ref, "name": one.name, "url": one.link.url, "leads_to": one.link.leads_to},
            )
            for one in found
        )
        write(facts, form or "human", "There is nothing with a QR code.")


def _print(target: Target, level: Level) -> None:
    from festival.qr import ansi, matrix, plain_blocks

    code = matrix(target.link.url, level)
    click.echo(ansi(code) if has_colour() else plain_blocks(code), nl=False)
    click.echo(f"{target.name}\n{target.link.url}")
    if target.link.leads_to == "site":
        click.echo("No address of its own is known: the code leads to the festival's site.")


def _write_files(found: list[Target], folder: Path, level: Level) -> None:
    from festival.qr import matrix, png, svg

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in found:
            code = matrix(one.link.url, level)
            stem = folder / f"{one.kind}-{one.id}"
            stem.with_suffix(".png").write_bytes(png(code))
            stem.with_suffix(".svg").write_text(svg(code, title=one.name), encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"The files cannot be written: {error.strerror}: {error.filename}") from None
    click.echo(f"{len(found)} codes written to {folder} (PNG and SVG).", err=True)
    if lost := sum(one.link.leads_to == "site" for one in found):
        click.echo(
            f"{lost} of them lead to the festival's site: no address of their own is known."
            " With --base-url they lead to their pages.",
            err=True,
        )
