"""Who may do what: one table, asked on the schedule that the edit would change.

The hub refuses by it; the desk shows by it what its organiser may do.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from festival.schedule import edits
from festival.schedule.changes import Change, Kind, current
from festival.schedule.errors import FestivalError
from festival.schedule.model import Announcement, Room, Schedule, Session
from festival.schedule.undoing import changes_of

Role = Literal["host", "editor", "admin", "kiosk"]
"""``host``: of one stage (room). ``kiosk``: a screen, which reports and edits nothing."""
Reach = Literal["never", "own", "any"]
"""``own``: if it touches the host's room and nothing else."""

ROLES: Final[tuple[Role, ...]] = ("host", "editor", "admin", "kiosk")
EDITORS: Final[tuple[Role, ...]] = ("host", "editor", "admin")
"""Who may edit at all. A kiosk only tells what it shows."""
POLICY: Final[Mapping[str, Mapping[Role, Reach]]] = {
    "delay_room": {"host": "own", "editor": "any", "admin": "any"},
    "delay_session": {"host": "own", "editor": "any", "admin": "any"},
    "start_session": {"host": "own", "editor": "any", "admin": "any"},
    "end_session": {"host": "own", "editor": "any", "admin": "any"},
    "extend_session": {"host": "own", "editor": "any", "admin": "any"},
    "set_session_state": {"host": "own", "editor": "any", "admin": "any"},
    "set_room_state": {"host": "own", "editor": "any", "admin": "any"},
    "announce": {"host": "own", "editor": "any", "admin": "any"},
    "withdraw": {"host": "own", "editor": "any", "admin": "any"},
    "undo": {"host": "own", "editor": "any", "admin": "any"},
    "set_station_state": {"host": "never", "editor": "any", "admin": "any"},
    "cancel_session": {"host": "never", "editor": "any", "admin": "any"},
    "reopen_session": {"host": "never", "editor": "any", "admin": "any"},
    "move_session": {"host": "never", "editor": "any", "admin": "any"},
    "swap_sessions": {"host": "never", "editor": "any", "admin": "any"},
    "split_session": {"host": "never", "editor": "any", "admin": "any"},
    "replace_session": {"host": "never", "editor": "any", "admin": "any"},
    "batch": {"host": "never", "editor": "any", "admin": "any"},
    "undo_person": {"host": "never", "editor": "any", "admin": "any"},
    "correct_text": {"host": "never", "editor": "any", "admin": "any"},
    "add_session": {"host": "never", "editor": "never", "admin": "any"},
}
"""What is not in it is refused. Nobody undoes what they may not do, and a batch holds only what its maker may."""
_ANYTHING: Final = "batch"
"""What may hold all kinds of edit: how a change is judged that is too old to be at hand."""

Rooms: TypeAlias = frozenset[str] | None
"""Ids of rooms; None is everywhere, or nowhere that could be named."""


class Forbidden(FestivalError):
    """The token does not allow this."""


def _at(schedule: Schedule, kind: Kind, name: str) -> Rooms:
    """Return in which rooms the thing of that kind and id is."""
    match current(schedule, kind, name):
        case Session() as session:
            return frozenset({session.slot.room})
        case Room() as room:
            return frozenset({room.id})
        case Announcement() as announcement:
            return frozenset(announcement.rooms) or None
        case _:
            return None


def rooms_of(edit: edits.Edit, schedule: Schedule) -> Rooms:
    """Return the rooms that a host's kinds of edit touch in `schedule`; None for everywhere."""
    match edit:
        case edits.DelayRoom() | edits.SetRoomState():
            return frozenset({edit.room})
        case (
            edits.DelaySession()
            | edits.StartSession()
            | edits.EndSession()
            | edits.ExtendSession()
            | edits.SetSessionState()
        ):
            return _at(schedule, "session", edit.session)
        case edits.Announce():
            return frozenset(edit.rooms) or None
        case edits.Withdraw():
            return _at(schedule, "announcement", edit.announcement)
        case _:
            return None


def _rooms_touched(change: Change, schedule: Schedule) -> Iterator[Rooms]:
    for one in change.touches:
        if one.kind == "announcement" and one.before is not None and one.after is None:
            yield frozenset(one.before.get("rooms", ())) or None
        else:
            yield _at(schedule, one.kind, one.id)


def _kinds(change: Change, log: Mapping[int, Change]) -> Iterator[str]:
    """Yield what one does who undoes `change`: of an undo, also what it had put back, which is then made again."""
    known: Change | None = change
    while known is not None:
        yield known.kind
        if known.undoes is None:
            return
        known = log.get(known.undoes)
    yield _ANYTHING


def reach(role: Role, kind: str) -> Reach:
    """Return how far somebody of that role may make edits of that kind."""
    return POLICY.get(kind, {}).get(role, "never")


def _may(role: Role, room: str | None, kind: str, touched: Callable[[], list[Rooms]]) -> bool:
    if reach(role, kind) == "own":
        return room is not None and all(rooms == frozenset({room}) for rooms in touched())
    return reach(role, kind) == "any"


def refuse_unless_allowed(
    role: Role, room: str | None, edit: edits.Edit, schedule: Schedule, log: Mapping[int, Change]
) -> None:
    """Raise :class:`Forbidden` unless somebody of that role (a host: of that room) may make `edit` to `schedule`.

    `log` holds changes by revision, for the edits that undo some.
    """
    for one in edit.edits if isinstance(edit, edits.Batch) else ():
        refuse_unless_allowed(role, room, one, schedule, log)
    if isinstance(edit, edits.Undo) and (change := log.get(edit.change)) is not None:
        allowed = _may(role, room, "undo", lambda: list(_rooms_touched(change, schedule)))
        allowed = allowed and all(_may(role, room, kind, list) for kind in _kinds(change, log))
    elif isinstance(edit, edits.UndoPerson):
        kinds = {edit.kind}.union(*(_kinds(change, log) for change in changes_of(edit, log)))
        allowed = all(_may(role, room, kind, list) for kind in kinds)
    else:
        allowed = _may(role, room, edit.kind, lambda: [rooms_of(edit, schedule)])
    if not allowed:
        where = f" beyond room {room}" if reach(role, edit.kind) == "own" else ""
        whom = "an admin" if role == "editor" else "an editor"
        raise Forbidden(f"a token of the role {role} does not allow {edit.kind}{where}: ask {whom}")
