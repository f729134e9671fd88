"""What is said of stations, what they are narrowed by, and the page that lists them."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from festival.kiosk.pages.stations import groups, listed
from festival.kiosk.state import State
from festival.kiosk.view.station import NARROWINGS, about, matches
from festival.kiosk.view.station_card import Heading
from festival.schedule.model import Station
from festival.tui.cards import Cards
from festival.wording.stations import Standing, age, lasts, news, rounds_left, standing, status, when
from kiosk.conftest import NOW, grid, local, make_schedule, make_state, opened

BOX = {
    "id": "box",
    "track": "dortbunt",
    "name": {"en": "Box"},
    "open": [{"start": local("12:00"), "end": local("18:00")}],
}


def window(start: str, end: str) -> dict[str, Any]:
    return {"start": local(start), "end": local(end)}


def station(**fields: Any) -> Station:
    """Give a station that is open from 12 to 18 and that one can come to at any time."""
    return Station.model_validate({**BOX, "code": "7KX2M", "sample": True, **fields})


def state_with(*stations: dict[str, Any], **fields: Any) -> State:
    """Give a state with just these stations, each of which completes :data:`BOX`."""
    given = [{**BOX, "id": f"box-{n}", "name": {"en": f"Box {n}"}, **one} for n, one in enumerate(stations)]
    return make_state(make_schedule(stations=given), **fields)


@pytest.mark.parametrize(
    ("windows", "expected", "words"),
    [
        ([("12:00", "18:00")], Standing.OPEN, "● Open"),
        ([("15:00", "18:00")], Standing.LATER, "○ opens 15:00"),
        ([("12:00", "14:00"), ("15:00", "16:00")], Standing.LATER, "○ opens 15:00"),
        ([("12:00", "14:20")], Standing.CLOSED, "✕ Closed"),
    ],
)
def test_standing_follows_the_windows_of_the_day(
    windows: list[tuple[str, str]], expected: Standing, words: str
) -> None:
    one = station(open=[window(*span) for span in windows])
    assert standing(make_state(), one) is expected
    assert status(make_state(), one)[0] == words


def test_station_of_another_day_is_closed_today_and_opens_with_its_day() -> None:
    one = station(open=[{"start": local("10:00", 28), "end": local("16:00", 28)}])
    assert status(make_state(), one)[0] == "✕ Closed"
    night = make_state(now=local("4:00", 28))
    assert status(night, one)[0] == "○ opens 10:00"
    eve = make_state(now=local("23:30", 26))
    assert status(eve, station())[0] == "○ opens Fri 27 May, 12:00"


@pytest.mark.parametrize(
    ("live", "words"),
    [
        ({"state": "open"}, "● Places free"),
        ({"state": "few"}, "◐ Few places left"),
        ({"state": "busy", "wait_min": 20}, "▲ Busy, about 20 min"),
        ({"state": "busy"}, "▲ Busy"),
        ({"state": "full"}, "■ Full"),
        ({"state": "paused"}, "‖ Paused"),
        ({"state": "closed"}, "✕ Closed"),
        ({"state": "full", "until": NOW}, "● Open"),
        ({"state": "full", "until": NOW + timedelta(minutes=1)}, "■ Full"),
    ],
)
def test_live_state_is_a_glyph_and_words_until_it_runs_out(live: dict[str, Any], words: str) -> None:
    assert status(make_state(), station(live=live))[0] == words


def test_live_state_says_nothing_of_a_station_that_is_not_open() -> None:
    one = station(open=[window("15:00", "18:00")], live={"state": "full", "reason": {"en": "School classes"}})
    assert status(make_state(), one)[0] == "○ opens 15:00"
    assert news(make_state(), one) == ""


def test_news_says_since_when_until_when_and_why() -> None:
    live = {
        "state": "paused",
        "changed_at": local("14:05"),
        "until": local("14:45"),
        "reason": {"en": "Rain"},
    }
    assert news(make_state(), station(live=live)) == "Paused since 14:05, until 14:45 – Rain"
    assert news(make_state(now=local("14:45")), station(live=live)) == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "come any time until 18:00"),
        ({"open": [window("15:00", "18:00")]}, "come any time from 15:00"),
        ({"every_min": 30, "round_min": 20}, "next round 14:30, in 10 min"),
        ({"every_min": 20, "round_min": 20}, "next round 14:20, now"),
        ({"every_min": 30, "round_min": 20, "open": [window("15:00", "18:00")]}, "first round 15:00"),
        ({"every_min": 60, "round_min": 30, "open": [window("12:00", "15:00")]}, "no more rounds today"),
        (
            {"every_min": 60, "round_min": 30, "open": [window("12:00", "15:00"), window("16:00", "17:00")]},
            "next round 16:00, in 1 h 40",
        ),
        ({"open": [window("12:00", "14:00")]}, ""),
        ({"live": {"state": "closed"}}, ""),
    ],
)
def test_when_one_can_take_part(fields: dict[str, Any], words: str) -> None:
    assert when(make_state(), station(**fields)) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "all ages"),
        ({"min_age": 6}, "from 6 years"),
        ({"min_age": 6, "max_age": 12, "with_adult": True}, "6 to 12 years, with an adult"),
    ],
)
def test_age_in_words(fields: dict[str, Any], words: str) -> None:
    assert age(make_state().locale, station(**fields)) == words


def test_length_of_a_round_and_of_a_visit() -> None:
    locale = make_state().locale
    assert lasts(locale, station(round_min=15, every_min=20)) == "a round takes 15 min"
    assert lasts(locale, station(round_min=90)) == "takes about 1 h 30"
    assert lasts(locale, station()) == ""


def test_about_is_one_line_or_two() -> None:
    one = station(
        min_age=8, languages=["de", "en"], venue={"en": "Tent A1"}, host="espoo", access=["step_free"]
    )
    assert about(make_state(), one, 60) == ["from 8 years · Step-free · DE/EN · Tent A1 · Espoo"]
    assert about(make_state(), one, 40) == ["from 8 years · Step-free · DE/EN", "Tent A1 · Espoo"]
    assert about(make_state(), station(), 60) == ["all ages · Not step-free"]


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), min_size=1, max_size=3),
    st.integers(5, 90),
    st.integers(5, 90),
    st.integers(0, 26 * 60),
)
def test_rounds_left_lie_in_the_windows_and_none_is_missing(
    spans: list[tuple[int, int]], every: int, length: int, minute: int
) -> None:
    now = local("0:00") + timedelta(minutes=minute)
    windows = [window(f"{start}:00", f"{start + hours}:00") for start, hours in spans]
    windows = [one for n, one in enumerate(windows) if not any(meets(one, other) for other in windows[:n])]
    one = station(open=windows, every_min=every, round_min=length)
    step, span = timedelta(minutes=every), timedelta(minutes=length)
    expected = sorted(
        start
        for each in one.open
        for start in (each.start + n * step for n in range((each.end - each.start) // step + 1))
        if start >= now and start + span <= each.end
    )
    assert rounds_left(one, now, local("30:00")) == expected


def meets(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two windows share time."""
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"open", "small", "child", "no_wait"}),
        ({"access": ["step_free"]}, {"open", "small", "child", "no_wait", "step_free"}),
        ({"min_age": 6}, {"open", "child", "no_wait"}),
        ({"min_age": 14}, {"open", "no_wait"}),
        ({"min_age": 2, "max_age": 5}, {"open", "small", "no_wait"}),
        ({"audience": ["professionals"]}, {"open", "no_wait"}),
        ({"audience": ["youth"], "min_age": 10}, {"open", "child", "no_wait"}),
        ({"open": [window("15:00", "18:00")]}, {"small", "child"}),
        ({"live": {"state": "full"}}, {"open", "small", "child"}),
        ({"live": {"state": "few"}}, {"open", "small", "child", "no_wait"}),
        ({"every_min": 60, "round_min": 60}, {"open", "small", "child"}),
        ({"every_min": 30, "round_min": 20}, {"open", "small", "child", "no_wait"}),
    ],
)
def test_filters_that_let_a_station_through(fields: dict[str, Any], expected: set[str]) -> None:
    one = station(**fields)
    assert {name for name in NARROWINGS if matches(make_state(), one, [name])} == expected
    assert matches(make_state(), one, expected)


def test_open_ones_come_first_and_full_ones_last_among_them() -> None:
    state = state_with(
        {"open": [window("16:00", "18:00")]},
        {"live": {"state": "full"}},
        {"open": [window("12:00", "13:00")]},
        {"live": {"state": "busy"}},
        {"open": [window("15:00", "18:00")]},
        {},
    )
    found = [
        (which.value, [one.id for one in several])
        for which, several in groups(state, state.schedule.stations)
    ]
    assert found == [
        ("open", ["box-5", "box-3", "box-1"]),
        ("later", ["box-4", "box-0"]),
        ("closed", ["box-2"]),
    ]


def test_headings_count_what_is_below_them() -> None:
    state = state_with({}, {}, {"open": [window("16:00", "18:00")]})
    headings = [item for item in listed(state, ()) if isinstance(item, Heading)]
    assert headings == [Heading("Open now", 2), Heading("Opens later", 1)]


def page_of(pilot: Pilot[None]) -> Any:
    """Give the page that is shown."""
    return pilot.app.screen


async def test_page_shows_cards_with_all_that_decides() -> None:
    async with opened("stations") as pilot:
        lines = [line.strip(" ▌") for line in grid(pilot).split("\n")]
        start = next(number for number, line in enumerate(lines) if line.startswith("Drive a robot"))
        assert lines[start].split() == ["Drive", "a", "robot", "●", "Open"]
        assert lines[start + 1] == "next round 14:20, now · a round takes 15 min"
        assert lines[start + 2] == "from 8 years · Not step-free · Espoo"
        assert "Stations · 2 open now" in grid(pilot)


async def test_keys_alone_filter_and_open_a_station() -> None:
    async with opened("stations") as pilot:
        await pilot.press("up", "right", "right", "right", "enter")
        await pilot.pause()
        assert "Drive a robot" not in grid(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert (page_of(pilot).NAME, page_of(pilot).subject) == ("station", "print")


async def test_touch_alone_opens_a_station_in_the_second_column() -> None:
    async with opened("stations", size=(120, 33)) as pilot:
        lines = grid(pilot).split("\n")
        row = next(number for number, line in enumerate(lines) if "Printing" in line)
        assert "Drive a robot" in lines[row]
        await pilot.click(offset=(lines[row].index("Printing"), row))
        await pilot.pause()
        assert (page_of(pilot).NAME, page_of(pilot).subject) == ("station", "print")


async def test_empty_list_says_why_and_offers_all_again() -> None:
    async with opened("stations", state=state_with({"min_age": 18})) as pilot:
        await pilot.press("up", "right", "enter")
        await pilot.pause()
        shown = grid(pilot)
        assert "Nothing matches." in shown
        assert "You asked for: Under 6" in shown
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Box 0" in grid(pilot)


async def test_filters_for_children_exclude_each_other() -> None:
    async with opened("stations") as pilot:
        page = page_of(pilot)
        await pilot.press("up", "right", "enter", "right", "enter")
        await pilot.pause()
        assert page.narrowed == {"child"}


async def test_programme_without_stations_says_so() -> None:
    async with opened("stations", state=make_state(make_schedule(stations=[]))) as pilot:
        assert "This programme has no stations." in grid(pilot)


async def test_next_visitor_finds_all_stations() -> None:
    async with opened("stations") as pilot:
        page = page_of(pilot)
        await pilot.press("up", "right", "right", "right", "enter")
        await pilot.pause()
        assert page.narrowed == {"step_free"}
        page.forget()
        assert page.narrowed == set()
        assert page.query_one(Cards).cursor_key == "robots"


@pytest.mark.parametrize("size", [(80, 24), (120, 33), (160, 45), (60, 80)])
async def test_large_letters_have_one_column(size: tuple[int, int]) -> None:
    async with opened("stations", state=make_state(large=True), size=size) as pilot:
        shown = grid(pilot)
        assert "▌ ● Open" in shown
        assert "Drive a robot" not in shown
        assert "▐" in shown
