"""How site plans are drawn: pins that a finger finds, words that no pin covers."""

import pytest

from festival.pages.plan import map_page
from festival.pages.sheet import Box, Sheet
from pages.reading import reader_of
from rig.programme import schedule_at
from schedule import examples

AT = "2022-05-27T16:20"
PHONE_PX = 16


def pixels_of_pin(sheet: Sheet) -> float:
    """Give how wide a pin is on a phone."""
    return 2 * sheet.pin * sheet.rems * PHONE_PX / (sheet.width + 2 * sheet.pin)


@pytest.mark.parametrize(
    ("nearest", "pin", "pixels"), [(9.0, 4.23, 44), (40.0, 5.33, 44), (0.0, 1.78, 28), (None, 5.33, 44)]
)
def test_pins_are_as_large_as_the_nearest_two_allow(nearest: float | None, pin: float, pixels: int) -> None:
    pins = ((20.0, 30.0), (20.0 + nearest, 30.0)) if nearest is not None else ((20.0, 30.0),)
    sheet = Sheet(160, 110, pins)
    assert (sheet.pin, round(pixels_of_pin(sheet))) == (pin, pixels)


def test_no_pin_covers_the_name_of_an_area_and_all_of_the_bundled_plan_that_have_room_are_named() -> None:
    plan = schedule_at(AT)
    (drawn,) = map_page(reader_of(plan, examples.at("16:20"), language="de"))["plans"]
    names = {words.lines[0]: words for words in drawn.names if words.lines[0]}
    assert {"Dortmunder U", "Vorplatz", "Wiese West", "Wiese Ost", "Straße"} <= {*names}
    gaps = [words.ground.away(pin) - drawn.sheet.pin for words in names.values() for pin in drawn.sheet.pins]
    assert min(gaps) > 0


def test_an_area_without_room_for_its_name_has_none() -> None:
    lawn = Box(0, 0, 30, 12)
    full = tuple((float(x), 6.0) for x in range(2, 30, 3))
    named = [
        Sheet(160, 110, pins).name_of_area(name, area).lines[0]
        for pins, name, area in (
            ((), "Lawn", lawn),
            ((), "A lawn with a very long name", lawn),
            (full, "Lawn", lawn),
            (full, "Lawn", Box(0, 4, 30, 4)),
        )
    ]
    assert named == ["Lawn", "", "Lawn", ""]


@pytest.mark.parametrize("spot", [(0.0, 0.0), (160.0, 0.0), (80.0, 110.0), (160.0, 110.0)])
def test_the_name_of_a_pin_stays_on_the_plan(spot: tuple[float, float]) -> None:
    words = Sheet(160, 110, (spot,)).name_of_pin("Accessible toilet, east side", spot)
    ground = words.ground
    assert words.lines == ("Accessible toilet,", "east side")
    assert (
        min(ground.x, ground.y) >= 0,
        ground.x + ground.width <= 160,
        ground.y + ground.height <= 110,
    ) == (True,) * 3
    assert ground.away(spot) > 4.23
