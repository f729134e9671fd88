from typing import Any

import pytest

from festival.kiosk.app import ProgrammeApp
from festival.kiosk.state import State
from festival.kiosk.view.session import change
from kiosk.conftest import NOW, SESSIONS, grid, local, make_schedule, make_state, opened, session
from rig import decode, pixels
from rig.pilot import shown

LONG = "Sehr langer Titel ohne Ende " * 7


def with_live(id: str, **live: Any) -> State:  # noqa: A002
    sessions = [one | ({"live": live} if one["id"] == id else {}) for one in SESSIONS]
    return make_state(make_schedule(sessions=sessions))


def picks(pilot: Any) -> tuple[str, ...]:
    app = pilot.app
    assert isinstance(app, ProgrammeApp)
    return app.state.picks


async def test_session_says_when_where_who_and_for_whom() -> None:
    async with opened("session", "open-lab", size=(120, 45)) as pilot:
        text = grid(pilot)
        lines = [line.split("   ")[0].strip() for line in text.splitlines()]
        assert "▌ Open lab" in lines
        assert "▌ Fri 27 May  15:00–15:40  Hansaplatz" in lines
        assert "How waste becomes power." in lines
        assert [lines[lines.index("Who speaks") + n] for n in range(1, 4)] == [
            "Ada Example", "Engineer · Espoo (FI)", "Ben Sample",
        ]  # fmt: skip
        assert lines[lines.index("Taking part") + 1] == "Espoo (FI)"
        assert "Languages  German, English" in text
        assert "Access     Captions, Step-free" in text
        assert "Capacity   120" in text
        assert "Source: Press release 726" in lines


async def test_session_in_german_uses_german_words() -> None:
    async with opened("session", "open-lab", state=make_state(language="de"), size=(120, 45)) as pilot:
        assert "Wer spricht" in grid(pilot)
        assert "Quelle: Press release 726" in grid(pilot)


async def test_delayed_session_shows_planned_time_and_reason() -> None:
    state = with_live("open-lab", delay_min=15, reason={"en": "rain"})
    async with opened("session", "open-lab", state=state) as pilot:
        assert "15:15–15:55  15:00–15:40  Hansaplatz" in grid(pilot)
        assert "▲ 15 min later (instead of 15:00) – rain" in grid(pilot)


LONG_TITLE = "Breakdance: headstands for beginners and for everybody"
LONG_REASON = "The sound system of the stage is being repaired and then tested"


def in_large(warned: bool, **live: Any) -> State:
    """Give a state in large text with a long title, and maybe with a line about a warning at the top."""
    sessions = [
        one | ({"title": {"en": LONG_TITLE}, "live": live} if one["id"] == "open-lab" else {})
        for one in SESSIONS
    ]
    storm = {"id": "storm", "severity": "warning", "text": {"en": "Storm"}, "at": NOW}
    told = [storm | {"expires": local("20:00")}] if warned else []
    return make_state(make_schedule(sessions=sessions, announcements=told)).with_(large=True)


@pytest.mark.parametrize("size", [(80, 24), (60, 40), (60, 62), (100, 30), (160, 48)])
@pytest.mark.parametrize("warned", [False, True])
async def test_the_reason_is_in_sight_in_large_text(size: tuple[int, int], warned: bool) -> None:
    state = in_large(warned, delay_min=15, reason={"en": LONG_REASON})
    async with opened("session", "open-lab", state=state, size=size) as pilot:
        left = (line.split("│")[0].split("┃")[0].strip(" ▲▼█▄▀") for line in grid(pilot).splitlines())
        assert f"15 min later (instead of 15:00) – {LONG_REASON}" in " ".join(left)


async def test_large_letters_give_way_only_to_what_has_changed() -> None:
    for live, is_plain in (({}, False), ({"delay_min": 15}, True)):
        async with opened("session", "open-lab", state=in_large(False, **live), size=(80, 24)) as pilot:
            assert (LONG_TITLE in grid(pilot)) is is_plain


async def test_moved_session_shows_both_places() -> None:
    moved = {"room": "forum", "start": local("18:00"), "end": local("18:40")}
    state = with_live("open-lab", moved=moved, reason={"en": "storm"})
    async with opened("session", "open-lab", state=state) as pilot:
        assert "18:00–18:40  15:00–15:40  Forum" in grid(pilot)
        assert "➜ Moved (instead of 15:00, Hansaplatz) – storm" in grid(pilot)


async def test_cancelled_and_full_sessions_say_so() -> None:
    async with opened("session", "open-lab", state=with_live("open-lab", cancelled=True)) as pilot:
        assert grid(pilot).count("✕ Cancelled") == 2
    state = with_live("open-lab", state="full")
    async with opened("session", "open-lab", state=state, size=(120, 45)) as pilot:
        assert "■ Full" in grid(pilot)
        assert "Capacity   120, Full" in grid(pilot)


async def test_overlap_with_a_pick_is_said_with_its_length() -> None:
    async with opened(
        "session", "open-lab", state=make_state(picks=("choir", "late-show")), size=(160, 45)
    ) as pilot:
        text = grid(pilot)
        assert "▲ Overlaps by 20 min with Choir, which is among your picks (15:20–16:00)." in text
        assert "Late Show" not in text


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_enter_keeps_and_lets_go(size: tuple[int, int]) -> None:
    async with opened("session", "open-lab", size=size) as pilot:
        await pilot.press("enter")
        assert picks(pilot) == ("open-lab",)
        assert "★" in grid(pilot)
        assert "Kept" in grid(pilot)
        await pilot.press("enter")
        assert picks(pilot) == ()


async def test_mouse_keeps_and_goes_to_the_place() -> None:
    async with opened("session", "open-lab") as pilot:
        lines = grid(pilot).splitlines()
        row = next(n for n, line in enumerate(lines) if " Keep " in line)
        await pilot.click(offset=(lines[row].index("Keep"), row))
        assert picks(pilot) == ("open-lab",)
        await pilot.click(offset=(lines[row].index("Hansaplatz"), row))
        await pilot.pause()
        assert pilot.app.screen.NAME == "room"  # type: ignore[attr-defined]


async def test_arrows_reach_the_project_below_the_text() -> None:
    async with opened("session", "open-lab") as pilot:
        await pilot.press("up", *["down"] * 5)
        await pilot.press("enter")
        await pilot.pause()
        assert (pilot.app.screen.NAME, pilot.app.screen.subject) == ("project", "lab")  # type: ignore[attr-defined]


async def test_back_leads_to_the_page_before() -> None:
    async with opened("session", "open-lab") as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen.NAME == "now"  # type: ignore[attr-defined]


async def test_unknown_session_says_so_and_offers_the_programme() -> None:
    async with opened("session", "nothing-here") as pilot:
        assert "This is not in the programme any more." in grid(pilot)
        assert "Programme" in grid(pilot)


async def test_code_stands_beside_the_text_where_there_is_room() -> None:
    async with opened("session", "open-lab", size=(120, 33)) as pilot:
        assert decode(pixels(shown(pilot.app))) == ["https://lab.example/about"]
        assert "lab.example/about" in grid(pilot)


@pytest.mark.parametrize("size", [(80, 24), (60, 80), (60, 20)])
@pytest.mark.parametrize("large", [False, True])
async def test_very_long_texts_stay_inside(size: tuple[int, int], large: bool) -> None:
    odd = session("odd", "hansaplatz", "15:00", "16:00", title={"und": LONG}, abstract={"und": "x" * 3_000})
    state = make_state(make_schedule(sessions=[odd]), large=large)
    async with opened("session", "odd", state=state, size=size) as pilot:
        assert "Sehr langer" in grid(pilot) or large
        assert "Keep" in grid(pilot)
        await pilot.press("up", "end")
        assert "small.example" in grid(pilot)
        assert "Keep" in grid(pilot)


async def test_text_that_is_read_stays_where_it_is_when_the_clock_moves() -> None:
    async with opened("session", "open-lab") as pilot:
        await pilot.press("up", "down", "down")
        before = grid(pilot).splitlines()[4:14]
        app = pilot.app
        assert isinstance(app, ProgrammeApp)
        app.state = app.state.with_(now=local("14:21"))
        await pilot.pause()
        assert grid(pilot).splitlines()[4:14] == before


async def test_a_session_moved_to_another_day_says_both_days() -> None:
    moved = {"room": "hansaplatz", "start": local("10:00", 28), "end": local("10:40", 28)}
    async with opened("session", "open-lab", state=with_live("open-lab", moved=moved)) as pilot:
        assert "Sat 28 May  10:00–10:40  Fri 27 May 15:00–15:40  Hansaplatz" in grid(pilot)
        assert "➜ Moved to Sat 28 May (instead of Fri 27 May 15:00)" in grid(pilot)


def test_a_move_that_a_delay_takes_back_names_no_time_instead() -> None:
    moved = {"room": "hansaplatz", "start": local("14:45"), "end": local("15:25")}
    state = with_live("open-lab", moved=moved, delay_min=15, reason={"en": "rain"})
    assert change(state, state.schedule.session_by_id["open-lab"]) == [("➜ Moved – rain", "moved")]


def test_a_move_and_a_later_delay_each_keep_their_reason() -> None:
    moved = {"room": "forum", "start": local("15:00"), "end": local("15:40")}
    live = {"moved": moved, "reason": {"en": "rain"}, "delay_min": 15}
    for reasons, words in (
        ({"delay_min": {"en": "sound check"}}, " – rain · 15 min later – sound check"),
        ({"delay_min": {}}, " – rain · 15 min later"),
        ({}, " – rain"),
    ):
        state = with_live("open-lab", reasons=reasons, **live)
        ((told, _),) = change(state, state.schedule.session_by_id["open-lab"])
        assert told == f"➜ Moved (instead of 15:00, Hansaplatz){words}"


async def test_a_change_says_since_when_and_a_cancelled_time_is_struck_through() -> None:
    changed = {"changed_at": local("13:05"), "delay_min": 15, "reason": {"en": "rain"}}
    for live, line in (
        (changed, "▌ Fri 27 May  15:15–15:55  15:00–15:40  Hansaplatz"),
        (changed | {"cancelled": True}, "▌ Fri 27 May  15:15–15:55  Hansaplatz"),
    ):
        async with opened("session", "open-lab", state=with_live("open-lab", **live), size=(80, 24)) as pilot:
            assert line in grid(pilot)
            assert "since 13:05" in grid(pilot)
            picture = shown(pilot.app)
            column, row = picture.find("15:15–15:55") or (0, 0)
            assert picture.cell(column, row).strikethrough is ("cancelled" in live)
