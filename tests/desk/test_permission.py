"""A desk says what its organiser may not do before she tries."""

from collections.abc import Iterator
from typing import get_args

import pytest

from desk.conftest import desk_on
from festival.client.organising import Holder
from festival.desk.commands import Command
from festival.desk.page import DeskPage
from festival.desk.pages import PAGES, page_class
from festival.schedule.access import POLICY, Role, reach

HOST = Holder("Hanna", "host", "hansaplatz", None)


def commands() -> Iterator[Command]:
    for name in PAGES:
        yield from page_class(name).KEYS


def test_every_command_that_makes_an_edit_names_a_kind_that_the_policy_knows() -> None:
    kinds = {one.makes for one in commands() if one.makes}
    assert kinds <= POLICY.keys()
    assert {"delay_room", "cancel_session", "announce", "undo_person", "batch"} <= kinds


@pytest.mark.parametrize("role", get_args(Role))
async def test_the_footer_holds_what_the_role_may_do_and_nothing_else(role: Role) -> None:
    room = "hansaplatz" if role == "host" else None
    async with desk_on(holder=Holder("Hanna", role, room, None), size=(160, 45)) as rig:
        page = rig.app.screen
        assert isinstance(page, DeskPage)
        offered = {one.makes for one in page.KEYS if one.makes and page.offers(one)}
        sensible = {one.makes for one in page.KEYS if one.makes and page.allows(one)}
        assert offered == {kind for kind in sensible if reach(role, kind) != "never"}
        assert ("cancel_session" in offered) == (role in {"editor", "admin"})


async def test_a_key_that_is_not_offered_says_why_and_publishes_nothing() -> None:
    async with desk_on(holder=HOST) as rig:
        await rig.press("c")
        await rig.shows("ask an editor")
        await rig.press("enter", "enter")
        assert rig.sent == []


async def test_a_host_is_told_of_another_room_before_publishing() -> None:
    elsewhere = Holder("Hanna", "host", "forum", None)
    async with desk_on(holder=elsewhere) as rig:
        await rig.press("plus")
        await rig.shows("Your token is for Forum alone: ask an editor.")
        await rig.press("enter")
        assert rig.sent == []
