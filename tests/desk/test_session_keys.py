"""Every key of a session makes the edit that its name says, and nothing else."""

import pytest

from desk.conftest import Rig, desk_on, local
from festival.desk.commands import Command
from festival.desk.page import EVERYWHERE
from festival.desk.pages import PAGES, page_class
from festival.desk.session_keys import SESSION_KEYS
from festival.schedule import edits
from festival.schedule.edits import Edit

BAND = "brass-band"


def delay(minutes: int) -> Edit:
    return edits.DelayRoom(room="hansaplatz", minutes=minutes, from_session=BAND)


STRAIGHT = (
    ("plus", delay(5)),
    ("asterisk", delay(15)),
    ("full_stop", delay(1)),
    ("s", edits.StartSession(session=BAND)),
    ("e", edits.EndSession(session=BAND)),
)
"""Keys that ask nothing before the preview, from the board's first session on."""


@pytest.mark.parametrize(("key", "edit"), STRAIGHT)
async def test_a_key_and_enter_make_the_edit(key: str, edit: Edit) -> None:
    async with desk_on() as rig:
        await rig.press(key)
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edit]


@pytest.mark.parametrize(("key", "edit"), STRAIGHT)
async def test_the_list_of_what_can_be_done_obeys_the_keys_that_it_shows(key: str, edit: Edit) -> None:
    async with desk_on() as rig:
        await rig.press("enter")
        await rig.shows("Has ended")
        await rig.press(key)
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edit]


@pytest.mark.parametrize(("key", "minutes"), [("minus", -5), ("underscore", -15), ("comma", -1)])
async def test_delay_is_taken_back_once_it_is_said_that_earlier_is_meant(key: str, minutes: int) -> None:
    async with desk_on() as rig:
        rig.hub.make(delay(20))
        await rig.until(lambda: rig.state.schedule.revision == 1)
        await rig.press(key)
        await rig.shows("begin earlier than was said")
        await rig.press("enter")
        assert rig.sent == []
        await rig.press("e", "enter")
        await rig.shows("Revision 2")
    assert rig.sent == [delay(minutes).model_copy(update={"earlier": True})]


async def test_a_start_that_nobody_told_is_told_with_its_time() -> None:
    async with desk_on(now=local("14:20")) as rig:
        await rig.press("S")
        await rig.shows("When did it begin? Brass Band")
        await rig.press("enter")
        await rig.shows("Began 14:00 · Brass Band")
        await rig.press("escape", "S")
        await rig.type("1405")
        await rig.press("enter", "enter")
        await rig.shows("Revision 1")
        assert rig.state.schedule.session_by_id[BAND].live.delay_min == 5
    assert rig.sent == [edits.StartSession(session=BAND, at=local("14:05"))]


async def test_longer_asks_for_the_minutes() -> None:
    async with desk_on() as rig:
        await rig.press("l")
        await rig.type("ten")
        await rig.press("enter")
        await rig.shows("Type minutes, like 10 or -5.")
        await rig.press("backspace", "backspace", "backspace")
        await rig.type("10")
        await rig.press("enter")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edits.ExtendSession(session=BAND, minutes=10)]


async def test_fullness_is_chosen() -> None:
    async with desk_on() as rig:
        await rig.press("f")
        await rig.shows("Few places left")
        await rig.press("enter", "enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edits.SetSessionState(session=BAND, state="full")]


async def twice(rig: Rig) -> None:
    """Publish what asks twice."""
    await rig.shows("Publish")
    await rig.press("enter")
    await rig.shows("Really?")
    assert rig.sent == []
    await rig.press("enter")


async def test_cancel_asks_twice_and_reopen_takes_it_back() -> None:
    async with desk_on() as rig:
        await rig.press("down", "c")
        await twice(rig)
        await rig.shows("Revision 1")
        await rig.press("r")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Revision 2")
    assert rig.sent == [edits.CancelSession(session="open-lab"), edits.ReopenSession(session="open-lab")]


async def test_move_asks_for_the_room_and_the_time() -> None:
    async with desk_on() as rig:
        await rig.press("down", "m")
        await rig.shows("Move to which room?")
        await rig.press("down", "enter")
        await rig.shows("From when?")
        await rig.type("17:15")
        await rig.press("enter")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edits.MoveSession(session="open-lab", room="forum", start=local("17:15"))]


async def test_move_within_a_room_names_the_time_alone() -> None:
    async with desk_on() as rig:
        await rig.press("down", "m", "enter")
        await rig.shows("From when?")
        await rig.type("1530")
        await rig.press("enter")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edits.MoveSession(session="open-lab", start=local("15:30"))]


async def test_two_marked_sessions_change_places() -> None:
    async with desk_on() as rig:
        await rig.press("down", "w")
        await rig.shows("is marked")
        await rig.press("down", "w")
        await rig.shows("begin earlier than was said")
        await rig.press("e")
        await twice(rig)
        await rig.shows("Revision 1")
    assert rig.sent == [edits.SwapSessions(first="open-lab", second="late-show", earlier=True)]


async def test_a_mark_is_taken_back_by_its_own_key() -> None:
    async with desk_on() as rig:
        await rig.press("w")
        assert rig.state.chosen.marked == BAND
        await rig.press("w")
        assert (rig.state.chosen.marked, rig.sent) == ("", [])


async def test_split_asks_for_both_times() -> None:
    async with desk_on() as rig:
        await rig.press("down", "d")
        await rig.type("15:20 15:10")
        await rig.press("enter")
        await rig.shows("the earlier first")
        await rig.press(*["backspace"] * 5)
        await rig.type("15:50")
        await rig.press("enter")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Revision 1")
    assert rig.sent == [
        edits.SplitSession(session="open-lab", at=local("15:20"), resume=local("15:50")),
    ]


async def test_replace_asks_for_a_title() -> None:
    async with desk_on() as rig:
        await rig.press("down", "p")
        await rig.type("Ersatz / Stand-in")
        await rig.press("enter")
        await twice(rig)
        await rig.shows("Revision 1")
    (sent,) = rig.sent
    assert isinstance(sent, edits.ReplaceSession)
    assert (sent.session, sent.by.id, sent.by.room) == ("open-lab", "ersatz", "hansaplatz")
    assert sent.by.title == {"de": "Ersatz", "en": "Stand-in"}
    assert (sent.by.start, sent.by.end) == (local("15:00"), local("15:40"))
    assert rig.state.schedule.session_by_id["ersatz"].replaces == "open-lab"


async def test_add_asks_for_title_and_times() -> None:
    async with desk_on() as rig:
        await rig.press("right", "a")
        await rig.type("Zugabe / Encore")
        await rig.press("enter")
        await rig.shows("From when to when?")
        await rig.type("18:00 18:30")
        await rig.press("enter")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Revision 1")
    added = rig.state.schedule.session_by_id["zugabe"]
    assert (added.room, added.start, added.end) == ("forum", local("18:00"), local("18:30"))


async def test_a_text_is_corrected_in_one_language() -> None:
    async with desk_on() as rig:
        await rig.press("down", "t")
        await rig.shows("Title (en)")
        await rig.press("down", "enter")
        await rig.shows("The right text (en)")
        await rig.type("Wide open lab")
        await rig.press("enter")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Revision 1")
    assert rig.sent == [
        edits.CorrectText(thing="session", id="open-lab", field="title", text={"en": "Wide open lab"})
    ]


async def test_undo_takes_back_the_newest_change_of_the_session() -> None:
    async with desk_on() as rig:
        first = rig.hub.make(edits.DelayRoom(room="forum", minutes=5))
        second = rig.hub.make(edits.ExtendSession(session=BAND, minutes=5))
        await rig.until(lambda: rig.state.schedule.revision == 2)
        await rig.press("u")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Revision 3")
    assert rig.sent == [edits.Undo(change=second.revision)]
    assert first.revision != second.revision


async def test_the_id_is_copied_and_shown() -> None:
    async with desk_on() as rig:
        await rig.press("y")
        await rig.shows("Id: brass-band")
        assert rig.app.clipboard == BAND


async def test_a_cancelled_session_offers_only_what_makes_sense() -> None:
    async with desk_on() as rig:
        rig.hub.make(edits.CancelSession(session=BAND))
        await rig.until(lambda: rig.state.schedule.revision == 1)
        assert "r Reopen" in rig.text
        assert "c Cancel" not in rig.text


async def test_enter_lists_what_can_be_done() -> None:
    async with desk_on() as rig:
        await rig.press("enter")
        await rig.shows("It begins now")
        await rig.press("escape")
        assert rig.sent == []


@pytest.mark.parametrize("page", [*PAGES])
def test_no_key_of_a_page_is_taken_twice(page: str) -> None:
    commands: list[Command] = [*page_class(page).KEYS, *EVERYWHERE]
    keys = [key for one in commands for key in one.key.split(",")]
    assert sorted(set(keys)) == sorted(keys)


def test_every_command_says_what_it_does() -> None:
    assert [one.name for one in SESSION_KEYS if not one.help] == []
