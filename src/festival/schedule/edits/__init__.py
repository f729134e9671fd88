"""What an organiser wants: one frozen class for each kind of edit.

An edit is an intention ("delay the forecourt stage by 15 minutes from now, rain"), not a state. What it does to
a schedule is decided by :func:`festival.schedule.apply.apply`. To add a kind: a class here, its name in
:data:`SingleEdit`, and one function in :mod:`festival.schedule.effects`.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

from pydantic import ConfigDict, Field, TypeAdapter

from festival.schedule.edits.announcements import Announce, Withdraw
from festival.schedule.edits.base import BaseEdit
from festival.schedule.edits.sessions import (
    AddSession,
    CancelSession,
    CorrectText,
    MoveSession,
    ReopenSession,
    ReplaceSession,
    SplitSession,
    SwapSessions,
)
from festival.schedule.edits.states import SetRoomState, SetSessionState, SetStationState
from festival.schedule.edits.times import DelayRoom, DelaySession, EndSession, ExtendSession, StartSession
from festival.schedule.model import Instant, Severity
from festival.schedule.text import Line

__all__ = [
    "AddSession",
    "Announce",
    "BaseEdit",
    "Batch",
    "CancelSession",
    "CorrectText",
    "DelayRoom",
    "DelaySession",
    "Edit",
    "EndSession",
    "ExtendSession",
    "MoveSession",
    "ReopenSession",
    "ReplaceSession",
    "SetRoomState",
    "SetSessionState",
    "SetStationState",
    "SingleEdit",
    "SplitSession",
    "StartSession",
    "SwapSessions",
    "Undo",
    "UndoPerson",
    "Withdraw",
    "data_of",
    "edit_from",
]

MOST_IN_BATCH: Final = 100

SingleEdit: TypeAlias = (
    DelayRoom
    | DelaySession
    | StartSession
    | EndSession
    | ExtendSession
    | CancelSession
    | ReopenSession
    | MoveSession
    | SwapSessions
    | SplitSession
    | ReplaceSession
    | AddSession
    | CorrectText
    | SetSessionState
    | SetRoomState
    | SetStationState
    | Announce
    | Withdraw
)
"""What can stand in a batch."""


class Batch(BaseEdit):
    """Edits that were prepared together, applied in their order, whole or not at all, as one change.

    Each keeps its own reason where it has one; the batch's ``reason`` and ``earlier`` hold for all.
    """

    kind: Literal["batch"] = "batch"
    name: Line = Field(min_length=1)
    """As the organisers know it: "Plan B Regen"."""
    edits: tuple[Annotated[SingleEdit, Field(discriminator="kind")], ...] = Field(
        min_length=1, max_length=MOST_IN_BATCH
    )

    @property
    def severity(self) -> Severity:
        """As its weightiest edit."""
        return max((edit.severity for edit in self.edits), key=get_args(Severity).index)


class Undo(BaseEdit):
    """A change is reversed, by a new change."""

    kind: Literal["undo"] = "undo"
    change: int = Field(ge=1)
    """Its revision."""


class UndoPerson(BaseEdit):
    """All that one person changed goes back, as one change, as far as nobody else changed it since."""

    kind: Literal["undo_person"] = "undo_person"
    person: Line = Field(min_length=1)
    """As the history names them: :attr:`festival.schedule.changes.Change.by`."""
    since: Instant | None = None
    """Only what they changed from then on."""


Edit = Annotated[SingleEdit | Batch | Undo | UndoPerson, Field(discriminator="kind")]
"""Any edit; `kind` tells which."""

_EDIT: Final[TypeAdapter[Edit]] = TypeAdapter(Edit, config=ConfigDict(defer_build=True))


def edit_from(data: Mapping[str, Any]) -> Edit:
    """Return the edit that `data` (from JSON or TOML) describes. Raises :class:`pydantic.ValidationError`."""
    return _EDIT.validate_python(data)


def data_of(edit: Edit) -> dict[str, Any]:
    """Return `edit` as JSON values without its defaults; :func:`edit_from` makes the same edit of them."""
    data = {"kind": edit.kind, **edit.model_dump(mode="json", exclude_defaults=True)}
    if isinstance(edit, Batch):
        data["edits"] = [data_of(one) for one in edit.edits]
    return data
