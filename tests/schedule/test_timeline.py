from datetime import datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.schedule.model import Day, PlaceLive, Schedule, Session, Slot, State, Station, Window
from festival.schedule.timeline import (
    Phase,
    day_of,
    in_order,
    is_open,
    next_round,
    now_in_rooms,
    overlaps,
    phase,
    rounds,
    sessions_of,
    window_at,
)
from schedule.examples import at, schedule, session, station
from schedule.strategies import minutes, opening, schedules

HALF_HOURS = station("solder", "12:00-14:00", "15:00-16:10", every_min=30, round_min=20)


def ids(sessions: list[Session] | tuple[Session, ...]) -> list[str]:
    return [one.id for one in sessions]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("13:59", Phase.UPCOMING),
        ("14:00", Phase.UPCOMING),
        ("14:10", Phase.RUNNING),
        ("15:04", Phase.RUNNING),
        ("15:05", Phase.OVER),
    ],
)
def test_phase_follows_the_expected_times_and_the_end_is_over(now: str, expected: Phase) -> None:
    late = session("a", "14:00", "15:00", delay_min=10, overrun_min=-5)
    assert phase(late, at(now)) is expected


def test_cancelled_session_is_cancelled_at_any_time() -> None:
    gone = session("a", "14:00", "15:00", cancelled=True)
    assert {phase(gone, at(now)) for now in ("13:00", "14:30", "16:00")} == {Phase.CANCELLED}


def test_order_is_that_of_expected_times_then_ends_then_ids() -> None:
    late = session("late", "14:00", "15:00", delay_min=60)
    moved = session("moved", "14:30", "15:00", moved=Slot(room="hall", start=at("13:00"), end=at("13:30")))
    b, a = session("b", "14:00", "15:00"), session("a", "14:00", "15:00")
    short = session("short", "14:00", "14:10")
    assert ids(in_order([late, b, short, a, moved])) == ["moved", "short", "a", "b", "late"]


def test_board_shows_what_runs_and_what_follows_in_each_room() -> None:
    day = schedule(
        session("over", "12:00", "13:00"),
        session("now", "13:00", "14:00"),
        session("gone", "13:30", "14:30", cancelled=True),
        session("next", "15:00", "16:00"),
        session("far", "19:00", "20:00"),
        session("elsewhere", "13:00", "14:00", moved=Slot(room="hall", start=at("13:20"), end=at("14:20"))),
    )
    board = now_in_rooms(day, at("13:40"), until=at("18:00"))
    assert [(one.room.id, ids(one.running), ids(one.following)) for one in board] == [
        ("stage", ["now"], ["gone", "next"]),
        ("hall", ["elsewhere"], []),
    ]
    assert ids(now_in_rooms(day, at("13:40"))[0].following) == ["gone", "next", "far"]


def test_session_runs_from_its_first_instant_until_before_its_last() -> None:
    day = schedule(session("a", "14:00", "15:00"), session("b", "15:00", "16:00"))
    running = [ids(now_in_rooms(day, at(now))[0].running) for now in ("13:59", "14:00", "15:00", "16:00")]
    assert running == [[], ["a"], ["b"], []]


@given(schedules(), minutes(-60, 1200))
def test_every_session_is_over_or_stands_once_on_the_board(day: Schedule, minute: int) -> None:
    now = day.festival.days[0].start + timedelta(minutes=minute)
    shown = [one.id for row in now_in_rooms(day, now) for one in (*row.running, *row.following)]
    assert sorted(shown) == sorted(one.id for one in day.sessions if one.expected.end > now)
    for row in now_in_rooms(day, now):
        assert {phase(one, now) for one in row.running} <= {Phase.RUNNING}
        assert {phase(one, now) for one in row.following} <= {Phase.UPCOMING, Phase.CANCELLED}
        assert list(row.following) == in_order(row.following)


def test_day_lasts_beyond_midnight_and_its_end_is_not_part_of_it() -> None:
    (day,) = schedule().festival.days
    found = [day_of([day], at(now)) for now in ("08:59", "09:00", "26:59", "27:00")]
    assert found == [None, day, day, None]


def test_day_holds_what_starts_in_it_by_plan_or_by_expectation() -> None:
    night = session("night", "26:30", "26:50", delay_min=60)
    early = session("early", "08:30", "08:50", delay_min=40)
    day = schedule(night, early, session("before", "08:00", "08:20"), session("after", "27:00", "27:20"))
    assert ids(sessions_of(day, day.festival.days[0])) == ["early", "night"]


def test_day_holds_a_moved_session_on_its_old_day_and_on_its_new_one() -> None:
    moved = session("a", "14:00", "15:00", moved=Slot(room="hall", start=at("38:00"), end=at("39:00")))
    other = Day(date=at("33:00").date(), start=at("33:00"), end=at("42:00"))
    day = schedule(moved)
    assert [ids(sessions_of(day, one)) for one in (*day.festival.days, other)] == [["a"], ["a"]]


def test_station_is_open_inside_its_windows_unless_somebody_closed_it() -> None:
    assert [is_open(HALF_HOURS, at(now)) for now in ("11:59", "12:00", "13:59", "14:00", "15:00")] == [
        False,
        True,
        True,
        False,
        True,
    ]
    closed = HALF_HOURS.model_copy(
        update={"live": HALF_HOURS.live.model_copy(update={"state": "closed", "until": at("13:00")})}
    )
    assert [is_open(closed, at(now)) for now in ("12:59", "13:00")] == [False, True]


def test_window_is_the_open_one_or_else_the_next() -> None:
    late, early = Window(start=at("15:00"), end=at("16:00")), Window(start=at("12:00"), end=at("13:00"))
    unsorted = station().model_copy(update={"open": (late, early)})
    assert [window_at(unsorted, at(now)) for now in ("11:00", "12:59", "13:00", "16:00")] == [
        early,
        early,
        late,
        None,
    ]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("09:00", "12:00"),
        ("12:00", "12:00"),
        ("12:01", "12:30"),
        ("13:30", "13:30"),
        ("13:31", "15:00"),
        ("15:30", "15:30"),
        ("15:31", None),
        ("20:00", None),
    ],
)
def test_next_round_ends_in_time_or_is_in_the_next_window(now: str, expected: str | None) -> None:
    assert next_round(HALF_HOURS, at(now)) == (expected and at(expected))


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_who_is_shut_has_no_round_before_the_end_of_that(state: State) -> None:
    for until, expected in (("13:10", "13:30"), ("14:30", "15:00"), ("17:00", None), (None, None)):
        live = PlaceLive(state=state, until=until and at(until))
        assert next_round(HALF_HOURS.relived(live), at("12:40")) == (expected and at(expected))


def test_round_without_a_length_lasts_until_the_one_after_it() -> None:
    one = station("solder", "12:00-13:10", every_min=30)
    assert list(rounds(one, at("12:00"))) == [at("12:00"), at("12:30")]


def test_station_without_rounds_has_none() -> None:
    assert next_round(station("solder", round_min=20), at("12:00")) is None


def test_rounds_keep_their_distance_in_the_night_in_which_clocks_go_back() -> None:
    start = datetime(2022, 10, 30, 1, tzinfo=at("12:00").tzinfo)
    window = Window(start=start - timedelta(hours=2), end=start + timedelta(hours=2))
    found = list(rounds(station(every_min=60).model_copy(update={"open": (window,)}), window.start))
    assert [one - window.start for one in found] == [timedelta(hours=hour) for hour in range(4)]


@st.composite
def stations(draw: st.DrawFn) -> Station:
    """Return a station with one to three windows that do not meet, and perhaps rounds."""
    times = sorted(draw(st.lists(minutes(0, 900), min_size=2, max_size=6, unique=True)))
    start = opening(at("12:00").date())
    windows = tuple(
        Window(start=start + timedelta(minutes=first), end=start + timedelta(minutes=last))
        for first, last in zip(times[::2], times[1::2], strict=False)
    )
    every = draw(st.none() | st.integers(1, 90))
    return station(every_min=every, round_min=draw(st.none() | st.integers(1, 90))).model_copy(
        update={"open": draw(st.permutations(windows).map(tuple))}
    )


@given(stations(), minutes(-60, 960))
def test_rounds_are_those_that_lie_whole_in_a_window(one: Station, minute: int) -> None:
    since = opening(at("12:00").date()) + timedelta(minutes=minute)
    length = timedelta(minutes=one.round_min or one.every_min or 0)
    expected = [
        window.start + timedelta(minutes=after)
        for window in one.open
        for after in range(0, 901, one.every_min or 901)
        if window.start + timedelta(minutes=after) + length <= window.end
    ]
    if one.every_min is None:
        expected = []
    assert list(rounds(one, since)) == sorted(start for start in expected if start >= since)
    assert next_round(one, since) == min((start for start in expected if start >= since), default=None)


@given(stations(), minutes(-60, 960))
def test_window_holds_the_instant_whenever_the_station_is_open(one: Station, minute: int) -> None:
    now = opening(at("12:00").date()) + timedelta(minutes=minute)
    window = window_at(one, now)
    assert is_open(one, now) == (window is not None and window.holds(now))
    assert (window is None) == all(other.end <= now for other in one.open)


def test_sessions_that_follow_each_other_do_not_overlap() -> None:
    one, two = session("a", "14:00", "15:00"), session("b", "15:00", "16:00", room="hall")
    assert overlaps([two, one]) == []
    late = session("a", "14:00", "15:00", delay_min=1)
    assert overlaps([two, late]) == [(late, two)]
    assert overlaps([two, session("a", "14:00", "15:00", delay_min=1, cancelled=True)]) == []


def test_long_session_overlaps_each_that_starts_during_it() -> None:
    long, b, c = (
        session("a", "14:00", "18:00"),
        session("b", "14:30", "15:00"),
        session("c", "17:00", "19:00"),
    )
    assert overlaps([c, b, long]) == [(long, b), (long, c)]


@given(schedules(most=10))
def test_overlaps_are_all_pairs_that_share_some_time(day: Schedule) -> None:
    taking_place = in_order(one for one in day.sessions if not one.live.cancelled)
    expected = [pair for pair in combinations(taking_place, 2) if pair[0].expected.meets(pair[1].expected)]
    assert overlaps(day.sessions) == expected
