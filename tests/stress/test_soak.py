"""A thousand page switches: what the first hundreds needed is enough for all."""

import asyncio
import gc
import sys
from typing import Final

import pytest

from festival.kiosk.app import ProgrammeApp
from festival.kiosk.messages import Go
from festival.kiosk.page import Page
from kiosk.conftest import make_app, make_state, run
from stress.poison import whole_schedule

SWITCHES: Final = 1_200
WARM_UP: Final = 400
"""Until then every page has been opened and the bounded caches are filling."""
SPARE_BLOCKS: Final = 4
"""Blocks of memory that a switch may keep for ever, on average (some 100 bytes each); a lost widget is hundreds."""
ROUND: Final = (
    ("now", ""), ("room", "hansaplatz"), ("session", "open-lab"), ("code", "session:open-lab"), ("programme", ""),
    ("stations", ""), ("station", "robots"), ("workshop", ""), ("projects", ""), ("project", "lab"), ("map", ""),
    ("search", ""), ("picks", ""), ("help", ""), ("attract", ""), ("code", "picks"),
)  # fmt: skip


async def go(app: ProgrammeApp, page: str, subject: str) -> None:
    """Open a page and wait until it is painted; the pilot's pause would wait as long again."""
    painted = asyncio.Event()
    app.post_message(Go(page, subject))
    app.call_later(lambda: app.screen.call_after_refresh(painted.set))
    await painted.wait()
    assert isinstance(app.screen, Page)
    assert page == app.screen.NAME


@pytest.mark.timeout(300)
async def test_memory_stays_level_over_a_thousand_page_switches() -> None:
    app = make_app(make_state(whole_schedule(), picks=("open-lab", "choir")))
    blocks: dict[int, int] = {}
    objects: dict[int, int] = {}
    async with run(app, (60, 20)):
        for number in range(1, SWITCHES + 1):
            await go(app, *ROUND[number % len(ROUND)])
            if number in {WARM_UP, SWITCHES}:
                gc.collect()
                blocks[number], objects[number] = sys.getallocatedblocks(), len(gc.get_objects())
        assert app._exception is None
    switches = SWITCHES - WARM_UP
    assert blocks[SWITCHES] - blocks[WARM_UP] < SPARE_BLOCKS * switches
    assert objects[SWITCHES] - objects[WARM_UP] < switches
