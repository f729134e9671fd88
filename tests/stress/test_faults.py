"""A page that fails: the kiosk goes home, and the page can be opened again."""

from typing import Any, NoReturn

import pytest
from textual.pilot import Pilot

from festival.kiosk.app import ProgrammeApp
from festival.kiosk.idle import Idle
from festival.kiosk.messages import Go
from festival.kiosk.pages.now import NowPage
from festival.kiosk.pages.session import SessionPage
from festival.tui.guard import EX_SOFTWARE, CrashGuard
from kiosk.conftest import grid, make_app, make_state, run


def fail_once(owner: type, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next call of a method fail, and no other."""
    stock = getattr(owner, method)

    def fail(*_arguments: Any) -> NoReturn:
        monkeypatch.setattr(owner, method, stock)
        raise ValueError("a fault")

    monkeypatch.setattr(owner, method, fail)


def kiosk() -> ProgrammeApp:
    state = make_state(kiosk_id="K1")
    return ProgrammeApp(state, lambda: state.now, idle=Idle(lambda: 0.0), guard=CrashGuard())


async def go(pilot: Pilot[None], page: str, subject: str = "") -> None:
    """Ask for a page, and wait until that, or the way home from it, is done."""
    pilot.app.post_message(Go(page, subject))
    for _ in range(4):
        await pilot.pause()


@pytest.mark.parametrize("method", ["show", "heading", "on_mount", "on_resize"])
async def test_a_page_that_fails_leads_home_and_opens_again(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = kiosk()
    async with run(app) as pilot:
        await pilot.press("enter")
        fail_once(SessionPage, method, monkeypatch)
        await go(pilot, "session", "open-lab")
        assert type(app.screen) is NowPage
        assert "Hansaplatz" in grid(pilot)
        await go(pilot, "session", "open-lab")
        assert "How waste becomes power." in grid(pilot)
        await pilot.press("escape")
        assert type(app.screen) is NowPage
    assert app.return_code != EX_SOFTWARE


@pytest.mark.parametrize("locked", [True, False], ids=["kiosk", "app"])
async def test_a_home_page_that_fails_stands_again(locked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    app = kiosk() if locked else make_app()
    app.guard = CrashGuard()
    async with run(app) as pilot:
        await pilot.press("enter" if locked else "f12")
        await go(pilot, "projects")
        fail_once(NowPage, "show", monkeypatch)
        await go(pilot, "now")
        assert type(app.screen) is NowPage
        assert "Hansaplatz" in grid(pilot)
    assert app.return_code != EX_SOFTWARE
