"""What requests and answers hold, as models: the door checks against them, and the OpenAPI description shows them."""

import re
from typing import Annotated, Any, Final

from pydantic import Field

from festival.schedule.changes import Change
from festival.schedule.cursor import CURSOR_PATTERN
from festival.schedule.edits import Edit
from festival.schedule.model import Frozen, Instant, Schedule

CursorText = Annotated[str, Field(pattern=CURSOR_PATTERN)]
"""``<epoch>-<revision>``."""

DEPTH_CAP: Final = 16
"""Levels of objects and lists in a body; the deepest edit has six."""
_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET: Final = re.compile(rb"[\[\]{}]")


class EditRequest(Frozen):
    """An edit, and what the organiser saw when making it."""

    edit: Edit
    based_on: CursorText


class EditAnswer(Frozen):
    """The change that an edit made; it is on disk."""

    cursor: CursorText
    change: Change


class ScheduleAnswer(Frozen):
    """The whole programme."""

    epoch: str
    revision: int
    server_time: Instant
    """When this snapshot was made; the Date header says what time it is."""
    schedule: Schedule


class ChangesAnswer(Frozen):
    """Changes in order; `more` says that the list was cut at the limit."""

    epoch: str
    revision: int
    changes: tuple[Change, ...]
    more: bool


class HealthAnswer(Frozen):
    """The process answers."""

    alive: bool


class ReadyAnswer(Frozen):
    """Whether edits can be made and followed: "ok" or what is wrong, for each part."""

    ready: bool
    cursor: CursorText
    checks: dict[str, str]


class ProblemAnswer(Frozen):
    """Why a request was not fulfilled (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    thing: str | None = None
    """For 409: what has changed since."""
    current: dict[str, Any] | None = None
    """For 409: the value its last change gave to the fields it changed; null when it is gone."""
    cursor: CursorText | None = None
    """For 409 and 410: the newest place."""
    errors: tuple[dict[str, str], ...] = ()
    """For 422: where the request is wrong, and why."""


def depth_of(body: bytes) -> int:
    """Return how deep objects and lists lie in each other in JSON text.

    >>> depth_of(b'{"a": ["[[[", {}]}')
    3
    """
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest
