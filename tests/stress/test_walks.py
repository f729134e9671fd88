"""Every page by arrows and Enter alone, and by touch alone: there, one thing opened, and home again."""

from itertools import product

import pytest

from rig import Terminal
from stress.conftest import AT, Machine, Start

HEADINGS = {
    "Now": "On now",
    "Programme": "Programme",
    "Stations": "Stations",
    "Workshop": "Workshop",
    "Projects": "Projects",
    "Map": "Map",
    "Search": "Search",
    "Picks": "My picks",
    "Help": "Help",
}
"""The entries of the row of pages, in its order, and how the page is headed."""
FOCUS_MARK = "▔"
"""Stands below the target that Enter chooses."""
HIDDEN = "Show hits"
"""Stands on the search page where its keypad leaves no room for what was found."""
SETTLED_S = 0.15
OPENED_S = 0.4
"""After a touch that may open a page: a second one must not meet that page while it is on its way."""
SIZES = [(80, 24), (60, 80)]


def heading(terminal: Terminal) -> str:
    return terminal.screen.row_text(2)[10:].strip()


def nav_rows(terminal: Terminal) -> range:
    """Give the rows of the row of pages, which may be wrapped; they begin at the row of glyphs above "Now"."""
    rows = terminal.screen.rows
    first = max(row for row in range(rows) if "Now " in terminal.screen.row_text(row))
    return range(first - 1, rows)


def has_focus_in_nav(terminal: Terminal) -> bool:
    return any(FOCUS_MARK in terminal.screen.row_text(row) for row in nav_rows(terminal))


def press(terminal: Terminal, *keys: str) -> None:
    terminal.press(*keys)
    terminal.wait_quiet(SETTLED_S)


def go_by_keys(terminal: Terminal, entry: str) -> None:
    """Lead the focus down into the row of pages, along it to its beginning, and to the entry."""
    for _ in range(20):
        if has_focus_in_nav(terminal):
            break
        press(terminal, *["down"] * 8)
    assert has_focus_in_nav(terminal), terminal.text()
    press(terminal, *["left"] * len(HEADINGS), *["right"] * list(HEADINGS).index(entry))
    terminal.press("enter")
    terminal.wait_for(lambda shown: heading(shown).startswith(HEADINGS[entry]))
    terminal.wait_quiet(SETTLED_S)


def open_by_keys(terminal: Terminal, entry: str) -> None:
    before = terminal.text()
    if entry == "Search":
        press(terminal, "enter")  # types the letter on which the keypad begins
        if HIDDEN in terminal.text():
            press(terminal, *["right"] * 9, "down", "down", "enter")  # the last key puts the keypad away
        else:
            press(terminal, *(["left"] * 8 if terminal.screen.columns >= 80 else ["up"] * 3))
    if entry == "Help":
        press(terminal, *["up"] * 40, *["right"] * 3)
    terminal.press("enter")
    terminal.wait_for(lambda shown: changed(shown, entry, before))
    terminal.wait_quiet(SETTLED_S)


def changed(terminal: Terminal, entry: str, before: str) -> bool:
    """Whether something was opened: a page about one thing, from the last three pages some other page."""
    if entry == "Help":
        return terminal.text() != before
    if entry in {"Search", "Picks"}:
        return not heading(terminal).startswith(HEADINGS[entry])
    return "Back" in terminal.text() and "QR code" in terminal.text()


def go_by_touch(terminal: Terminal, entry: str) -> None:
    screen = terminal.screen
    row, column = next(
        (row, column) for row in nav_rows(terminal) if (column := screen.row_text(row).find(entry)) >= 0
    )
    terminal.click((column + 1, row))
    terminal.wait_for(lambda shown: heading(shown).startswith(HEADINGS[entry]))
    terminal.wait_quiet(SETTLED_S)


def open_by_touch(terminal: Terminal, entry: str) -> None:
    """Touch the page from the bottom up until something opens, as somebody does who does not know it."""
    if HIDDEN in terminal.text():
        terminal.click(HIDDEN)
        terminal.wait_quiet(OPENED_S)
    before = terminal.text()
    screen = terminal.screen
    for column, row in product((screen.columns - 16, 12), range(nav_rows(terminal)[0] - 2, 5, -3)):
        terminal.click((column, row))
        terminal.wait_quiet(OPENED_S)
        if changed(terminal, entry, before):
            return
        if not heading(terminal).startswith(HEADINGS[entry]):
            raise AssertionError(f"not on {entry}: {terminal.text()}")
    raise AssertionError(f"nothing to touch: {terminal.text()}")


@pytest.fixture(params=SIZES, ids=["80x24", "60x80"])
def kiosk(request: pytest.FixtureRequest, start: Start) -> Terminal:
    columns, rows = request.param
    terminal = start("kiosk", "--id", "K1", "-l", "en", *AT, columns=columns, rows=rows)
    terminal.wait_for("Touch the screen")
    return terminal


def test_every_page_by_arrows_and_enter_alone(kiosk: Terminal, machine: Machine) -> None:
    kiosk.press("enter")
    kiosk.wait_for(HEADINGS["Now"]).wait_quiet(SETTLED_S)
    for entry in HEADINGS:
        if entry != "Now":
            go_by_keys(kiosk, entry)
        open_by_keys(kiosk, entry)
        go_by_keys(kiosk, "Now")
    assert machine.log() == ""


@pytest.mark.parametrize("kiosk", SIZES[:1], ids=["80x24"], indirect=True)
def test_every_page_by_touch_alone(kiosk: Terminal, machine: Machine) -> None:
    kiosk.click((10, 10))
    kiosk.wait_for(HEADINGS["Now"]).wait_quiet(SETTLED_S)
    for entry in HEADINGS:
        if entry != "Now":
            go_by_touch(kiosk, entry)
        open_by_touch(kiosk, entry)
        kiosk.click((4, 1))
        kiosk.wait_for(lambda shown: heading(shown).startswith(HEADINGS["Now"])).wait_quiet(SETTLED_S)
    assert machine.log() == ""
