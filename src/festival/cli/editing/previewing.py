"""``--dry-run``: what an edit would do, and nothing sent."""

import sys
from typing import Any, Final

import click

from festival.cli.editing.command import Asked
from festival.cli.editing.failing import Conflicting, NotMade, sentence
from festival.cli.editing.looking import log_for
from festival.cli.editing.permitting import refuse_unless_permitted
from festival.cli.editing.refusals import not_confirmed
from festival.cli.editing.seen import Seen
from festival.cli.editing.telling import Told, tell
from festival.cli.lines import json_text, styled
from festival.schedule.edits import Edit, data_of
from festival.schedule.errors import EditConflict, EditRefused, WouldBeEarlier
from festival.schedule.preview import Preview, preview

NOBODY: Final = "dry run"
"""Who makes a change that is only thought through."""


def show(asked: Asked, seen: Seen, edit: Edit) -> None:
    """Show what `edit` would do, on stdout. Raises a :class:`click.ClickException` if the hub would refuse it."""
    log = log_for(asked, seen.cursor, edit)
    refuse_unless_permitted(asked, edit, seen.schedule, log)
    try:
        found = preview(seen.schedule, edit, now=seen.now, by=NOBODY, log=log)
    except WouldBeEarlier as error:
        raise not_confirmed(asked, error, error.sessions) from error
    except EditConflict as error:
        raise Conflicting(
            sentence(error), as_json=asked.as_json, thing=error.thing, now=error.current
        ) from error
    except EditRefused as error:
        raise NotMade(sentence(error), as_json=asked.as_json) from error
    if asked.as_json:
        click.echo(json_text(_facts(seen, edit, found)))
    tell(seen.schedule, found.after, found.change, edit, to_stderr=asked.as_json)
    told = (("New conflict", "alert", found.new_conflicts), ("Solved", "good", found.solved_conflicts))
    for heading, role, conflicts in told:
        for one in conflicts:
            click.echo(
                f"{styled(heading, role, sys.stderr if asked.as_json else sys.stdout)}: {one.sentence()}.",
                err=asked.as_json,
            )
    click.echo(_where(Told(found.after), found.rooms), err=asked.as_json)
    click.echo(f"Nothing was sent. So it would be if you made it now, {seen.told(seen.now)}.", err=True)


def _where(told: Told, places: frozenset[str] | None) -> str:
    if places is None:
        return "Screens: all."
    return f"Screens: those at {', '.join(sorted(map(told.place, places)))} tell of it as theirs."


def _facts(seen: Seen, edit: Edit, found: Preview) -> dict[str, Any]:
    return {
        "dry_run": True,
        "based_on": str(seen.cursor),
        "edit": data_of(edit),
        "change": found.change.model_dump(mode="json", exclude_defaults=True),
        "new_conflicts": [one.sentence() for one in found.new_conflicts],
        "solved_conflicts": [one.sentence() for one in found.solved_conflicts],
        "places": None if found.rooms is None else sorted(found.rooms),
    }
