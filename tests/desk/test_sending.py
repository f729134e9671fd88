"""Edits on their way: none is lost, none is made twice, and what was not made stays in sight."""

import asyncio

import pytest

from desk.conftest import NOW, Rig, desk_on, later
from festival.client.errors import Refused, Unanswered
from festival.client.followed import Freshness
from festival.desk.messages import Discard, Retry
from festival.desk.sending import again, begun, refused, with_one, without
from festival.schedule import edits
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit

PLUS_FIVE = edits.DelayRoom(room="hansaplatz", minutes=5, from_session="brass-band")


def no_answer(_edit: Edit) -> None:
    raise Unanswered("it is not known whether the edit was made: send it again with the same key", key="k")


async def send(rig: Rig) -> None:
    """Send "+5" for the first room."""
    await rig.press("plus")
    await rig.shows("Publish")
    await rig.press("enter")


async def test_an_edit_that_was_made_is_told_and_waits_no_more() -> None:
    async with desk_on() as rig:
        await send(rig)
        await rig.shows("Revision 1: +5 min")
        assert (rig.sent, rig.state.waiting) == ([PLUS_FIVE], ())


async def test_an_edit_under_way_is_counted_in_the_band() -> None:
    async with desk_on() as rig:
        gate = asyncio.Event()
        rig.hub.answers = lambda _edit: gate.wait()
        await send(rig)
        await rig.shows("1 sending")
        assert [one.stage for one in rig.state.waiting] == ["sending"]
        gate.set()
        await rig.until(lambda: rig.state.waiting == ())


async def test_an_edit_under_way_is_neither_sent_once_more_nor_thrown_away() -> None:
    async with desk_on() as rig:
        gate = asyncio.Event()
        rig.hub.answers = lambda _edit: gate.wait()
        await send(rig)
        await rig.shows("1 sending")
        for message in (Retry(1), Discard(1)):
            rig.app.post_message(message)
        await rig.pilot.pause()
        assert ([one.stage for one in rig.state.waiting], len(rig.hub.edits)) == (["sending"], 1)
        gate.set()
        await rig.shows("Revision 1")
        assert len(rig.hub.edits) == 1


async def test_an_unanswered_edit_waits_with_its_age_and_is_sent_again_with_its_key() -> None:
    async with desk_on() as rig:
        rig.hub.answers = no_answer
        await send(rig)
        await rig.shows("1 waiting")
        rig.hub.now = later(rig.hub.now, 1)
        await rig.until(lambda: rig.state.now == rig.hub.now)
        await rig.press("ctrl+o")
        await rig.shows("60 s ago")
        rig.hub.answers = None
        await rig.press("r")
        await rig.shows("Revision 1")
        (first, first_base, first_key), (second, second_base, second_key) = rig.hub.edits
        assert (first, first_base, first_key) == (second, second_base, second_key)


async def test_a_waiting_edit_survives_a_change_of_page() -> None:
    async with desk_on() as rig:
        rig.hub.answers = no_answer
        await send(rig)
        await rig.shows("1 waiting")
        await rig.press("5", "1")
        assert [one.edit for one in rig.state.waiting] == [PLUS_FIVE]


async def test_a_waiting_edit_is_thrown_away_only_when_somebody_says_so() -> None:
    async with desk_on() as rig:
        rig.hub.answers = no_answer
        await send(rig)
        await rig.shows("1 waiting")
        await rig.press("ctrl+o", "escape")
        assert len(rig.state.waiting) == 1
        await rig.press("ctrl+o", "d")
        await rig.shows("Thrown away")
        assert [one.number for one in rig.state.waiting] == []


async def test_a_refused_edit_says_why_and_escape_leaves_it_in_the_outbox() -> None:
    async with desk_on() as rig:

        def no(_edit: Edit) -> None:
            raise Refused("a token of the role host does not allow delay_room", status=403)

        rig.hub.answers = no
        await send(rig)
        await rig.shows("a token of the role host does not allow delay_room")
        await rig.press("escape")
        await rig.until(lambda: not rig.app.is_asking)
        assert [one.stage for one in rig.state.waiting] == ["refused"]
        await rig.press("ctrl+o", "d")
        await rig.until(lambda: rig.state.waiting == ())
        assert len(rig.hub.edits) == 1


async def test_a_key_that_was_on_its_way_when_an_edit_came_back_decides_nothing() -> None:
    async with desk_on() as rig:

        def no(_edit: Edit) -> None:
            raise Refused("no", status=403)

        rig.hub.answers = no
        await send(rig)
        await rig.shows("Your edit was not made")
        await rig.pilot.press("r", "d")
        await rig.pilot.pause()
        assert "Your edit was not made" in rig.text
        assert (len(rig.hub.edits), [one.stage for one in rig.state.waiting]) == (1, ["refused"])
        await rig.press("d")
        await rig.until(lambda: rig.state.waiting == ())
        assert len(rig.hub.edits) == 1


async def test_a_conflict_shows_both_values_and_one_key_sends_it_anew() -> None:
    async with desk_on() as rig:
        await rig.press("plus")
        await rig.shows("Publish")
        rig.hub.make(edits.DelayRoom(room="hansaplatz", minutes=10, from_session="brass-band"))

        def late(_edit: Edit) -> None:
            raise Refused(
                "session brass-band has changed since", status=409, thing="brass-band", cursor="e1-1"
            )

        rig.hub.answers = late
        await rig.press("enter")
        await rig.shows("Your edit was not made")
        assert "Now: 14:10–15:00" in rig.text
        assert "Yours: 14:15–15:05" in rig.text
        assert "Ben, 14:20" in rig.text
        rig.hub.answers = None
        await rig.press("r")
        await rig.shows("Revision 2")
        bases = [based_on for _, based_on, _ in rig.hub.edits]
        keys = {key for _, _, key in rig.hub.edits}
        assert (bases, len(keys)) == ([Cursor("e1", 0), Cursor("e1", 1)], 2)


async def test_what_comes_back_while_another_question_stands_is_shown_after_it() -> None:
    async with desk_on() as rig:
        gate = asyncio.Event()

        async def refuse_later() -> None:
            await gate.wait()
            raise Refused("no", status=403)

        rig.hub.answers = lambda _edit: refuse_later()
        await send(rig)
        await rig.press("plus")
        await rig.shows("Publish")
        gate.set()
        await rig.until(lambda: [one.stage for one in rig.state.waiting] == ["refused"])
        assert "Your edit was not made" not in rig.text
        await rig.press("escape")
        await rig.shows("Your edit was not made")
        assert len(rig.state.waiting) == 1


async def test_leaving_with_a_waiting_edit_asks() -> None:
    async with desk_on() as rig:
        rig.hub.answers = no_answer
        await send(rig)
        await rig.shows("1 waiting")
        await rig.press("ctrl+q")
        await rig.shows("would be lost")
        assert not rig.app.is_ending
        await rig.press("down", "enter")
        assert rig.app.is_ending


async def test_leaving_with_nothing_under_way_does_not_ask() -> None:
    async with desk_on() as rig:
        await rig.press("ctrl+q")
        assert rig.app.is_ending


async def test_offline_is_said_with_its_time() -> None:
    async with desk_on() as rig:
        rig.hub.say(Freshness("offline", rig.hub.now))
        await rig.shows("offline since 14:20")
        assert rig.state.freshness.contact == "offline"


async def test_another_desks_edit_appears_with_who_made_it() -> None:
    async with desk_on() as rig:
        rig.hub.make(edits.DelayRoom(room="forum", minutes=10), by="Ben")
        await rig.shows("Ben: +10 min · Choir and 1 more (revision 1)")
        assert rig.state.schedule.revision == 1


@pytest.mark.parametrize(
    ("known", "based_on"),
    [
        (Cursor("e1", 3), Cursor("e1", 5)),
        (Cursor("e1", 7), Cursor("e1", 7)),
        (Cursor("e0", 9), Cursor("e1", 5)),
    ],
)
def test_a_conflict_is_sent_anew_on_the_newest_that_was_heard_of(known: Cursor, based_on: Cursor) -> None:
    error = Refused("late", status=409, thing="x", cursor="e1-5")
    one = refused(begun(1, PLUS_FIVE, Cursor("e1", 2), NOW), error)
    assert again(one, known).based_on == based_on


def test_an_edit_takes_the_place_of_its_earlier_state() -> None:
    one, two = (begun(number, PLUS_FIVE, Cursor("e1", 0), NOW) for number in (1, 2))
    stuck = refused(one, Refused("no", status=403))
    assert without(with_one((one, two), stuck), 2) == (stuck,)
