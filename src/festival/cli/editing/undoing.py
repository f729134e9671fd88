"""``festival edit undo``: one change, or all that one person made, goes back."""

import click

from festival.cli.editing.command import edit_command
from festival.cli.editing.seen import Said, Seen
from festival.schedule import edits
from festival.schedule.edits import Edit


@edit_command(
    "undo",
    examples="""
    festival edit undo --change 17
    festival edit undo --person Ada --since 14:00 --dry-run
    """,
)
@click.option("--change", type=click.IntRange(min=1), metavar="N", help="The revision of the change.")
@click.option("--person", metavar="NAME", help="Everything by the one whose name stands beside changes.")
@click.option("--since", metavar="TIME", help="With --person: only what was made then or later.")
def undo(seen: Seen, said: Said, change: int | None, person: str | None, since: str | None) -> Edit:
    """Undo one change, or all that a person made.

    That is a new change. What others changed since stays as it is.
    """
    if (change is None) == (person is None):
        raise click.UsageError("What is to be undone? Give --change or --person.")
    if person is not None:
        return edits.UndoPerson(person=person, since=seen.instant(since) if since else None, **said)
    if since is not None:
        raise click.UsageError("--since goes with --person.")
    return edits.Undo(change=change or 0, **said)
