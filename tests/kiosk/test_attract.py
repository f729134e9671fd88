"""The attract loop: only what one can go to is promised, and announcements stand above it."""

from datetime import datetime

from festival.clock import clock_from
from festival.kiosk.app import ProgrammeApp
from festival.kiosk.idle import Idle
from festival.kiosk.pages.attract import AttractPage, on_now, stations
from festival.schedule.live import PlaceLive
from festival.schedule.model import Announcement, Schedule
from festival.tui.paint import Row
from kiosk.conftest import NOW, grid, local, make_schedule, make_state, run, session


def said(rows: list[Row]) -> str:
    return "\n".join("".join(part for part, *_ in row) for row in rows)


def with_robots(state: str) -> Schedule:
    schedule = make_schedule()
    live = PlaceLive.model_validate({"state": state, "changed_at": NOW})
    changed = [
        one.model_copy(update={"live": live}) if one.id == "robots" else one for one in schedule.stations
    ]
    return schedule.model_copy(update={"stations": tuple(changed)})


def promised(schedule: Schedule, now: datetime = NOW) -> str:
    return said(list(stations(make_state(schedule, now=now), 74, 12, 0)[1]))


def test_a_station_that_nobody_can_join_is_not_promised() -> None:
    assert "Drive a robot" in promised(with_robots("busy"))
    assert "Drive a robot" not in promised(with_robots("paused"))
    assert "Drive a robot" not in promised(with_robots("full"))


def test_a_station_after_its_last_round_is_not_promised() -> None:
    assert "next round 17:40" in promised(make_schedule(), local("17:40"))
    assert promised(make_schedule(), local("17:41")) == ""


def test_an_age_is_said_in_years() -> None:
    assert "from 8 years" in promised(make_schedule())


def test_where_something_is_on_comes_first() -> None:
    sessions = [session("gala", "hansaplatz", "18:00", "19:00"), session("talk", "forum", "14:00", "15:00")]
    shown = said(list(on_now(make_state(make_schedule(sessions=sessions)), 74, 12, 0)[1]))
    assert shown.index("Talk") < shown.index("Gala")


async def test_an_announcement_stands_above_the_loop_and_nothing_is_pushed_out() -> None:
    text = {"en": "A heavy shower from about 4 pm."}
    given = {"id": "rain", "text": text, "severity": "warning", "at": NOW, "expires": local("18:00")}
    note = Announcement.model_validate(given)
    state = make_state(make_schedule().model_copy(update={"announcements": (note,)}), kiosk_id="K1")
    async with run(ProgrammeApp(state, clock_from(NOW), idle=Idle(lambda: 0.0))) as pilot:
        page = pilot.app.screen
        assert isinstance(page, AttractPage)
        assert "A heavy shower" not in grid(pilot)
        page.turn()
        await pilot.pause()
        assert "A heavy shower" in grid(pilot).splitlines()[0]
        assert "Touch the screen" in grid(pilot)
