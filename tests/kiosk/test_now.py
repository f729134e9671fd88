"""The board of places: where something is on comes first, then where something begins soonest."""

import pytest

from festival.kiosk.state import State
from festival.kiosk.widgets.header import where
from kiosk.conftest import NOW, SESSIONS, grid, local, make_schedule, make_state, opened, session


def quiet_first() -> State:
    """Give a state in which the first place waits longer than the second, and at first neither has begun."""
    sessions = [
        session("gala", "hansaplatz", "18:00", "19:00"),
        session("breakfast", "forum", "9:00", "9:30"),
    ]
    return make_state(make_schedule(sessions=sessions), now=local("8:20"))


async def test_the_place_where_something_begins_soonest_comes_first() -> None:
    async with opened("now", state=quiet_first()) as pilot:
        said = grid(pilot)
        assert said.index("Breakfast") < said.index("Gala")
        assert "in 40 min" in said
        assert "in 9 h 40" in said


async def test_a_place_with_something_on_comes_before_those_that_wait() -> None:
    state = quiet_first().with_(now=local("18:30"))
    async with opened("now", state=state) as pilot:
        said = grid(pilot)
        assert said.index("Gala") < said.index("Forum")
        assert "Nothing more today" in said


async def test_a_wait_is_said_once() -> None:
    sessions = [session("choir", "forum", "14:40", "15:00")]
    async with opened("now", state=make_state(make_schedule(sessions=sessions), now=NOW)) as pilot:
        assert grid(pilot).count("in 20 min") == 1


async def test_a_place_says_what_was_moved_away_until_its_old_end() -> None:
    moved = {"room": "forum", "start": local("18:00"), "end": local("18:40")}
    sessions = [one | ({"live": {"moved": moved}} if one["id"] == "open-lab" else {}) for one in SESSIONS]
    state = make_state(make_schedule(sessions=sessions))
    async with opened("now", state=state) as pilot:
        said = grid(pilot).splitlines()
        row = next(line for line in said if line.startswith("▌ 15:00"))
        assert row.split() == ["▌", "15:00", "Open", "lab", "→", "18:00", "Forum"]
    async with opened("now", state=state.with_(now=local("15:40"))) as pilot:
        assert "15:00  Open lab" not in grid(pilot)


@pytest.mark.parametrize("page", ["now", "programme"])
async def test_a_reason_that_is_cut_leaves_the_margin_free(page: str) -> None:
    late = {"delay_min": 5, "reason": {"en": "because " * 20}}
    sessions = [session("choir", "forum", "14:00", "15:00") | {"live": late}]
    async with opened(page, state=make_state(make_schedule(sessions=sessions), now=NOW)) as pilot:
        line = next(line for line in grid(pilot).splitlines() if "5 min later" in line)
        assert (len(line), line[-1]) == (79, "…")


def test_the_header_names_the_kiosk_only_where_its_name_fits_whole() -> None:
    state = make_state(kiosk_id="K1")
    roomy, narrow = ("".join(span[0] for span in where(state, "Programme", width)[2]) for width in (60, 34))
    assert roomy.split("  ")[1] == "Programme · Kiosk 1"
    assert "Kiosk" not in narrow
    assert "…" not in narrow
