"""``festival edit batch``: edits that were prepared in a file."""

from pathlib import Path

import click

from festival.cli.editing.command import edit_command
from festival.cli.editing.seen import Said, Seen
from festival.schedule.edits import Edit


@edit_command(
    "batch",
    dry_names=("--dry-run", "--check"),
    examples="""
    name = "Plan B Regen"
    reason.de = "Regen"
    [[edit]]
    kind = "move_session"
    session = "u-quiz"
    room = "ws-forum"
    [[edit]]
    kind = "announce"
    text.de = "Das Quiz ist im Forum."
    expires = "18:00"
    """,
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def batch(seen: Seen, said: Said, file: Path) -> Edit:
    """Make all edits of a TOML file, or none.

    They are one change. --check looks whether they fit, and sends nothing.
    """
    from festival.programme.batches import load_batch

    day = seen.day
    found = load_batch(file, seen.schedule, day.date if day else None)
    given = {"reason": said["reason"] or found.reason, "earlier": said["earlier"] or found.earlier}
    return found.model_copy(update=given)
