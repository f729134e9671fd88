"""The keys on the screen: where they go, and how fingers and arrows press them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from festival.kiosk.view.keys import SMALLEST_KEY, Caps, Side, arrange, digits, letters, units, wide_letters
from festival.kiosk.widgets.keypad import Keypad
from festival.tui.themes import themes
from kiosk.conftest import make_state
from rig.pilot import shown, touch

LOCALE = make_state().locale
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Bench(App[None]):
    """A keypad alone, and what was pressed on it."""

    def __init__(self, caps: Caps) -> None:
        super().__init__()
        self.caps = caps
        self.typed: list[str] = []
        for theme in themes():
            self.register_theme(theme)
        self.theme = "festival-day"

    def compose(self) -> ComposeResult:
        yield Keypad()

    def on_mount(self) -> None:
        self.query_one(Keypad).caps = self.caps
        self.query_one(Keypad).focus()

    def on_keypad_pressed(self, event: Keypad.Pressed) -> None:
        self.typed.append(event.key)


@pytest.mark.parametrize("caps", [letters(LOCALE), wide_letters(LOCALE)])
def test_letters_stand_in_the_order_of_the_alphabet(caps: Caps) -> None:
    keys = "".join(cap.key for row in caps for cap in row)
    assert "".join(key for key in keys if key in ALPHABET) == ALPHABET
    assert {cap.key for row in caps for cap in row if cap.key not in ALPHABET} >= {" ", "\b", "\x18"}


@pytest.mark.parametrize("caps", [letters(LOCALE), wide_letters(LOCALE), digits(LOCALE)])
def test_all_rows_are_as_wide_as_the_keypad(caps: Caps) -> None:
    assert {sum(cap.units for cap in row) for row in caps} == {units(caps)}


@given(st.integers(60, 300), st.integers(12, 120), st.booleans())
def test_keys_are_never_smaller_than_a_finger_and_fit_the_page(width: int, height: int, large: bool) -> None:
    place = arrange(width, height, large=large)
    wide, high = place.key
    columns, rows = (10, 3) if place.side is Side.INSTEAD else (7, 5)
    assert wide >= SMALLEST_KEY[0]
    assert high >= SMALLEST_KEY[1]
    assert columns * wide <= width
    assert rows * high <= height
    if place.side is Side.INSTEAD and height >= 13:
        assert rows * high + (4 if large else 3) <= height


@pytest.mark.parametrize(
    ("room", "large", "side", "key"),
    [
        ((80, 17), False, Side.RIGHT, (6, 3)),
        ((80, 15), False, Side.RIGHT, (6, 3)),
        ((80, 17), True, Side.INSTEAD, (7, 4)),
        ((80, 15), True, Side.INSTEAD, (7, 3)),
        ((120, 26), False, Side.RIGHT, (7, 4)),
        ((160, 38), False, Side.RIGHT, (10, 5)),
        ((160, 38), True, Side.RIGHT, (10, 5)),
        ((60, 70), False, Side.BELOW, (8, 4)),
        ((60, 13), False, Side.INSTEAD, (6, 3)),
    ],
)
def test_arrange(room: tuple[int, int], large: bool, side: Side, key: tuple[int, int]) -> None:
    place = arrange(*room, large=large)
    assert (place.side, place.key) == (side, key)


async def test_a_touch_presses_the_key_on_release() -> None:
    app = Bench(letters(LOCALE))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.mouse_down(Keypad, offset=(8, 1))
        assert app.typed == []
        await touch(pilot, (8, 1))
        await touch(pilot, (2, 2))
        assert app.typed == ["B", "A"]


async def test_a_touch_that_slides_off_its_key_presses_none() -> None:
    app = Bench(letters(LOCALE))
    async with app.run_test(size=(80, 24)) as pilot:
        await touch(pilot, (8, 1), (20, 1))
        assert app.typed == []


async def test_arrows_and_enter_press_any_key() -> None:
    app = Bench(letters(LOCALE))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "right", "enter")
        await pilot.press("down", "down", "enter")
        await pilot.press("up", "up", "enter")
        await pilot.pause()
        assert app.typed == ["P", " ", "P"]


async def test_go_to_puts_the_cursor_on_a_key() -> None:
    app = Bench(digits(LOCALE))
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(Keypad).go_to("\r")
        await pilot.press("enter", "left", "enter")
        await pilot.pause()
        assert app.typed == ["\r", "0"]


async def test_a_letter_is_drawn_large_where_a_key_has_four_rows() -> None:
    app = Bench(letters(LOCALE))
    async with app.run_test(size=(80, 24)) as pilot:
        keypad = app.query_one(Keypad)
        keypad.key_size, keypad.large = (7, 4), True
        await pilot.pause()
        lines = shown(app).text().splitlines()
        assert not any("A" in line for line in lines[:4])
        assert any("▌" in line or "█" in line for line in lines[:4])
        assert "Space" in lines[17] + lines[18]
