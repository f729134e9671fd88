from kiosk.conftest import SESSIONS, grid, local, make_schedule, make_state, opened, session
from rig import decode, pixels
from rig.pilot import shown


def parts(text: str) -> list[str]:
    """Give what stands in the left part of each line, without the bar."""
    return [line.split("     ")[0].strip("▌ ") for line in text.splitlines()]


async def test_place_shows_now_next_and_later() -> None:
    async with opened("room", "hansaplatz", size=(120, 45)) as pilot:
        lines = parts(grid(pilot))
        assert lines[lines.index("On now") + 2] == "14:00  Brass Band"
        assert lines[lines.index("Next") + 2] == "15:00  Open lab"
        assert lines[lines.index("Later today") + 2] == "20:00  Late Show"
        assert lines[lines.index("Step-free way") + 1] == "Over the ramp, no steps."
        assert "● 30 min left" in grid(pilot)


async def test_cancelled_session_stays_until_its_end_and_is_not_on_now() -> None:
    sessions = [
        one | ({"live": {"cancelled": True}} if one["id"] == "brass-band" else {}) for one in SESSIONS
    ]
    state = make_state(make_schedule(sessions=sessions))
    async with opened("room", "hansaplatz", state=state, size=(120, 45)) as pilot:
        assert "✕ Cancelled" in grid(pilot)
        assert "On now" not in parts(grid(pilot))


async def test_session_that_moved_away_is_shown_at_its_old_place_until_its_old_end() -> None:
    moved = {"room": "forum", "start": local("18:00"), "end": local("18:40")}
    sessions = [one | ({"live": {"moved": moved}} if one["id"] == "open-lab" else {}) for one in SESSIONS]
    state = make_state(make_schedule(sessions=sessions))
    async with opened("room", "hansaplatz", state=state, size=(120, 45)) as pilot:
        lines = parts(grid(pilot))
        moved_away = lines[lines.index("Moved away") + 2 :]
        assert moved_away[0] == "18:00  Open lab"
        assert moved_away[1].startswith("18:40  Forum · Talk")
        assert "➜ Moved (instead of 15:00, Hansaplatz)" in grid(pilot)
        assert lines[lines.index("Next") + 2] == "20:00  Late Show"
    async with opened("room", "hansaplatz", state=state.with_(now=local("15:40")), size=(120, 45)) as pilot:
        assert "Open lab" not in grid(pilot)


async def test_full_place_says_so_with_the_reason() -> None:
    schedule = make_schedule()
    said = {"state": "full", "reason": {"en": "Gates are shut."}, "until": local("15:30")}
    live = schedule.rooms[0].live.model_copy(update=said)
    rooms = (schedule.rooms[0].model_copy(update={"live": live}), schedule.rooms[1])
    state = make_state(schedule.model_copy(update={"rooms": rooms}))
    async with opened("room", "hansaplatz", state=state) as pilot:
        assert "■ Full" in grid(pilot)
        assert "Gates are shut." in grid(pilot)
    async with opened("room", "hansaplatz", state=state.with_(now=local("15:30"))) as pilot:
        assert "Gates are shut." not in grid(pilot)


async def test_place_without_programme_says_so() -> None:
    sessions = [session("morning", "forum", "9:00", "10:00")]
    async with opened("room", "forum", state=make_state(make_schedule(sessions=sessions))) as pilot:
        assert "Nothing more here today." in grid(pilot)


async def test_sessions_of_the_next_day_stand_below_its_name() -> None:
    tomorrow = session("tomorrow", "forum", "9:00", "10:00") | {
        "start": local("9:00", 28), "end": local("10:00", 28),
    }  # fmt: skip
    async with opened("room", "forum", state=make_state(make_schedule(sessions=[tomorrow]))) as pilot:
        lines = parts(grid(pilot))
        assert lines[lines.index("Saturday 28 May") + 2] == "09:00  Tomorrow"


async def test_keys_lead_to_session_project_and_map() -> None:
    async with opened("room", "hansaplatz") as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert (pilot.app.screen.NAME, pilot.app.screen.subject) == ("project", "square")  # type: ignore[attr-defined]
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("up", "enter")
        await pilot.pause()
        assert (pilot.app.screen.NAME, pilot.app.screen.subject) == ("session", "brass-band")  # type: ignore[attr-defined]


async def test_mouse_opens_a_session() -> None:
    async with opened("room", "hansaplatz") as pilot:
        lines = grid(pilot).splitlines()
        row = next(n for n, line in enumerate(lines) if "Brass Band" in line)
        await pilot.click(offset=(20, row))
        await pilot.pause()
        assert pilot.app.screen.subject == "brass-band"  # type: ignore[attr-defined]


async def test_code_of_its_project_stands_beside() -> None:
    state = make_state(base_url="https://fest.example")
    async with opened("room", "hansaplatz", state=state, size=(120, 33)) as pilot:
        project = state.schedule.project_by_id["square"]
        assert decode(pixels(shown(pilot.app))) == [f"HTTPS://FEST.EXAMPLE/P/{project.code}"]


async def test_large_letters_name_the_place() -> None:
    async with opened("room", "hansaplatz", state=make_state(large=True)) as pilot:
        assert "Hansaplatz" not in grid(pilot).splitlines()[4]
        assert "City centre" in grid(pilot)
