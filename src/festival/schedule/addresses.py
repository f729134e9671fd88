"""That a short address keeps its meaning: what is added on the day takes nobody else's.

The same id is the same session, also if it was withdrawn and comes back: it has its address, and its date in calendars,
again. Another id whose code happens to be the same (:mod:`festival.schedule.codes`) is refused.
"""

from collections.abc import Iterable, Iterator

from festival.schedule import edits
from festival.schedule.codes import code_for
from festival.schedule.edits import Edit
from festival.schedule.errors import EditRefused
from festival.schedule.model import Project, Room, Schedule, Station


def holder(schedule: Schedule, session: str, withdrawn: Iterable[str] = ()) -> str | None:
    """Return the id of what already has the code that a new session called `session` would have; None if it is free.

    `withdrawn` are ids of sessions that are there no more; their pages go on saying so.
    """
    code = code_for("session", session)
    things: tuple[Project | Room | Station, ...] = (*schedule.projects, *schedule.rooms, *schedule.stations)
    others = (*schedule.session_by_id, *withdrawn)
    same = (other for other in others if other != session and code_for("session", other) == code)
    return next((one.id for one in things if one.code == code), None) or next(same, None)


def refuse_if_held(schedule: Schedule, session: str, withdrawn: Iterable[str] = ()) -> None:
    """Raise :class:`EditRefused` if a new session called `session` would take over another thing's short address."""
    if other := holder(schedule, session, withdrawn):
        raise EditRefused(
            "session {id} would have the short code of {other}, which may be printed: choose another id",
            id=session,
            other=other,
        )


def added(edit: Edit) -> Iterator[str]:
    """Yield the ids of the sessions that `edit` would add."""
    match edit:
        case edits.AddSession():
            yield edit.session.id
        case edits.ReplaceSession():
            yield edit.by.id
        case edits.SplitSession():
            yield rest_of(edit)
        case edits.Batch():
            for one in edit.edits:
                yield from added(one)


def rest_of(edit: edits.SplitSession) -> str:
    """Return the id of the second part of the session that `edit` splits."""
    return edit.id or f"{edit.session}-rest"
