"""``festival audit``: who changed what, when and why, and whether the log of it is what was written."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

import click

from festival.cli.checking import EX_DAMAGED, check
from festival.cli.csv_cells import csv_text
from festival.cli.editing.telling import Told, shift_of
from festival.cli.lines import json_text
from festival.cli.logged import Logged, of_hub, of_store
from festival.cli.place import Place, store_option
from festival.schedule.changes import Change
from festival.schedule.model import Schedule
from festival.schedule.past import Past
from festival.settings import Settings, checked_hub
from festival.store.log import StoreDamaged

_COLUMNS: Final = (
    "revision", "at", "by", "kind", "severity", "what", "why", "undoes", "before", "after", "digest",
)  # fmt: skip


@click.group()
def audit() -> None:
    """Show what was changed, and whether anybody has touched the log of it."""
    context = click.get_current_context()
    context.default_map = dict.fromkeys(audit.commands, context.default_map)  # what stands before the command


@audit.command()
@store_option
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
def verify(store: str | None, as_json: bool) -> None:
    """Check every hash, every snapshot and every digest of the log, and play it again; also while a hub uses it.

    Exit code 0: all is as it was written. 3: it is damaged, the message says from which revision on. 1: there is no
    log, or it cannot be reached.
    """
    check(_where(Settings.from_environment(), store), as_json=as_json)


@audit.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv"]),
    default="json",
    show_default=True,
    help="json: an object a line. csv: for spreadsheets, a change a row.",
)
@store_option
@click.option(
    "--hub", metavar="URL", help="Ask a hub instead of the log; needs an organiser's FESTIVAL_TOKEN."
)
def export(form: Literal["json", "csv"], store: str | None, hub: str | None) -> None:
    """Write every change to stdout, the oldest first: who, when, what and why, before and after.

    The log is checked first, as by `festival audit verify`; a damaged one is not exported (exit code 3).
    """
    settings = Settings.from_environment()
    address = checked_hub(hub)
    if address is not None and store is not None:
        raise click.UsageError("Give --store or --hub.")
    logged = of_hub(settings, address) if address is not None else _of_log(_where(settings, store))
    schedule = logged.schedule
    rows = _rows(schedule, tuple(reversed(logged.changes)))
    if form == "csv":
        click.echo(csv_text(_COLUMNS, (_cells(schedule, row) for row in rows)), nl=False)
        return
    for row in rows:
        click.echo(json_text(row, indent=None))


def _where(settings: Settings, store: str | None) -> str:
    return Place.of(replace(settings, store=store or settings.store)).store


def _of_log(where: str) -> Logged:
    try:
        return of_store(where)
    except StoreDamaged as error:
        click.echo(f"Error: {error}", err=True)
        click.get_current_context().exit(EX_DAMAGED)


def _rows(schedule: Schedule, changes: Sequence[Change]) -> Iterator[dict[str, Any]]:
    """Yield `changes` (the newest first, which led to `schedule`) as records, the oldest first."""
    told = Told(schedule)
    for change, shifts in reversed(list(Past(schedule, changes).walk())):
        said = []
        for shift in shifts:
            old, new = shift_of(told, shift.before, shift.after)
            thing = shift.after or shift.before
            said.append(f"{told.name(thing) if thing else shift.id}: {old} → {new}")
        yield {
            **change.model_dump(mode="json", exclude_defaults=True),
            "severity": change.severity,
            "reason": dict(change.reason),
            "what": "; ".join(said),
        }


def _cells(schedule: Schedule, row: dict[str, Any]) -> list[str | int | None]:
    told = Told(schedule)
    sides = [
        {f"{one['kind']} {one['id']}": one.get(side) for one in row["touches"]}
        for side in ("before", "after")
    ]
    before, after = (json_text(side, indent=None) for side in sides)
    undoes = row.get("undoes") or row.get("undoes_person")
    why = told.words(row["reason"]) if row["reason"] else ""
    head = [row["revision"], row["at"], row["by"], row["kind"], row["severity"], row["what"], why]
    return [*head, undoes, before, after, row.get("digest", "")]
