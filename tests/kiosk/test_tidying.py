"""When memory is tidied: not while a visitor goes from page to page, but when he has left."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest

from festival.clock import clock_from
from festival.kiosk.app import ProgrammeApp
from festival.kiosk.idle import Idle
from festival.kiosk.messages import Go
from festival.tui.tidying import EVERY_S, SILENCE_S, Tidying
from kiosk.conftest import NOW, Seconds, make_state, run

PAGES = ("programme", "stations", "workshop", "projects", "map", "search", "picks", "help", "now")


@pytest.fixture
def full() -> Iterator[list[int]]:
    """Gather the full collections; afterwards the collector is as it was."""
    found: list[int] = []

    def note(when: str, about: dict[str, int]) -> None:
        if when == "stop" and about["generation"] == 2:
            found.append(about["collected"])

    before = gc.get_threshold()
    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)
    gc.unfreeze()
    gc.set_threshold(*before)


async def visit(pilot: Any, app: ProgrammeApp, rounds: int) -> None:
    for _ in range(rounds):
        for page in PAGES:
            app.post_message(Go(page))
            await pilot.pause()


async def test_no_touch_waits_for_a_full_collection_and_a_visitor_who_left_is_followed_by_one(
    full: list[int],
) -> None:
    seconds = Seconds()
    state = make_state(kiosk_id="K1")
    app = ProgrammeApp(state, clock_from(NOW, seconds), idle=Idle(seconds), tidying=Tidying(seconds))
    async with run(app) as pilot:
        await pilot.press("enter")
        await visit(pilot, app, 1)
        full.clear()
        await visit(pilot, app, 12)
        assert full == []
        app.forget_the_visitor()
        await pilot.pause()
        assert len(full) == 1
        assert gc.get_freeze_count() > 0


def test_a_screen_that_nobody_uses_is_tidied_now_and_then_and_not_under_a_finger(full: list[int]) -> None:
    seconds = Seconds()
    tidying = Tidying(seconds)
    seconds.now = EVERY_S - 1
    tidying.tidy_if_due()
    tidying.touch()
    seconds.now += 1
    tidying.tidy_if_due()
    assert full == []
    seconds.now += SILENCE_S
    tidying.tidy_if_due()
    tidying.tidy_if_due()
    assert len(full) == 1
