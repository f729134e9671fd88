"""Help: the settings, the text, and the staff's door."""

from typing import Any

import pytest
from textual.app import App

from festival import __version__
from festival.kiosk.state import Door, State
from festival.kiosk.view.block import Block
from festival.kiosk.view.help import STAFF, blocks, legend
from festival.kiosk.widgets.article import Article
from festival.locale import LANGUAGES, locale_for
from kiosk.conftest import ZONE, grid, make_state, opened


def text(state: State, width: int = 80) -> str:
    """Give the whole text as one line."""
    painted = (row for block in blocks(state, with_legend=True) for row in block.paint(width))
    return " ".join(" ".join("".join(part for part, _ in row).split()) for row in painted)


def test_the_legend_explains_every_status_and_every_track() -> None:
    signs = ["".join(part for part, _ in row).split(maxsplit=1) for row in legend(make_state(), 60)]
    said = [sign[0] for sign in signs if len(sign) == 2 and not sign[0].isalpha()]
    assert said == ["●", "▲", "➜", "✕", "■", "✱", "★", "▌", "▌"]
    assert signs[-1] == ["▌", "Innovation Ecosystems"]


@pytest.mark.parametrize(
    ("fields", "stored", "kept", "made_up"),
    [
        ({}, False, True, False),
        ({"kiosk_id": "K1"}, True, False, False),
        ({"rehearsing": True}, False, True, True),
    ],
)
def test_it_says_what_is_true_here(fields: dict[str, Any], stored: bool, kept: bool, made_up: bool) -> None:
    said = text(make_state(**fields))
    assert ("Nothing that you type or keep here is stored, and nothing is sent anywhere." in said) == stored
    assert ("Picks, language and looks are kept on this computer and nowhere else." in said) == kept
    assert ("the clock and the changes of the day are made up." in said) == made_up


def test_it_names_the_sources_and_the_version() -> None:
    said = text(make_state())
    assert "Press release 726" in said
    assert f"festival {__version__}" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_no_row_is_wider_than_the_page(language: str, large: bool, width: int) -> None:
    state = make_state(locale=locale_for(language, ZONE), large=large, kiosk_id="K1", door=Door())
    rows = [row for block in blocks(state, with_legend=True) for row in block.paint(width)]
    assert max(sum(len(part) for part, _ in row) for row in rows) <= width


def test_only_a_kiosk_with_a_pin_has_a_door() -> None:
    def doors(state: State) -> list[Block]:
        return [block for block in blocks(state, with_legend=True) if block.key == STAFF]

    assert doors(make_state()) == []
    assert len(doors(make_state(door=Door()))) == 1


def looks(app: App[Any]) -> tuple[str, bool, str]:
    state: State = app.state  # type: ignore[attr-defined]
    return state.theme, state.large, state.locale.language


async def test_a_touch_changes_the_looks_and_the_language() -> None:
    async with opened("help") as pilot:
        await pilot.click("#size", offset=(3, 1))
        await pilot.click("#theme", offset=(9, 1))
        await pilot.click("#language", offset=(3, 1))
        await pilot.pause()
        assert looks(pilot.app) == ("festival-night", True, "de")
        await pilot.click("#size", offset=(3, 1))
        await pilot.pause()
        assert looks(pilot.app)[1] is False


@pytest.mark.parametrize("size", [(80, 24), (60, 80)])
async def test_arrows_and_enter_change_the_looks(size: tuple[int, int]) -> None:
    async with opened("help", size=size) as pilot:
        pilot.app.screen.query_one("#size").focus()
        await pilot.press("enter", "down" if size[0] < 78 else "right", "right", "enter")
        await pilot.pause()
        assert looks(pilot.app)[:2] == ("festival-night", True)


async def test_down_reads_on_to_the_end() -> None:
    async with opened("help", state=make_state(kiosk_id="K1")) as pilot:
        assert pilot.app.screen.query_one(Article).has_focus
        assert "How it works" in grid(pilot)
        article = pilot.app.screen.query_one(Article)
        last = ""
        while pilot.app.focused is article:
            last = grid(pilot)
            await pilot.press("down")
        assert f"festival {__version__}" in last
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "nav"


async def test_what_is_chosen_is_said_by_a_sign() -> None:
    async with opened("help", state=make_state(theme="festival-contrast")) as pilot:
        lines = grid(pilot).splitlines()
        row = next(at for at, one in enumerate(lines) if "High contrast" in one)
        middle = lines[row].index("High contrast") + len("High contrast") // 2
        assert "✓" in lines[row - 1][middle - 2 : middle + 3]


async def test_the_legend_stands_beside_the_text_where_there_is_room() -> None:
    async with opened("help", size=(160, 45)) as pilot:
        line = next(line for line in grid(pilot).splitlines() if "How it works" in line)
        assert "Signs and colours" in line


async def test_staff_are_led_to_their_page() -> None:
    async with opened("help", state=make_state(kiosk_id="K1", door=Door()), size=(60, 80)) as pilot:
        article = pilot.app.screen.query_one(Article)
        while article.cursor_key != STAFF or not article._in_sight(article.cursor):
            await pilot.press("down")
            assert article.has_focus
        await pilot.press("enter")
        await pilot.pause()
        assert getattr(pilot.app.screen, "NAME", None) == "staff"
