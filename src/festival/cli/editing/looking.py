"""Asking the hub for what an edit is made from: its newest schedule, and for an undo the changes before."""

import asyncio
from collections.abc import Mapping
from typing import Final

import click

from festival.cli.editing.command import Asked
from festival.cli.editing.failing import NotKnown, NotMade, sentence
from festival.cli.editing.seen import Seen
from festival.cli.following import following
from festival.client.errors import HubUnreachable, Refused, WrongServer
from festival.programme import bundled
from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit, Undo, UndoPerson
from festival.settings import Settings

_LOOK_S: Final = 5.0
"""So long the hub has to say what it has."""
_PAGE: Final = 1_000
"""Changes that are asked for at a time."""


def look(asked: Asked) -> Seen:
    """Return what the hub has now. Raises :class:`NotKnown` if it does not say it in time."""
    try:
        return look_at(asked.settings, asked.hub)
    except HubUnreachable as error:
        raise NotKnown(f"{sentence(error)} Nothing was sent.", as_json=asked.as_json) from error


def look_at(settings: Settings, hub: str) -> Seen:
    """Return what the hub at that address has now. Raises :class:`HubUnreachable` if it does not say it in time."""
    followed = following(settings, hub, settings.programme or bundled(), None)
    found = asyncio.run(followed.newest(_LOOK_S))
    if found.freshness.contact != "dated":
        raise HubUnreachable(f"The hub at {hub} does not answer, or is none")
    return Seen(found.schedule, followed.clock())


def log_for(asked: Asked, newest: Cursor, edit: Edit) -> Mapping[int, Change]:
    """Return the changes by revision that `edit` needs to be thought through: none but for an undo.

    Raises :class:`click.ClickException` if they cannot be had.
    """
    if not isinstance(edit, Undo | UndoPerson):
        return {}
    token = asked.settings.token
    if token is None:
        raise click.UsageError(
            "To see what would be undone, set FESTIVAL_TOKEN: who made a change is not public."
        )
    try:
        until = edit.change if isinstance(edit, Undo) else 1
        return asyncio.run(history(asked.hub, token, newest, until=until))
    except Refused as error:
        raise NotMade(sentence(error), as_json=asked.as_json) from error
    except (HubUnreachable, WrongServer) as error:
        raise NotKnown(f"{sentence(error)} Nothing was sent.", as_json=asked.as_json) from error


async def history(hub: str, token: str, newest: Cursor, *, until: int) -> dict[int, Change]:
    """Return the changes from revision `until` to that of `newest`."""
    from festival.client.organising import Organiser

    organiser, found = Organiser(hub, token), dict[int, Change]()
    before: Cursor | None = None
    while before is None or before.revision > until:
        page = await organiser.history(before, _PAGE)
        if not page:
            break
        found |= {one.revision: one for one in page if one.revision <= newest.revision}
        before = Cursor(newest.epoch, page[-1].revision)
    return found
