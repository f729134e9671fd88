"""``festival edit state|correct``: how full a thing is, and what it is called."""

from typing import Any, Final, Literal, TypeAlias, cast, get_args

import click

from festival.cli.editing.command import edit_command
from festival.cli.editing.completing import names
from festival.cli.editing.seen import Said, Seen
from festival.cli.editing.words import block_of, local_text
from festival.schedule import edits
from festival.schedule.edits import Edit
from festival.schedule.model import State

_Correctable: TypeAlias = Literal["session", "room", "station"]

_UNKNOWN: Final = "unknown"
_OF_SESSIONS: Final = ("open", "few", "full", _UNKNOWN)
_FIELDS: Final = ("title", "name", "abstract", "venue", "way")


@edit_command(
    "state",
    examples="""
    festival edit state vr-quartier busy --wait 25 --until 15:30
    festival edit state u-quiz full
    """,
)
@click.argument("thing", metavar="SESSION|ROOM|STATION", shell_complete=names("station", "room", "session"))
@click.argument("state", type=click.Choice((*get_args(State), _UNKNOWN)), metavar="STATE")
@click.option("--until", metavar="TIME", help="From then on nothing is known any more.")
@click.option(
    "--wait", "wait_min", type=click.IntRange(0, 600), metavar="MINUTES", help="How long people wait."
)
def state(seen: Seen, said: Said, thing: str, state: str, until: str | None, wait_min: int | None) -> Edit:
    """Say how full a session, room or station is.

    STATE: open, few, busy, full, paused, closed, unknown.
    """
    found = seen.thing(thing, "station", "room", "session")
    value = cast("Any", None if state == _UNKNOWN else state)
    if found.kind == "session":
        if state not in _OF_SESSIONS:
            raise click.UsageError(f"{found} is a session: its state is one of {', '.join(_OF_SESSIONS)}.")
        if until is not None or wait_min is not None:
            raise click.UsageError(f"{found} is a session: --until and --wait are for rooms and stations.")
        return edits.SetSessionState(session=found.id, state=value, **said)
    end = seen.instant(until) if until else None
    if found.kind == "room":
        return edits.SetRoomState(room=found.id, state=value, until=end, wait_min=wait_min, **said)
    return edits.SetStationState(station=found.id, state=value, until=end, wait_min=wait_min, **said)


@edit_command(
    "correct",
    examples="""
    festival edit correct u-quiz title de="Das große Quiz" en="The big quiz"
    """,
)
@click.argument("thing", metavar="SESSION|ROOM|STATION", shell_complete=names("session", "room", "station"))
@click.argument("field", type=click.Choice(_FIELDS), metavar="FIELD")
@click.argument("text", nargs=-1, required=True, type=block_of, metavar="LANG=TEXT...")
def correct(seen: Seen, said: Said, thing: str, field: str, text: tuple[tuple[str, str], ...]) -> Edit:
    """Correct a text; visitors get no message.

    Languages that you leave out stay, an empty text (en=) goes.

    FIELD: title, name, abstract, venue or way.
    """
    found = seen.thing(thing, "session", "room", "station")
    return edits.CorrectText(
        thing=cast("_Correctable", found.kind),
        id=found.id,
        field=cast("Any", field),
        text=local_text(text),
        **said,
    )
