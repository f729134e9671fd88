"""The site plan: how it is turned and drawn, and the page with it."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from festival.kiosk.messages import Go
from festival.kiosk.pages.map import MapPage
from festival.kiosk.state import State
from festival.kiosk.view.ink import INKS
from festival.kiosk.view.place_card import PlacePainter
from festival.kiosk.view.places import narrowed, way_words
from festival.kiosk.view.plan import MOST_STRETCH, Mark, Plan, nearest, scale, spots
from festival.kiosk.view.site import draw, key_row
from festival.kiosk.widgets.site_map import Legend, SiteMap
from festival.schedule.model import KioskStand, Map, Point, Schedule
from festival.tui.paint import width_of
from festival.wording.places import SIGNS, places
from kiosk.conftest import grid, make_schedule, make_state, opened

HOUSE = {"kind": "building", "name": {"und": "House"}, "x": 4, "y": 14, "width": 12, "height": 8}
SITE = Map.model_validate(
    {
        "sample": True, "name": {"und": "Yard"}, "width": 40, "height": 24,
        "shapes": [
            {"kind": "street", "x": 0, "y": 0, "width": 40, "height": 4},
            {"kind": "green", "name": {"und": "Lawn"}, "x": 24, "y": 8, "width": 14, "height": 14},
            HOUSE,
            {"kind": "steps", "x": 4, "y": 10, "width": 6, "height": 4},
            {"kind": "ramp", "x": 10, "y": 10, "width": 6, "height": 4},
        ],
    }
)  # fmt: skip
STAND = KioskStand(id="K1", x=20, y=7, bearing_deg=0)
SIZES = st.tuples(st.integers(10, 120), st.integers(6, 60))
QUARTERS = st.sampled_from([0, 90, 180, 270])


def drawn(plan: Plan, width: int = 40, height: int = 12) -> list[str]:
    """Give the rows of `plan` without trailing spaces."""
    rows = draw(plan, scale(plan, width, height), "festival-day", lambda text: text.get("und", ""))
    return ["".join(text for text, _ in row).rstrip() for row in rows]


def mark(key: str, x: float, y: float, label: str = "", kind: str = "station") -> Mark:
    return Mark(key, label or key, kind, Point(x=x, y=y))


def test_plan_shows_every_ground_in_its_texture() -> None:
    assert drawn(Plan(SITE, stand=STAND)) == [
        "",
        "                         '   ,   '   ,",
        "       House              '   ,   '",
        "                           '   ,   '",
        "                        ,    Lawn   '",
        "    ══════╱╱╱╱╱╱         ,   '   ,   '",
        "    ══════╱╱╱╱╱╱          ,   '   ,",
        "                           ,   '   ,",
        "                    ▲",
        "",
        "",
        "──  ──  ──  ──  ──  ──  ──  ──  ──  ──",
    ]


@pytest.mark.parametrize(
    ("up_deg", "first_mark_is_at"),
    [(0, "top left"), (90, "bottom left"), (180, "bottom right"), (270, "top right")],
)
def test_plan_is_turned_so_that_the_direction_of_sight_is_up(up_deg: int, first_mark_is_at: str) -> None:
    plan = Plan(SITE, up_deg, (mark("a", 1, 23, "Q"),))
    rows = drawn(plan)
    row = next(number for number, text in enumerate(rows) if "Q" in text)
    vertical = "top" if row < len(rows) / 2 else "bottom"
    horizontal = "left" if rows[row].index("Q") < scale(plan, 40, 12).columns / 2 else "right"
    assert f"{vertical} {horizontal}" == first_mark_is_at


@pytest.mark.parametrize(("up_deg", "arrow"), [(0, "↑"), (90, "←"), (180, "↓"), (270, "→")])
def test_north_arrow_turns_with_the_plan(up_deg: int, arrow: str) -> None:
    assert Plan(SITE, up_deg).north == arrow


def test_visitor_at_an_askew_kiosk_looks_askew() -> None:
    askew = STAND.model_copy(update={"bearing_deg": 315})
    assert Plan(SITE, 0, stand=askew).sight == "↖"


def test_steps_that_run_from_top_to_bottom_stand_upright() -> None:
    assert any("║" in row for row in drawn(Plan(SITE, 90)))
    assert not any("═" in row for row in drawn(Plan(SITE, 90)))


def test_chosen_mark_is_pointed_at() -> None:
    plan = Plan(SITE, marks=(mark("a", 20, 6, "7"), mark("b", 30, 6, "8")), chosen="b")
    assert sum("▸8◂" in row for row in drawn(plan)) == 1
    assert not any("▸7◂" in row for row in drawn(plan))


def test_name_gives_way_to_marks() -> None:
    plan = Plan(SITE, marks=(mark("a", 9.5, 17.5, "12"),))
    rows = drawn(plan)
    house = next(number for number, text in enumerate(rows) if "House" in text)
    number = next(number for number, text in enumerate(rows) if "12" in text)
    assert house != number


def test_name_that_does_not_fit_is_left_out_whole() -> None:
    long = Map.model_validate(
        {
            "sample": True,
            "name": {},
            "width": 40,
            "height": 24,
            "shapes": [HOUSE | {"name": {"und": "Bundesstrassenamt"}}],
        }
    )
    assert not any("Bund" in row for row in drawn(Plan(long)))


@given(QUARTERS, SIZES)
def test_plan_fits_the_cells_and_all_rows_are_equally_long(up_deg: int, size: tuple[int, int]) -> None:
    plan = Plan(SITE, up_deg, (mark("a", 5, 5),), stand=STAND)
    on = scale(plan, *size)
    rows = draw(plan, on, "festival-night", lambda text: text.get("und", ""))
    assert len(rows) == on.rows <= size[1]
    assert {width_of(row) for row in rows} == {on.columns}
    assert on.columns <= size[0]


@given(QUARTERS, SIZES)
def test_plan_is_true_to_scale_but_for_the_stretch(up_deg: int, size: tuple[int, int]) -> None:
    on = scale(Plan(SITE, up_deg), *size)
    assert on.m_per_row / 2 / on.m_per_column + 1e-9 >= 1
    assert on.m_per_row / 2 / on.m_per_column <= MOST_STRETCH + 1e-9


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 24)), max_size=12), QUARTERS)
def test_marks_lie_inside_the_plan_and_not_over_each_other(
    points: list[tuple[int, int]], up_deg: int
) -> None:
    plan = Plan(SITE, up_deg, tuple(mark(f"m{n}", x, y, str(n)) for n, (x, y) in enumerate(points)))
    on = scale(plan, 60, 20)
    found = spots(plan, on)
    inside = set(product(range(on.rows), range(on.columns)))
    assert all(spot.cells() <= inside for spot in found.values())
    taken = [spot.cells() for spot in found.values()]
    assert sum(map(len, taken)) == len(set().union(*taken))


@given(st.integers(0, 40), st.integers(0, 24), QUARTERS)
def test_touch_on_a_mark_means_that_mark(x: float, y: float, up_deg: int) -> None:
    plan = Plan(SITE, up_deg, (mark("a", x, y, "1"), mark("b", 40 - x, 24 - y, "2")))
    found = spots(plan, scale(plan, 60, 20))
    for key, spot in found.items():
        assert nearest(found, spot.column, spot.row) == key


def test_touch_far_from_every_mark_means_none() -> None:
    found = spots(plan := Plan(SITE, marks=(mark("a", 0, 0),)), scale(plan, 40, 12))
    assert nearest(found, 30, 2) is None
    assert nearest(found, 2, 10) == "a"


@pytest.mark.parametrize("theme", INKS)
def test_numbers_and_names_can_be_read_on_their_ground(theme: str) -> None:
    inks = INKS[theme]
    pairs = [(ink.front, ink.ground) for ink in inks.marks.values()]
    pairs += [(inks.name, ink.ground) for kind, ink in inks.grounds.items() if kind not in {"", "building"}]
    pairs.append((inks.building_name, inks.grounds["building"].ground))
    assert {pair: contrast(*pair) for pair in pairs if contrast(*pair) < 4.5} == {}


@pytest.mark.parametrize("theme", INKS)
def test_every_kind_of_pin_and_ground_has_an_ink(theme: str) -> None:
    assert INKS[theme].marks.keys() == {*SIGNS, "room", "station", "here", "chosen"}
    assert INKS[theme].grounds.keys() == {
        "",
        "square",
        "street",
        "green",
        "building",
        "steps",
        "ramp",
        "water",
    }


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours by WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


# The page


def yard(**changes: Any) -> Schedule:
    """Give the small festival with a yard that holds both stations, one room, and landmarks."""
    pins = [
        {"id": "hansaplatz", "kind": "room", "x": 30, "y": 12},
        {"id": "robots", "kind": "station", "x": 6, "y": 6},
        {"id": "print", "kind": "station", "x": 36, "y": 20},
        {"id": "wc-far", "kind": "toilet", "name": {"und": "Far toilet"}, "x": 2, "y": 22},
        {"id": "wc-near", "kind": "toilet_accessible", "name": {"und": "Near toilet"}, "x": 22, "y": 6},
        {"id": "info", "kind": "info", "name": {"und": "Information"}, "x": 30, "y": 2},
    ]
    site = SITE.model_dump(mode="json") | {"pins": pins, "kiosks": [STAND.model_dump(mode="json")]}
    return make_schedule(maps=[site], **changes)


def at_kiosk(**fields: Any) -> State:
    return make_state(yard(), kiosk_id="K1", **fields)


def test_rooms_come_first_and_numbers_run_on() -> None:
    found = places(yard(), yard().maps[0])
    assert [(place.key, place.label) for place in found] == [
        ("hansaplatz", "1"), ("robots", "2"), ("print", "3"), ("wc-far", "WC"), ("wc-near", "WC○"), ("info", "i"),
        ("forum", "➜"),
    ]  # fmt: skip


def test_landmarks_are_listed_nearest_first() -> None:
    state = at_kiosk()
    found = narrowed(places(state.schedule, yard().maps[0]), "toilets", STAND)
    assert [place.key for place in found] == ["wc-near", "wc-far"]


def test_a_toilet_comes_before_the_lift_and_both_tell_the_step_free_way() -> None:
    way = {"en": "Take the ramp."}
    pins = [
        {"id": "lift", "kind": "lift", "name": {"en": "Lift"}, "way": way, "x": 21, "y": 6},
        {"id": "wc", "kind": "toilet_accessible", "name": {"en": "Toilet"}, "way": way, "x": 36, "y": 20},
    ]
    schedule = make_schedule(maps=[SITE.model_dump(mode="json") | {"pins": pins}])
    state = make_state(schedule)
    painter = PlacePainter(lambda: "wc")
    painter.show(state, schedule.maps[0], STAND)
    found = narrowed(places(state.schedule, painter.site), "accessible", STAND)
    assert [place.key for place in found] == ["wc", "lift"]
    lines = ["".join(text for text, _ in row).strip() for row in painter.rows(found[0], 70)]
    assert lines[-1] == "Way: Take the ramp."


def test_without_a_kiosk_ways_begin_at_the_information_stand() -> None:
    state = make_state(yard())
    site = yard().maps[0]
    words = {place.key: way_words(state, site, place, None) for place in places(state.schedule, site)}
    assert words["robots"] == "about 25 m, 1 min on foot from: Information"
    assert words["info"] == words["forum"] == ""


def test_card_that_is_lit_up_says_everything() -> None:
    state = at_kiosk(now=make_state().now)
    painter = PlacePainter(lambda: "hansaplatz")
    painter.show(state, yard().maps[0], STAND)
    place = places(state.schedule, painter.site)[0]
    lines = ["".join(text for text, _ in row).strip() for row in painter.rows(place, 70)]
    assert lines == [
        "1  Hansaplatz",
        "City centre",
        "↗ ahead on the right, about 10 m, 1 min on foot",
        "● Now, until 14:50",
        "Brass Band",
        "Way: Over the ramp, no steps.",
        "➜ More about it",
    ]


@pytest.mark.parametrize(
    ("access", "said"),
    [([], []), (["seats"], ["Not step-free"]), (["step_free"], ["✓ Step-free"])],
)
def test_card_says_of_steps_only_what_somebody_knows(access: list[str], said: list[str]) -> None:
    rooms = make_schedule().model_dump(mode="json")["rooms"]
    rooms[0] |= {"way": {}, "access": access}
    state = make_state(yard(rooms=rooms), kiosk_id="K1")
    painter = PlacePainter(lambda: "hansaplatz")
    painter.show(state, yard().maps[0], STAND)
    lines = [
        "".join(text for text, _ in row).strip()
        for row in painter.rows(places(state.schedule, painter.site)[0], 70)
    ]
    assert [line for line in lines if "tep-free" in line] == said


def test_key_names_north_the_visitor_and_the_textures() -> None:
    row = key_row(Plan(SITE, stand=STAND), "festival-day", make_state().locale)
    assert "".join(text for text, _ in row) == "↑ North   ▲  here  ══ Steps  ╱╱ Ramp"


def page_of(pilot: Pilot[None]) -> Any:
    """Give the page that is shown."""
    return pilot.app.screen


async def test_map_of_a_kiosk_lights_up_what_the_arrows_reach() -> None:
    async with opened("map", state=at_kiosk()) as pilot:
        assert "▸1◂" in grid(pilot)
        await pilot.press("down")
        await pilot.pause()
        shown = grid(pilot)
        assert "▸2◂" in shown
        assert "← on the left," in shown
        assert "about 15" in shown


async def test_touched_pin_is_shown_in_the_list_and_a_second_touch_opens_it() -> None:
    async with opened("map", state=at_kiosk(), size=(120, 33)) as pilot:
        lines = grid(pilot).split("\n")
        row = next(number for number, line in enumerate(lines) if "╱" not in line and " 3 " in line)
        await pilot.click(offset=(lines[row].index(" 3 ") + 1, row))
        await pilot.pause()
        lines = grid(pilot).split("\n")
        assert any("▸3◂" in line for line in lines)
        row = next(number for number, line in enumerate(lines) if "More about it" in line)
        await pilot.click(offset=(lines[row].index("More"), row))
        await pilot.pause()
        assert page_of(pilot).NAME == "station"


async def test_touch_on_a_folded_card_only_unfolds_it() -> None:
    async with opened("map", state=at_kiosk(), size=(120, 33)) as pilot:
        legend = pilot.app.screen.query_one(Legend)
        lines = grid(pilot).split("\n")
        row = next(number for number, line in enumerate(lines) if "Drive a robot" in line)
        await pilot.click(offset=(lines[row].index("Drive"), row))
        await pilot.pause()
        assert legend.cursor_key == "robots"
        assert isinstance(pilot.app.screen, MapPage)
        assert "▸2◂" in grid(pilot)


async def test_filter_by_keys_alone_shows_the_nearest_toilet() -> None:
    async with opened("map", state=at_kiosk()) as pilot:
        await pilot.press("up", "right", "right", "right", "enter")
        await pilot.pause()
        shown = grid(pilot)
        assert "Near toilet" in shown
        assert "▸WC○◂" in shown
        assert "Hansaplatz" not in shown


async def test_page_opens_at_the_place_it_is_asked_for_and_forgets_it() -> None:
    async with opened("map", "print", state=at_kiosk()) as pilot:
        page = page_of(pilot)
        legend = page.query_one(Legend)
        assert legend.cursor_key == "print"
        await pilot.press("up")
        page.state = page.state.with_(large=False, picks=("choir",))
        await pilot.pause()
        assert legend.cursor_key == "robots"
        page.post_message(Go("map", "robots"))
        await pilot.pause()
        page.forget()
        assert legend.cursor_key == "hansaplatz"


async def test_rooms_elsewhere_are_listed_with_their_way_in_words() -> None:
    rooms = make_schedule().model_dump(mode="json")["rooms"]
    rooms[1] |= {"way": {"en": "Take the tram."}, "venue": {"en": "Old town"}}
    async with opened("map", "forum", state=make_state(yard(rooms=rooms), kiosk_id="K1")) as pilot:
        shown = grid(pilot)
        assert "Way: Take the tram." in shown
        assert "▸" not in shown.split("Forum", maxsplit=1)[0]


async def test_own_terminal_has_north_up_and_nobody_here() -> None:
    async with opened("map", state=make_state(yard())) as pilot:
        shown = grid(pilot)
        assert "↑ North" in shown
        assert "here" not in shown
        assert "▲ " not in shown.split("Stages and rooms", maxsplit=1)[0].split("Exits")[1]


@pytest.mark.parametrize(
    ("size", "above"), [((80, 24), False), ((120, 33), False), ((160, 45), False), ((60, 80), True)]
)
async def test_plan_stands_beside_the_list_or_above_it(size: tuple[int, int], above: bool) -> None:
    async with opened("map", state=at_kiosk(), size=size) as pilot:
        plan, legend = pilot.app.screen.query_one(SiteMap).region, pilot.app.screen.query_one(Legend).region
        assert plan.area > 0
        assert (plan.bottom <= legend.y) == above
        assert (plan.right <= legend.x) != above
        assert plan.intersection(legend).area == 0


async def test_large_letters_in_a_small_window_leave_the_room_to_the_words() -> None:
    async with opened("map", state=at_kiosk(large=True)) as pilot:
        assert not pilot.app.screen.query_one(SiteMap).display
        assert "▐" in grid(pilot)


async def test_festival_without_a_map_still_tells_the_ways() -> None:
    async with opened("map", state=make_state(make_schedule(maps=[]))) as pilot:
        shown = grid(pilot)
        assert not pilot.app.screen.query_one(SiteMap).display
        assert "Over the ramp, no steps." in shown


@pytest.mark.parametrize("width", [24, 40, 80])
@pytest.mark.parametrize("large", [False, True])
def test_no_row_of_a_card_is_wider_than_its_place(width: int, large: bool) -> None:
    state = at_kiosk(large=large)
    painter = PlacePainter(lambda: "robots")
    painter.show(state, yard().maps[0], STAND)
    rows = [row for place in places(state.schedule, painter.site) for row in painter.rows(place, width)]
    assert [row for row in rows if width_of(row) > width] == []
