"""Warnings, screens, history and batches together: colours, hostile text, sizes, and one desk in a real pty."""

from datetime import timedelta
from pathlib import Path

import pytest

from desk.conftest import NOW, Rig, desk_on, make_schedule, session
from desk.test_colours import THEMES, hard_to_read
from festival.client.organising import Screens, ScreenSeen
from festival.desk.drafts import Draft
from festival.schedule import edits
from festival.schedule.cursor import Cursor
from festival.schedule.model import Schedule
from kiosk.conftest import SESSIONS
from live.programs import HubProcess, desk

KEYS = {"warnings": "5", "screens": "6", "history": "7", "batch": "8"}
HOSTILE = "[/b][@click=app.leave]x[/] 雨" + "e\u0301" * 30
KIOSK = ScreenSeen("K[/b]1", None, 80, 24, 9_999.0, HOSTILE, NOW - timedelta(seconds=99), is_behind=True)


def hostile() -> Schedule:
    return make_schedule(
        sessions=[
            *SESSIONS,
            session("bad", "hansaplatz", "14:05", "15:10", title={"de": HOSTILE, "en": HOSTILE}),
        ]
    )


async def filled(rig: Rig, page: str) -> None:
    """Open a page that has something to show, with the cursor on it."""
    rig.hub.make(edits.CancelSession(session="choir", reason={"en": HOSTILE}), HOSTILE)
    rig.hub.make(edits.DelayRoom(room="hansaplatz", minutes=5, from_session="bad"), HOSTILE)
    await rig.until(lambda: len(rig.state.changes) == 2 and all(one.by for one in rig.state.changes))
    await rig.until(lambda: rig.state.warnings != ())
    await rig.press(KEYS[page])
    await rig.until(lambda: rig.app.page is not None and page == rig.app.page.NAME)
    await rig.until(lambda: rig.state.screens is not None)


DRAFT = Draft(
    "b",
    HOSTILE,
    (
        edits.CancelSession(session="gone"),
        edits.MoveSession(session="bad", room="forum", reason={"en": HOSTILE}),
    ),
)


@pytest.mark.parametrize("page", KEYS)
@pytest.mark.parametrize("theme", THEMES)
async def test_every_letter_can_be_read(page: str, theme: str) -> None:
    seen = Screens(Cursor("e1", 0), (KIOSK,))
    async with desk_on(schedule=hostile(), theme=theme, seen=seen, drafts=(DRAFT,)) as rig:
        await filled(rig, page)
        assert hard_to_read(rig, THEMES[theme]) == set()


@pytest.mark.parametrize("page", KEYS)
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (160, 45)])
async def test_hostile_text_stays_text_at_every_size(page: str, size: tuple[int, int]) -> None:
    seen = Screens(Cursor("e1", 0), (KIOSK,))
    async with desk_on(schedule=hostile(), seen=seen, drafts=(DRAFT,), size=size) as rig:
        await filled(rig, page)
        for _ in range(3):
            await rig.press("down")
        assert "[/b]" in rig.text
        assert "? Help" in rig.text
        await rig.press("enter")
        assert rig.app.is_running


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_an_edit_is_collected_published_and_undone_by_keys_alone(
    tmp_path: Path, hub: HubProcess, size: tuple[int, int]
) -> None:
    with desk(tmp_path / "a", hub, size=size) as one:
        one.wait_for("● live")
        one.press("down", "+")
        one.wait_for("Into the batch")
        one.press("b")
        one.wait_for("In the batch Plan B: 1 so far.")
        one.press("8")
        one.wait_for("all of it fits")
        assert hub.cursor.endswith("-0")
        one.press("p")
        one.wait_for("Enter Publish")
        one.press("enter")
        one.wait_for("Really?")
        one.wait_quiet(1.0)
        one.press("enter")
        one.wait_for("Revision 1: Plan B · 1 edit")
        one.press("7")
        one.wait_for("The log begins here")
        one.press("u")
        one.wait_for("Undo revision 1")
        assert hub.cursor.endswith("-1")
        one.press("escape")
        one.wait_for(lambda shown: "Seen at" not in shown.text())
        one.press("6")
        one.wait_for("No kiosk reports to this hub.")
        one.press("ctrl+q")
        assert one.wait_exit() == 0
