"""Playing edits: each is made from what the hub is known to have, and what it refuses is left out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from festival.cli.playing import Due, Played, play
from festival.client.clock import HubClock
from festival.client.editing import Editor
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit, Undo, edit_from
from schedule.examples import at, schedule, session

NOW = at("13:00")


class Hub(Editor):
    """Takes edits like a hub, and notes from which place each was made."""

    def __init__(self) -> None:
        self.schedule = schedule(session("band", "15:00", "16:00"))
        self.log: dict[int, Change] = {}
        self.based_on: list[Cursor] = []

    async def edit(self, edit: Edit, based_on: Cursor, **_options: Any) -> tuple[Cursor, Change]:
        self.based_on.append(based_on)
        change = apply(self.schedule, edit, now=NOW, by="Ada", log=self.log)
        self.log[change.revision] = change
        self.schedule = fold(self.schedule, [change])
        return Cursor("e", change.revision), change


def late(minutes: int) -> Edit:
    return edit_from({"kind": "delay_session", "session": "band", "minutes": minutes})


async def played(hub: Hub, *edits: Edit, newest: Callable[[], Cursor]) -> list[Played]:
    due = [Due(place, NOW - timedelta(minutes=1), edit) for place, edit in enumerate(edits, 1)]
    clock = HubClock(lambda: NOW)
    return [one async for one in play(due, clock=clock, editors=[hub], newest=newest, revisions={})]


async def test_an_edit_is_made_from_the_change_before_although_that_is_not_back_yet() -> None:
    hub = Hub()
    await played(hub, late(5), late(5), late(5), newest=lambda: Cursor("e", 0))
    assert hub.based_on == [Cursor("e", 0), Cursor("e", 1), Cursor("e", 2)]


async def test_what_others_have_done_meanwhile_counts() -> None:
    hub = Hub()
    await played(hub, late(5), late(5), newest=lambda: Cursor("e", 7))
    assert hub.based_on == [Cursor("e", 7), Cursor("e", 7)]


async def test_a_place_in_another_log_does_not_count() -> None:
    hub = Hub()
    known = iter([Cursor("e", 0), Cursor("f", 0)])
    await played(hub, late(5), late(5), newest=lambda: next(known))
    assert hub.based_on == [Cursor("e", 0), Cursor("f", 0)]


async def test_what_is_refused_is_left_out_and_an_undo_finds_its_change() -> None:
    hub = Hub()
    refused, made, undone = await played(
        hub, late(-5), late(5), Undo(change=2, earlier=True), newest=lambda: Cursor("e", 0)
    )
    assert (refused.change, refused.refusal) == (
        None,
        "session band has no delay that could be taken back",
    )
    assert (made.change, undone.change) == (hub.log[1], hub.log[2])
    assert hub.log[2].undoes == 1
