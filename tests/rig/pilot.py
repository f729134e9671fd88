"""The screen of a Textual app under `run_test`, as the same emulated screen that a pty feeds."""

from typing import Any

from rich.console import Console
from textual.app import App
from textual.events import MouseDown, MouseUp
from textual.pilot import Pilot

from rig.screen import Screen


def shown(app: App[Any]) -> Screen:
    """Draw what the app's compositor has now, in 24-bit colour; filters have been applied to it."""
    columns, rows = app.size
    screen = Screen(columns, rows)
    console = Console(color_system="truecolor", force_terminal=True, no_color=False)
    lines = [strip.render(console) for strip in app.screen._compositor.render_strips()]
    screen.feed("\r\n".join(lines).encode())
    return screen


async def touch(pilot: Pilot[Any], down: tuple[int, int], up: tuple[int, int] | None = None) -> None:
    """Touch the screen at the column and row `down` and let go at `up`, by default there.

    Unlike the pilot's own clicks the events come in as from a terminal, so that Textual itself decides what a click is.
    """
    for kind, (x, y) in ((MouseDown, down), (MouseUp, up or down)):
        pilot.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await pilot.pause()
    await pilot.pause()
