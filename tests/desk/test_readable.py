"""Run, the timer, stations and announcements can be read in every theme, as painted."""

from typing import Any

import pytest

from desk.conftest import desk_on, live_schedule, local
from desk.test_colours import THEMES, hard_to_read
from festival.schedule import edits
from kiosk.conftest import make_schedule

SIZES = [(80, 24), (160, 45)]
STATES: tuple[Any, ...] = ("open", "few", "busy", "full", "paused", "closed")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
async def test_a_room_that_runs_late_can_be_read(theme: str, size: tuple[int, int]) -> None:
    async with desk_on("run", theme=theme, size=size, now=local("14:46")) as rig:
        rig.hub.make(edits.CancelSession(session="late-show"))
        rig.hub.make(edits.SetSessionState(session="brass-band", state="few"))
        rig.hub.make(edits.DelayRoom(room="hansaplatz", minutes=10, from_session="open-lab"))
        await rig.shows("+10 min")
        assert hard_to_read(rig, THEMES[theme]) == set()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("time", ["14:20", "14:46", "14:52"])
async def test_the_timer_can_be_read_at_every_stage(theme: str, time: str) -> None:
    async with desk_on("run", theme=theme, now=local(time)) as rig:
        await rig.press("t")
        await rig.shows("Any key: back")
        assert hard_to_read(rig, THEMES[theme]) == set()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
async def test_each_state_of_a_station_can_be_read(theme: str, state: Any) -> None:
    async with desk_on("stations", theme=theme) as rig:
        rig.hub.make(edits.SetStationState(station="print", state=state))
        await rig.until(lambda: rig.state.schedule.revision == 1)
        assert hard_to_read(rig, THEMES[theme]) == set()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
async def test_announcements_can_be_read(theme: str, size: tuple[int, int]) -> None:
    said = [
        {
            "id": level, "severity": level, "text": {"de": "Hallo"}, "at": local("14:10"),
            "expires": local("14:22"),
        }
        for level in ("info", "warning", "urgent")
    ]  # fmt: skip
    schedule = live_schedule(make_schedule(announcements=said))
    async with desk_on("announcements", schedule=schedule, theme=theme, size=size) as rig:
        await rig.shows("not in English")
        assert hard_to_read(rig, THEMES[theme]) == set()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("down", [0, 2, 4])
async def test_the_form_can_be_read_wherever_its_cursor_is(theme: str, down: int) -> None:
    async with desk_on("announcements", theme=theme) as rig:
        await rig.press("n", "f2", "enter", *["down"] * down)
        await rig.shows("A kiosk shows all of it")
        assert hard_to_read(rig, THEMES[theme], edge="│") == set()
