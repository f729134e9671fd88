"""``festival edit delay|start|end|extend``: when something happens."""

import re
from typing import Final

import click

from festival.cli.editing.command import edit_command
from festival.cli.editing.completing import names
from festival.cli.editing.seen import Said, Seen
from festival.cli.editing.words import minutes_of
from festival.schedule import edits
from festival.schedule.edits import Edit

_NOW: Final = "now"
_TIME: Final = re.compile(r"[0-9]{1,2}:|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", re.ASCII)


@edit_command(
    "delay",
    examples="""
    festival edit delay u-stage +15 --reason de=Regen --reason en=Rain
    festival edit delay u-stage +5 --from u-quiz
    festival edit delay u-quiz -5
    """,
)
@click.argument("place", metavar="ROOM|SESSION", shell_complete=names("room", "session"))
@click.argument("minutes", type=minutes_of, metavar="MINUTES")
@click.option(
    "--from",
    "begin",
    metavar="SESSION|TIME|now",
    shell_complete=names("session", others=(_NOW,)),
    help="Where the delay of a room begins; default: now.",
)
def delay(seen: Seen, said: Said, place: str, minutes: int, begin: str | None) -> Edit:
    """Start later: a room from now on, or one session alone.

    The delay of a room runs on from session to session until gaps absorb it.

    MINUTES: +15, -5 (takes delay back), 15m, 1h.
    """
    thing = seen.thing(place, "room", "session")
    if thing.kind == "session":
        if begin is not None:
            raise click.UsageError(f"--from is for rooms, and {thing} is a session: it is delayed alone.")
        return edits.DelaySession(session=thing.id, minutes=minutes, **said)
    if begin is None or begin == _NOW:
        return edits.DelayRoom(room=thing.id, minutes=minutes, **said)
    if _TIME.match(begin):
        return edits.DelayRoom(room=thing.id, minutes=minutes, from_time=seen.instant(begin), **said)
    return edits.DelayRoom(room=thing.id, minutes=minutes, from_session=seen.session(begin).id, **said)


@edit_command(
    "start",
    examples="""
    festival edit start u-quiz
    festival edit start u-quiz --at 19:30
    """,
)
@click.argument("session", metavar="SESSION", shell_complete=names("session"))
@click.option("--at", metavar="TIME", help="When it began, if that is a while ago; default: now.")
def start(seen: Seen, said: Said, session: str, at: str | None) -> Edit:
    """Say that a session starts now, or has begun.

    What it is late by is its delay, and runs on in its room.
    """
    found = seen.session(session)
    begun = seen.instant(at, day_of_session=found) if at is not None else None
    return edits.StartSession(session=found.id, at=begun, **said)


@edit_command("end")
@click.argument("session", metavar="SESSION", shell_complete=names("session"))
def end(seen: Seen, said: Said, session: str) -> Edit:
    """Say that a session has ended now.

    If that is late, what follows starts later; if it is early, nothing else moves.
    """
    return edits.EndSession(session=seen.session(session).id, **said)


@edit_command("extend")
@click.argument("session", metavar="SESSION", shell_complete=names("session"))
@click.argument("minutes", type=minutes_of, metavar="MINUTES")
def extend(seen: Seen, said: Said, session: str, minutes: int) -> Edit:
    """Let a session take longer, or with -5 less.

    What follows starts later, until gaps absorb it.
    """
    return edits.ExtendSession(session=seen.session(session).id, minutes=minutes, **said)
