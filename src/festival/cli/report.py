"""``festival report``: what a day became of what was planned."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from festival.cli.lines import aligned, has_colour, json_text, width_of
from festival.cli.logged import Logged, of_hub, of_store
from festival.cli.place import Place, store_option
from festival.schedule.day_report import day_report
from festival.schedule.model import Day
from festival.schedule.timeline import day_of
from festival.settings import Settings, SettingsError, checked_hub

if TYPE_CHECKING:
    from festival.cli.report_sheet import Sheet

Form = Literal["table", "csv", "json"]

_PARTS: Final = ("rooms", "sessions", "announcements", "changes")


@click.command()
@click.argument("day", required=False, metavar="[DAY]")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help="Default: table."
)
@click.option(
    "--part",
    type=click.Choice(_PARTS),
    metavar="PART",
    help=f"Only this: {', '.join(_PARTS)}. CSV is one part; default: sessions.",
)
@store_option
@click.option(
    "--hub",
    metavar="URL",
    help="The hub to ask, with an organiser's FESTIVAL_TOKEN; default: FESTIVAL_HUB. Without any: the log.",
)
def report(day: str | None, form: Form, part: str | None, store: str | None, hub: str | None) -> None:
    """Say what a day became: planned and actual, minutes of delay, cancellations, announcements.

    DAY: e.g. 2022-05-27; default: the day that is on, else that of the last change, else the first. Where no host said when a session
    began or ended it is as expected, and called so.

    Exit code 4: the hub does not answer.
    """
    logged = _logged(store, hub)
    chosen = _day(day, logged)

    from festival.cli.report_sheet import Sheet
    from festival.cli.report_tables import Tables

    found = day_report(logged.schedule, chosen, logged.changes)
    tables = Tables(logged.schedule)
    if form == "table":
        _write_sheet(Sheet(tables, found), part)
        return
    whole = tables.of(found)
    if form == "csv":
        from festival.cli.csv_cells import csv_text

        table = whole[part or "sessions"]
        click.echo(csv_text(table.columns, table.cells), nl=False)
        return
    said: dict[str, Any] = {"day": chosen.date.isoformat(), "revision": logged.schedule.revision}
    said |= {name: table.rows for name, table in whole.items() if part in {None, name}}
    click.echo(json_text(said))


def _logged(store: str | None, hub: str | None) -> Logged:
    if store is not None and hub is not None:
        raise click.UsageError("Give --store or --hub.")
    settings = Settings.from_environment()
    if store is None and (address := checked_hub(hub) or settings.hub):
        return of_hub(settings, address)
    return of_store(Place.of(replace(settings, store=store or settings.store)).store)


def _day(text: str | None, logged: Logged) -> Day:
    days: Sequence[Day] = logged.schedule.festival.days
    if text is not None:
        by_date = {one.date.isoformat(): one for one in days}
        if text not in by_date:
            raise SettingsError(f"{text!r} is no day of the festival. There are: {', '.join(by_date)}.")
        return by_date[text]
    instants = (logged.now, *(one.at for one in logged.changes[-1:]))
    return next((found for one in instants if (found := day_of(days, one))), days[0])


def _write_sheet(sheet: "Sheet", part: str | None) -> None:
    colour, width = has_colour(), width_of(sys.stdout)
    click.echo(sheet.summary())
    for name, heading, facts in sheet.parts():
        if part in {None, name}:
            click.echo(f"\n{click.style(heading, bold=True) if colour else heading}")
            for line in aligned(facts, colour=colour, width=width):
                click.echo(line)
