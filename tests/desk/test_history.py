"""History: who changed what, when and why, what it was before, and how it is put back."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from desk.conftest import NOW, Rig, desk_on, later, live_schedule, local
from festival.client.errors import HubUnreachable
from festival.client.followed import Freshness
from festival.client.organising import Holder
from festival.desk.view.history import rooms_of
from festival.desk.widgets.split import Split
from festival.schedule import edits
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.cursor import Cursor
from festival.schedule.errors import FestivalError

RAIN = {"de": "Regen", "en": "Rain"}
LATER = edits.DelayRoom(room="hansaplatz", minutes=5)
HOST = Holder("Hans", "host", "hansaplatz", None)


async def a_day(rig: Rig) -> None:
    """Let Ben and Cleo change the day, then open the history."""
    rig.hub.make(edits.DelayRoom(room="hansaplatz", minutes=15, reason=RAIN), "Ben")
    rig.hub.make(edits.CancelSession(session="choir"), "Cleo")
    rig.hub.make(edits.Announce(text={"en": "Rain [b]is[/b] near"}, expires=NOW + timedelta(hours=1)), "Cleo")
    rig.hub.make(edits.SetStationState(station="robots", state="full", wait_min=10), "Ben")
    await rig.until(lambda: [one.by for one in rig.state.changes] == ["Ben", "Cleo", "Cleo", "Ben"])
    await rig.press("7")
    await rig.shows("Revision 4")


def listed(rig: Rig) -> list[int]:
    """Return the revisions in the list, from above."""
    return [int(key) for key in rig.app.screen.query_one(Split).cards.deck.keys if key is not None]


def line(rig: Rig, text: str) -> str:
    return " ".join(next(one for one in rig.text.splitlines() if text in one).split())


async def test_a_line_says_which_revision_when_who_what_and_why() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        assert line(rig, "+15 min") == "1 14:20 Ben +15 min · Open lab Rain"


async def test_the_newest_is_first_and_below_it_is_all_about_it() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        assert listed(rig) == [4, 3, 2, 1]
        assert line(rig, "10 min wait") == "Full, 10 min wait"


async def test_old_and_new_are_in_local_time_and_german() -> None:
    async with desk_on(language="de") as rig:
        rig.hub.make(edits.DelayRoom(room="hansaplatz", minutes=15, reason=RAIN), "Ben")
        await rig.until(lambda: rig.state.changes != ())
        await rig.press("7")
        await rig.shows("Stand 1")
        assert line(rig, "15:00 →") == "15:00 → 15:15 Offenes Labor"
        assert line(rig, "Grund:") == "Grund: Regen / Rain"


async def test_what_is_before_and_after_is_of_that_revision_not_of_now() -> None:
    async with desk_on() as rig:
        for _ in range(2):
            rig.hub.make(edits.DelaySession(session="open-lab", minutes=15), "Ben")
        await rig.until(lambda: rig.state.schedule.revision == 2)
        await rig.press("7", "down")
        await rig.shows("Revision 1")
        assert line(rig, "15:00 →") == "15:00 → 15:15 Open lab"


async def test_hostile_text_stays_text() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        assert line(rig, "Announced") == "3 14:20 Cleo Announced · Rain [b]is[/b] near"


async def test_only_one_persons_changes_are_shown() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        await rig.press("p", "down", "down", "enter")
        await rig.shows("History · Cleo")
        assert listed(rig) == [3, 2]
        await rig.press("x")
        assert listed(rig) == [4, 3, 2, 1]


async def test_only_the_changes_in_one_room_are_shown() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        await rig.press("r", "down", "enter")
        await rig.shows("History · Hansaplatz")
        assert listed(rig) == [1]


def test_a_move_is_in_both_rooms() -> None:
    schedule = live_schedule()
    change = apply(schedule, edits.MoveSession(session="choir", room="hansaplatz"), now=NOW, by="Ben")
    assert rooms_of(schedule, change) == {"forum", "hansaplatz"}


async def test_a_change_is_undone_by_two_keys_and_says_so_then() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        await rig.press("down", "down", "u", "enter")
        await rig.shows("undone by 5")
        assert rig.sent == [edits.Undo(change=2)]
        assert rig.state.schedule.session_by_id["choir"].live.cancelled is False


async def test_all_of_a_person_is_undone_after_two_questions() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        await rig.press("down", "U", "end", "enter")
        await rig.shows("Undo all that Cleo did")
        await rig.press("enter")
        assert rig.sent == []
        await rig.press("enter")
        await rig.until(lambda: rig.state.schedule.revision == 5)
        assert rig.sent == [edits.UndoPerson(person="Cleo")]
        assert rig.state.schedule.announcements == ()


async def test_today_begins_at_midnight_and_not_with_the_doors() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        await rig.press("down", "U")
        await rig.shows("Everything of today, since 00:00")
        await rig.press("enter")
        await rig.shows("Undo all that Cleo did")
        await rig.press("enter", "enter")
        await rig.until(lambda: rig.state.schedule.revision == 5)
    assert rig.sent == [edits.UndoPerson(person="Cleo", since=local("00:00"))]


async def test_an_enter_that_is_held_down_does_not_answer_the_second_question() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        await rig.press("down", "U", "end", "enter")
        await rig.shows("Undo all that Cleo did")
        await rig.press("enter")
        await rig.pilot.press("enter", "enter")
        await rig.shows("Really?")
        assert rig.sent == []


async def test_escape_undoes_nobody() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        await rig.press("U")
        await rig.shows("Put back what Ben changed")
        await rig.press("escape")
        assert rig.sent == []
        assert "Put back" not in rig.text


async def test_a_host_is_not_offered_to_undo_a_person() -> None:
    async with desk_on(holder=HOST) as rig:
        await a_day(rig)
        await rig.press("U")
        assert "Undo person" not in rig.text
        assert "Put back" not in rig.text


async def test_two_marked_revisions_are_compared() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        await rig.press("m", "end", "m", "c")
        await rig.shows("From revision 1 to 4")
        shown = "".join(one for one in rig.text.splitlines() if "│" in one)
        assert "Choir" in shown
        assert "Rain [b]is[/b] near" in shown
        assert "15:15" not in shown, "revision 1 is where the comparison begins"


async def test_what_was_undone_in_between_does_not_differ() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        rig.hub.make(edits.Undo(change=4), "Ben")
        await rig.until(lambda: rig.state.schedule.revision == 5)
        await rig.press("home", "m", "down", "down", "c")
        await rig.shows("From revision 3 to 5")
        assert "Nothing differs." in rig.text


async def test_a_long_change_is_read_whole_after_enter() -> None:
    async with desk_on() as rig:
        await a_day(rig)
        await rig.press("end", "enter")
        await rig.shows("15:00 → 15:15")
        assert len(rig.app.screen_stack) > 1
        await rig.press("escape")
        assert listed(rig) == [4, 3, 2, 1]


def long_log(count: int) -> list[Change]:
    schedule, log = live_schedule(), []
    for number in range(count):
        edit = edits.CorrectText(thing="session", id="choir", field="title", text={"en": f"Choir {number}"})
        log.append(apply(schedule, edit, now=NOW, by="Ben"))
        schedule = fold(schedule, log[-1:])
    return log


async def test_older_changes_come_when_the_end_of_the_list_is_near() -> None:
    log = long_log(150)
    async with desk_on("history", schedule=fold(live_schedule(), log), log=log) as rig:
        await rig.until(lambda: len(rig.state.changes) == 100)
        assert "100 changes are here" not in rig.text
        await rig.press("end")
        await rig.until(lambda: len(rig.state.changes) == 150)
        await rig.press("end")
        await rig.shows("The log begins here")
        assert all(one.revision == other.revision + 1 for one, other in pairwise(rig.state.changes))


async def test_all_of_a_person_is_proposed_once_the_whole_history_is_here() -> None:
    log = long_log(150)
    async with desk_on("history", schedule=fold(live_schedule(), log), log=log) as rig:
        await rig.until(lambda: len(rig.state.changes) == 100)
        await rig.press("U", "end", "enter")
        await rig.shows("Undo all that Ben did")
        assert len(rig.state.changes) == 150
        assert "Choir 149 → Choir" in rig.text


def hold_back(rig: Rig, hold: asyncio.Event, error: FestivalError | None = None) -> list[int]:
    """Have the hub tell no older changes before `hold` is set, or fail then; return where the calls are counted."""
    tell, calls = rig.hub.history, list[int]()

    async def slowly(before: Cursor | None, limit: int) -> tuple[Change, ...]:
        calls.append(limit)
        await hold.wait()
        if error is not None:
            raise error
        return await tell(before, limit)

    rig.hub.history = slowly  # type: ignore[method-assign]
    return calls


async def test_a_hub_that_tells_no_more_is_asked_once_and_nothing_is_put_back() -> None:
    log, hold = long_log(150), asyncio.Event()
    hold.set()
    async with desk_on("history", schedule=fold(live_schedule(), log), log=log) as rig:
        await rig.until(lambda: len(rig.state.changes) == 100)
        calls = hold_back(rig, hold, HubUnreachable("no answer"))
        await rig.press("U", "end", "enter")
        await rig.shows("Nothing is put back: the history could not be fetched.")
        for seconds in (1, 2, 3):
            rig.hub.now = later(NOW, seconds / 60)
            rig.app.tick()
            await rig.pilot.pause()
        assert calls == [1_000]
        assert not rig.app.is_asking
        await rig.press("U", "end", "enter")
        await rig.until(lambda: calls == [1_000, 1_000])


@pytest.mark.parametrize("key", ["ctrl+o", "1"])
async def test_what_is_known_at_last_does_not_come_up_over_something_else(key: str) -> None:
    log, hold = long_log(150), asyncio.Event()
    async with desk_on("history", schedule=fold(live_schedule(), log), log=log) as rig:
        await rig.until(lambda: len(rig.state.changes) == 100)
        hold_back(rig, hold)
        await rig.press("U", "end", "enter")
        await rig.shows("The history is being fetched")
        await rig.press(key)
        above = rig.app.screen
        hold.set()
        await rig.until(lambda: len(rig.state.changes) == 150)
        await rig.pilot.pause()
        assert rig.app.screen is above
        await rig.press("escape", "7")
        await rig.shows("Nothing is put back: something else was opened meanwhile.")
        assert not rig.app.is_asking


async def test_before_any_change_it_says_that_all_is_as_printed() -> None:
    async with desk_on("history") as rig:
        assert line(rig, "Nothing was changed yet") == (
            "Nothing was changed yet: what you see is the programme as it was printed."
        )


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_list_and_detail_fit(size: tuple[int, int]) -> None:
    async with desk_on(size=size) as rig:
        await a_day(rig)
        split = rig.app.screen.query_one(Split)
        cards, about = split.cards.region, split.query_one("#about").region
        assert (about.y == cards.y) is (size[0] >= 110)
        assert cards.height >= 4
        assert all(len(one) <= size[0] for one in rig.text.splitlines())


async def test_changes_that_came_unnoticed_are_fetched_and_none_is_missing() -> None:
    async with desk_on() as rig:
        rig.hub.make(LATER, "Ben")
        await rig.until(lambda: [one.by for one in rig.state.changes] == ["Ben"])
        for by in ("Cleo", "Dora"):
            change = apply(rig.hub.schedule, LATER, now=NOW, by=by)
            rig.hub.schedule = fold(rig.hub.schedule, [change])
            rig.hub.log.append(change)
        rig.hub.say(Freshness("live"))
        await rig.until(lambda: rig.state.schedule.revision == 3)
        await rig.press("7")
        await rig.until(lambda: [one.by for one in rig.state.changes] == ["Dora", "Cleo", "Ben"])
        assert listed(rig) == [3, 2, 1]
