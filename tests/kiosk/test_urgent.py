"""An urgent announcement: it takes the screen, over everything, until it is understood; the next visitor sees it again."""

from typing import Any

import pytest

from festival.clock import clock_from
from festival.kiosk.app import ProgrammeApp
from festival.kiosk.idle import Idle
from festival.kiosk.messages import Go, Speak
from festival.kiosk.pages.attract import AttractPage
from festival.kiosk.state import State
from festival.kiosk.view.freshness import freshness
from festival.kiosk.view.urgent import urgent
from festival.schedule.model import Announcement
from festival.tui.paint import Row
from festival.tui.themes import PALETTES
from festival.tui.urgent import Notice, screen
from festival.wording.provenance import rehearsal
from kiosk.conftest import NOW, Seconds, grid, local, make_app, make_schedule, make_state, pass_time, run
from rig.pilot import shown, touch

STORM = {"en": "Storm: leave the square.", "de": "Sturm: Platz verlassen."}


def announcement(id: str = "storm", **fields: Any) -> Announcement:  # noqa: A002
    given = {"severity": "urgent", "text": STORM, "at": local("14:15"), "expires": local("16:00")}
    return Announcement.model_validate({"id": id, **given, **fields})


def state_with(*announcements: Announcement, **fields: Any) -> State:
    return make_state(make_schedule().model_copy(update={"announcements": announcements}), **fields)


def kiosk(seconds: Seconds, *announcements: Announcement) -> ProgrammeApp:
    state = state_with(*announcements, kiosk_id="K1")
    return ProgrammeApp(state, clock_from(NOW, seconds), idle=Idle(seconds))


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def said(rows: list[Row]) -> list[str]:
    return ["".join(text for text, _ in row).rstrip() for row in rows]


def painted(state: State, width: int = 80, height: int = 24, **fields: Any) -> list[str]:
    one = state.schedule.announcements[0]
    fields |= {"rehearsal": rehearsal(state), "freshness": freshness(state)}
    return said(screen(state, Notice(one, 1, 1, [("Go on", "*")], **fields), width, height))


# What is urgent


@pytest.mark.parametrize(
    ("now", "holds"), [("14:14", True), ("14:13", False), ("15:59", True), ("16:00", False)]
)
def test_it_holds_from_when_it_was_said_until_it_expires(now: str, holds: bool) -> None:
    # A minute of grace: the kiosk's clock may be behind the hub's.
    assert bool(urgent(state_with(announcement(), now=local(now)))) is holds


def test_one_for_another_place_does_not_take_the_screen_of_a_kiosk_that_knows_its_own() -> None:
    here, there = announcement("here", rooms=["hansaplatz"]), announcement("there", rooms=["forum"])
    at_k1 = state_with(here, there, kiosk_id="K1")
    assert at_k1.place == "hansaplatz"
    assert urgent(at_k1) == [here]
    assert urgent(state_with(here, there, kiosk_id="K9")) == [here, there]


def test_the_newest_comes_first_and_less_than_urgent_does_not_count() -> None:
    old, new = announcement("old", at=local("14:00")), announcement("new", at=local("14:10"))
    assert urgent(state_with(old, announcement("rain", severity="warning"), new)) == [new, old]


# How it looks


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (120, 33), (160, 45), (60, 80), (300, 90)])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        {"en": "Go."},
        STORM,
        {"en": "leave " * 33, "de": "verlassen " * 19},
        {"en": "x" * 200},
        {"en": "Буря! Покиньте площадь."},
    ],
)
def test_it_fills_the_screen_exactly_and_says_everything(
    width: int, height: int, large: bool, text: dict[str, str]
) -> None:
    state = state_with(announcement(text=text), large=large)
    rows = screen(state, Notice(state.schedule.announcements[0], 1, 2, [("Go on", "*")]), width, height)
    assert len(rows) == height
    foot = next(at for at, line in enumerate(said(rows)) if "said at 14:15" in line)
    assert said(rows)[foot - 1] == ""
    whole = "\n".join(said(rows))
    for words in ("Important announcement", "1 of 2", "14:20", "said at 14:15", "holds until 16:00", "Go on"):
        assert words in whole
    assert all(sum(len(part) for part, _ in row) <= width for row in rows)


def test_letters_that_the_large_face_lacks_are_shown_in_plain_ones() -> None:
    whole = "\n".join(painted(state_with(announcement(text={"en": "Буря! Покиньте площадь."})), 160, 45))
    assert "Буря! Покиньте площадь." in whole


def test_the_other_language_stands_below_where_there_is_room() -> None:
    assert "Sturm: Platz verlassen." in "\n".join(painted(state_with(announcement()), 60, 20))
    only = announcement(
        text={"en": "Leave the whole square now, walk to the north.", "de": "verlassen " * 12}
    )
    assert "verlassen" not in "\n".join(painted(state_with(only), 60, 21))


@pytest.mark.parametrize(
    ("rehearsing", "head"),
    [(False, "Important announcement"), (True, "Rehearsal 2022 · Important announcement")],
)
def test_one_that_is_rehearsed_says_so_before_all_else(rehearsing: bool, head: str) -> None:
    rows = painted(state_with(announcement(), rehearsing=rehearsing))
    assert rows[1].split() == ["■", *head.split(), "14:20"]


def test_an_end_on_another_day_is_said_with_its_day() -> None:
    assert "holds until Sat 28 May 02:00" in "\n".join(
        painted(state_with(announcement(expires=local("26:00"))))
    )


@pytest.mark.parametrize("theme", PALETTES)
async def test_head_and_text_can_be_read_in_every_theme(theme: str) -> None:
    async with run(make_app(state_with(announcement(), theme=theme))) as pilot:
        palette, picture = PALETTES[theme], shown(pilot.app)
        column, row = picture.find("Important") or (0, 0)
        head = picture.cell(column, row)
        assert (head.fg, head.bg) == (rgb(palette.alarm_text), rgb(palette.alarm))


# What it does


async def test_it_covers_any_page_and_goes_with_a_key() -> None:
    app = make_app(state_with(announcement()))
    async with run(app) as pilot:
        app.post_message(Go("programme"))
        await pilot.pause()
        assert "Important announcement" in grid(pilot)
        assert "Programme" not in grid(pilot)
        await pilot.press("down", "a", "tab", "pagedown")
        assert "Important announcement" in grid(pilot)
        assert type(app.screen).__name__ == "ProgrammePage"
        await pilot.press("enter")
        await pilot.pause()
        lines = grid(pilot).splitlines()
        assert "Programme" in lines[2]
        assert "■ 14:15  Storm: leave the square." in lines[4]
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Important announcement" not in grid(pilot)


async def test_it_goes_with_a_touch_of_its_button_and_of_nothing_else() -> None:
    app = make_app(state_with(announcement()))
    async with run(app) as pilot:
        for spot in ((10, 10), (5, 22), (40, 19)):
            await touch(pilot, spot)
            assert "Important announcement" in grid(pilot)
        await touch(pilot, (40, 22), (40, 10))
        assert "Important announcement" in grid(pilot)
        await touch(pilot, (40, 22))
        assert "Important announcement" not in grid(pilot)
        assert type(app.screen).__name__ == "NowPage"


async def test_several_are_counted_and_read_one_after_the_other() -> None:
    later = announcement("later", at=local("14:18"), text={"en": "Gate 3 is shut."})
    app = make_app(state_with(announcement(), later, large=False))
    async with run(app) as pilot:
        assert "1 of 2" in grid(pilot)
        assert "said at 14:18" in grid(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "said at 14:15" in grid(pilot)
        assert " of " not in grid(pilot).splitlines()[1]
        await pilot.press("enter")
        await pilot.pause()
        assert "Important announcement" not in grid(pilot)


async def test_who_leaves_the_program_can_do_so() -> None:
    app = make_app(state_with(announcement()))
    async with run(app) as pilot:
        await pilot.press("ctrl+q")
    assert app.return_code == 0


async def test_it_is_over_the_attract_loop_in_turn_and_a_touch_leads_on_to_it() -> None:
    other = announcement("other", at=local("14:10"))
    app = kiosk(Seconds(), announcement(), other)
    async with run(app) as pilot:
        page = app.screen
        assert isinstance(page, AttractPage)
        assert "1 of 2" in grid(pilot)
        assert "Touch the screen" in grid(pilot)
        page.turn()
        await pilot.pause()
        assert "2 of 2" in grid(pilot)
        await touch(pilot, (40, 10))
        assert type(app.screen).__name__ == "NowPage"
        assert "1 of 2" in grid(pilot)
        assert "Understood" in grid(pilot)


async def test_the_next_visitor_sees_it_again_and_so_does_the_loop() -> None:
    seconds = Seconds()
    app = kiosk(seconds, announcement())
    async with run(app) as pilot:
        await pilot.press("enter", "enter")
        assert "Important announcement" not in grid(pilot)
        await pass_time(pilot, seconds, 81)
        assert type(app.screen).__name__ == "AttractPage"
        assert "Important announcement" in grid(pilot)
        await pilot.press("enter")
        assert "Understood" in grid(pilot)


async def test_it_is_over_the_question_whose_countdown_it_shows() -> None:
    seconds = Seconds()
    app = kiosk(seconds)
    async with run(app) as pilot:
        await pilot.press("enter")
        await pass_time(pilot, seconds, 65)
        assert "press any key" in grid(pilot)
        app.state = app.state.with_(
            schedule=app.state.schedule.model_copy(update={"announcements": (announcement(),)})
        )
        app.tick()
        await pilot.pause()
        assert "Important announcement" in grid(pilot)
        assert "Continue? 15" in grid(pilot)
        await touch(pilot, (40, 22))
        assert "Important announcement" not in grid(pilot)
        assert "press any key" not in grid(pilot)


async def test_it_ends_when_it_expires_and_when_it_is_withdrawn() -> None:
    app = make_app(state_with(announcement()))
    async with run(app) as pilot:
        app.state = app.state.with_(now=local("16:00"))
        await pilot.pause()
        assert "Important announcement" not in grid(pilot)
        app.state = app.state.with_(now=local("15:00"))
        await pilot.pause()
        assert "Important announcement" in grid(pilot)
        app.state = app.state.with_(schedule=make_schedule())
        await pilot.pause()
        assert "Important announcement" not in grid(pilot)


async def test_one_that_was_understood_is_shown_again_when_its_words_have_changed() -> None:
    app = make_app(state_with(announcement()))
    async with run(app) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        again = announcement(text={"en": "The storm is near."})
        app.state = app.state.with_(
            schedule=app.state.schedule.model_copy(update={"announcements": (again,)})
        )
        await pilot.pause()
        assert "Important announcement" in grid(pilot)


async def test_it_speaks_the_visitors_language() -> None:
    app = make_app(state_with(announcement()))
    async with run(app) as pilot:
        app.post_message(Speak("de"))
        await pilot.pause()
        assert "Wichtige Durchsage" in grid(pilot)
        assert "Durchsage von 14:15 · gilt bis 16:00" in grid(pilot)


def test_the_countdown_takes_the_place_of_the_freshness() -> None:
    assert "Continue? 7" in painted(state_with(announcement()), countdown_s=7)[20]
