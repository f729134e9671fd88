"""A small app on `FestivalApp` that measures its own event loop and fails on request.

    python probe_app.py [--terminal] [--log FILE]

F12 reports: a serial number, how long the event loop stood still since the last report (milliseconds), and what the
app has counted. F1 to F7, F9 and F10 make a fault, each in another place.
"""

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from festival.tui.base import FestivalApp, FestivalScreen
from festival.tui.guard import CrashGuard, configure_logging

SECRET = "what a visitor typed"


def fail() -> None:
    local_secret = SECRET
    raise ValueError(f"cannot find {local_secret}")


class Broken(Widget):
    """Fails when it is painted."""

    def render(self) -> str:
        fail()
        return ""


class Unmade(FestivalScreen[None]):
    """Fails when it is composed."""

    def compose(self) -> ComposeResult:
        yield Static("UNMADE")
        fail()


class Away(FestivalScreen[None]):
    """Somewhere that is not home."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "fail_here", "Action"),
        Binding("f2", "fail_timer", "Timer"),
        Binding("f3", "fail_worker", "Worker"),
        Binding("f4", "fail_render", "Render"),
        Binding("f5", "fail_task", "Task"),
        Binding("f6", "fail_thread", "Thread"),
        Binding("f7", "fail_idle", "Later"),
    ]

    def compose(self) -> ComposeResult:
        yield Static("PROBE AWAY")

    def action_fail_here(self) -> None:
        fail()

    def action_fail_timer(self) -> None:
        self.set_timer(0.01, fail)

    def action_fail_worker(self) -> None:
        async def work() -> None:
            fail()

        self.run_worker(work())

    def action_fail_render(self) -> None:
        self.mount(Broken())

    def action_fail_task(self) -> None:
        async def work() -> None:
            fail()

        self.app.tasks_made.append(repr(asyncio.create_task(work())))  # type: ignore[attr-defined]

    def action_fail_thread(self) -> None:
        self.run_worker(fail, thread=True)

    def action_fail_idle(self) -> None:
        self.call_after_refresh(fail)


class Home(FestivalScreen[None]):
    CSS = "Static, Input { height: 3; }"

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("PROBE HOME")
            yield Static("-", id="report")
            yield Static(
                "[@click=app.quit]QUIT[/] [@click=app.suspend_process]SUSPEND[/] [@click=screen.maximize]x[/]"
            )
            yield Input(placeholder="Search", max_length=60)
        yield Footer()


class Probe(FestivalApp[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "report", "Report", priority=True),
        Binding("f11", "away", "Away", priority=True),
        Binding("f10", "unmade", "Unmade", priority=True),
        Binding("f9", "fail_everywhere", "Fail", priority=True),
    ]

    def __init__(self, *, locked: bool, log: Path | None) -> None:
        farewell = f"Details: {log}" if log and not locked else None
        super().__init__(locked=locked, guard=CrashGuard(farewell=farewell))
        self.stall_s = self.pause_s = 0.0
        self.serial = 0
        self.pastes = 0
        self.sizes: list[str] = []
        self.tasks_made: list[str] = []

    async def on_mount(self) -> None:
        self.watching = asyncio.create_task(self.note_stalls())
        await self.push_screen(Home())

    async def note_stalls(self) -> None:
        """Note the longest time for which the event loop did not turn, and how much of it this process worked.

        The second is what the app itself can be blamed for on a machine that others keep busy.
        """
        while True:
            began_s, worked_s = time.perf_counter(), time.process_time()
            await asyncio.sleep(0.002)
            pause_s = time.perf_counter() - began_s - 0.002
            self.pause_s = max(self.pause_s, pause_s)
            self.stall_s = max(self.stall_s, min(pause_s, time.process_time() - worked_s))

    def on_resize(self, event: Resize) -> None:
        size = f"{event.size.width}x{event.size.height}"
        if size != "100x30":
            self.sizes.append(size)

    def on_paste(self) -> None:
        self.pastes += 1

    async def go_home(self) -> None:
        while len(self.screen_stack) > 2:
            await self.pop_screen()

    def action_report(self) -> None:
        self.serial += 1
        typed = len(self.screen.query_one(Input).value)
        size = f"{self.size.width}x{self.size.height}"
        stall_ms, pause_ms = round(self.stall_s * 1000), round(self.pause_s * 1000)
        report = f"report={self.serial} stall={stall_ms} pause={pause_ms} typed={typed} size={size}"
        report += f" pastes={self.pastes} sizes={','.join(self.sizes)}"
        self.sizes.clear()
        self.screen.query_one("#report", Static).update(report)
        self.stall_s = self.pause_s = 0.0

    def action_away(self) -> None:
        self.push_screen(Away())

    def action_unmade(self) -> None:
        self.push_screen(Unmade())

    def action_fail_everywhere(self) -> None:
        fail()


def main() -> None:
    log = Path(sys.argv[sys.argv.index("--log") + 1]) if "--log" in sys.argv else None
    configure_logging(log)
    app = Probe(locked="--terminal" not in sys.argv, log=log)
    app.run()
    os.write(2, b"PROBE ENDED\r\n")
    sys.exit(app.return_code)


if __name__ == "__main__":
    main()
