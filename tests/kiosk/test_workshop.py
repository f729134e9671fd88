"""The workshop page: the agenda by day, parallel sessions, people and cities, and what a delegate keeps."""

from typing import Any

import pytest
from textual.pilot import Pilot

from festival.kiosk.pages.workshop import WorkshopPage
from festival.kiosk.state import State
from festival.kiosk.view.people import cities_rows
from festival.kiosk.widgets.grid import TimeGrid
from festival.kiosk.widgets.keeping import KeepCards
from festival.kiosk.widgets.nav import offered
from festival.schedule.agenda import Parallel, Placed, agenda_days, placed
from festival.schedule.model import Schedule
from festival.wording.people import people_lines
from kiosk.conftest import SESSIONS, grid, local, make_schedule, make_state, opened, session
from rig.pilot import touch

ECOSYSTEMS: dict[str, Any] = {"track": "ecosystems", "kind": "talk"}


def workshop(**changes: Any) -> Schedule:
    """Give a day with a plenary talk, a break and two round tables in parallel."""
    sessions = [
        session(
            "plenary", "forum", "14:00", "14:40", speakers=["ada"], organisations=["espoo"], **ECOSYSTEMS
        ),
        session("coffee", "forum", "14:40", "15:00", track="ecosystems", kind="break"),
        session("table-one", "forum", "15:00", "16:00", organisations=["espoo"], **ECOSYSTEMS),
        session("table-two", "hansaplatz", "15:15", "16:00", **ECOSYSTEMS),
        session("closing", "forum", "16:30", "17:00", **ECOSYSTEMS),
        session("music", "hansaplatz", "14:00", "15:00"),
        session("second-day", "forum", "9:00", "10:00", **ECOSYSTEMS)
        | {"start": local("10:00", 28), "end": local("11:00", 28)},
    ]
    return make_schedule(sessions=sessions, **changes)


def page(pilot: Pilot[None]) -> WorkshopPage:
    shown = pilot.app.screen
    assert isinstance(shown, WorkshopPage)
    return shown


def state_of(pilot: Pilot[None]) -> State:
    state: State = pilot.app.state  # type: ignore[attr-defined]
    return state


def where(pilot: Pilot[None], text: str) -> tuple[int, int]:
    """Give the column and line of a text on the screen."""
    for y, line in enumerate(grid(pilot).splitlines()):
        if text in line:
            return line.index(text) + len(text) // 2, y
    raise AssertionError(f"{text!r} is not on the screen:\n{grid(pilot)}")


async def tap(pilot: Pilot[None], text: str) -> None:
    await pilot.click(offset=where(pilot, text))
    await pilot.pause()


def test_only_pages_that_have_something_to_show_are_offered() -> None:
    always = {"now", "programme", "search", "picks", "help"}
    assert offered(make_schedule()) == {*always, "stations", "workshop", "projects", "map"}
    festival = make_schedule().festival.model_copy(update={"workshop": None})
    bare = make_schedule(festival=festival, stations=[], projects=[], maps=[])
    assert offered(bare) == always


async def test_a_bare_festival_has_a_short_row_of_pages_and_no_ways_to_empty_ones() -> None:
    festival = make_schedule().festival.model_copy(update={"workshop": None})
    bare = make_schedule(festival=festival, stations=[], projects=[], maps=[])
    async with opened("search", state=make_state(bare)) as pilot:
        assert " ".join(grid(pilot).splitlines()[-3:]).split()[-5:] == [
            "Now",
            "Programme",
            "Search",
            "Picks",
            "Help",
        ]
        assert "Try something yourself" not in grid(pilot)
    async with opened("picks", state=make_state(bare)) as pilot:
        assert "Workshop" not in grid(pilot)


def test_only_days_with_sessions_of_the_workshop_are_offered() -> None:
    assert [day.date.day for day in agenda_days(workshop())] == [27, 28]
    assert [day.date.day for day in agenda_days(make_schedule(sessions=list(SESSIONS)))] == [27]


def test_parallel_sessions_stand_together_below_a_heading() -> None:
    schedule = workshop()
    ordered = [
        schedule.session_by_id[name] for name in ("plenary", "coffee", "table-one", "table-two", "closing")
    ]
    found = [
        (one.session.id, one.place, one.of) if isinstance(one, Placed) else one for one in placed(ordered)
    ]
    assert found == [
        ("plenary", 0, 1),
        ("coffee", 0, 1),
        Parallel(local("15:00"), local("16:00"), 2),
        ("table-one", 0, 2),
        ("table-two", 1, 2),
        ("closing", 0, 1),
    ]


def test_people_have_role_and_city_with_its_country() -> None:
    schedule = workshop()
    assert people_lines(make_state(schedule), schedule.session_by_id["plenary"]) == [
        "Ada Example · Espoo, Finland · Engineer"
    ]


def test_a_session_without_speakers_names_its_cities() -> None:
    schedule = workshop()
    state = make_state(schedule, language="de")
    assert people_lines(state, schedule.session_by_id["table-one"]) == ["Espoo, Finnland"]


def test_the_cities_are_named_with_their_countries_without_the_host() -> None:
    cities = [
        {"id": "espoo", "name": {"und": "Espoo"}, "kind": "city", "country": "FI"},
        {"id": "home", "name": {"und": "City of Dortmund"}, "kind": "city", "country": "DE"},
    ]
    schedule = workshop(organisations=cities)
    festival = schedule.festival.model_copy(update={"city": "Dortmund"})
    both = schedule.session_by_id["table-two"].model_copy(update={"organisations": ("home", "espoo")})
    schedule = schedule.model_copy(update={"festival": festival, "sessions": (both,)})
    wide = cities_rows(make_state(schedule), 80, 2)
    assert [text for row in wide for text, _ in row] == ["  ", "Cities:  Espoo,\N{NO-BREAK SPACE}Finland"]
    narrow = cities_rows(make_state(schedule), 26, 1)
    assert [text for row in narrow for text, _ in row] == ["  ", "Cities:  Espoo\N{NO-BREAK SPACE}(FI)"]


async def test_the_agenda_shows_parallel_sessions_breaks_and_rooms() -> None:
    async with opened("workshop", state=make_state(workshop()), size=(80, 45)) as pilot:
        said = grid(pilot)
        assert "15:00–16:00 · 2 in parallel" in said
        assert "14:40–15:00  Coffee · Forum" in said
        assert "Music" not in said
        assert "Ada Example · Espoo, Finland · Engineer" in said


async def test_on_a_wide_screen_the_rooms_stand_side_by_side() -> None:
    async with opened("workshop", state=make_state(workshop()), size=(120, 33)) as pilot:
        header = next(line for line in grid(pilot).splitlines() if "Hansaplatz" in line)
        assert "Forum" in header
        assert pilot.app.focused is page(pilot).query_one(TimeGrid)


async def test_a_long_session_is_named_and_kept_when_its_beginning_is_out_of_sight() -> None:
    sessions = [
        session("open-house", "forum", "9:00", "18:00", **ECOSYSTEMS),
        session("closing", "hansaplatz", "17:30", "18:00", **ECOSYSTEMS),
    ]
    state = make_state(make_schedule(sessions=sessions), now=local("17:10"))
    async with opened("workshop", state=state, size=(120, 33)) as pilot:
        assert "10:00" not in grid(pilot)
        x, y = where(pilot, "Open House")
        assert where(pilot, "Keep")[1] < y + 3
        await pilot.click(offset=(x, y + 6))
        await pilot.pause()
        assert type(pilot.app.screen) is not WorkshopPage
        await pilot.press("escape")
        await pilot.pause()
        await tap(pilot, "Keep")
        assert state_of(pilot).picks == ("open-house",)


async def test_the_rooms_wait_for_their_place_on_the_screen_to_go_to_a_time() -> None:
    async with opened("workshop", state=make_state(workshop())) as pilot:
        page(pilot).query_one(TimeGrid).go_to_time(local("16:40"))
        await pilot.resize_terminal(120, 33)
        await pilot.pause()
        page(pilot).query_one(TimeGrid).focus()
        await pilot.press("enter")
        await pilot.pause()
        assert "Closing" in grid(pilot)
        assert type(pilot.app.screen) is not WorkshopPage


@pytest.mark.parametrize("size", [(80, 24), (120, 33)])
async def test_a_session_is_kept_by_touch_and_let_go_of(size: tuple[int, int]) -> None:
    async with opened("workshop", state=make_state(workshop()), size=size) as pilot:
        await tap(pilot, "Keep")
        assert state_of(pilot).picks == ("plenary",)
        assert type(pilot.app.screen) is WorkshopPage
        await tap(pilot, "Kept")
        assert state_of(pilot).picks == ()


@pytest.mark.parametrize("size", [(80, 24), (120, 33)])
async def test_a_session_is_kept_by_key(size: tuple[int, int]) -> None:
    async with opened("workshop", state=make_state(workshop()), size=size) as pilot:
        await pilot.press("down", "plus")
        await pilot.pause()
        assert len(state_of(pilot).picks) == 1
        await pilot.press("plus")
        await pilot.pause()
        assert state_of(pilot).picks == ()


async def test_a_touch_that_slips_off_keeps_nothing() -> None:
    async with opened("workshop", state=make_state(workshop())) as pilot:
        x, y = where(pilot, "Keep")
        await touch(pilot, (x, y), (x - 30, y))
        assert state_of(pilot).picks == ()
        assert type(pilot.app.screen) is WorkshopPage


async def test_picks_that_overlap_are_said_in_words() -> None:
    state = make_state(workshop(), picks=("table-one", "table-two"))
    async with opened("workshop", state=state, size=(80, 45)) as pilot:
        assert "▲ Your picks overlap: 15:00 Table One and 15:15 Table Two" in grid(pilot)
        assert "▲ Overlaps with your pick: 15:15–16:00 Table Two" in grid(pilot)


async def test_another_day_and_the_picks_are_a_touch_away() -> None:
    async with opened("workshop", state=make_state(workshop())) as pilot:
        await tap(pilot, "Sat 28")
        assert "Second Day" in grid(pilot)
        await tap(pilot, "My picks")
        assert type(pilot.app.screen).__name__ == "PicksPage"


@pytest.mark.parametrize("large", [False, True])
async def test_arrows_and_enter_alone_open_a_session(large: bool) -> None:
    async with opened("workshop", state=make_state(workshop(), large=large)) as pilot:
        assert page(pilot).query_one(KeepCards).cursor_key == "plenary"
        await pilot.press("down", "enter")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "SessionPage"
        await pilot.press("escape")
        await pilot.pause()
        assert page(pilot).query_one(KeepCards).cursor_key == "table-one"


async def test_a_new_visitor_finds_today() -> None:
    async with opened("workshop", state=make_state(workshop())) as pilot:
        await tap(pilot, "Sat 28")
        page(pilot).forget()
        page(pilot).show(state_of(pilot))
        await pilot.pause()
        assert "Plenary" in grid(pilot)


async def test_without_a_workshop_the_page_says_so() -> None:
    state = make_state(make_schedule(tracks=[], sessions=[]))
    async with opened("workshop", state=state, size=(120, 33)) as pilot:
        assert "No workshop on this day." in grid(pilot)
