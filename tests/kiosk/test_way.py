"""Directions, distances and minutes from a kiosk."""

from math import cos, radians, sin
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.locale import locale_for
from festival.schedule.model import KioskStand, Point
from festival.wording.ways import (
    ARROWS,
    Way,
    bearing,
    direction,
    distance,
    in_words,
    minutes,
    octant,
    rounded_m,
    up_for,
    way,
)

EN = locale_for("en", ZoneInfo("Europe/Berlin"))
METRES = st.floats(0, 10_000, allow_nan=False)
POINTS = st.builds(Point, x=METRES, y=METRES)
DEGREES = st.integers(0, 359)


def stand(x: float, y: float, bearing_deg: int) -> KioskStand:
    return KioskStand(id="K1", x=x, y=y, bearing_deg=bearing_deg)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [(50, 90, 0), (90, 90, 45), (90, 50, 90), (90, 10, 135), (50, 10, 180), (10, 50, 270), (10, 90, 315)],
)
def test_bearing_is_the_compass_direction(x: float, y: float, expected: int) -> None:
    assert bearing(Point(x=50, y=50), Point(x=x, y=y)) == pytest.approx(expected)


@given(POINTS, POINTS)
def test_bearing_and_distance_lead_back_to_the_point(start: Point, end: Point) -> None:
    angle, metres = radians(bearing(start, end)), distance(start, end)
    assert start.x + metres * sin(angle) == pytest.approx(end.x, abs=1e-3)
    assert start.y + metres * cos(angle) == pytest.approx(end.y, abs=1e-3)


@given(POINTS, POINTS)
def test_bearing_stays_below_a_whole_turn(start: Point, end: Point) -> None:
    assert 0 <= bearing(start, end) < 360


@given(POINTS, POINTS)
def test_distance_is_the_same_both_ways(one: Point, other: Point) -> None:
    assert distance(one, other) == distance(other, one)


@given(POINTS, POINTS, DEGREES, DEGREES)
def test_turning_the_visitor_turns_the_way_back_by_as_much(
    start: Point, end: Point, before: int, after: int
) -> None:
    first = way(stand(start.x, start.y, before), end)
    second = way(stand(start.x, start.y, after), end)
    assert 0 <= second.turn_deg < 360
    difference = (first.turn_deg - second.turn_deg - (after - before)) % 360
    assert min(difference, 360 - difference) == pytest.approx(0, abs=1e-6)


@given(st.floats(0, 360, exclude_max=True))
def test_octant_is_never_more_than_an_eighth_of_a_turn_off(turn: float) -> None:
    off = abs(turn - octant(turn) * 45) % 360
    assert min(off, 360 - off) <= 22.5


@given(st.floats(0, 360, exclude_max=True))
def test_octant_of_the_opposite_direction_is_the_opposite_word(turn: float) -> None:
    here, there = octant(turn), octant((turn + 180) % 360)
    assert (there - here) % 8 in {3, 4, 5}
    if abs(turn % 45 - 22.5) > 1:
        assert (there - here) % 8 == 4


@given(DEGREES)
def test_plan_is_never_turned_by_more_than_an_eighth(degrees: int) -> None:
    up = up_for(degrees)
    off = abs(degrees - up) % 360
    assert up in {0, 90, 180, 270}
    assert min(off, 360 - off) <= 45


@given(st.floats(0, 20_000))
def test_distance_is_said_in_steps_of_five_metres(metres: float) -> None:
    said = rounded_m(metres)
    assert said % 5 == 0
    assert said >= 5
    assert abs(said - metres) <= 2.5 or metres < 5


@given(st.floats(0, 20_000), st.floats(0, 20_000))
def test_longer_ways_never_take_fewer_minutes(one: float, other: float) -> None:
    assert minutes(min(one, other)) <= minutes(max(one, other))


@pytest.mark.parametrize(("metres", "expected"), [(0, 1), (66, 1), (67, 2), (200, 3), (1000, 15), (4000, 60)])
def test_minutes_are_those_of_four_kilometres_an_hour(metres: float, expected: int) -> None:
    assert minutes(metres) == expected


def test_words_and_arrows_go_round_clockwise_from_straight_ahead() -> None:
    assert [direction(EN, eighth) for eighth in range(8)] == [
        "straight ahead", "ahead on the right", "on the right", "behind you on the right",
        "behind you", "behind you on the left", "on the left", "ahead on the left",
    ]  # fmt: skip
    assert ARROWS == "↑↗→↘↓↙←↖"


@pytest.mark.parametrize(
    ("bearing_deg", "expected"),
    [
        (0, "ahead on the left, about 45 m, 1 min on foot"),
        (90, "behind you on the left, about 45 m, 1 min on foot"),
        (180, "behind you on the right, about 45 m, 1 min on foot"),
        (270, "ahead on the right, about 45 m, 1 min on foot"),
        (315, "straight ahead, about 45 m, 1 min on foot"),
    ],
)
def test_words_depend_on_where_the_visitor_looks(bearing_deg: int, expected: str) -> None:
    found = way(stand(50, 50, bearing_deg), Point(x=18, y=82))
    assert in_words(EN, found) == expected


def test_no_direction_for_what_is_within_reach() -> None:
    assert in_words(EN, Way(distance_m=4.9, turn_deg=90)) == "right here"
