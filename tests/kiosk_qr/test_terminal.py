"""QR codes as a phone sees them on a terminal: bytes from a real pty, drawn to pixels, read without inverting."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from festival.cli.codes import Target, targets
from festival.tui.themes import PALETTES
from kiosk_qr.code_app import AT
from rig import Screen, Terminal, decode, pixels
from rig.home import warm
from rig.programme import state_at

CODE_APP = Path(__file__).with_name("code_app.py")
BASE_URL = "https://fest.example"
STANDING = ("room", "project", "station")
WHITE = (255, 255, 255)
PATH = {"PYTHONPATH": str(CODE_APP.parents[1])}


def things(base_url: str | None, *kinds: str) -> list[Target]:
    state = state_at(AT, base_url=base_url)
    return [
        target
        for target in targets(state.schedule, state.links)
        if target.kind in kinds or target.ref in kinds
    ]


def packed(text: str) -> str:
    """Give a text without its blanks and line ends, so that wrapping does not matter."""
    return "".join(text.split())


def words_beside_code(screen: Screen) -> str:
    """Give everything that is written, without blanks and without the code's half blocks."""
    return packed(screen.text().replace("▀", ""))


def assert_all_read(terminal: Terminal, expected: list[Target], *, large: bool = False) -> None:
    """Open one code after the other; the address (and the name, unless it is drawn large) must stand beside each, and it must lead there."""
    terminal.wait_for(lambda shown: bool(shown.text().strip()))
    read: dict[str, list[str]] = {}
    for target in expected:
        said = "" if large else packed(target.name)[:10], packed(target.link.clear_text)
        terminal.press("f9")
        terminal.wait_for(partial(says, texts=said))
        read[target.ref] = decode(pixels(terminal.screen, (8, 16)))
    assert read == {target.ref: [target.link.url] for target in expected}


def says(terminal: Terminal, texts: tuple[str, ...]) -> bool:
    words = words_beside_code(terminal.screen)
    return all(text in words for text in texts)


def code_app(columns: int, rows: int, *wanted: str, **fields: Any) -> Terminal:
    argv: list[str | Path] = [sys.executable, CODE_APP, json.dumps(fields), *wanted]
    return Terminal(argv, columns=columns, rows=rows, env=PATH)


def test_programme_has_what_is_meant_to_be_read() -> None:
    kinds = [target.kind for target in things(None, "room", "project")]
    assert (kinds.count("room"), kinds.count("project")) == (11, 83)


# Each theme with the codes that tests/web does not read in it.
@pytest.mark.parametrize(("theme", "base_url"), [*zip(PALETTES, (BASE_URL, BASE_URL, None), strict=True)])
def test_every_stage_project_and_station_is_read_at_80_by_24(theme: str, base_url: str | None) -> None:
    with code_app(80, 24, *STANDING, theme=theme, base_url=base_url) as terminal:
        assert_all_read(terminal, things(base_url, *STANDING))


@pytest.mark.parametrize("theme", [name.removeprefix("festival-") for name in PALETTES])
def test_code_of_a_stage_is_reached_on_a_kiosk_by_keys_alone(theme: str, tmp_path: Path) -> None:
    argv = ["kiosk", "--at", AT, "--theme", theme, "--base-url", BASE_URL]
    home = {"FESTIVAL_HOME": str(warm(tmp_path))}
    with Terminal([sys.executable, "-m", "festival", *argv], env=home) as terminal:
        stages = {target.link.clear_text: target.link.url for target in things(BASE_URL, "room")}
        terminal.wait_for("Bildschirm berühren").press("down")
        terminal.wait_for("Hansaplatz").press("enter")
        terminal.wait_for("QR").press("right", "right", "enter")
        terminal.wait_for(lambda shown: any(address in shown.text() for address in stages))
        [url] = [url for address, url in stages.items() if address in terminal.text()]
        assert decode(pixels(terminal.screen)) == [url]


@pytest.mark.parametrize("large", [False, True])
def test_the_longest_address_is_read_at_every_size(large: bool) -> None:
    longest = max(things(None, "room", "project"), key=lambda target: len(target.link.url))
    with code_app(80, 24, longest.ref, large=large) as terminal:
        assert_all_read(terminal, [longest], large=large)
        for size in ((120, 33), (160, 45), (60, 80)):
            before = len(terminal.log)
            terminal.resize(*size)
            terminal.wait_for(partial(reads_anew, url=longest.link.url, before=before))
        assert packed(longest.link.clear_text) in words_beside_code(terminal.screen)


def reads_anew(terminal: Terminal, url: str, before: int) -> bool:
    """Whether the code is read from what was painted since the log was so long."""
    return len(terminal.log) > before and decode(pixels(terminal.screen, (8, 16))) == [url]


@pytest.mark.parametrize("base_url", [None, BASE_URL])
def test_every_session_is_read_in_large_text(base_url: str | None) -> None:
    with code_app(80, 24, "session", large=True, base_url=base_url) as terminal:
        assert_all_read(terminal, things(base_url, "session"), large=True)
