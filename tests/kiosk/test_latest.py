"""What is new: reached by touch and by keys, announcements whole, changes with old value and reason."""

from festival.kiosk.state import State
from festival.locale import locale_for
from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.edits import (
    Announce,
    CancelSession,
    DelayRoom,
    DelaySession,
    Edit,
    MoveSession,
    SetRoomState,
    SetStationState,
)
from festival.schedule.model import Schedule, Session, Station
from festival.wording.latest import Together, changed
from kiosk.conftest import (
    SESSIONS,
    ZONE,
    grid,
    local,
    make_app,
    make_schedule,
    make_state,
    opened,
    run,
    session,
)

LONG = "Please look for the meeting point beside the information stand, " * 4


def state_after(*edits: Edit, start: Schedule | None = None) -> State:
    schedule = start or make_schedule()
    for minute, edit in enumerate(edits):
        at = local(f"13:{minute:02}")
        schedule = fold(schedule, [apply(schedule, edit, now=at, by="test")])
    return make_state(schedule)


def ids(state: State) -> list[str]:
    return [one.id for one in changed(state) if not isinstance(one, Together)]


RAINY = (
    DelaySession(session="open-lab", minutes=15, reason={"en": "Sound check"}),
    CancelSession(session="choir", reason={"en": "Rain"}),
    SetStationState(station="robots", state="paused", reason={"en": "Batteries"}),
)


def announce(text: str = LONG) -> Announce:
    return Announce(level="warning", text={"en": text}, expires=local("20:00"))


def test_the_newest_change_comes_first_and_what_is_over_is_no_news() -> None:
    state = state_after(*RAINY)
    assert ids(state) == ["robots", "choir", "open-lab"]
    assert ids(state.with_(now=local("15:56"))) == ["robots", "choir"]
    assert changed(state.with_(now=local("19:00"))) == []


async def test_every_change_is_told_with_its_reason_and_leads_to_its_page() -> None:
    async with opened("latest", state=state_after(*RAINY), size=(80, 40)) as pilot:
        shown = grid(pilot)
        for words in (
            "3 changes",
            "15 min later (instead of 15:00) – Sound check",
            "Cancelled – Rain",
            "Batteries",
        ):
            assert words in shown
        await pilot.press("down", "enter")
        await pilot.pause()
        assert pilot.app.screen.subject == "choir"  # type: ignore[attr-defined]


async def test_an_announcement_is_shown_whole() -> None:
    async with opened("latest", state=state_after(announce()), size=(60, 30)) as pilot:
        assert "".join(grid(pilot).split()).count("meetingpoint") >= 4


async def test_the_line_at_the_top_says_it_whole_where_there_are_rows_to_spare() -> None:
    state = state_after(announce("One two three four five six. " * 5 + "The end."))
    for rows, ends in ((24, "…"), (80, "The end.")):
        async with opened("map", state=state, size=(60, rows)) as pilot:
            lines = [line.strip() for line in grid(pilot).splitlines()]
            assert lines[lines.index("→ What is new · 1 announcement") - 1].endswith(ends)


def together(state: State) -> list[list[str]]:
    return [[it.id for it in one.sessions] for one in changed(state) if isinstance(one, Together)]


def test_of_one_change_what_is_soonest_comes_first() -> None:
    edit = DelayRoom(room="hansaplatz", minutes=75, reason={"en": "Rain"})
    swapped = make_schedule(sessions=SESSIONS[::-1])
    for start in (make_schedule(), swapped):
        assert together(state_after(edit, start=start)) == [["brass-band", "open-lab"]]


async def test_the_line_at_the_top_leads_to_what_is_new_by_touch() -> None:
    app = make_app(state_after(announce("Hello")))
    async with run(app) as pilot:
        assert app.screen.query_one("#news").size.height == 3
        await pilot.click("#news", offset=(20, 1))
        await pilot.pause()
        assert type(app.screen).__name__ == "LatestPage"


async def test_the_line_at_the_top_is_reached_by_arrows() -> None:
    app = make_app(state_after(announce("Hello")))
    async with run(app) as pilot:
        await pilot.press("up", "enter")
        await pilot.pause()
        assert type(app.screen).__name__ == "LatestPage"


async def test_the_board_says_how_much_has_changed_and_leads_there() -> None:
    app = make_app(state_after(*RAINY))
    async with run(app) as pilot:
        assert "3 changes" in grid(pilot)
        await pilot.press("home", "enter")
        await pilot.pause()
        assert type(app.screen).__name__ == "LatestPage"


async def test_a_day_as_planned_says_so() -> None:
    async with opened("latest") as pilot:
        assert "everything takes place as planned" in grid(pilot)


async def test_large_text_is_one_touch_away_on_every_page() -> None:
    async with opened("help") as pilot:
        await pilot.click("#languages", offset=(2, 1))
        await pilot.pause()
        assert pilot.app.state.large  # type: ignore[attr-defined]


def moves(*sessions: str) -> list[Edit]:
    return [MoveSession(session=one, room="forum", reason={"en": "Rain", "de": "Regen"}) for one in sessions]


async def test_sessions_that_moved_alike_are_one_sentence_that_leads_to_their_new_place() -> None:
    state = state_after(*moves("open-lab", "late-show", "brass-band"), *RAINY[2:])
    assert [type(one) for one in changed(state)] == [Station, Together]
    async with opened("latest", state=state, size=(80, 40)) as pilot:
        shown = grid(pilot)
        assert "3 sessions moved: Hansaplatz → Forum – Rain" in shown
        assert "14:00 Brass Band · 15:00 Open lab · 20:00 Late Show" in shown
        assert shown.count("Rain") == 1
        await pilot.press("down", "enter")
        await pilot.pause()
        assert pilot.app.screen.subject == "forum"  # type: ignore[attr-defined]


BUSY = (
    session("overture", "hansaplatz", "14:30", "15:00"),
    *SESSIONS[1:],
    session("quartet", "hansaplatz", "15:40", "16:30"),
    session("magician", "hansaplatz", "16:40", "17:10"),
)


def busy_after(*edits: Edit) -> State:
    return state_after(*edits, start=make_schedule(sessions=list(BUSY)))


async def test_one_delay_of_a_room_is_one_sentence_that_leads_to_the_room() -> None:
    rain = {"en": "Rain", "de": "Regen"}
    state = busy_after(
        DelayRoom(room="hansaplatz", minutes=15, from_session="overture", reason=rain), *RAINY[1:]
    )
    assert [type(one) for one in changed(state)] == [Station, Session, Together]
    assert ids(state) == ["robots", "choir"]
    async with opened("latest", state=state, size=(80, 40)) as pilot:
        shown = grid(pilot)
        # A gap has absorbed a part of the delay.
        assert "▲ Hansaplatz: up to 15 min later from 14:30 on (4 sessions) – Rain" in shown
        assert "14:45 Overture · 15:15 Open lab · 15:55 Quartet" in shown
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert pilot.app.screen.subject == "hansaplatz"  # type: ignore[attr-defined]


def test_what_another_edit_has_changed_since_is_no_part_of_the_sentence() -> None:
    late = DelayRoom(room="hansaplatz", minutes=15, from_session="overture", reason={"en": "Rain"})
    twice = busy_after(late, DelaySession(session="quartet", minutes=5, reason={"en": "Rain"}))
    rest = [["overture", "open-lab", "magician"]]
    gone = busy_after(late, CancelSession(session="quartet"))
    moved = busy_after(late, MoveSession(session="quartet", room="forum"))
    assert [together(state) for state in (twice, gone, moved)] == [rest, rest, rest]


async def test_a_delay_of_a_room_is_one_sentence_on_the_board_and_in_german() -> None:
    late = DelayRoom(room="hansaplatz", minutes=15, from_session="overture", reason={"de": "Regen"})
    state = busy_after(late).with_(locale=locale_for("de", ZONE))
    async with run(make_app(state)) as pilot:
        assert "Hansaplatz: bis zu 15 Min. später ab 14:30 (4 Programmpunkte)" in grid(pilot)


async def test_two_that_moved_alike_stay_two() -> None:
    assert ids(state_after(*moves("open-lab", "late-show"))) == ["late-show", "open-lab"]


async def test_the_board_tells_of_sessions_that_moved_alike_in_one_sentence() -> None:
    async with run(make_app(state_after(*moves("open-lab", "late-show", "brass-band")))) as pilot:
        assert "1 change" in grid(pilot)
        assert "3 sessions moved: Hansaplatz → Forum – Rain" in grid(pilot)


async def test_a_place_that_is_full_is_news_on_the_board_and_in_the_list() -> None:
    state = state_after(SetRoomState(room="forum", state="full", reason={"en": "All seats taken"}))
    async with run(make_app(state)) as pilot:
        shown = grid(pilot)
        assert "■ Full – All seats taken" in shown
        assert any(line.startswith("▌ Forum") and line.endswith("■ Full") for line in shown.splitlines())
    async with opened("latest", state=state) as pilot:
        assert "All seats taken" in grid(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen.subject == "forum"  # type: ignore[attr-defined]
