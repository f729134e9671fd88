"""The locked kiosk with a festival of hostile texts, steered and measured through a socket beside its terminal.

    python hostile_app.py SOCKET LOG

Each line that arrives on the Unix socket is a JSON object with one order; each is answered by one line when what
it led to is painted: :class:`stress.hostile_terminal.Answer`.
"""

import asyncio
import gc
import json
import sys
import time
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any, Final

from textual.events import Event, Key

from festival.clock import clock_from
from festival.kiosk.app import ProgrammeApp
from festival.kiosk.idle import Idle
from festival.kiosk.messages import Change, Go
from festival.kiosk.page import Page
from festival.kiosk.pages.attract import AttractPage
from festival.tui.driver import KioskDriver
from festival.tui.guard import CrashGuard, configure_logging
from festival.tui.pin import PinGate, PinHash
from kiosk.conftest import make_state
from stress.poison import poisoned, whole_schedule
from stress.texts import HOSTILE

END_OF_INPUT: Final = "f12"
"""A key that means nothing to the kiosk; behind everything that was typed and touched it tells that all has arrived."""


def forget_what_was_worked_out() -> None:
    """Empty the caches, so that a text costs again what it costs when it is new."""
    for name, module in list(sys.modules.items()):
        for value in vars(module).values() if name.startswith("festival.") else ():
            if isinstance(value, _lru_cache_wrapper):
                value.cache_clear()


class _Mark(str):
    """Nothing to see: it goes the way of every frame, and so tells when those before it are written."""

    __slots__ = ("written",)
    written: asyncio.Event


class CountingDriver(KioskDriver):
    """Knows how many bytes went to the terminal."""

    written = 0

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        write = self._output.write

        def count(text: str) -> None:
            write(text)
            self.written += len(text.encode("utf-8", "replace"))
            if isinstance(text, _Mark):
                self._event_loop.call_soon_threadsafe(text.written.set)

        self._output.write = count  # type: ignore[method-assign]

    async def all_written(self) -> int:
        mark = _Mark()
        mark.written = asyncio.Event()
        self.write(mark)
        await mark.written.wait()
        return self.written


class HostileApp(ProgrammeApp):
    """Shows on order a page with one of the texts; notes stalls and actions."""

    def __init__(self, socket: str) -> None:
        self.plain = whole_schedule()
        self.schedules = {"": self.plain} | {
            name: poisoned(self.plain, text) for name, text in HOSTILE.items()
        }
        picks = tuple(one.id for one in self.plain.sessions)
        # What is urgent would cover every page.
        state = make_state(self.plain, kiosk_id="K1", picks=picks, understood=self.plain.announcements)
        super().__init__(
            state,
            clock_from(state.now, lambda: 0.0),
            idle=Idle(lambda: 0.0),
            guard=CrashGuard(limit=1_000),
            gate=PinGate(PinHash.of("4711"), monotonic=lambda: 0.0),
        )
        self.socket = socket
        self.stall_s = 0.0
        self.actions: list[str] = []
        self.heard = asyncio.Event()

    def get_driver_class(self) -> type[KioskDriver]:
        return CountingDriver

    def on_ready(self) -> None:
        super().on_ready()
        self.tasks = [asyncio.create_task(self._note_stalls()), asyncio.create_task(self._obey())]

    async def _note_stalls(self) -> None:
        """Note the most that the event loop had to do at once.

        Counted in time of the processor: that others use it meanwhile is no fault of a text.
        """
        while True:
            began = time.thread_time()
            await asyncio.sleep(0.002)
            self.stall_s = max(self.stall_s, time.thread_time() - began)

    async def run_action(self, action: Any, *args: Any, **options: Any) -> bool:
        self.actions.append(str(action))
        return await super().run_action(action, *args, **options)

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key) and event.key == END_OF_INPUT:
            self.heard.set()
        await super().on_event(event)

    async def _obey(self) -> None:
        reader, writer = await asyncio.open_unix_connection(self.socket)
        await self._settle()
        while True:
            writer.write(json.dumps(await self._report()).encode() + b"\n")
            await writer.drain()
            line = await reader.readline()
            if not line:
                return
            self.stall_s = 0.0
            self.actions.clear()
            await self._do(**json.loads(line))
            await self._settle()

    async def _do(self, order: str, what: str = "", subject: str = "") -> None:
        match order:
            case "text":
                forget_what_was_worked_out()
                schedule = self.schedules[what].model_copy()
                self.state = self.state.with_(schedule=schedule, understood=schedule.announcements)
            case "urgent":
                known = self.state.schedule.announcements if what == "off" else ()
                self.state = self.state.with_(understood=known)
            case "go":
                self.post_message(Go(what, subject))
            case "layout":
                self.post_message(Change(layout=what))
            case "large":
                self.post_message(Change(large=what == "on"))
            case "turn" if isinstance(self.screen, AttractPage):
                self.screen.turn()
            case "freeze":
                gc.collect()
                gc.freeze()
            case "hear":
                await self.heard.wait()
                self.heard.clear()

    async def _settle(self) -> None:
        """Wait until the messages are dealt with, the screen is painted, and the frame is written."""
        for _ in range(3):
            painted = asyncio.Event()
            self.call_later(self._when_painted, painted)
            await painted.wait()

    def _when_painted(self, painted: asyncio.Event) -> None:
        self.screen.call_after_refresh(painted.set)

    async def _report(self) -> dict[str, Any]:
        driver = self._driver
        assert isinstance(driver, CountingDriver)
        page = self.screen
        return {
            "page": page.NAME if isinstance(page, Page) else type(page).__name__,
            "subject": page.subject if isinstance(page, Page) else "",
            "stall_ms": round(self.stall_s * 1000),
            "actions": self.actions.copy(),
            "written": await driver.all_written(),
        }


def main() -> None:
    configure_logging(Path(sys.argv[2]))
    app = HostileApp(sys.argv[1])
    app.run()
    sys.exit(app.return_code)


if __name__ == "__main__":
    main()
