"""The screen of a Textual app under `run_test`, as the same emulated screen that a pty feeds."""

from typing import Any

from rich.console import Console
from textual.app import App

from rig.screen import Screen


def shown(app: App[Any]) -> Screen:
    """Draw what the app's compositor has now, in 24-bit colour; filters have been applied to it."""
    columns, rows = app.size
    screen = Screen(columns, rows)
    console = Console(color_system="truecolor", force_terminal=True, no_color=False)
    lines = [strip.render(console) for strip in app.screen._compositor.render_strips()]
    screen.feed("\r\n".join(lines).encode())
    return screen
