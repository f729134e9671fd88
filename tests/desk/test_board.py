"""The board: rooms side by side, the present line, and a cursor on a session."""

import time
from datetime import timedelta

import pytest

from desk.conftest import NOW, Rig, desk_on, live_schedule, local, make_schedule, session
from festival.desk.view.board import columns
from festival.desk.view.standing import Phase, standing
from festival.desk.widgets.board import Board
from festival.schedule import edits
from festival.schedule.model import Schedule


def rooms(count: int) -> list[dict[str, object]]:
    return [{"id": f"room{n}", "kind": "stage", "name": {"und": f"Room {n}"}} for n in range(count)]


def busy(count: int, each: int) -> Schedule:
    """Give `count` rooms with `each` sessions of ten minutes around now."""
    first = NOW - timedelta(minutes=10 * each // 2)
    sessions = [
        session(f"s{n}-{m}", f"room{n}", "8:00", "8:10")
        | {"start": first + timedelta(minutes=10 * m), "end": first + timedelta(minutes=10 * m + 10)}
        for n in range(count)
        for m in range(each)
    ]
    days = {"festival": make_schedule().festival.model_dump()}
    days["festival"]["days"] = [
        {"date": "2022-05-27", "start": NOW - timedelta(days=9), "end": NOW + timedelta(days=9)}
    ]
    return make_schedule(sessions=sessions, rooms=rooms(count), maps=[], **days)


def here(rig: Rig) -> str:
    found = rig.app.screen.query_one(Board).session
    return found.id if found else ""


@pytest.mark.parametrize(("width", "count"), [(80, 3), (160, 7)])
async def test_so_many_rooms_fit(width: int, count: int) -> None:
    async with desk_on(schedule=busy(9, 4), size=(width, 24)) as rig:
        heading = next(line for line in rig.text.splitlines() if "Room 0" in line)
        assert heading.split() == [word for n in range(count) for word in ("Room", str(n))]
        assert f"{9 - count} ▸" in rig.text


async def test_arrows_lead_from_session_to_session_and_room_to_room() -> None:
    async with desk_on() as rig:
        found = [here(rig)]
        for key in ("down", "right", "down", "left", "up"):
            await rig.press(key)
            found.append(here(rig))
    assert found == ["brass-band", "open-lab", "round-table", "round-table", "open-lab", "brass-band"]


async def test_the_cursor_scrolls_to_rooms_beyond_the_edge() -> None:
    async with desk_on(schedule=busy(9, 4)) as rig:
        await rig.press(*["right"] * 8)
        assert "Room 8" in rig.text
        assert here(rig) == "s8-2"


async def test_the_chosen_session_is_kept_when_pages_change() -> None:
    async with desk_on() as rig:
        await rig.press("right", "5", "1")
        assert (here(rig), rig.state.chosen.room) == ("choir", "forum")


async def test_the_cursor_stays_on_its_session_when_it_moves() -> None:
    async with desk_on() as rig:
        await rig.press("right")
        rig.hub.make(edits.MoveSession(session="choir", room="hansaplatz", start=local("17:00")))
        await rig.until(lambda: rig.state.schedule.revision == 1)
        assert here(rig) == "choir"


async def test_a_delay_is_shown_with_the_planned_time() -> None:
    async with desk_on() as rig:
        rig.hub.make(edits.DelayRoom(room="forum", minutes=10))
        await rig.shows("15:20 15:30–16:10")
        assert "+10" in rig.text


async def test_the_key_that_is_next_stands_beside_what_is_due() -> None:
    async with desk_on() as rig:
        due = next(line for line in rig.text.splitlines() if "begun? 20 min ago" in line)
        assert due.split("▏")[0].split()[-1] == "s"
        rig.hub.make(edits.StartSession(session="brass-band"))
        await rig.shows("on, 50 min left")
        rig.hub.now = local("15:15")
        await rig.shows("over by")
        late = next(line for line in rig.text.splitlines() if "over by" in line)
        assert late.split("▏")[0].split()[-1] == "e"


async def test_what_is_past_stands_above_the_present_line() -> None:
    async with desk_on(now=local("15:30")) as rig:
        lines = rig.text.splitlines()
        line = next(n for n, text in enumerate(lines) if "━ 15:30 ━" in text)
        band, lab = (
            next(n for n, text in enumerate(lines) if name in text) for name in ("Brass Band", "Open lab")
        )
        assert band < line < lab


async def test_the_next_day_has_a_board_too() -> None:
    tomorrow = session("encore", "forum", "34:00", "35:00")
    async with desk_on(schedule=make_schedule(sessions=[tomorrow])) as rig:
        assert "Nothing takes place on this day." in rig.text
        await rig.press("right_square_bracket")
        await rig.shows("Encore")
        await rig.press("left_square_bracket")
        await rig.shows("Nothing takes place on this day.")
        assert here(rig) == ""


async def test_a_mouse_reaches_a_session_and_what_can_be_done_to_it() -> None:
    async with desk_on() as rig:
        board = rig.app.screen.query_one(Board)
        await rig.pilot.click(board, offset=(45, 3))
        assert here(rig) == "choir"
        await rig.pilot.click(board, offset=(45, 3))
        await rig.shows("Starts now")


async def test_ten_thousand_sessions_are_as_quick_as_two_hundred() -> None:
    spent = {}
    for each in (20, 1000):
        async with desk_on(schedule=busy(10, each), size=(160, 45)) as rig:
            await rig.press("down")
            best = []
            for key in ("down", "up") * 10:
                began = time.process_time()
                await rig.press(key)
                best.append(time.process_time() - began)
            spent[each] = min(best)
    assert spent[1000] < 2 * spent[20] + 0.005


def test_a_session_that_nobody_began_is_due_and_then_over_by_the_clock() -> None:
    one = live_schedule().session_by_id["choir"]
    found = [standing(one, local(time)).phase for time in ("15:19", "15:20", "15:59", "16:00")]
    assert found == [Phase.COMING, Phase.DUE, Phase.DUE, Phase.OVER]


def test_a_session_that_began_overruns_until_somebody_ends_it_or_the_next_begins() -> None:
    schedule = live_schedule()
    one = schedule.session_by_id["choir"]
    begun = one.relived(one.live.model_copy(update={"started_at": local("15:20")}))
    ended = one.relived(begun.live.model_copy(update={"ended_at": local("16:05")}))
    now = local("16:10")
    assert standing(begun, now).minutes == 10
    assert standing(begun, now).phase is Phase.OVERRUNNING
    assert standing(begun, now, was_followed=True).phase is Phase.OVER
    assert standing(ended, now).phase is Phase.ENDED


def test_a_room_without_sessions_has_no_column() -> None:
    schedule = make_schedule(sessions=[session("choir", "forum", "15:00", "16:00")])
    assert [one.room.id for one in columns(schedule, schedule.festival.days[0], NOW)] == ["forum"]
