"""Every letter of the desk can be read: the contrast of WCAG 2.2 (1.4.3, and 1.4.6 for high contrast), as painted."""

import pytest

from desk.conftest import Rig, desk_on
from festival.schedule import edits
from rig.cell import RGB
from rig.pilot import shown
from tui.test_themes import contrast

THEMES = {"festival-day": 4.5, "festival-night": 4.5, "festival-contrast": 7.0}


def code(colour: RGB) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def hard_to_read(rig: Rig, least: float, edge: str = "") -> set[tuple[str, str, str]]:
    """Give the letters whose contrast is less than `least`, with both colours; with `edge` only those between two of it."""
    screen = shown(rig.app)
    found = set()
    for row in range(screen.rows):
        line = screen.row_text(row)
        if edge and edge not in line:
            continue
        ends = (line.index(edge), line.rindex(edge)) if edge else (0, screen.columns)
        for cell in (screen.cell(column, row) for column in range(*ends)):
            if cell.data.isalnum() and cell.fg is not None and cell.bg is not None:
                front, ground = code(cell.fg), code(cell.bg)
                if contrast(front, ground) < least:
                    found.add((cell.data, front, ground))
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_board_can_be_read(theme: str, size: tuple[int, int]) -> None:
    async with desk_on(theme=theme, size=size) as rig:
        rig.hub.make(edits.CancelSession(session="open-lab"))
        rig.hub.make(edits.StartSession(session="brass-band"))
        rig.hub.make(edits.SetSessionState(session="choir", state="full"))
        rig.hub.make(edits.DelayRoom(room="forum", minutes=10))
        await rig.shows("+10")
        assert hard_to_read(rig, THEMES[theme]) == set()


@pytest.mark.parametrize("theme", THEMES)
async def test_the_second_question_can_be_read(theme: str) -> None:
    async with desk_on(theme=theme) as rig:
        await rig.press("c", "1", "enter")
        await rig.shows("Really?")
        assert hard_to_read(rig, THEMES[theme], edge="│") == set()
