"""Edits on their way to the hub: none is forgotten, none is made twice.

An edit that is sent stands in the state until it is made. If the hub refuses it, or nobody can say whether it was made,
it stays there, with its age, until somebody sends it again or throws it away.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import uuid4

from festival.client.errors import Refused
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit

Stage: TypeAlias = Literal["sending", "unanswered", "refused", "conflict"]
"""``unanswered``: it may have been made or not. ``conflict``: what it touches has changed since."""

_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Sending:
    """An edit that the hub has not made yet, as far as the desk knows."""

    number: int
    """Counts the desk's edits."""
    edit: Edit
    based_on: Cursor
    """What the organiser saw when she made it."""
    since: datetime
    """When it was first sent (UTC, by the hub's clock)."""
    key: str
    """The same key makes the same edit once at most."""
    stage: Stage = "sending"
    why: str = ""
    """In the hub's words (English)."""
    thing: str = ""
    """Of a conflict: the id of what has changed."""
    current: Any = None
    """Of a conflict: the fields of the thing that changed, with their values now; None: it is gone."""
    newest: Cursor | None = None
    """Of a conflict: the hub's newest place then."""

    @property
    def needs_somebody(self) -> bool:
        """Whether it waits for a decision, not for the hub."""
        return self.stage != "sending"


def begun(number: int, edit: Edit, based_on: Cursor, now: datetime) -> Sending:
    """Return `edit`, to be sent as the desk's edit `number`."""
    return Sending(number, edit, based_on, now, uuid4().hex)


def with_one(waiting: tuple[Sending, ...], one: Sending) -> tuple[Sending, ...]:
    """Return `waiting` with `one`, in the place of an earlier state of it."""
    if any(other.number == one.number for other in waiting):
        return tuple(one if other.number == one.number else other for other in waiting)
    return (*waiting, one)


def without(waiting: tuple[Sending, ...], number: int) -> tuple[Sending, ...]:
    """Return `waiting` without the edit `number`."""
    return tuple(one for one in waiting if one.number != number)


def unanswered(one: Sending, why: str) -> Sending:
    """Return `one` when the hub did not answer."""
    return replace(one, stage="unanswered", why=why)


def refused(one: Sending, error: Refused) -> Sending:
    """Return `one` when the hub said no."""
    if error.status != _CONFLICT or not error.thing:
        return replace(one, stage="refused", why=str(error))
    newest = Cursor.parse(error.cursor) if error.cursor else None
    return replace(
        one, stage="conflict", why=str(error), thing=error.thing, current=error.current, newest=newest
    )


def again(one: Sending, known: Cursor) -> Sending:
    """Return `one` as it is to be sent again.

    Unanswered, it is the same edit with the same key. Refused, it is a new one, based on `known`, what the desk shows
    now, or on what the hub's refusal told of, if that is newer.
    """
    if one.stage == "unanswered":
        return replace(one, stage="sending", why="")
    newest = one.newest
    is_newer = newest is not None and (newest.epoch != known.epoch or newest.revision > known.revision)
    based_on = newest if newest is not None and is_newer else known
    return replace(
        one, stage="sending", why="", thing="", current=None, newest=None, based_on=based_on, key=uuid4().hex
    )


def oldest(waiting: Iterable[Sending]) -> Sending | None:
    """Return the edit that has waited longest for a decision, None if none does."""
    return min((one for one in waiting if one.needs_somebody), key=lambda one: one.since, default=None)
