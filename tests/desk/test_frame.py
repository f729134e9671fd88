"""What stands around every page: the band, the row of pages, the keys, help and the palette."""

from datetime import datetime

import pytest

from desk.conftest import desk_on, later
from festival.client.organising import Holder
from festival.desk.app import DeskApp
from festival.desk.dialogs.announce import AnnounceDialog
from festival.desk.page import PAGE_ORDER
from festival.desk.pages import PAGES
from festival.desk.state import Notice
from festival.schedule import edits


async def test_the_band_says_page_time_freshness_and_who() -> None:
    async with desk_on(holder=Holder("Ben", "host", "forum", None)) as rig:
        first, second = rig.text.splitlines()[:2]
    assert (first.split()[0], first.split()[-1]) == ("Board", "14:20:00")
    assert second.startswith(" ● live  ·  Ben, stage host, Forum")


async def test_a_tall_window_shows_the_time_in_large_digits() -> None:
    async with desk_on(size=(160, 45)) as rig:
        band = rig.text.splitlines()[:4]
    assert all(any(sign in line for sign in "▘▝▀▖▌▞▛▗▚▐▜▄▙▟█") for line in band[1:3])


@pytest.mark.parametrize("key", ["digit", "f"])
async def test_each_page_has_its_number(key: str) -> None:
    opened = []
    async with desk_on() as rig:
        for number, name in enumerate(PAGE_ORDER, 1):
            if name in PAGES:
                await rig.press(str(number) if key == "digit" else f"f{number}")
                opened.append(rig.app.page.NAME if rig.app.page else "")
    assert opened == [name for name in PAGE_ORDER if name in PAGES]


async def test_help_lists_the_keys_and_does_what_is_chosen() -> None:
    async with desk_on() as rig:
        await rig.press("question_mark")
        await rig.shows("Keys of Board")
        await rig.shows("The room is a quarter of an hour later from this session on.")
        await rig.press("down", "enter")
        await rig.shows("+15 min · Hansaplatz")
        assert rig.sent == []


async def test_the_palette_finds_a_command_by_a_part_of_its_name() -> None:
    async with desk_on() as rig:
        await rig.press("ctrl+p")
        await rig.shows("Every command")
        await rig.type("starts")
        await rig.until(lambda: "5 later" not in rig.text.split("Every command")[1].splitlines()[3])
        await rig.press("enter")
        await rig.shows("Publish")
        await rig.press("enter")
        await rig.shows("Revision 1")
    assert rig.sent == [edits.StartSession(session="brass-band")]


async def test_the_palette_has_every_command_of_every_page() -> None:
    async with desk_on(size=(100, 45)) as rig:
        await rig.press("ctrl+p")
        await rig.shows("Board › 5 later")
        await rig.type("outbox")
        await rig.until(lambda: "›" not in rig.text)
        await rig.press("enter")
        await rig.shows("Nothing waits")
        assert rig.sent == []


async def test_the_language_and_the_colours_change_by_a_key() -> None:
    async with desk_on() as rig:
        await rig.press("ctrl+l", "ctrl+t")
        await rig.shows("Tafel")
        assert (rig.state.locale.language, rig.state.theme, rig.app.theme) == (
            "de",
            "festival-contrast",
            "festival-contrast",
        )


async def test_a_key_in_the_footer_works_with_the_mouse() -> None:
    async with desk_on() as rig:
        line = next(n for n, text in enumerate(rig.text.splitlines()) if "+ 5 later" in text)
        column = rig.text.splitlines()[line].index("5 later")
        await rig.pilot.click(offset=(column, line))
        await rig.shows("Publish")
        await rig.press("escape")
    assert rig.sent == []


async def test_a_small_window_says_so() -> None:
    async with desk_on(size=(50, 18)) as rig:
        assert "This window is too small." in rig.text


async def test_a_host_whose_token_is_revoked_is_told_with_the_next_change() -> None:
    async with desk_on(holder=Holder("Ben", "host", "forum", None)) as rig:
        rig.hub.is_open = False
        rig.hub.make(edits.DelayRoom(room="forum", minutes=5))
        await rig.shows("Your token is not valid any more")
        assert rig.state.notice == Notice(
            "Your token is not valid any more: ask an admin for a new one.", "stop"
        )


async def test_an_editor_whose_token_is_revoked_is_told_though_nothing_changes() -> None:
    async with desk_on("screens", holder=Holder("Ada", "editor", None, None), language="de") as rig:
        rig.hub.is_open = False
        await rig.shows("Dein Zugang gilt nicht mehr")
        assert rig.state.notice is not None
        assert rig.state.notice.role == "stop"


async def test_what_arrives_while_the_desk_is_taken_down_disturbs_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    states: list[datetime] = []

    def arrive(dialog: AnnounceDialog) -> None:
        app = dialog.app
        assert isinstance(app, DeskApp)
        app.state = app.state.with_(now=later(app.state.now, 1))
        states.append(app.state.now)

    monkeypatch.setattr(AnnounceDialog, "on_unmount", arrive, raising=False)
    async with desk_on("announcements") as rig:
        await rig.press("n")
        await rig.shows("New announcement")
        before = rig.state.now
    assert states == [later(before, 1)]
