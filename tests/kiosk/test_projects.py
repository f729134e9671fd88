import pytest
from textual.pilot import Pilot

from festival.kiosk.pages.projects import found, grouped
from festival.schedule.model import Project
from kiosk.conftest import grid, make_schedule, make_state, opened

MANY = [
    {"id": "bread", "name": {"de": "Brotzeit", "en": "Bread"}, "kind": "event"},
    {"id": "bahnhof", "name": {"de": "Grüner Hauptbahnhof"}, "kind": "project", "number": 2},
    {"id": "strasse", "name": {"de": "Große Straße"}, "kind": "place", "aliases": ["Hauptallee"]},
    {"id": "chor", "name": {"de": "Chor"}, "kind": "event", "summary": {"de": "Singen im Grünen"}},
    {"id": "lab", "name": {"de": "Labor"}, "kind": "project", "number": 1},
]


def ids(projects: list[Project]) -> list[str]:
    return [project.id for project in projects]


def listed(pilot: Pilot[None]) -> list[str]:
    return [line.strip("▌ ").split("   ")[0] for line in grid(pilot).splitlines() if line.startswith("▌ ")]


def test_numbered_projects_come_first_then_the_others_by_kind() -> None:
    state = make_state(make_schedule(projects=MANY))
    names = [
        entry if isinstance(entry, str) else entry.id for entry in grouped(state, state.schedule.projects)
    ]
    assert names == [
        "From the city's numbered overview", "lab", "bahnhof", "Events", "bread", "chor", "Places to visit", "strasse",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ["bread", "bahnhof", "strasse", "chor", "lab"]),
        ("haupt", ["bahnhof", "strasse"]),
        ("gruen", ["bahnhof", "chor"]),
        ("GRÜNER", ["bahnhof"]),
        ("strasse gro", ["strasse"]),
        ("bahnhof", []),
        ("2", ["bahnhof"]),
        ("event", ["bread", "chor"]),
        ("zzz", []),
    ],
)
def test_every_typed_word_begins_a_word(typed: str, expected: list[str]) -> None:
    assert ids(found(make_state(make_schedule(projects=MANY)), typed)) == expected


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_typing_narrows_and_backspace_widens(size: tuple[int, int]) -> None:
    async with opened("projects", size=size) as pilot:
        assert "3 projects · type to search" in grid(pilot)
        await pilot.press("l", "a", "b")
        assert "⌕ lab▏" in grid(pilot)
        assert "1 project " in grid(pilot)
        assert "Garden" not in grid(pilot)
        await pilot.press("backspace", "backspace", "backspace")
        assert "3 projects · type to search" in grid(pilot)
        await pilot.press("backspace")
        await pilot.pause()
        assert pilot.app.screen.NAME == "now"  # type: ignore[attr-defined]


async def test_space_is_typed_after_a_letter_and_chooses_before() -> None:
    async with opened("projects") as pilot:
        await pilot.press("o", "space", "l")
        assert "⌕ o l▏" in grid(pilot)
        await pilot.press("escape", "space")
        await pilot.pause()
        assert pilot.app.screen.subject == "lab"  # type: ignore[attr-defined]


async def test_narrowed_list_is_still_there_after_a_look_at_a_project() -> None:
    async with opened("projects") as pilot:
        await pilot.press("g", "a", "enter")
        await pilot.pause()
        assert pilot.app.screen.subject == "garden"  # type: ignore[attr-defined]
        await pilot.press("escape")
        await pilot.pause()
        assert "⌕ ga▏" in grid(pilot)


async def test_nothing_found_says_what_to_do() -> None:
    async with opened("projects") as pilot:
        await pilot.press(*"xyz")
        assert "Nothing matches. Delete letters, or search the whole programme." in grid(pilot)
        lines = grid(pilot).splitlines()
        row = next(n for n, line in enumerate(lines) if "Show all" in line)
        await pilot.click(offset=(lines[row].index("Show all"), row))
        assert "3 projects" in grid(pilot)


async def test_mouse_opens_a_project() -> None:
    async with opened("projects") as pilot:
        row = next(n for n, line in enumerate(grid(pilot).splitlines()) if "Garden" in line)
        await pilot.click(offset=(10, row))
        await pilot.pause()
        assert pilot.app.screen.subject == "garden"  # type: ignore[attr-defined]


async def test_arrows_walk_through_the_list() -> None:
    async with opened("projects") as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert pilot.app.screen.subject == "garden"  # type: ignore[attr-defined]


async def test_large_letters_show_fewer_projects() -> None:
    async with opened("projects", state=make_state(large=True)) as pilot:
        large = len(listed(pilot))
        assert "Open lab" not in grid(pilot)
        assert large >= 6
