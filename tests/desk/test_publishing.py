"""From a key to an edit: nothing is published but by Enter on the preview."""

from textual.events import Key

from desk.conftest import desk_on
from festival.schedule import edits
from festival.schedule.cursor import Cursor


async def test_two_keys_delay_a_room_by_five_minutes() -> None:
    async with desk_on() as rig:
        await rig.press("plus", "enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edits.DelayRoom(room="hansaplatz", minutes=5, from_session="brass-band")]


async def test_escape_on_the_preview_does_nothing() -> None:
    async with desk_on() as rig:
        await rig.press("plus")
        await rig.shows("Publish")
        await rig.press("escape")
        await rig.until(lambda: "Publish" not in rig.text)
    assert rig.sent == []


async def test_an_edit_is_based_on_what_was_shown() -> None:
    async with desk_on() as rig:
        rig.hub.make(edits.DelayRoom(room="forum", minutes=5))
        await rig.until(lambda: rig.state.schedule.revision == 1)
        await rig.press("plus", "enter")
        await rig.until(lambda: rig.state.schedule.revision == 2)
    assert [based_on for _, based_on, _ in rig.hub.edits] == [Cursor("e1", 1)]


async def test_keys_that_are_typed_at_once_do_the_same() -> None:
    async with desk_on() as rig:
        for key, letter in (("plus", "+"), ("1", "1"), ("enter", "\r")):
            rig.app.post_message(Key(key, letter))
        await rig.shows("Revision 1")
    reason = {"de": "Regen", "en": "Rain"}
    assert rig.sent == [
        edits.DelayRoom(room="hansaplatz", minutes=5, from_session="brass-band", reason=reason)
    ]
