"""The timetable: where blocks lie, what the window shows, and how the cursor steps."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from festival.kiosk.view.cell import rows as cell_rows
from festival.kiosk.view.grid import MOST_LANES, Cell, Table, lay_out, scale_for
from festival.kiosk.view.steps import step
from festival.kiosk.view.window import AXIS, GUTTER, Window
from festival.schedule.model import Schedule, SessionLive, Slot
from kiosk.conftest import NOW, ZONE, local, make_schedule, make_state, session


def table(schedule: Schedule, *, now: datetime = NOW, only: str = "", scale_min: int = 10) -> Table:
    return lay_out(schedule.sessions, schedule.rooms, now=now, zone=ZONE, scale_min=scale_min, only=only)


def rooms(*names: str) -> list[dict[str, object]]:
    return [{"id": name, "kind": "stage", "name": {"und": name}} for name in names]


def places(found: Table) -> list[tuple[str, str, int, int, int, int]]:
    return [
        (
            cell.room,
            "+".join(block.session.id + "!" * block.gone for block in cell.blocks),
            cell.top,
            cell.bottom,
            cell.lane,
            cell.lanes,
        )
        for column in found.columns
        for cell in column.cells
    ]


def changed(schedule: Schedule, name: str, live: SessionLive) -> Schedule:
    one = schedule.session_by_id[name]
    new = one.model_copy(update={"live": live})
    return schedule.model_copy(update={"sessions": tuple(new if s is one else s for s in schedule.sessions)})


def test_cells_are_as_tall_as_their_duration() -> None:
    found = table(make_schedule())
    assert found.origin == local("14:00")
    assert places(found) == [
        ("hansaplatz", "brass-band", 0, 5, 0, 1),
        ("hansaplatz", "open-lab", 6, 10, 0, 1),
        ("hansaplatz", "late-show", 36, 42, 0, 1),
        ("forum", "choir", 8, 12, 0, 1),
        ("forum", "round-table", 12, 18, 0, 1),
    ]


def test_half_an_hour_is_three_rows_or_more_at_every_height() -> None:
    assert {height: scale_for(height) for height in (13, 24, 30, 36, 70)} == {
        13: 10,
        24: 10,
        30: 6,
        36: 5,
        70: 5,
    }


def test_a_moved_session_shows_at_both_places_until_its_old_end() -> None:
    slot = Slot(room="forum", start=local("17:00"), end=local("17:40"))
    schedule = changed(make_schedule(), "open-lab", SessionLive(moved=slot))
    before = {(room, name) for room, name, *_ in places(table(schedule))}
    assert {("hansaplatz", "open-lab!"), ("forum", "open-lab")} <= before
    after = {(room, name) for room, name, *_ in places(table(schedule, now=local("15:40")))}
    assert ("hansaplatz", "open-lab!") not in after


def test_a_delay_shifts_the_block_to_the_expected_time() -> None:
    found = table(changed(make_schedule(), "choir", SessionLive(delay_min=20)))
    assert ("forum", "choir", 10, 14, 0, 2) in places(found)


def test_overlapping_sessions_lie_side_by_side() -> None:
    found = table(
        make_schedule(
            rooms=rooms("area"),
            sessions=[
                session("a", "area", "14:00", "15:00"),
                session("b", "area", "14:30", "15:30"),
                session("c", "area", "15:00", "16:00"),
            ],
        )
    )
    assert places(found) == [("area", "a", 0, 6, 0, 2), ("area", "b", 3, 9, 1, 2), ("area", "c", 6, 12, 0, 2)]
    assert [column.weight for column in found.columns] == [2]


def test_more_sessions_than_lanes_are_stacked_and_none_is_lost() -> None:
    found = table(
        make_schedule(
            rooms=rooms("area"),
            sessions=[session(name, "area", "14:00", "15:00") for name in "abcde"],
        )
    )
    assert places(found) == [
        ("area", "a", 0, 6, 0, 3),
        ("area", "b", 0, 6, 1, 3),
        ("area", "c+d+e", 0, 6, 2, 3),
    ]


def test_short_sessions_in_a_row_get_a_row_each() -> None:
    short = [
        session(name, "area", f"14:0{start}", f"14:0{start + 2}")
        for start, name in ((0, "a"), (2, "b"), (4, "c"))
    ]
    found = table(make_schedule(rooms=rooms("area"), sessions=short))
    assert places(found) == [("area", "a", 0, 1, 0, 1), ("area", "b", 1, 2, 0, 1), ("area", "c", 2, 3, 0, 1)]


def test_only_one_room_shows_when_it_was_chosen() -> None:
    assert [column.room for column in table(make_schedule(), only="forum").columns] == ["forum"]


def test_a_day_without_sessions_is_an_empty_table() -> None:
    assert table(make_schedule(sessions=[])).columns == ()


@st.composite
def busy(draw: st.DrawFn) -> Schedule:
    sessions = []
    for number in range(draw(st.integers(1, 14))):
        start = local("9:00") + timedelta(minutes=draw(st.integers(0, 300)))
        end = start + timedelta(minutes=draw(st.integers(1, 120)))
        planned = session(f"s{number}", draw(st.sampled_from("abc")), "9:00", "10:00")
        sessions.append(planned | {"start": start, "end": end})
    return make_schedule(rooms=rooms("a", "b", "c"), sessions=sessions)


def apart(one: Cell, other: Cell) -> bool:
    return one is other or one.lane != other.lane or one.bottom <= other.top or other.bottom <= one.top


@given(busy(), st.sampled_from([5, 6, 10]))
def test_every_session_has_its_place_and_no_two_share_one(schedule: Schedule, scale_min: int) -> None:
    found = table(schedule, scale_min=scale_min)
    shown = sorted(
        block.session.id for column in found.columns for cell in column.cells for block in cell.blocks
    )
    assert shown == sorted(one.id for one in schedule.sessions)
    for column in found.columns:
        assert all(apart(one, other) for one in column.cells for other in column.cells)
        assert all(cell.lane < cell.lanes <= MOST_LANES and cell.top < cell.bottom for cell in column.cells)


@given(busy(), st.lists(st.sampled_from(["up", "down", "left", "right"]), max_size=20))
def test_steps_lead_to_cells_and_the_window_follows(schedule: Schedule, directions: list[str]) -> None:
    found = table(schedule)
    window = Window(found, 80, 14)
    place = (0, 0)
    for direction in directions:
        place = step(found, place, direction, 0) or place
        window = window.revealing(place)
        assert window.sees(place)


@given(busy(), st.integers(40, 200), st.integers(10, 60))
def test_a_touch_on_a_painted_cell_finds_that_cell(schedule: Schedule, width: int, height: int) -> None:
    window = Window(table(schedule), width, height).clamped()
    used = sum(size for _, _, size in window.columns) + AXIS + (GUTTER if window.targets else 0)
    assert used == width
    for number, column, _ in window.columns:
        for at, cell in enumerate(column.cells):
            y = cell.top - window.top + window.header
            if window.header <= y < height:
                start, size = window.across((number, at))
                assert {window.at(x, y) for x in (start, start + size - 1)} == {(number, at)}


def test_up_and_down_from_a_lane_come_back() -> None:
    found = table(make_schedule())
    assert step(found, (0, 0), "down", 0) == (0, 1)
    assert step(found, (0, 1), "up", 0) == (0, 0)
    assert step(found, (0, 0), "up", 0) is None
    assert step(found, (0, 0), "left", 0) is None
    assert step(found, (0, 2), "right", 36) == (1, 1)


def test_a_row_knows_its_instant() -> None:
    found = table(make_schedule())
    assert found.instant_of(found.row_of(NOW)) == NOW.astimezone(UTC)
    assert found.row_of(local("13:59")) == -1


def test_a_narrow_lane_still_says_the_whole_time() -> None:
    late = changed(make_schedule(), "choir", SessionLive(delay_min=20))
    cell = next(
        cell
        for column in table(late).columns
        for cell in column.cells
        if cell.blocks[0].session.id == "choir"
    )
    said = ["".join(text for text, _ in row) for row in cell_rows(make_state(late), cell, 6)]
    assert said[:2] == ["▲15:40", "Choir"]
