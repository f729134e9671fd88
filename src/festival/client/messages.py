"""What a hub says over its stream and in its answers, read with mistrust: any server may say anything.

Members that are not known are passed over, so that a newer hub can say more.
"""

from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from festival.client.errors import WrongServer
from festival.client.events import Event
from festival.client.orders import Identify, Order, Reload, Speak
from festival.schedule.changes import Change
from festival.schedule.codes import ALPHABET, SECRET_LENGTH
from festival.schedule.cursor import Cursor
from festival.schedule.model import Instant, Schedule
from festival.schedule.references import dangling
from festival.schedule.text import clean_line
from festival.schedule.values import Language

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
EVENTS: Final = "text/event-stream"
SENTENCE_CAP: Final = 500
"""Characters of a sentence for a person."""


def _cursor_text(text: str) -> str:
    Cursor.parse(text)
    return text


def _sentence(text: str) -> str:
    return clean_line(text, SENTENCE_CAP)


Revision = Annotated[int, Field(ge=0, lt=10**18, strict=True)]
Epoch = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
CursorText = Annotated[str, AfterValidator(_cursor_text)]
Sentence = Annotated[str, AfterValidator(_sentence)]
Seconds = Annotated[float, Field(gt=0, le=3_600, allow_inf_nan=False)]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class _Place(_Said):
    epoch: Epoch
    revision: Revision

    @property
    def cursor(self) -> Cursor:
        """The place in the log that this names."""
        return Cursor(self.epoch, self.revision)


class _TimeOfDay(_Said):
    server_time: Instant
    rehearsed: bool = False
    """The hub's day is made up."""
    rate: Seconds = 1.0
    """Seconds that pass on the hub's clock in one of ours."""


class Hello(_Place, _TimeOfDay):
    """The stream goes on after `revision`."""

    head: Revision
    """The newest revision that the hub has."""
    beat_s: Seconds


class Beat(_Place):
    """The hub lives; `revision` is the newest that it has."""

    server_time: Instant


class Reset(_Place):
    """What was missed is not sent: take the whole schedule, which is at `revision` or later."""


class Bye(_Said):
    """The hub ends the stream."""

    retry_after_s: Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Changed(_Said):
    """A change was made; it leads to `cursor`."""

    cursor: Cursor
    change: Change


class Ordered(_Said):
    """An organiser has the kiosk `screen` do something."""

    screen: str
    order: str
    language: Annotated[Language | None, Field(max_length=SENTENCE_CAP)] = None

    @property
    def meaning(self) -> Order | None:
        """What to do; None for an order of a newer hub."""
        match self.order, self.language:
            case "identify", _:
                return Identify()
            case "language", str(language):
                return Speak(language)
            case "reload", _:
                return Reload()
        return None


Message = Hello | Beat | Reset | Bye | Changed | Ordered
_MODELS: Final[dict[str, type[Hello | Beat | Reset | Bye | Ordered]]] = {
    "hello": Hello,
    "beat": Beat,
    "reset": Reset,
    "bye": Bye,
    "order": Ordered,
}


def message_of(event: Event) -> Message | None:
    """Return what `event` says, None if it is of a kind that is not known. Raises :class:`WrongServer`."""
    try:
        if event.name == "change":
            return _changed(event)
        model = _MODELS.get(event.name)
        if model is None:
            return None
        said = model.model_validate_json(event.data)
    except ValueError as error:  # pydantic's errors are
        raise WrongServer(f"the stream has a {event.name[:20]!r} that cannot be read") from error
    if isinstance(said, Hello) and (event.last_id != str(said.cursor) or said.head < said.revision):
        raise WrongServer("the stream begins with a contradiction")
    return said


def _changed(event: Event) -> Changed:
    cursor = Cursor.parse(event.last_id)
    change = Change.model_validate_json(event.data)
    if change.revision != cursor.revision:
        raise ValueError(f"change {change.revision} came as {cursor}")
    return Changed(cursor=cursor, change=change)


class ChangesAnswer(_Place, _TimeOfDay):
    """Changes in order; `more` says that the list was cut. At `server_time`, `revision` was the newest."""

    changes: tuple[Change, ...]
    more: bool


class Gone(_Said):
    """The problem of a 410: what was asked for is not in the hub's log, whose newest place is `cursor`."""

    cursor: CursorText


class EditAnswer(_Said):
    """The change that an edit made, and where it led."""

    cursor: CursorText
    change: Change


class TokenAnswer(_Said):
    """Whose token asked."""

    name: Sentence
    role: Sentence
    room: Sentence | None = None
    until: Instant | None = None


class Screen(_Said):
    """A kiosk as it last reported."""

    id: Sentence
    cursor: CursorText | None = None
    columns: int
    rows: int
    skew_ms: float | None = None
    version: Sentence = ""
    last_seen: Instant
    is_behind: bool


class ScreensAnswer(_Said):
    """The kiosks that the hub knows, when `cursor` was its newest place."""

    cursor: CursorText
    screens: tuple[Screen, ...]


class PicksAnswer(_Said):
    """Where the hub keeps picks, and until when."""

    secret: Annotated[str, Field(pattern=rf"^[{ALPHABET}]{{{SECRET_LENGTH}}}$")]
    until: Instant


class ProblemAnswer(_Said):
    """Why a request was not fulfilled (RFC 9457)."""

    type: Sentence = ""
    detail: Sentence = ""
    thing: Sentence | None = None
    current: Any = None
    cursor: Sentence | None = None
    errors: tuple[dict[str, Sentence], ...] = ()
    sessions: tuple[Sentence, ...] = ()


class _ScheduleAnswer(_Place):
    schedule: Schedule


def schedule_of(body: bytes) -> Schedule:
    """Return the schedule in the body of a snapshot. Raises :class:`WrongServer` unless it is whole and agrees with itself."""
    try:
        answer = _ScheduleAnswer.model_validate_json(body)
    except (ValidationError, RecursionError) as error:
        raise WrongServer("this is no schedule of a hub") from error
    schedule = answer.schedule
    if answer.cursor != (schedule.epoch, schedule.revision):
        raise WrongServer("the snapshot contradicts itself")
    if (wrong := dangling(schedule)) is not None:
        raise WrongServer(f"the snapshot cannot be shown: {wrong}")
    return schedule
