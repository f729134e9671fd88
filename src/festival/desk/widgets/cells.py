"""The sessions on a board as painted rows, each made once however many lines and frames show it."""

from typing import Final

from textual.strip import Strip

from festival.desk.state import DeskState
from festival.desk.view.board import session_rows
from festival.desk.view.standing import standing
from festival.schedule.model import Session
from festival.tui.paint import strip

ROWS: Final = 3
"""Of a session: its times, its title, where it stands."""


class Cells:
    """Paints sessions as `state` has them; a new state needs new cells."""

    def __init__(self, state: DeskState) -> None:
        self._state = state
        self._made: dict[tuple[str, int, str, str, bool], list[Strip]] = {}

    def of(
        self, session: Session, width: int, palette: str, ground: str, *, was_followed: bool
    ) -> list[Strip]:
        """Return the rows of a session in `width` cells; `was_followed`: a later one of its room has begun already."""
        key = (session.id, width, palette, ground, was_followed)
        if key not in self._made:
            state = self._state
            where = standing(session, state.now, was_followed=was_followed)
            rows = session_rows(state, session, where, width, is_marked=session.id == state.chosen.marked)
            self._made[key] = [strip(row, width, palette, ground) for row in rows]
        return self._made[key]
