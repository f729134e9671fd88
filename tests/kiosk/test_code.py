"""The QR page, read from the painted screen as a strict phone would; tests/kiosk_qr reads every code of the programme."""

import sys
from itertools import cycle
from pathlib import Path

import pytest

from festival.kiosk.messages import Go
from festival.kiosk.view.take_away import take_away
from festival.programme import load
from festival.qr import matrix
from festival.tui.themes import PALETTES
from kiosk.conftest import grid, make_schedule, make_state, opened
from rig import Terminal, decode, pixels
from rig.home import warm
from rig.pilot import shown

PROGRAMME = Path(__file__).parents[2] / "programme"
HUB = "https://innovation-next-door.dortmund.example"
SIZES = [(80, 24), (120, 33), (160, 45), (60, 80)]


@pytest.mark.parametrize(("size", "theme"), [*zip(SIZES, cycle(PALETTES), strict=False)])
@pytest.mark.parametrize("large", [False, True])
async def test_version_6_decodes_at_every_size(theme: str, size: tuple[int, int], large: bool) -> None:
    url = "https://long.example/" + "a" * 78
    assert (len(url), matrix(url).version) == (99, 6)
    project = {"id": "long", "name": {"und": "A name that goes on and on " * 7}, "url": url}
    state = make_state(make_schedule(projects=[project]), theme=theme, large=large)
    async with opened("code", "project:long", state=state, size=size) as pilot:
        assert decode(pixels(shown(pilot.app))) == [url]


async def test_code_is_enlarged_where_there_is_room() -> None:
    async with opened("code", "project:lab", size=(160, 45)) as pilot:
        screen = shown(pilot.app)
        assert decode(pixels(screen)) == ["https://lab.example/about"]
        ink = [column for column in range(160) if screen.cell(column, 22).bg == (0, 0, 0)]
        assert ink[-1] - ink[0] > 2 * matrix("https://lab.example/about").size


async def test_address_that_fits_no_screen_stands_there_in_full() -> None:
    url = "https://long.example/" + "a" * 300
    project = {"id": "long", "name": {"und": "Long"}, "url": url}
    async with opened("code", "project:long", state=make_state(make_schedule(projects=[project]))) as pilot:
        assert decode(pixels(shown(pilot.app))) == []
        right = "".join(line[30:].strip() for line in grid(pilot).splitlines())
        assert url in right


@pytest.mark.parametrize(
    ("target", "base_url", "sentence"),
    [
        ("project:lab", None, "The code leads to the project's own website."),
        ("room:forum", None, "No address of its own is known; the code leads to the festival's site."),
        ("station:print", "https://fest.example", "The code opens a page about it on your phone."),
        ("session:open-lab", None, "The code leads to the project's own website."),
    ],
)
async def test_sentence_says_where_the_code_leads(target: str, base_url: str | None, sentence: str) -> None:
    async with opened("code", target, state=make_state(base_url=base_url)) as pilot:
        side = " ".join(line[:46].strip() for line in grid(pilot).splitlines())
        assert sentence in " ".join(side.split())


async def test_unknown_target_says_so() -> None:
    async with opened("code", "project:nothing") as pilot:
        side = " ".join(grid(pilot).split())
        assert "This is not in the programme any more." in side
        assert "Back" in side


@pytest.mark.parametrize("size", SIZES)
async def test_way_home_is_where_it_always_is(size: tuple[int, int]) -> None:
    async with opened("code", "project:lab", size=size) as pilot:
        await pilot.click(offset=(9, 2))
        await pilot.pause()
        assert pilot.app.screen.NAME == "now"  # type: ignore[attr-defined]


async def test_back_by_key_by_enter_and_by_mouse() -> None:
    for way in ("escape", "enter", "mouse"):
        async with opened("project", "lab") as pilot:
            pilot.app.post_message(Go("code", "project:lab"))
            await pilot.pause()
            if way == "mouse":
                await pilot.click(offset=(10, 22))
            else:
                await pilot.press(way)
            await pilot.pause()
            assert pilot.app.screen.NAME == "project"  # type: ignore[attr-defined]


async def test_language_changes_beside_the_code() -> None:
    async with opened("code", "room:forum") as pilot:
        await pilot.click(offset=(grid(pilot).splitlines()[1].index("DE"), 1))
        await pilot.pause()
        assert "Eine eigene Adresse ist nicht bekannt" in grid(pilot)


async def test_picks_as_text_go_through_several_codes() -> None:
    state = make_state(picks=("open-lab", "choir", "late-show", "round-table", "brass-band"))
    parts = take_away(state, 50, 24)
    assert len(parts) > 1
    async with opened("code", "picks", state=state) as pilot:
        read = []
        await pilot.press("right", "right")
        for number in range(len(parts)):
            assert f"Code {number + 1} of {len(parts)}" in grid(pilot)
            read += decode(pixels(shown(pilot.app)))
            await pilot.press("enter")
        assert read == [part.text for part in parts]
        assert f"Code 1 of {len(parts)}" in grid(pilot)  # after the last comes the first
        assert "plain text" in " ".join(grid(pilot).split())


async def test_picks_with_a_hub_are_one_address() -> None:
    state = make_state(picks=("open-lab", "choir"), base_url=HUB)
    link = state.links.agenda(["open-lab", "choir"])
    assert link is not None
    async with opened("code", "picks", state=state) as pilot:
        assert decode(pixels(shown(pilot.app))) == [link.url]


async def test_no_picks_no_code() -> None:
    async with opened("code", "picks") as pilot:
        assert "Nothing is kept yet." in grid(pilot)
        assert decode(pixels(shown(pilot.app))) == []


def test_code_is_reached_by_touch_alone_and_decodes_in_a_real_terminal(tmp_path: Path) -> None:
    festival = Path(sys.executable).with_name("festival")
    home = {"FESTIVAL_HOME": str(warm(tmp_path))}
    options: list[str | Path] = [
        "--language",
        "de",
        "--at",
        "2022-05-27T14:20",
        "--programme",
        PROGRAMME,
    ]
    with Terminal([festival, *options], columns=80, rows=24, env=home) as terminal:
        terminal.wait_for("Projekte").wait_quiet().click("Projekte")
        terminal.wait_for("4th Wave").wait_quiet().click("4th Wave")
        terminal.wait_for("Nr. 1").wait_quiet().click("QR-Code")
        terminal.wait_for("Projekt 1").wait_quiet()
        assert decode(pixels(terminal.screen)) == [load(PROGRAMME).festival.url]
        terminal.click("Zurück")
        terminal.wait_for("Nr. 1")
