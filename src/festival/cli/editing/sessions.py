"""``festival edit cancel|reopen|move|swap|split``: what takes place, and where."""

import click

from festival.cli.editing.command import edit_command
from festival.cli.editing.completing import names
from festival.cli.editing.seen import Said, Seen
from festival.schedule import edits
from festival.schedule.edits import Edit


@edit_command("cancel")
@click.argument("session", metavar="SESSION", shell_complete=names("session"))
def cancel(seen: Seen, said: Said, session: str) -> Edit:
    """Say that a session does not take place.

    It stays visible, marked, until its old end.
    """
    return edits.CancelSession(session=seen.session(session).id, **said)


@edit_command("reopen")
@click.argument("session", metavar="SESSION", shell_complete=names("session"))
def reopen(seen: Seen, said: Said, session: str) -> Edit:
    """Say that a cancelled session takes place after all."""
    return edits.ReopenSession(session=seen.session(session).id, **said)


@edit_command(
    "move",
    examples="""
    festival edit move u-quiz --to ws-forum --reason de=Regen
    festival edit move u-quiz --at 20:15
    festival edit move u-quiz --at 2022-05-28T11:00
    """,
)
@click.argument("session", metavar="SESSION", shell_complete=names("session"))
@click.option("--to", "room", shell_complete=names("room"), metavar="ROOM", help="Where it takes place.")
@click.option("--at", "start", metavar="TIME", help="When it starts, e.g. 15:30 (on its day).")
def move(seen: Seen, said: Said, session: str, room: str | None, start: str | None) -> Edit:
    """Move a session to another room, another time, or both.

    Its length stays. A new time is exact: a delay it had is gone.
    """
    if room is None and start is None:
        raise click.UsageError("Where to? Give --to, --at, or both.")
    moved = seen.session(session)
    return edits.MoveSession(
        session=moved.id,
        room=seen.room(room) if room else None,
        start=seen.instant(start, day_of_session=moved) if start else None,
        **said,
    )


@edit_command("swap")
@click.argument("first", shell_complete=names("session"))
@click.argument("second", shell_complete=names("session"))
def swap(seen: Seen, said: Said, first: str, second: str) -> Edit:
    """Let two sessions change places.

    Each takes the other's room and start, and keeps its length.
    """
    return edits.SwapSessions(first=seen.session(first).id, second=seen.session(second).id, **said)


@edit_command(
    "split",
    examples="""
    festival edit split u-quiz --at 19:45 --resume 20:30 --reason de=Gewitter
    """,
)
@click.argument("session", metavar="SESSION", shell_complete=names("session"))
@click.option("--at", "at", metavar="TIME", required=True, help="When the first part ends.")
@click.option("--resume", metavar="TIME", required=True, help="When the second part starts.")
@click.option("--id", "name", metavar="ID", help="Of the second part; default: made from the first one's.")
def split(seen: Seen, said: Said, session: str, at: str, resume: str, name: str | None) -> Edit:
    """Interrupt a session: what is left of it goes on later."""
    found = seen.session(session)
    return edits.SplitSession(
        session=found.id,
        at=seen.instant(at, day_of_session=found),
        resume=seen.instant(resume, day_of_session=found),
        id=name,
        **said,
    )
