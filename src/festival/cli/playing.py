"""Plays edits into a hub, each when the hub's clock comes to its time."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from festival.client.clock import HubClock
from festival.client.errors import Refused
from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit
from festival.schedule.errors import EditRefused, FestivalError
from festival.schedule.rehearsal import by_revision

if TYPE_CHECKING:
    from festival.client.editing import Editor

_LOOK_S: Final = 0.5
"""How long the clock is trusted, which the hub may set meanwhile."""
_SHUT_OUT: Final = {HTTPStatus.UNAUTHORIZED, HTTPStatus.MISDIRECTED_REQUEST}


class ShutOutError(FestivalError):
    """The hub does not let this organiser in, so that no edit can be made."""


@dataclass(frozen=True, slots=True)
class Due:
    """An edit that is still to be made."""

    place: int
    """Its place in the trace, from 1."""
    at: datetime
    edit: Edit


@dataclass(frozen=True, slots=True)
class Played:
    """What became of an edit."""

    at: datetime
    """By the hub's clock (UTC)."""
    edit: Edit
    change: Change | None
    refusal: str = ""
    """Why there is no change."""


async def play(
    due: Iterable[Due],
    *,
    clock: HubClock,
    editors: "Sequence[Editor]",
    newest: Callable[[], Cursor],
    revisions: dict[int, int],
) -> AsyncIterator[Played]:
    """Make the edits that are `due`, in their order, in turn by `editors`; yield what became of each.

    `newest` is what is known of the hub; `revisions` those of the changes by the place of their edit, for an undo,
    and grows. An edit that the hub refuses is left out. Raises :class:`ShutOutError`, and
    :class:`~festival.client.errors.Unanswered` for a hub that is gone for longer than an edit waits.
    """
    last: Cursor | None = None
    for one in due:
        await _until(one.at, clock)
        seen = newest()
        if last is not None and last.epoch == seen.epoch and last.revision > seen.revision:
            seen = last  # ours is not back yet from the hub
        edit = one.edit
        try:
            edit = by_revision(edit, revisions)
            last, change = await editors[one.place % len(editors)].edit(edit, seen)
        except Refused as error:
            if error.status in _SHUT_OUT:
                raise ShutOutError(f"The hub does not take this token: {error}") from error
            yield Played(clock(), edit, None, str(error))
        except EditRefused as error:
            yield Played(clock(), edit, None, str(error))
        else:
            revisions[one.place] = change.revision
            yield Played(change.at, edit, change)


async def _until(at: datetime, clock: HubClock) -> None:
    while (left := at - clock()) > timedelta():  # noqa: ASYNC110 - a clock that others set tells nobody
        await asyncio.sleep(min(_LOOK_S, left.total_seconds() / clock.rate))
