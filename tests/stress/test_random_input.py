"""A thousand random keys, touches and window sizes: the locked kiosk shows a page of its own and writes nowhere else."""

import random
from collections.abc import Iterator
from typing import Final

import pytest

from festival.kiosk.pin_file import VARIABLE
from festival.tui.pin import PinHash
from rig import Terminal
from rig.keys import key_text, mouse_text
from stress.conftest import AT, Machine, Start, is_on_a_page

INPUTS: Final = 1_000
SIZES: Final = ((80, 24), (160, 45), (60, 80), (120, 33), (40, 10), (20, 5))
NAMED: Final = (
    "enter", "tab", "shift+tab", "space", "backspace", "escape", "up", "down", "left", "right", "home", "end",
    "insert", "delete", "pageup", "pagedown", *(f"f{number}" for number in range(1, 13)),
)  # fmt: skip
MODIFIED: Final = ("ctrl+{}", "alt+{}", "{}")
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
OTHERS: Final = "0123456789 äöüßÄé€漢😀\u0301\u200b\u202e/:.,-_#'\"\\[]{}()<>|~^`´+*?!§$%&="
NOW: Final = ("On now", "Jetzt ·")
"""The heading of the home page."""


def random_input(dice: random.Random, columns: int, rows: int) -> str:
    """Give what one key, or one move of a mouse or finger, sends."""
    kind = dice.random()
    if kind < 0.35:
        return key_text(dice.choice(NAMED))
    if kind < 0.5:
        return key_text(dice.choice(MODIFIED).format(dice.choice(LETTERS)))
    if kind < 0.6:
        return dice.choice(OTHERS)
    column, row = dice.randrange(columns), dice.randrange(rows)
    if kind < 0.9:
        pressed, released = (mouse_text(column, row, down=down) for down in (True, False))
        return dice.choice((pressed + released, pressed + released, pressed, released))
    # The wheel, other buttons, a finger that moves (xterm ctlseqs, "Button codes").
    return mouse_text(column, row, button=dice.choice((64, 65, 66, 67, 1, 2, 3, 32, 35, 8, 128)), down=True)


def random_inputs(seed: int) -> Iterator[str | tuple[int, int]]:
    """Give texts to send, and sizes that the window takes."""
    dice = random.Random(seed)
    size = SIZES[0]
    for _ in range(INPUTS):
        if dice.random() < 0.01:
            size = dice.choice(SIZES)
            yield size
        else:
            yield random_input(dice, *size)


def give(terminal: Terminal, inputs: Iterator[str | tuple[int, int]]) -> None:
    """Give all inputs, about as fast as they are dealt with: a flood would be cut short (tests/lockdown)."""
    for one in inputs:
        if isinstance(one, tuple):
            terminal.resize(*one)
        else:
            terminal.send(one)
        terminal._exchange(0.004)
    while terminal._unsent and terminal.returncode is None:
        terminal._exchange(0.05)


@pytest.mark.parametrize("seed", [2022, 527])
def test_the_kiosk_shows_a_page_and_writes_nowhere_else_after(
    seed: int, machine: Machine, start: Start
) -> None:
    pin = str(PinHash.of("384016529731"))
    kiosk = start("kiosk", "--id", "K1", *AT, env={VARIABLE: pin})
    kiosk.wait_for(is_on_a_page)
    give(kiosk, random_inputs(seed))
    kiosk.resize(80, 24)
    kiosk.wait_for(is_on_a_page).wait_quiet()
    assert kiosk.returncode is None
    assert is_on_a_page(kiosk), kiosk.text()
    kiosk.click((4, 1))
    kiosk.wait_for(lambda shown: any(heading in shown.text() for heading in NOW))
    assert machine.log() == ""
    assert machine.strangers() == []
    screen = kiosk.screen
    assert (screen.titles, screen.oscs, screen.strings, screen.bells) == ([], [], [], 0)
