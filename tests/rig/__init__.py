"""The test rig: a program in a real pty, its bytes on an emulated screen, the screen as pixels.

with Terminal(["festival"], columns=80, rows=24) as terminal:
    terminal.wait_for("Programme")
    terminal.press("down", "enter")
    assert decode(pixels(terminal.screen)) == ["HTTPS://..."]
"""

from rig.cell import Cell
from rig.codes import decode
from rig.drawing import pixels
from rig.screen import Screen
from rig.terminal import Terminal

__all__ = ["Cell", "Screen", "Terminal", "decode", "pixels"]
