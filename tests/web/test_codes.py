"""QR codes as a phone sees them on the screen of a browser, read without inverting."""

import json
import shlex
import sys
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from festival.cli.codes import Target, targets
from festival.schedule.model import Schedule
from festival.tui.themes import PALETTES
from rig import Screen
from rig.browser import LOCAL, Tab, free_port, serving
from rig.programme import state_at
from web.conftest import AT, Serve

TESTS = Path(__file__).parents[1]
SERVE = "import sys; from textual_serve.server import Server; Server(sys.argv[2], sys.argv[3], int(sys.argv[1])).serve()"
BASE_URL = "https://fest.example"
THEMES = [name.removeprefix("festival-") for name in PALETTES]
SOME_PROJECTS = ("CIO (Chief", "Digitale Werkbank", "Heimathafen Nordstadt")


def things(base_url: str | None, *kinds: str) -> list[Target]:
    state = state_at(AT, base_url=base_url)
    return [target for target in targets(state.schedule, state.links) if target.kind in kinds]


def places_of_the_day(schedule: Schedule) -> set[str]:
    """Give the ids of the places of Neighbourhoods Day, without the rooms that only the workshop uses."""
    return {session.room for session in schedule.sessions if session.track != "ecosystems"}


def says(screen: Screen, address: str) -> bool:
    """Return whether an address stands on the screen, in however many lines."""
    return address in "".join(screen.text().replace("▀", "").split())


def read_code_by_touch(tab: Tab, page: str, name: str, target: Target) -> None:
    """Touch a name on a page, then its QR code, and twice the way back."""
    tab.touch(name)
    tab.wait_for(lambda screen: "Zurück" in screen.text() and "QR-Code" in screen.text())
    tab.touch("QR-Code")
    tab.wait_for(lambda screen: "QR-Code" not in screen.text())
    assert says(tab.screen, target.link.clear_text)
    tab.wait_for_code(target.link.url)
    tab.touch("Zurück")
    tab.wait_for("QR-Code")
    tab.touch("Zurück")
    tab.wait_for(f"{page} ·")


@pytest.mark.parametrize("theme", THEMES)
def test_codes_of_all_places_and_some_projects_are_reached_by_touch_alone(theme: str, kiosk: Serve) -> None:
    places = places_of_the_day(state_at(AT).schedule)
    rooms = [target for target in things(BASE_URL, "room") if target.id in places]
    assert len(rooms) == 7
    projects = things(BASE_URL, "project")
    with kiosk("--theme", theme, "--base-url", BASE_URL).awake() as tab:
        for room in rooms:
            read_code_by_touch(tab, "Jetzt", f"▌ {room.name}", room)
        tab.touch("Projekte")
        for name in SOME_PROJECTS:
            tab.wait_for(name)
            target = next(one for one in projects if one.name.startswith(name))
            read_code_by_touch(tab, "Projekte", name, target)


# Each theme with the codes that tests/kiosk_qr does not read in it from a terminal's pixels.
@pytest.mark.parametrize(("theme", "base_url"), [*zip(PALETTES, (None, None, BASE_URL), strict=True)])
def test_every_stage_and_project_is_read_in_chromium_at_80_by_24(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str, base_url: str | None
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))
    look = json.dumps({"theme": theme, "base_url": base_url})
    app = [sys.executable, str(TESTS / "kiosk_qr" / "code_app.py"), look, "room", "project"]
    port = free_port()
    argv = [sys.executable, "-c", SERVE, str(port), shlex.join(app), LOCAL]
    with serving(argv, port, tmp_path / "server.log"), Tab(browser, port, 80, 24) as tab:
        tab.wait_for("Start")
        read = set()
        for target in things(base_url, "room", "project"):
            tab.press("F9")
            tab.wait_for(partial(says, address=target.link.clear_text))
            tab.wait_for_code(target.link.url)
            read.add((target.kind, target.id))
    schedule = state_at(AT).schedule
    assert read == {
        *(("room", room.id) for room in schedule.rooms),
        *(("project", project.id) for project in schedule.projects),
    }
