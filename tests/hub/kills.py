"""A hub in a process that is killed again and again, writers that want their edits made, and followers that note all.

Everything here is what a festival runs: ``festival hub``, :func:`festival.client.follower.follow` and
:class:`festival.client.editing.Editor`.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from festival.client.clock import HubClock
from festival.client.editing import Editor
from festival.client.errors import Unanswered
from festival.client.followed import Followed
from festival.client.follower import follow
from festival.client.kept import Kept
from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor
from festival.schedule.edits import DelaySession, Edit, SetRoomState, SetStationState
from festival.schedule.model import Schedule
from rig.home import warm


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class MortalHub:
    """``festival hub`` on a port of its own, with its files in `folder`; `where` is its log."""

    def __init__(self, folder: Path, where: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "hub.log"
        self.away_s: list[float] = []
        """After each kill, how long until it answered again."""
        self._command = [sys.executable, "-m", "festival", "hub", "--store", where, "--port", str(self.port)]
        self._command += ["--tokens", str(folder / "tokens.json")]
        self._environment = {**os.environ, "FESTIVAL_HOME": str(warm(folder))}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Let it begin; return when it answers."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdout=asyncio.subprocess.PIPE, stderr=log, env=self._environment
            )
        assert self._process.stdout is not None
        said = (await self._process.stdout.readline()).decode().strip()
        assert said == self.url, self.log.read_text()[-2000:]

    async def kill(self) -> None:
        """Kill it (SIGKILL), wherever it is."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        assert await self._process.wait() == -signal.SIGKILL

    async def kill_and_start(self) -> None:
        """Kill it and start it at once on the same port."""
        begun = time.monotonic()
        await self.kill()
        await self.start()
        self.away_s.append(time.monotonic() - begun)


@contextlib.asynccontextmanager
async def mortal(folder: Path, where: str) -> AsyncIterator[MortalHub]:
    """Give a hub that answers, and kill it in the end."""
    hub = MortalHub(folder, where)
    try:
        await hub.start()
        yield hub
    finally:
        with contextlib.suppress(ProcessLookupError):
            await hub.kill()


def _station_state(schedule: Schedule, number: int, reason: dict[str, str]) -> Edit:
    return SetStationState(
        station=schedule.stations[0].id, state="busy", wait_min=number % 600, reason=reason
    )


def _room_state(schedule: Schedule, number: int, reason: dict[str, str]) -> Edit:
    return SetRoomState(room=schedule.rooms[0].id, state="busy", wait_min=number % 600, reason=reason)


def _delay(schedule: Schedule, number: int, reason: dict[str, str]) -> Edit:
    minutes = -1 if number % 2 else 1
    return DelaySession(session=schedule.sessions[0].id, minutes=minutes, reason=reason, earlier=minutes < 0)


KINDS: dict[str, Callable[[Schedule, int, dict[str, str]], Edit]] = {
    "station": _station_state,
    "room": _room_state,
    "session": _delay,
}
"""What each writer edits, by its name: a thing of its own, so that nothing it wants can conflict."""


@dataclass
class Writer:
    """Makes one numbered edit after another, each as often as it takes with the same key; notes what was answered."""

    name: str
    editor: Editor
    schedule: Schedule
    acknowledged: list[tuple[Cursor, Change]] = field(default_factory=list)
    is_enough: bool = False
    """Make no more edits after the one that is under way."""

    async def run(self) -> None:
        """Edit until it is enough. Nothing is refused: each edit is made from what the last one led to."""
        seen = Cursor(self.schedule.epoch, self.schedule.revision)
        for number in count():
            if self.is_enough:
                return
            edit = KINDS[self.name](self.schedule, number, {"und": f"{self.name} {number}"})
            cursor, change = await self._made(edit, seen)
            self.acknowledged.append((cursor, change))
            seen = cursor

    async def _made(self, edit: Edit, seen: Cursor) -> tuple[Cursor, Change]:
        key = None
        while True:
            try:
                return await self.editor.edit(edit, seen, key=key)
            except Unanswered as error:
                key = error.key


@dataclass
class Trail:
    """What one follower was given, and each way in which it was not what a follower may be given."""

    last: Followed | None = None
    applied: list[Change] = field(default_factory=list)
    wholes: int = 0
    """How often the schedule came whole."""
    faults: list[str] = field(default_factory=list)

    @property
    def cursor(self) -> Cursor | None:
        """Where the follower is."""
        return Cursor(self.last.schedule.epoch, self.last.schedule.revision) if self.last else None

    def note(self, now: Followed) -> None:
        """Take the next state."""
        before, after = self.cursor, Cursor(now.schedule.epoch, now.schedule.revision)
        self.last = now
        if before is None or before == after:
            if now.changes:
                self.faults.append(f"changes that lead from {before} to {after}")
        elif now.changes:
            self.applied += now.changes
            expected = [
                Cursor(before.epoch, revision) for revision in range(before.revision + 1, after.revision + 1)
            ]
            if [Cursor(after.epoch, change.revision) for change in now.changes] != expected:
                self.faults.append(
                    f"{[change.revision for change in now.changes]} lead from {before} to {after}"
                )
        else:
            self.wholes += 1
            if before.epoch == after.epoch and before.revision > after.revision:
                self.faults.append(f"from {before} back to {after}")


async def note(hub: str, start: Kept, trail: Trail) -> None:
    """Follow `hub` until cancelled."""
    async for followed in follow(hub, start, clock=HubClock()):
        trail.note(followed)


@contextlib.asynccontextmanager
async def running(*works: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Do endless `works` meanwhile. Raises what one of them raised."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work) for work in works]
        yield
        for task in tasks:
            task.cancel()
