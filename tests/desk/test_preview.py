"""The preview: what an edit touches, the reason, and that nothing is published by accident."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from desk.conftest import Rig, desk_on, local, make_schedule, session
from festival.desk.dialogs.preview import asks_twice
from festival.desk.dialogs.repeats import REPEAT_S
from festival.desk.messages import Propose
from festival.schedule import edits
from festival.schedule.edits import Edit


@asynccontextmanager
async def proposed(edit: Edit, **options: object) -> AsyncIterator[Rig]:
    """Run a desk on which `edit` was just proposed."""
    async with desk_on(**options) as rig:  # type: ignore[arg-type]
        rig.app.post_message(Propose(edit))
        await rig.shows("Esc")
        yield rig


async def test_it_shows_old_and_new_times_and_where_they_are_seen() -> None:
    async with proposed(edits.DelayRoom(room="forum", minutes=15)) as rig:
        assert "15:20 → 15:35    Choir" in rig.text
        assert "16:00 → 16:15    Round Table" in rig.text
        assert "Seen at: Forum" in rig.text


async def test_it_shows_new_conflicts_and_solved_ones() -> None:
    clash = (
        session("choir", "forum", "15:20", "16:00", speakers=["ada"]),
        session("talk", "hansaplatz", "16:00", "16:30", speakers=["ada"]),
    )
    late = edits.DelaySession(session="choir", minutes=10)
    async with proposed(late, schedule=make_schedule(sessions=clash)) as rig:
        assert "New conflict: Ada Example is still in Choir when Talk begins elsewhere" in rig.text
        await rig.press("enter")
        await rig.until(lambda: rig.state.schedule.revision == 1)
        rig.app.post_message(Propose(edits.DelaySession(session="talk", minutes=10)))
        await rig.shows("Solved")
        assert "Solved: Ada Example is still in Choir when Talk begins elsewhere" in rig.text


async def test_what_cannot_be_done_says_why_and_is_not_sent() -> None:
    async with proposed(edits.ReopenSession(session="choir")) as rig:
        assert "Publish" not in rig.text
        await rig.press("enter")
        assert rig.sent == []


async def test_a_reason_is_given_by_its_number() -> None:
    edit = edits.DelayRoom(room="forum", minutes=5)
    async with proposed(edit) as rig:
        await rig.press("1", "enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edit.model_copy(update={"reason": {"de": "Regen", "en": "Rain"}})]


async def test_a_reason_in_ones_own_words_is_kept_by_language() -> None:
    edit = edits.DelayRoom(room="forum", minutes=5)
    async with proposed(edit) as rig:
        await rig.press("r")
        await rig.shows("Reason, for visitors")
        await rig.type("Sturm / Storm")
        await rig.press("enter")
        await rig.shows("Storm")
        await rig.press("enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edit.model_copy(update={"reason": {"de": "Sturm", "en": "Storm"}})]


async def test_a_key_that_is_held_down_does_not_answer_the_second_question() -> None:
    async with proposed(edits.CancelSession(session="choir")) as rig:
        await rig.press("enter")
        await rig.shows("Really?")
        for _ in range(30):
            rig.seconds.pass_(REPEAT_S / 2)
            await rig.pilot.press("enter")
        assert rig.sent == []
        await rig.shows("press Enter again")
        await rig.press("enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edits.CancelSession(session="choir")]


async def test_a_new_reason_asks_the_second_question_again() -> None:
    async with proposed(edits.CancelSession(session="choir")) as rig:
        await rig.press("enter")
        await rig.shows("Really?")
        await rig.press("1")
        assert "Really?" not in rig.text
        await rig.press("escape")
    assert rig.sent == []


async def test_it_keeps_to_what_was_shown_when_something_else_changes() -> None:
    async with proposed(edits.DelayRoom(room="forum", minutes=5)) as rig:
        rig.hub.make(edits.ExtendSession(session="brass-band", minutes=5))
        await rig.shows("Something else has changed since this was opened.")
        await rig.press("enter")
        await rig.shows("Revision 2")
        assert [based_on.revision for _, based_on, _ in rig.hub.edits] == [0]


async def test_a_long_list_is_scrolled() -> None:
    many = [
        session(f"s{n}", "forum", f"{15 + n // 4}:{n % 4 * 15:02}", f"{15 + n // 4}:{n % 4 * 15 + 14:02}")
        for n in range(30)
    ]
    edit = edits.DelayRoom(room="forum", minutes=200)
    async with proposed(edit, schedule=make_schedule(sessions=many)) as rig:
        assert "S29" not in rig.text
        await rig.press(*["pagedown"] * 5)
        assert "S29" in rig.text
        assert "Publish" in rig.text


def test_only_what_destroys_or_takes_every_screen_asks_twice() -> None:
    until = local("15:00")
    asked = {
        edit.kind: asks_twice(edit)
        for edit in (
            edits.CancelSession(session="a"),
            edits.SwapSessions(first="a", second="b"),
            edits.UndoPerson(person="Ada"),
            edits.Announce(level="urgent", text={"en": "Leave"}, expires=until),
            edits.DelayRoom(room="a", minutes=5),
            edits.StartSession(session="a"),
            edits.Undo(change=1),
        )
    }
    assert asked == {
        "cancel_session": True, "swap_sessions": True, "undo_person": True, "announce": True,
        "delay_room": False, "start_session": False, "undo": False,
    }  # fmt: skip


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_question_is_seen_however_much_would_change(size: tuple[int, int]) -> None:
    name = "Brass Band of the whole long neighbourhood behind the harbour"
    halves = [f"{hour}:{minute}" for hour in range(15, 23) for minute in ("00", "30")]
    crowd = [
        session(f"s{start[:2]}-{start[3:]}", "forum", start, end, title={"und": name}, live={"delay_min": 10})
        for start, end in pairwise(halves)
    ]
    back = edits.DelayRoom(room="forum", minutes=-10, from_session="s15-00")
    async with proposed(back, schedule=make_schedule(sessions=crowd), size=size) as rig:
        rig.hub.make(edits.SetRoomState(room="hansaplatz", state="full"))
        await rig.shows("Something else has changed since this was opened.")
        assert "Earlier all the same" in rig.text
        assert "15:10 → 15:00" in rig.text
        assert "↓ " in rig.text
        await rig.press("e")
        await rig.shows("Publish")
        assert "Really?" not in rig.text
