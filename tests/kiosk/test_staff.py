"""Staff: the PIN on the keypad, what is said of it, and the way out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from festival.clock import clock_from
from festival.kiosk.app import ProgrammeApp
from festival.kiosk.messages import Go
from festival.kiosk.pages.staff import verdict
from festival.kiosk.state import Door
from festival.kiosk.view import keys
from festival.kiosk.widgets.keypad import Keypad
from festival.tui.pin import Answer, PinGate, PinHash
from kiosk.conftest import NOW, Seconds, grid, make_state, run

PIN = "2468"
HASH = PinHash.of(PIN, salt=b"a test's salt")


@asynccontextmanager
async def at_the_door(
    size: tuple[int, int] = (80, 24), clock: Seconds | None = None, pin: PinHash | None = HASH
) -> AsyncIterator[Pilot[None]]:
    gate = PinGate(pin, monotonic=clock or Seconds())
    app = ProgrammeApp(make_state(kiosk_id="K1"), clock_from(NOW, lambda: 0), gate=gate)
    async with run(app, size) as pilot:
        app.post_message(Go("staff"))
        await pilot.pause()
        await pilot.pause()
        yield pilot


async def touch(pilot: Pilot[None], *wanted: str) -> None:
    keypad = pilot.app.screen.query_one(Keypad)
    wide, high = keypad.key_size
    for key in wanted:
        row, place = next(
            (row, place)
            for row, caps in enumerate(keypad.caps)
            for place, cap in enumerate(caps)
            if cap.key == key
        )
        await pilot.click(Keypad, offset=(place * wide + 2, row * high + 1))
    await pilot.pause()


def ended(pilot: Pilot[None]) -> bool:
    app = pilot.app
    assert isinstance(app, ProgrammeApp)
    return app.is_ending


@pytest.mark.parametrize("size", [(80, 24), (80, 20), (160, 45), (60, 80), (60, 30)])
async def test_a_right_pin_by_touch_ends_the_program(size: tuple[int, int]) -> None:
    async with at_the_door(size) as pilot:
        await touch(pilot, *PIN)
        assert not ended(pilot)
        await touch(pilot, keys.DONE)
        assert ended(pilot)


async def test_a_right_pin_by_keyboard_and_enter_ends_the_program() -> None:
    async with at_the_door() as pilot:
        await pilot.press(*PIN, "enter")
        await pilot.pause()
        assert ended(pilot)


async def test_a_right_pin_by_arrows_and_enter_ends_the_program() -> None:
    async with at_the_door() as pilot:
        await pilot.press("right", "enter", "down", "left", "enter", "right", "right", "enter")
        await pilot.press("left", "down", "enter", "down", "right", "enter")
        await pilot.pause()
        assert ended(pilot)


async def test_digits_are_dots() -> None:
    async with at_the_door() as pilot:
        await pilot.press("9", "7")
        shown = grid(pilot)
        assert "● ● ○ ○" in shown
        assert "97" not in shown
        assert "9 7" not in shown
        await touch(pilot, keys.RUB_OUT)
        assert "● ○ ○ ○" in grid(pilot)


async def test_digits_are_gone_when_the_page_was_left() -> None:
    async with at_the_door() as pilot:
        await pilot.press("9", "7")
        pilot.app.post_message(Go("map"))
        await pilot.pause()
        await pilot.press("escape")
        assert "○ ○ ○ ○" in grid(pilot)


async def test_a_wrong_pin_is_said_and_the_digits_are_gone() -> None:
    async with at_the_door() as pilot:
        await pilot.press(*"1111", "enter")
        await pilot.pause()
        assert "✕ That was not the PIN. 2 tries left." in grid(pilot)
        assert "○ ○ ○ ○" in grid(pilot)
        assert not ended(pilot)


async def test_three_wrong_pins_wait_and_the_countdown_runs() -> None:
    clock = Seconds()
    async with at_the_door(clock=clock) as pilot:
        app = pilot.app
        assert isinstance(app, ProgrammeApp)
        for _ in range(3):
            await pilot.press(*"1111", "enter")
            await pilot.pause()
        assert "■ Too many wrong tries. Wait 30 s." in grid(pilot)
        await pilot.press(*PIN, "enter")
        await pilot.pause()
        assert not ended(pilot)
        clock.now = 12
        app.tick()
        await pilot.pause()
        assert "Wait 18 s." in grid(pilot)
        clock.now = 31
        app.tick()
        await pilot.pause()
        assert "Wait" not in grid(pilot)
        await pilot.press(*PIN, "enter")
        await pilot.pause()
        assert ended(pilot)


async def test_fewer_than_four_digits_are_no_try() -> None:
    async with at_the_door() as pilot:
        await pilot.press("1", "1", "enter")
        await pilot.pause()
        assert "That was not the PIN" not in grid(pilot)


async def test_escape_takes_the_digits_and_then_goes_back() -> None:
    async with at_the_door() as pilot:
        await pilot.press("1", "escape")
        assert "○ ○ ○ ○" in grid(pilot)
        assert getattr(pilot.app.screen, "NAME", None) == "staff"
        await pilot.press("escape")
        await pilot.pause()
        assert getattr(pilot.app.screen, "NAME", None) == "now"


async def test_the_digits_are_gone_when_the_page_is_opened_again() -> None:
    async with at_the_door() as pilot:
        await pilot.press("2", "4", "6")
        pilot.app.post_message(Go("help"))
        await pilot.pause()
        pilot.app.post_message(Go("staff"))
        await pilot.pause()
        await pilot.pause()
        assert "○ ○ ○ ○" in grid(pilot)


async def test_the_next_visitor_reads_nothing_of_a_wrong_try() -> None:
    async with at_the_door() as pilot:
        app = pilot.app
        assert isinstance(app, ProgrammeApp)
        await pilot.press(*"1111", "enter")
        await pilot.pause()
        app.forget_the_visitor()
        await pilot.pause()
        assert app.state.door == Door(tries_left=2)


async def test_without_a_pin_it_says_that_there_is_no_way_out() -> None:
    async with at_the_door(pin=None) as pilot:
        assert "No PIN is set" in grid(pilot)
        await pilot.press(*"0000", "enter")
        await pilot.pause()
        assert not ended(pilot)


@pytest.mark.parametrize(
    ("door", "words"),
    [
        (Door(), ""),
        (Door(Answer.WRONG, 1), "✕ That was not the PIN. 1 try left."),
        (Door(Answer.LOCKED, 0, 7), "■ Too many wrong tries. Wait 7 s."),
    ],
)
def test_verdict(door: Door, words: str) -> None:
    assert verdict(make_state(), door)[0] == words
