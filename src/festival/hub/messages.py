"""What requests and answers hold, as models: the door checks against them, and the OpenAPI description shows them."""

import re
from typing import Annotated, Any, Final, Literal

from pydantic import Field, RootModel

from festival.links import MOST_PICKS
from festival.schedule.access import Role
from festival.schedule.changes import Change
from festival.schedule.codes import ALPHABET, SECRET_LENGTH
from festival.schedule.cursor import CURSOR_PATTERN
from festival.schedule.edits import Edit
from festival.schedule.model import Frozen, Id, Instant, Schedule
from festival.schedule.text import Line
from festival.schedule.values import Language

CursorText = Annotated[str, Field(pattern=CURSOR_PATTERN)]
"""``<epoch>-<revision>``."""

DEPTH_CAP: Final = 16
"""Levels of objects and lists in a body; the deepest edit has six."""
SCREEN_CAP: Final = 10_000
"""Columns or rows: more than any terminal has."""
SCREEN_PATTERN: Final = "^[A-Za-z0-9_-]{1,32}$"
"""Of the id of a kiosk."""
SECRET_PATTERN: Final = rf"^[{ALPHABET}]{{{SECRET_LENGTH}}}$"
"""128 random bits (:func:`festival.schedule.codes.secret_for`)."""
SKEW_CAP_MS: Final = 1e13
"""More than lies between any two instants that the programme knows (festival.schedule.values.YEARS)."""
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
    """Changes, in order after a cursor, else the newest first; `more` says that the list was cut at the limit."""

    epoch: str
    revision: int
    server_time: Instant
    """The hub's time, at which `revision` was its newest."""
    rehearsed: bool = False
    """The hub's day is made up."""
    rate: float = 1.0
    """Seconds that pass on the hub's clock in a real one."""
    changes: tuple[Change, ...]
    more: bool


class TokenAnswer(Frozen):
    """Whose token it is that asks, and what it may do."""

    name: str
    """As other organisers see it beside each change."""
    role: Role
    room: str | None = None
    """The room of a host."""
    until: Instant | None = None
    """It is valid before this instant."""


class HealthAnswer(Frozen):
    """The process answers."""

    alive: bool


class ReadyAnswer(Frozen):
    """Whether edits can be made and followed: "ok" or what is wrong, for each part."""

    ready: bool
    cursor: CursorText
    checks: dict[str, str]


class ScreenReport(Frozen):
    """What a kiosk says of itself, about with every beat."""

    id: str = Field(pattern=SCREEN_PATTERN)
    """Which kiosk it is, as on the map."""
    cursor: CursorText | None = None
    """What it shows; null: the printed programme, or what it kept of another hub."""
    columns: int = Field(ge=1, le=SCREEN_CAP)
    rows: int = Field(ge=1, le=SCREEN_CAP)
    skew_ms: float | None = Field(default=None, ge=-SKEW_CAP_MS, le=SKEW_CAP_MS, allow_inf_nan=False)
    """The hub's time minus the machine's, in milliseconds; null: not known yet."""
    version: Line = Field(default="", max_length=64)
    """Of the program."""


class Identify(Frozen):
    """Say in large letters which screen it is."""

    order: Literal["identify"] = "identify"


class Speak(Frozen):
    """Speak that language first, until the next visitor has left."""

    order: Literal["language"] = "language"
    language: Language


class Reload(Frozen):
    """Take the whole schedule anew and make every page anew."""

    order: Literal["reload"] = "reload"


class ScreenOrder(RootModel[Annotated[Identify | Speak | Reload, Field(discriminator="order")]]):
    """What a kiosk shall do."""


class Screen(ScreenReport):
    """A kiosk as it was when it last reported."""

    last_seen: Instant
    """By the hub's clock."""
    is_behind: bool
    """It showed less than the hub had then."""


class ScreensAnswer(Frozen):
    """The kiosks that reported to this hub in the last ten minutes, by id."""

    cursor: CursorText
    """The newest place."""
    screens: tuple[Screen, ...]


class PicksRequest(Frozen):
    """The sessions that a visitor takes away, by id; nothing about the visitor."""

    sessions: tuple[Id, ...] = Field(min_length=1, max_length=MOST_PICKS)


class PicksAnswer(Frozen):
    """Where they are to be found: the page ``/A/<secret>``, the calendar ``/A/<secret>.ics``."""

    secret: str = Field(pattern=SECRET_PATTERN)
    until: Instant
    """They are kept before this instant."""


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
    sessions: tuple[str, ...] = ()
    """For 422 with the type would-be-earlier: those that would start earlier than was said."""
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
