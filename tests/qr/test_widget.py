import sys
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.containers import Center
from textual.filter import DimFilter, Monochrome, NoColor
from textual.widgets import Label

from festival.locale import locale_for
from festival.qr import matrix
from festival.tui.qr import QRCode
from festival.tui.themes import PALETTES
from qr.tiny_app import TinyApp
from rig import Cell, Screen, Terminal, decode, pixels
from rig.pilot import shown

SHORT = "HTTPS://DORTMUND.EXAMPLE/P/K7QX"
LONG = "https://dortmund.example/" + "x" * 37
TINY_APP = Path(__file__).with_name("tiny_app.py")
SENTENCE = "No room for the QR code here. The address:"
WHITE = (255, 255, 255)


def drawn(screen: Screen) -> list[Cell]:
    """Every cell above the last row, which holds the app's label."""
    return [screen.cell(column, row) for row in range(screen.rows - 1) for column in range(screen.columns)]


@pytest.mark.parametrize("size", [(80, 24), (120, 33), (160, 45), (60, 80), (33, 18), (29, 16)])
@pytest.mark.parametrize("text", [SHORT, SHORT.lower()[:26]])
async def test_code_decodes_at_every_size_that_holds_it(text: str, size: tuple[int, int]) -> None:
    app = TinyApp(text)
    async with app.run_test(size=size):
        assert app.query_one(QRCode).shows_code
        assert decode(pixels(shown(app))) == [text]


async def test_version_4_decodes_at_80_by_24() -> None:
    app = TinyApp(LONG)
    async with app.run_test(size=(80, 24)):
        assert matrix(LONG).version == 4
        assert decode(pixels(shown(app))) == [LONG]


@pytest.mark.parametrize("gap", range(7))
async def test_code_decodes_with_gaps_between_rows(gap: int) -> None:
    app = TinyApp(SHORT)
    async with app.run_test(size=(80, 24)):
        assert decode(pixels(shown(app), line_gap=gap)) == [SHORT]


# A version 2 code is 25 modules wide: 33 by 17 cells with a quiet zone of 4, 31 by 16 with 3, 29 by 15 with 2.
@pytest.mark.parametrize(
    ("size", "quiet"), [((33, 18), 4), ((32, 18), 3), ((33, 17), 3), ((30, 17), 2), ((29, 16), 2)]
)
async def test_code_takes_the_widest_quiet_zone_that_fits(size: tuple[int, int], quiet: int) -> None:
    app = TinyApp(SHORT)
    async with app.run_test(size=size):
        screen = shown(app)
        columns, rows = matrix(SHORT).cells(quiet)
        left, top = (size[0] - columns) // 2, (size[1] - 1 - rows) // 2
        cells = [
            (
                screen.cell(left + column, top + row).fg == (0, 0, 0),
                screen.cell(left + column, top + row).bg == (0, 0, 0),
            )
            for row in range(rows)
            for column in range(columns)
        ]
        assert cells == [
            (run.fg_dark, run.bg_dark)
            for row in matrix(SHORT).half_blocks(quiet)
            for run in row
            for _ in run.text
        ]


@pytest.mark.parametrize("size", [(28, 24), (80, 15), (20, 8)])
async def test_code_that_does_not_fit_gives_way_to_its_text(size: tuple[int, int]) -> None:
    app = TinyApp(SHORT)
    async with app.run_test(size=size):
        code = app.query_one(QRCode)
        assert not code.shows_code
        assert decode(pixels(shown(app))) == []
        joined = "".join(line.strip() for line in shown(app).text().splitlines())
        assert joined.replace(" ", "") == f"{SENTENCE}{SHORT}ready".replace(" ", "")


async def test_text_alone_is_shown_where_the_sentence_does_not_fit() -> None:
    app = TinyApp(SHORT)
    async with app.run_test(size=(20, 3)):
        assert [line.rstrip() for line in shown(app).text().splitlines()] == [SHORT[:20], SHORT[20:], "ready"]


async def test_text_too_long_for_any_code_is_shown_as_text() -> None:
    app = TinyApp("https://dortmund.example/" + "x" * 2400)
    async with app.run_test(size=(80, 45)):
        assert shown(app).row_text(0).rstrip() == SENTENCE
        assert shown(app).row_text(1) == "https://dortmund.example/" + "x" * 55


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://a.example/\x1b]0;owned\x07\x1b[2J", "https://a.example/]0;owned[2J"),
        ("https://a.example/\u202e[b]", "https://a.example/[b]"),
        ("https://a.example/\ud800x", "https://a.example/x"),
    ],
)
async def test_hostile_text_reaches_the_terminal_clean(text: str, safe: str) -> None:
    app = TinyApp(text)
    async with app.run_test(size=(44, 10)):
        screen = shown(app)
        assert [screen.row_text(row).rstrip() for row in (0, 1)] == [SENTENCE, safe]
        assert (screen.oscs, screen.unhandled) == ([], [])


async def test_wide_characters_leave_the_rest_of_the_screen_in_place() -> None:
    app = TinyApp("https://a.example/" + "東" * 30)
    async with app.run_test(size=(60, 10)):
        assert shown(app).row_text(9).rstrip() == "ready"


async def test_sentence_follows_the_language() -> None:
    app = TinyApp(SHORT)
    async with app.run_test(size=(60, 10)) as pilot:
        app.query_one(QRCode).locale = locale_for("de", UTC)
        await pilot.pause()
        assert shown(app).row_text(0).rstrip() == "Für den QR-Code ist hier kein Platz. Die Adresse:"


async def test_new_text_redraws_the_code() -> None:
    app = TinyApp(SHORT)
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(QRCode).text = LONG
        await pilot.pause()
        assert decode(pixels(shown(app))) == [LONG]
        app.query_one(QRCode).text = ""
        await pilot.pause()
        assert decode(pixels(shown(app))) == []
        assert shown(app).text().strip() == "ready"
        assert WHITE not in {shown(app).cell(column, 5).bg for column in range(80)}


async def test_resizing_changes_between_code_and_text() -> None:
    app = TinyApp(SHORT)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.resize_terminal(80, 12)
        await pilot.pause()
        assert shown(app).row_text(0).rstrip() == SENTENCE
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        assert decode(pixels(shown(app))) == [SHORT]


@pytest.mark.parametrize(
    "theme", [*PALETTES, "textual-light", "textual-dark", "ansi-dark", "ansi-light", "dracula"]
)
async def test_code_is_the_same_black_and_white_in_every_theme(theme: str) -> None:
    app = TinyApp(SHORT)
    async with app.run_test(size=(80, 24)) as pilot:
        before = drawn(shown(app))
        app.theme = theme
        await pilot.pause()
        assert decode(pixels(shown(app))) == [SHORT]
        assert drawn(shown(app)) == before
        assert {colour for cell in before for colour in (cell.fg, cell.bg)} == {(0, 0, 0), WHITE}


@pytest.mark.parametrize("ansi_color", [True, False, None])
async def test_code_is_black_and_white_under_no_color(
    ansi_color: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = TinyApp(SHORT, ansi_color=ansi_color)
    async with app.run_test(size=(80, 24)):
        assert decode(pixels(shown(app))) == [SHORT]
        assert app.no_color


@pytest.mark.parametrize("line_filter", [DimFilter(), Monochrome(), NoColor()])
async def test_code_is_not_filtered_but_its_text_is(line_filter: DimFilter | Monochrome | NoColor) -> None:
    app = TinyApp(SHORT)
    app._filters.append(line_filter)
    async with app.run_test(size=(80, 24)) as pilot:
        assert decode(pixels(shown(app))) == [SHORT]
        assert app.query_one(QRCode).get_line_filters() == ()
        await pilot.resize_terminal(80, 10)
        await pilot.pause()
        assert line_filter in app.query_one(QRCode).get_line_filters()


async def test_code_can_be_neither_focused_nor_selected() -> None:
    app = TinyApp(SHORT)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab")
        await pilot.mouse_down(QRCode, offset=(20, 5))
        await pilot.hover(QRCode, offset=(60, 15))
        await pilot.mouse_up(QRCode, offset=(60, 15))
        assert app.focused is None
        assert app.screen.selections == {}
        assert app.screen.get_selected_text() in (None, "")


class BesideApp(App[None]):
    """A code at its natural size between other things."""

    def compose(self) -> ComposeResult:
        yield Label("above")
        with Center():
            yield QRCode(SHORT)
        yield Label("below")


async def test_code_is_as_large_as_it_needs_by_default() -> None:
    app = BesideApp()
    async with app.run_test(size=(80, 24)):
        region = app.query_one(QRCode).region
        assert (region.width, region.height) == (33, 17)
        assert shown(app).row_text(18).rstrip() == "below"
        assert decode(pixels(shown(app))) == [SHORT]


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"NO_COLOR": "1"},
        {"TEXTUAL_FILTERS": "dim"},
        {"COLORTERM": None},
        {"COLORTERM": None, "TERM": "xterm"},
        {"TEXTUAL_COLOR_SYSTEM": "standard"},
    ],
    ids=str,
)
@pytest.mark.parametrize("theme", PALETTES)
def test_code_on_a_real_terminal_decodes(theme: str, env: Mapping[str, str | None]) -> None:
    with Terminal([sys.executable, TINY_APP, SHORT, theme], columns=80, rows=24, env=env) as terminal:
        terminal.wait_for("ready").wait_for(lambda now: decode(pixels(now.screen)) == [SHORT])
        terminal.resize(33, 18)
        terminal.wait_for(lambda now: now.screen.find("ready") == (0, 17))
        terminal.wait_for(lambda now: decode(pixels(now.screen, line_gap=6)) == [SHORT])
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
