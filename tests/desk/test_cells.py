from datetime import timedelta
from typing import Any

from desk.conftest import NOW, live_schedule
from festival.client.followed import Freshness
from festival.desk.state import DeskState
from festival.desk.widgets.cells import ROWS, Cells
from festival.locale import locale_for
from festival.schedule.model import Session, SessionLive

PALETTE = "festival-night"


def begun(minutes_ago: int) -> tuple[DeskState, Session]:
    """Give a session that has begun, and a state that shows it."""
    schedule = live_schedule()
    planned = schedule.sessions[0]
    start = NOW - timedelta(minutes=minutes_ago)
    live = SessionLive(started_at=start)
    one = planned.model_copy(update={"start": start, "end": start + timedelta(hours=1), "live": live})
    locale = locale_for("en", schedule.festival.zone)
    state = DeskState(schedule=schedule, now=NOW, locale=locale, freshness=Freshness("live"), hub="")
    return state, one


def texts(cells: Cells, one: Session, width: int = 30, **followed: Any) -> list[str]:
    return [row.text for row in cells.of(one, width, PALETTE, "card", **{"was_followed": False} | followed)]


def test_rows_are_made_once_for_a_state() -> None:
    state, one = begun(10)
    cells = Cells(state)
    first = cells.of(one, 30, PALETTE, "card", was_followed=False)
    assert len(first) == ROWS
    assert cells.of(one, 30, PALETTE, "card", was_followed=False) is first


def test_rows_of_another_width_or_ground_are_others() -> None:
    state, one = begun(10)
    cells = Cells(state)
    assert [len(row) for row in texts(cells, one, 30)] == [30] * ROWS
    assert [len(row) for row in texts(cells, one, 24)] == [24] * ROWS
    card, focus = (cells.of(one, 30, PALETTE, ground, was_followed=False)[1] for ground in ("card", "focus"))
    assert card.text == focus.text
    assert card != focus


def test_a_session_that_another_one_followed_does_not_stand_as_running() -> None:
    state, one = begun(10)
    cells = Cells(state)
    assert texts(cells, one)[2].rstrip() == "▌▶ on, 50 min left"
    assert texts(cells, one, was_followed=True)[2].rstrip() == "▏· over by the clock"
