"""``festival edit add|replace``: a session that was not planned."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final, NamedTuple, get_args

import click

from festival.cli.editing.command import edit_command
from festival.cli.editing.completing import names
from festival.cli.editing.seen import Said, Seen
from festival.cli.editing.words import block_of, line_of, local_text, minutes_of
from festival.schedule import edits
from festival.schedule.edits import Edit
from festival.schedule.model import Session, SessionKind

_FORMS: Final = get_args(SessionKind)


class _New(NamedTuple):
    """What is typed of a new session."""

    title: tuple[tuple[str, str], ...]
    abstract: tuple[tuple[str, str], ...]
    room: str | None
    start: str | None
    end: str | None
    minutes: int | None
    track: str | None
    form: str | None
    speakers: tuple[str, ...]
    capacity: int | None
    fixed_start: bool


def _new_options(command: Callable[..., Edit]) -> Callable[..., Edit]:
    """Add the options of a new session, and hand them on in the argument `new`."""

    @click.option(
        "--title", type=line_of, multiple=True, metavar="LANG=TEXT", required=True, help="Once a language."
    )
    @click.option("--abstract", type=block_of, multiple=True, metavar="LANG=TEXT", help="Once a language.")
    @click.option("--room", shell_complete=names("room"), metavar="ROOM", help="Where.")
    @click.option("--at", "start", metavar="TIME", help="When it starts, e.g. 15:30.")
    @click.option("--end", metavar="TIME", help="When it ends; or give --minutes.")
    @click.option("--minutes", type=minutes_of, metavar="MINUTES", help="How long it takes.")
    @click.option("--track", metavar="ID", help="The line of the programme.")
    @click.option("--form", type=click.Choice(_FORMS), metavar="FORM", help=f"One of: {', '.join(_FORMS)}.")
    @click.option("--speaker", "speakers", multiple=True, metavar="ID", help="A person of the programme.")
    @click.option("--capacity", type=click.IntRange(min=1), metavar="N", help="How many people get in.")
    @click.option("--fixed", "fixed_start", is_flag=True, help="A delay before it does not move it.")
    @wraps(command)
    def with_new(*shared: Any, **given: Any) -> Edit:
        new = _New(**{name: given.pop(name) for name in _New._fields})
        return command(*shared, new=new, **given)

    return with_new


@edit_command(
    "add",
    examples="""
    festival edit add zugabe --title de=Zugabe --title en=Encore --room u-stage
      --at 21:30 --minutes 15 --track dortbunt --form music
    """,
)
@click.argument("name", metavar="NEW-ID")
@_new_options
def add(seen: Seen, said: Said, name: str, new: _New) -> Edit:
    """Add a session that was not planned.

    NEW-ID: lower-case letters, digits and hyphens.
    """
    needed = {"--room": new.room, "--at": new.start, "--track": new.track, "--form": new.form}
    if missing := [option for option, value in needed.items() if value is None]:
        raise click.UsageError(f"What is new needs {', '.join(missing)} too.")
    return edits.AddSession(session=_session(seen, name, new, None), **said)


@edit_command(
    "replace",
    examples="""
    festival edit replace u-quiz tea-dance --title de=Tanztee --title "en=Tea dance"
    """,
)
@click.argument("session", metavar="SESSION", shell_complete=names("session"))
@click.argument("name", metavar="NEW-ID")
@_new_options
def replace(seen: Seen, said: Said, session: str, name: str, new: _New) -> Edit:
    """Let a new session take place instead of one.

    The old one is cancelled. What you leave out of the new one is as it was of the old one.
    """
    old = seen.session(session)
    return edits.ReplaceSession(session=old.id, by=_session(seen, name, new, old), **said)


def _session(seen: Seen, name: str, new: _New, old: Session | None) -> Session:
    """Return the new session. Where nothing is typed it is like `old`, and made up on the day, so of no source."""
    place = old.slot if old else None
    start = seen.instant(new.start, day_of_session=old) if new.start else place and place.start
    length = place.end - place.start if place else None
    fields: dict[str, Any] = {
        "id": name,
        "room": seen.room(new.room) if new.room else place and place.room,
        "track": new.track or (old and old.track),
        "kind": new.form or (old and old.kind),
        "title": local_text(new.title),
        "abstract": local_text(new.abstract),
        "start": start,
        "end": start and _end(seen, new, old, start, length),
        "speakers": new.speakers,
        "capacity": new.capacity,
        "fixed_start": new.fixed_start,
    }
    return Session.model_validate(fields)


def _end(seen: Seen, new: _New, old: Session | None, start: datetime, length: timedelta | None) -> datetime:
    if new.end is not None and new.minutes is not None:
        raise click.UsageError("Give --end or --minutes, not both.")
    if new.end is not None:
        return seen.instant(new.end, day_of_session=old)
    if new.minutes is not None:
        length = timedelta(minutes=new.minutes)
    if length is None:
        raise click.UsageError("How long does it take? Give --end or --minutes.")
    return start + length
