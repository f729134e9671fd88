"""The app: the way home and back, the visitor's presence, what is forgotten, what is remembered."""

from collections.abc import Callable

from textual.events import MouseMove

from festival.clock import clock_from
from festival.kiosk.app import ProgrammeApp
from festival.kiosk.idle import Idle
from festival.kiosk.messages import Go, Pick, Speak
from festival.kiosk.pages.attract import SLIDES, AttractPage
from festival.kiosk.pages.stations import StationsPage
from festival.kiosk.state import State
from festival.schedule.edits import CancelSession
from festival.schedule.rehearsal import Rehearsal
from festival.tui.cards import Cards
from kiosk.conftest import NOW, Seconds, grid, local, make_schedule, make_state, opened, pass_time, run


def kiosk(seconds: Seconds, **options: object) -> ProgrammeApp:
    state = make_state(kiosk_id="K1")
    return ProgrammeApp(state, clock_from(NOW, seconds), idle=Idle(seconds), **options)  # type: ignore[arg-type]


async def test_a_kiosk_begins_in_the_attract_loop_and_the_first_touch_only_leaves_it() -> None:
    async with run(kiosk(Seconds())) as pilot:
        assert "Touch the screen" in grid(pilot)
        await pilot.click(offset=(40, 22))
        assert "Hansaplatz" in grid(pilot)
        assert type(pilot.app.screen).__name__ == "NowPage"


async def test_a_key_leaves_the_attract_loop_and_does_nothing_else() -> None:
    async with run(kiosk(Seconds())) as pilot:
        await pilot.press("enter")
        assert type(pilot.app.screen).__name__ == "NowPage"


async def test_a_mouse_that_only_moves_does_not_wake_the_kiosk() -> None:
    async with run(kiosk(Seconds())) as pilot:
        pilot.app.post_message(MouseMove(None, 3, 3, 1, 1, 0, False, False, False))
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "AttractPage"


async def test_after_a_minute_the_kiosk_asks_and_any_key_extends_without_limit() -> None:
    seconds = Seconds()
    app = kiosk(seconds)
    async with run(app) as pilot:
        await pilot.press("enter")
        for _ in range(5):
            await pass_time(pilot, seconds, 61)
            assert "Touch the screen or press any key" in grid(pilot)
            await pilot.press("down")
            assert "Hansaplatz" in grid(pilot)
            await pass_time(pilot, seconds, 15)
            assert "press any key" not in grid(pilot)


async def test_the_touch_that_answers_the_question_chooses_nothing() -> None:
    seconds = Seconds()
    app = kiosk(seconds)
    async with run(app) as pilot:
        await pilot.press("enter")
        await pass_time(pilot, seconds, 65)
        await pilot.click(offset=(10, 5))
        assert type(app.screen).__name__ == "NowPage"
        assert "press any key" not in grid(pilot)


async def test_a_visitor_who_is_gone_leaves_nothing() -> None:
    seconds = Seconds()
    app = kiosk(seconds)
    async with run(app) as pilot:
        await pilot.press("enter")
        app.post_message(Pick("open-lab"))
        app.post_message(Speak("de"))
        app.post_message(Go("session", "open-lab"))
        await pilot.pause()
        assert app.state.picks == ("open-lab",)
        await pass_time(pilot, seconds, 81)
        assert type(app.screen).__name__ == "AttractPage"
        assert not app.state.picks
        assert app.state.locale.language == "en"
        await pilot.press("enter")
        await pilot.press("escape")
        assert type(app.screen).__name__ == "NowPage"


async def test_a_question_that_nobody_answers_is_gone_with_the_visitor() -> None:
    seconds = Seconds()
    app = kiosk(seconds)
    async with run(app) as pilot:
        await pilot.press("enter")
        await pass_time(pilot, seconds, 65)
        assert "press any key" in grid(pilot)
        await pass_time(pilot, seconds, 20)
        assert type(app.screen).__name__ == "AttractPage"
        await pilot.press("enter")
        assert "press any key" not in grid(pilot)
        await pilot.press("enter")
        assert type(app.screen).__name__ == "RoomPage"


async def test_a_touch_goes_on_in_the_language_that_the_loop_shows() -> None:
    app = kiosk(Seconds())
    async with run(app) as pilot:
        loop = app.screen
        assert isinstance(loop, AttractPage)
        for _ in range(len(SLIDES) + 1):
            loop.turn()
        await pilot.press("enter")
        assert app.state.locale.language == "de"
        app.forget_the_visitor()
        await pilot.pause()
        await pilot.press("enter")
        assert app.state.locale.language == "en"


async def test_the_loop_stands_still_while_somebody_is_there() -> None:
    app = kiosk(Seconds())
    async with run(app) as pilot:
        loop = app.screen
        assert isinstance(loop, AttractPage)
        await pilot.press("enter")
        loop.turn()
        assert loop.language == "en"
        for _ in range(len(SLIDES) + 1):
            loop.turn()
        assert loop.language == "en"


async def test_a_page_is_found_as_it_was_left_on_the_way_back_and_afresh_otherwise() -> None:
    async with opened("stations") as pilot:
        await pilot.press("up", "enter", "down")
        page = pilot.app.screen
        assert isinstance(page, StationsPage)
        assert page.narrowed == {"open"}
        await pilot.press("down", "enter")
        assert type(pilot.app.screen).__name__ == "StationPage"
        await pilot.press("escape")
        assert page.is_current
        assert page.narrowed == {"open"}
        assert page.query_one("#list", Cards).cursor_key == "print"
        pilot.app.post_message(Go("map"))
        pilot.app.post_message(Go("stations"))
        await pilot.pause()
        assert page.is_current
        assert page.narrowed == frozenset()
        assert page.query_one("#list", Cards).cursor_key == "robots"
        assert page.focused is page.query_one("#list")


async def test_back_leads_over_the_pages_that_were_seen() -> None:
    async with run(ProgrammeApp(make_state(), clock_from(NOW))) as pilot:
        for page, subject in (("room", "hansaplatz"), ("session", "open-lab"), ("session", "choir")):
            pilot.app.post_message(Go(page, subject))
            await pilot.pause()
        seen = []
        for _ in range(4):
            await pilot.press("escape")
            seen.append((type(pilot.app.screen).__name__, getattr(pilot.app.screen, "subject", "")))
        assert seen == [
            ("SessionPage", "open-lab"), ("RoomPage", "hansaplatz"), ("NowPage", ""), ("NowPage", ""),
        ]  # fmt: skip


async def test_what_a_visitor_changes_is_remembered() -> None:
    remembered: list[State] = []
    app = ProgrammeApp(make_state(), clock_from(NOW), remember=remembered.append)
    async with run(app) as pilot:
        app.post_message(Pick("choir"))
        app.post_message(Speak("de"))
        await pilot.pause()
        assert [(one.picks, one.locale.language) for one in remembered] == [
            (("choir",), "en"),
            (("choir",), "de"),
        ]


async def test_the_clock_moves_the_board_on() -> None:
    seconds = Seconds()
    app = ProgrammeApp(make_state(), clock_from(NOW, seconds))
    async with run(app) as pilot:
        assert "Brass Band" in grid(pilot)
        await pass_time(pilot, seconds, 45 * 60)
        assert "Brass Band" not in grid(pilot)
        assert "Open lab" in grid(pilot)


async def test_a_rehearsed_change_appears_when_its_time_comes() -> None:
    seconds = Seconds()
    schedule = make_schedule()
    edits = [(NOW, CancelSession(session="brass-band", reason={"en": "Thunderstorm"}))]
    rehearse: Callable[[], Rehearsal] = lambda: Rehearsal(schedule, edits)  # noqa: E731
    app = ProgrammeApp(make_state(schedule, rehearsing=True), clock_from(NOW, seconds), rehearse=rehearse)
    async with run(app) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Cancelled" in grid(pilot)
        assert "Thunderstorm" in grid(pilot)
        assert "Rehearsal" in grid(pilot)


async def test_a_person_leaves_with_ctrl_q_and_a_visitor_of_a_kiosk_cannot() -> None:
    app = ProgrammeApp(make_state(), clock_from(NOW))
    async with run(app) as pilot:
        await pilot.press("ctrl+q")
    assert app.return_code == 0
    locked = kiosk(Seconds())
    async with run(locked) as pilot:
        await pilot.press("enter", "ctrl+q", "ctrl+c", "ctrl+p", "ctrl+z", "f1", "ctrl+backslash")
        assert type(locked.screen).__name__ == "NowPage"


async def test_a_window_that_is_too_small_says_so_and_recovers() -> None:
    said = {"id": "rain", "severity": "warning", "text": {"en": "Rain"}, "at": NOW, "expires": local("16:00")}
    state = make_state(make_schedule(announcements=[said]))
    async with run(ProgrammeApp(state, clock_from(NOW)), size=(40, 10)) as pilot:
        assert "too small" in grid(pilot)
        assert "Rain" not in grid(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Hansaplatz" in grid(pilot)
