"""What a kiosk does when organisers order it to, and what a person's own terminal does not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.events import MouseDown, MouseUp
from textual.pilot import Pilot

from festival.client.orders import Identify, Reload, Speak
from festival.kiosk import following as following_module
from festival.kiosk.app import ATTRACT, ProgrammeApp
from festival.kiosk.messages import Go, Pick
from festival.kiosk.page import Page
from festival.kiosk.widgets.identity import identity
from festival.schedule.edits import Announce
from festival.tui.paint import width_of
from kiosk.conftest import grid, local, make_state, run
from kiosk.test_following import LIVE, Hub, finger, following, settled

WHY = "An organiser asked which screen this is."
SIZES = [(60, 20), (80, 24), (120, 33), (160, 45), (60, 80)]


@asynccontextmanager
async def kiosk(
    hub: Hub, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[ProgrammeApp, Pilot[None]]]:
    """Run a kiosk that follows `hub`, with a visitor at the home page."""
    app = following(hub, kiosk_id="K1")
    async with run(app, size) as pilot:
        await settled(pilot, lambda: bool(hub.begun))
        hub.say(LIVE)
        await pilot.press("enter")
        await settled(pilot, lambda: app.state.freshness == LIVE)
        yield app, pilot


async def test_it_shows_which_screen_it_is_over_everything_and_then_the_page_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following_module, "IDENTIFIES_S", 0.3)
    hub = Hub()
    async with kiosk(hub) as (app, pilot):
        hub.edit(Announce(text={"en": "Storm"}, level="urgent", expires=local("18:00")))
        assert "Important announcement" in await settled(pilot, lambda: app.state.schedule.revision == 1)
        hub.order(Identify())
        shown = await settled(pilot, lambda: app.state.identifying)
        assert (WHY in shown, "Important announcement" in shown) == (True, False)
        after = await settled(pilot, lambda: not app.state.identifying)
        assert (WHY in after, "Important announcement" in after) == (False, True)


async def test_it_says_so_in_the_attract_loop_too() -> None:
    hub = Hub()
    app = following(hub, kiosk_id="K1")
    async with run(app) as pilot:
        hub.order(Identify())
        assert WHY in await settled(pilot, lambda: app.state.identifying)
        await pilot.press("space")
        await settled(pilot, lambda: not app.state.identifying)
        assert app.page is not None
        assert app.page.NAME == ATTRACT


async def test_a_touch_ends_it_and_does_nothing_else() -> None:
    hub = Hub()
    async with kiosk(hub) as (app, pilot):
        before = grid(pilot)
        hub.order(Identify())
        await settled(pilot, lambda: app.state.identifying)
        await finger(pilot, MouseDown, 8)
        assert app.state.identifying
        await finger(pilot, MouseUp, 8)
        assert await settled(pilot, lambda: not app.state.identifying) == before


async def test_a_second_order_begins_the_time_again(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub()
    async with kiosk(hub) as (app, pilot):
        hub.order(Identify())
        await settled(pilot, lambda: app.state.identifying)
        first = app._identifying
        hub.order(Identify())
        await settled(pilot, lambda: app._identifying is not first)
        assert first is not None
        assert first._task is None or first._task.done()
        assert app.state.identifying


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("name", "drawn"), [("K1", 10), ("WERKSTAT", 5), ("a-kiosk-with-a-name-of-its-own-", 3)]
)
def test_the_id_fits_every_screen_as_large_as_it_can_be(size: tuple[int, int], name: str, drawn: int) -> None:
    rows = identity(make_state(kiosk_id=name), *size)
    assert len(rows) <= size[1]
    assert {width_of(row) for row in rows if row} == {size[0]}
    lines = ["".join(text for text, _ in row) for row in rows]
    assert sum(bool(set(line) & set("▀▄█▐▌")) for line in lines) >= drawn
    assert lines[-1].strip() == WHY


async def test_a_language_is_spoken_until_the_next_visitor_has_left() -> None:
    hub = Hub()
    app = following(hub, kiosk_id="K1")
    async with run(app) as pilot:
        for _ in range(5):  # the loop has come to the other language
            app.screen.turn()  # type: ignore[attr-defined]
        assert language(app) == "de"
        hub.order(Speak("de"))
        await settled(pilot, lambda: app.state.locale.language == "de")
        assert language(app) == "de"
        await pilot.press("enter")
        assert "Jetzt" in await settled(pilot, lambda: isinstance(app.page, Page) and app.page.NAME == "now")
        app.forget_the_visitor()
        await settled(pilot)
        assert (app.state.locale.language, language(app)) == ("en", "en")


def language(app: ProgrammeApp) -> str | None:
    assert isinstance(app.page, Page)
    return app.page.language


async def test_a_language_that_the_kiosk_does_not_speak_changes_nothing() -> None:
    hub = Hub()
    async with kiosk(hub) as (app, pilot):
        before = app.state.locale
        hub.order(Speak("fi"), Speak("en-GB"), Identify())
        await settled(pilot, lambda: app.state.identifying)
        assert app.state.locale is before


async def test_a_reload_makes_every_page_anew_and_begins_with_the_loop() -> None:
    hub = Hub()
    async with kiosk(hub) as (app, pilot):
        app.post_message(Go("programme"))
        app.post_message(Pick("choir"))
        await settled(pilot, lambda: app.state.picks == ("choir",))
        old = {name: app.get_screen(name) for name in app.PAGES if app.is_screen_installed(name)}
        widgets = set(old[ATTRACT].query("*"))
        hub.order(Reload())
        shown = await settled(pilot, lambda: app.screen is old[ATTRACT] and not app.state.picks)
        await settled(pilot, lambda: bool(old[ATTRACT].query("#slide")))
        assert widgets & set(old[ATTRACT].query("*")) == set()
        assert "Touch" in grid(pilot), shown
        await pilot.press("enter")
        await settled(pilot, lambda: app.screen is not old[ATTRACT])
        assert app.screen is not old["now"]
        assert "Brass Band" in grid(pilot)


async def test_an_own_terminal_takes_no_orders() -> None:
    hub = Hub()
    app: Any = following(hub)
    async with run(app) as pilot:
        app.post_message(Pick("choir"))
        await settled(pilot, lambda: app.state.picks == ("choir",))
        before = app.state
        hub.order(Identify(), Speak("de"), Reload())
        hub.edit(Announce(text={"en": "Later"}, level="info", expires=local("18:00")))
        await settled(pilot, lambda: app.state.schedule.revision == 1)
        assert (app.state.identifying, app.state.locale, app.state.picks) == (
            False,
            before.locale,
            ("choir",),
        )
