"""The programme page: list and timetable, filters by touch and by keys, and what is left when nothing matches."""

from datetime import date
from time import process_time
from typing import Any

import pytest
from textual.pilot import Pilot

from festival.kiosk.pages.programme import ProgrammePage
from festival.kiosk.state import Filters
from festival.kiosk.widgets.grid import TimeGrid
from festival.schedule.model import Festival, Schedule, SessionLive, Slot
from festival.tui.cards import Cards
from kiosk.conftest import grid, local, make_schedule, make_state, opened, session


def lines(pilot: Pilot[None]) -> list[str]:
    return grid(pilot).splitlines()


def where(pilot: Pilot[None], text: str) -> tuple[int, int]:
    """Give the column and line of a text on the screen."""
    for y, line in enumerate(lines(pilot)):
        if text in line:
            return line.index(text) + len(text) // 2, y
    raise AssertionError(f"{text!r} is not on the screen:\n{grid(pilot)}")


async def tap(pilot: Pilot[None], text: str) -> None:
    await pilot.click(offset=where(pilot, text))
    await pilot.pause()


def page(pilot: Pilot[None]) -> ProgrammePage:
    shown = pilot.app.screen
    assert isinstance(shown, ProgrammePage)
    return shown


def changed(name: str, live: SessionLive) -> Schedule:
    schedule = make_schedule()
    new = {name: schedule.session_by_id[name].model_copy(update={"live": live})}
    return schedule.model_copy(update={"sessions": tuple(new.get(one.id, one) for one in schedule.sessions)})


async def test_the_list_has_the_day_in_order_under_headings() -> None:
    async with opened("programme") as pilot:
        said = grid(pilot)
        order = [
            said.index(text)
            for text in ("14:00 · now 14:20", "Brass Band", "Open lab", "Choir", "Round Table")
        ]
        assert order == sorted(order)


async def test_the_list_opens_at_now_with_the_past_above() -> None:
    past = [session(f"past-{hour}", "forum", f"{hour}:00", f"{hour}:30") for hour in range(8, 14)]
    later = [session(f"later-{hour}", "forum", f"{hour}:00", f"{hour}:30") for hour in range(15, 22)]
    state = make_state(make_schedule(sessions=[*past, session("present", "forum", "14:10", "14:40"), *later]))
    async with opened("programme", state=state) as pilot:
        assert "14:00 · now 14:20" in lines(pilot)[6]
        assert "Present" in lines(pilot)[7]
        await pilot.press("up")
        assert "Past 13" in grid(pilot)


async def test_the_heading_before_a_gap_says_now() -> None:
    sessions = [session("early", "forum", "13:00", "15:30"), session("late", "forum", "17:00", "18:00")]
    async with opened("programme", state=make_state(make_schedule(sessions=sessions))) as pilot:
        assert "13:00 · now 14:20" in grid(pilot)
        assert " 17:00 ─" in grid(pilot)


async def test_a_tap_opens_a_session_and_back_keeps_the_place() -> None:
    async with opened("programme") as pilot:
        cards = page(pilot).query_one("#list", Cards)
        await tap(pilot, "Round Table")
        assert type(pilot.app.screen).__name__ == "SessionPage"
        await pilot.press("escape")
        await pilot.pause()
        assert page(pilot).query_one("#list", Cards) is cards
        assert cards.cursor_key == "round-table"


async def test_coming_anew_begins_at_now() -> None:
    async with opened("programme") as pilot:
        await pilot.press("end")
        await tap(pilot, "Stations")
        await tap(pilot, "Programme")
        await pilot.pause()
        assert page(pilot).query_one("#list", Cards).cursor_key == "brass-band"


@pytest.mark.parametrize("size", [(80, 24), (120, 33)])
async def test_the_timetable_shows_places_across_and_a_line_at_now(size: tuple[int, int]) -> None:
    async with opened("programme", state=make_state(layout="grid"), size=size) as pilot:
        said = lines(pilot)
        header = next(line for line in said if "Hansaplatz" in line)
        assert header.index("Hansaplatz") < header.index("Forum")
        assert any(line.startswith(" 14:20━") and "━━━" in line[8:] for line in said)
        assert any("● 14:00 30 min left" in line for line in said)


async def test_arrows_and_enter_alone_choose_in_the_timetable() -> None:
    async with opened("programme", state=make_state(layout="grid")) as pilot:
        table = page(pilot).query_one(TimeGrid)
        assert pilot.app.focused is table
        await pilot.press("down", "right")
        assert table.cursor == (1, 0)
        await pilot.press("enter")
        await pilot.pause()
        assert "Choir" in grid(pilot)
        assert type(pilot.app.screen).__name__ == "SessionPage"


async def test_a_tap_on_a_block_opens_it() -> None:
    async with opened("programme", state=make_state(layout="grid")) as pilot:
        await tap(pilot, "Choir")
        assert type(pilot.app.screen).__name__ == "SessionPage"


async def test_further_places_are_a_touch_away() -> None:
    many = [{"id": f"r{number}", "kind": "stage", "name": {"und": f"Place {number}"}} for number in range(11)]
    sessions = [session(f"s{number}", f"r{number}", "14:00", "15:00") for number in range(11)]
    state = make_state(make_schedule(rooms=many, sessions=sessions), layout="grid")
    async with opened("programme", state=state) as pilot:
        assert "Place 3" in grid(pilot)
        assert "Place 4" not in grid(pilot)
        assert "1–4" in grid(pilot)
        await tap(pilot, "▶")
        assert "Place 4" in grid(pilot)
        assert "Place 3" not in grid(pilot)
        for _ in range(7):
            await pilot.press("right")
        assert "Place 10" in grid(pilot)


async def test_a_moved_session_says_where_it_went_and_whence_it_came() -> None:
    slot = Slot(room="forum", start=local("17:00"), end=local("17:40"))
    state = make_state(changed("open-lab", SessionLive(moved=slot)), layout="grid")
    async with opened("programme", state=state, size=(80, 60)) as pilot:
        assert "→ 17:00 Forum" in grid(pilot)
        assert "➜ 17:00 from Hansaplatz" in grid(pilot)


async def test_a_delay_is_said_with_the_planned_time() -> None:
    state = make_state(changed("choir", SessionLive(delay_min=20)), layout="grid")
    async with opened("programme", state=state, size=(120, 33)) as pilot:
        assert "▲ 15:40 instead of 15:20" in grid(pilot)


async def test_the_layout_changes_by_touch() -> None:
    async with opened("programme") as pilot:
        await tap(pilot, "Grid")
        assert page(pilot).query_one(TimeGrid).display
        await pilot.press("down")
        assert pilot.app.focused is page(pilot).query_one(TimeGrid)
        await tap(pilot, "List")
        assert not page(pilot).query_one(TimeGrid).display
        assert "14:00 · now 14:20" in grid(pilot)


async def test_a_filter_is_chosen_by_touch_said_in_words_and_cleared_at_once() -> None:
    async with opened("programme") as pilot:
        await tap(pilot, "Filter")
        assert "Innovation Ecosystems" in grid(pilot)
        await tap(pilot, "For whom")
        await tap(pilot, "Families")
        assert "Show 1" in grid(pilot)
        await tap(pilot, "Show 1")
        assert "Families  –  1 of 5" in grid(pilot)
        assert "Choir" not in grid(pilot)
        await tap(pilot, "Clear all")
        assert "Choir" in grid(pilot)
        assert pilot.app.state.filters == Filters(day=date(2022, 5, 27))  # type: ignore[attr-defined]


async def test_arrows_and_enter_alone_reach_a_filter() -> None:
    async with opened("programme") as pilot:
        await pilot.press("up", "right", "enter")
        await pilot.pause()
        assert "Forum" in grid(pilot)
        await pilot.press("right", "right", "enter")
        await pilot.pause()
        assert pilot.app.state.filters.room == "forum"  # type: ignore[attr-defined]
        assert "Brass Band" not in grid(pilot)


async def test_an_option_that_leaves_nothing_cannot_be_chosen() -> None:
    filters = Filters(day=date(2022, 5, 27), audience="families")
    async with opened("programme", state=make_state(filters=filters)) as pilot:
        await tap(pilot, "Place")
        await tap(pilot, "○ Forum")
        assert pilot.app.state.filters == filters  # type: ignore[attr-defined]


async def test_where_nothing_matches_the_dearest_filter_can_be_dropped() -> None:
    filters = Filters(day=date(2022, 5, 27), room="forum", audience="families")
    async with opened("programme", state=make_state(filters=filters)) as pilot:
        assert "Nothing matches all of it." in grid(pilot)
        line = next(line for line in lines(pilot) if "(+" in line)
        assert line.index("Families (+2)") < line.index("Forum (+1)")
        await pilot.press("enter")
        await pilot.pause()
        assert "Choir" in grid(pilot)
        assert pilot.app.state.filters.audience == ""  # type: ignore[attr-defined]


async def test_a_day_without_sessions_says_so() -> None:
    state = make_state(filters=Filters(day=date(2022, 5, 28)))
    async with opened("programme", state=state) as pilot:
        assert "Nothing on this day." in grid(pilot)


async def test_another_day_is_chosen_and_closes_the_options() -> None:
    on_saturday = session("saturday", "forum", "14:00", "15:00") | {
        "start": local("10:00", 28),
        "end": local("11:00", 28),
    }
    state = make_state(make_schedule(sessions=[session("friday", "forum", "14:00", "15:00"), on_saturday]))
    async with opened("programme", state=state) as pilot:
        await tap(pilot, "Day ▼")
        await tap(pilot, "○ Sat 28")
        assert "Saturday" in lines(pilot)[7]
        assert "Show" not in grid(pilot)


async def test_escape_closes_the_options_before_it_goes_back() -> None:
    async with opened("programme") as pilot:
        await tap(pilot, "Filter")
        await pilot.press("escape")
        assert "Brass Band" in grid(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "NowPage"


async def test_on_a_wide_screen_the_options_stand_beside_the_programme() -> None:
    async with opened("programme", size=(120, 33)) as pilot:
        await tap(pilot, "Filter")
        assert "Brass Band" in grid(pilot)
        assert "Innovation Ecosystems" in grid(pilot)


async def test_large_letters_use_the_list() -> None:
    async with opened("programme", state=make_state(large=True, layout="grid")) as pilot:
        assert page(pilot).query_one("#list", Cards).display
        assert "14:00–14:50  Hansaplatz" in grid(pilot)
        assert "Brass Band" not in grid(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "SessionPage"


async def test_forgetting_closes_the_options() -> None:
    async with opened("programme") as pilot:
        await tap(pilot, "Filter")
        page(pilot).forget()
        page(pilot).show(pilot.app.state)  # type: ignore[attr-defined]
        await pilot.pause()
        assert "Brass Band" in grid(pilot)


async def test_markup_in_a_title_stays_text_in_the_timetable() -> None:
    hostile = session("bad", "forum", "14:00", "15:00", title={"und": "[@click=app.quit]x[/]"})
    state = make_state(make_schedule(sessions=[hostile]), layout="grid")
    async with opened("programme", state=state) as pilot:
        assert "[@click=app.quit]x[/]" in grid(pilot)


def thousand_a_day() -> Schedule:
    rooms = [
        {"id": f"r{number}", "kind": "stage", "name": {"und": f"Place {number}"}} for number in range(50)
    ]
    sessions: list[dict[str, Any]] = [
        session(f"s{day}-{number}", f"r{number % 50}", "9:00", "9:30", title={"und": f"Session {number}"})
        | {
            "start": local(f"{9 + number // 100}:{number // 50 % 2 * 30:02}", day),
            "end": local(f"{9 + number // 100}:{number // 50 % 2 * 30 + 25:02}", day),
        }
        for day in range(11, 21)
        for number in range(1000)
    ]
    schedule = make_schedule(rooms=rooms, sessions=sessions, stations=[], maps=[])
    days = [
        {"date": f"2022-05-{day}", "start": local("7:00", day), "end": local("26:00", day)}
        for day in range(11, 21)
    ]
    festival = Festival.model_validate(schedule.festival.model_dump() | {"days": days})
    return schedule.model_copy(update={"festival": festival})


@pytest.mark.parametrize("layout", ["list", "grid"])
async def test_ten_thousand_sessions_stay_quick_and_the_same_minute_builds_nothing(layout: str) -> None:
    state = make_state(thousand_a_day(), now=local("14:20", 15), layout=layout)
    async with opened("programme", state=state, size=(120, 33)) as pilot:
        shown = page(pilot)

        def took(day: int, second: int) -> float:
            new = state.with_(
                now=local("14:20", 15).replace(second=second), filters=Filters(day=date(2022, 5, day))
            )
            begin = process_time()
            shown.show(new)
            return process_time() - begin

        assert min(took(day, 0) for day in (11, 12, 13, 14)) < 0.05
        assert min(took(14, second) for second in (5, 10, 15)) < 0.002
