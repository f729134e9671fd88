"""Has the hub make an edit, or shows what it would do; tells what became of it."""

import asyncio
from collections.abc import Callable

import click

from festival.cli.editing.command import Asked
from festival.cli.editing.failing import NotKnown, sentence
from festival.cli.editing.looking import look
from festival.cli.editing.previewing import show
from festival.cli.editing.refusals import failure
from festival.cli.editing.seen import Seen
from festival.cli.editing.telling import tell
from festival.cli.lines import json_text
from festival.client.editing import Editor, Tries
from festival.client.errors import Refused, Unanswered
from festival.schedule.changes import Change, fold
from festival.schedule.edits import Edit
from festival.schedule.errors import SnapshotNeeded
from festival.schedule.model import Schedule


def run(asked: Asked, drafted: Callable[[Seen], Edit]) -> None:
    """Make the edit that is `drafted` from the hub's newest schedule, or show it. Raises a :class:`click.ClickException`."""
    seen = look(asked)
    edit = drafted(seen)
    if asked.is_dry:
        show(asked, seen, edit)
    else:
        _make(asked, seen, edit)


def _make(asked: Asked, seen: Seen, edit: Edit) -> None:
    based_on = asked.based_on or seen.cursor
    editor = Editor(asked.hub, asked.settings.token or "", tries=Tries(within_s=asked.patience_s))
    try:
        cursor, change = asyncio.run(editor.edit(edit, based_on, key=asked.key))
    except Refused as error:
        raise failure(asked, edit, error) from error
    except Unanswered as error:
        raise NotKnown(
            sentence(error),
            f"Repeat the same command with: --key {error.key} --based-on {based_on}",
            as_json=asked.as_json,
            key=error.key,
            based_on=str(based_on),
        ) from error
    if asked.as_json:
        said = {"cursor": str(cursor), "change": change.model_dump(mode="json", exclude_defaults=True)}
        click.echo(json_text(said))
    else:
        click.echo(str(cursor))
    after = _after(seen.schedule, change)
    if after is not None:
        tell(seen.schedule, after, change, edit, to_stderr=True)
    made = "Made" if after is not None else "It was made before,"
    click.echo(f"{made} at {seen.told(change.at)}: revision {change.revision}.", err=True)


def _after(schedule: Schedule, change: Change) -> Schedule | None:
    """Return what `change` makes of `schedule`; None if it was in that already: the command was repeated.

    What others made in between does not matter here: it touches other things, or this would have been a conflict.
    """
    if change.revision <= schedule.revision:
        return None
    try:
        return fold(schedule, [change.model_copy(update={"revision": schedule.revision + 1})])
    except SnapshotNeeded:
        return None
