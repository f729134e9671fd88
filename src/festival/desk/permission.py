"""What the organiser at this desk may not do: said before she tries, by the table that the hub refuses by."""

from typing import Final, cast, get_args

from festival.desk.state import DeskState
from festival.schedule.access import Forbidden, Role, reach, refuse_unless_allowed
from festival.schedule.edits import Edit

_ROLES: Final = get_args(Role)


def never(state: DeskState, kind: str) -> bool:
    """Return whether edits of that kind are not for this organiser at all; a newer hub's role is left to the hub."""
    role = _role(state)
    return role is not None and reach(role, kind) == "never"


def forbidden(state: DeskState, edit: Edit) -> str | None:
    """Return why this organiser may not make `edit`; None if she may, or only the hub knows."""
    role = _role(state)
    if role is None or state.holder is None:
        return None
    try:
        refuse_unless_allowed(
            role, state.holder.room, edit, state.schedule, {one.revision: one for one in state.changes}
        )
    except Forbidden:
        t, room = state.locale.t, state.schedule.room_by_id.get(state.holder.room or "")
        if role == "editor":
            return t("Your token does not allow this: ask an admin.")
        if room is None or reach(role, edit.kind) == "never":
            return t("Your token does not allow this: ask an editor.")
        return t("Your token is for {room} alone: ask an editor.", room=state.say(room.name))
    return None


def _role(state: DeskState) -> Role | None:
    role = state.holder.role if state.holder else ""
    return cast("Role", role) if role in _ROLES else None
