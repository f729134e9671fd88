"""A hub of one's own, for a rehearsal: a child process that ends, and takes its folder along, when its parent ends.

The parent holds the writing end of a pipe and never writes. However it ends, by ``kill -9`` too, the kernel closes that
end; the child reads the end of the file and stops. The child has a session of its own, so that no key of the terminal
and no hang-up reaches it before. It says once, in a line of JSON, where it is and with which tokens edits are made.
Its folder is made by the parent and removed by both: each may be killed, or hang, before it could.
"""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from festival.cli.network import Doors
from festival.schedule.errors import FestivalError

if TYPE_CHECKING:
    from festival.schedule.changes import Change
    from festival.schedule.model import Schedule

PREFIX: Final = "festival-rehearsal-"
_TOKENS: Final = 16
"""A hub takes ten edits at once of each token, and a real day has a burst of 51; a slow rehearsal would hold it up."""
_GRACE_S: Final = 3.0
_READ_BYTES: Final = 64 * 1024


class NoHubError(FestivalError):
    """The hub of a rehearsal did not start, or is gone: says why."""


@dataclass(frozen=True, slots=True)
class Day:
    """What the hub shows, and when its day begins."""

    trace: str
    programme: str
    """The folder of the programme's files."""
    cache: str
    """The folder of the compiled programme."""
    start: str
    """The instant (ISO 8601) at which the hub's clock begins when it is ready."""
    rate: float
    base_url: str | None = None
    """Where phones reach it, if they do."""


@dataclass(frozen=True, slots=True)
class Address:
    """What is needed to follow the hub and to edit through it."""

    url: str
    tokens: tuple[str, ...]
    """Of the role ``admin``."""
    desk: str
    """Of the role ``admin`` too, for a person beside what is played."""
    kiosk: str
    """Of the role ``kiosk``, for what a screen asks for its visitor."""


class OwnHub:
    """The child process, seen from its parent. It writes errors to the parent's stderr if that `is_heard`."""

    def __init__(self, day: Day, doors: Doors | None = None, *, is_heard: bool) -> None:
        """Start it behind `doors`, which are its own from now on; without any only this machine reaches it."""
        doors = doors or Doors.open()
        passed = [one.fileno() for one in doors.sockets]
        self.folder = Path(mkdtemp(prefix=PREFIX))
        """Everything that it writes is in here."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(self.folder), json.dumps(asdict(day)), *map(str, passed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if is_heard else subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=passed,
        )
        doors.close()
        self._said = b""

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    async def address(self) -> Address:
        """Wait until the hub answers, and return where; may be given up, and asked again. Raises :class:`NoHubError`."""
        try:
            said = json.loads(await self._line())
        except ValueError:  # no line, or ended already
            raise NoHubError("The hub of the rehearsal ended before it was ready.") from None
        if "error" in said:
            raise NoHubError(f"The hub of the rehearsal cannot start: {said['error']}")
        return Address(said["url"], tuple(said["tokens"]), said["desk"], said["kiosk"])

    def check(self) -> None:
        """Raise :class:`NoHubError` if the hub has ended, though nobody has ended it."""
        code = self._process.poll()
        if code is None or self._process.stdin is None or self._process.stdin.closed:
            return
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        raise NoHubError(
            f"The hub of the rehearsal has ended of itself ({how}): from then on nothing was played. Begin again."
        )

    async def _line(self) -> bytes:
        """Return what the hub says. Raises :class:`ValueError` after the end."""
        assert self._process.stdout is not None  # noqa: S101 - the type checker cannot know
        pipe = self._process.stdout.fileno()
        while not self._said.endswith(b"\n"):
            await _until_readable(pipe)
            if not (data := os.read(pipe, _READ_BYTES)):
                break
            self._said += data
        return self._said

    def end(self) -> None:
        """End the hub and remove its folder, also if it hangs, or this is interrupted; does nothing the second time."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE_S + 1)
        finally:
            self._process.kill()  # unless it has ended
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()
            shutil.rmtree(self.folder, ignore_errors=True)


async def _until_readable(pipe: int) -> None:
    # In no thread: asyncio waits at its end for each of its threads, also for one that reads from a hub that hangs.
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(pipe, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(pipe)


def main(folder: Path, argument: str, *bound: str) -> int:
    """Serve from `folder` the hub of the day that `argument` describes until the parent ends; return the exit code.

    `bound` are the descriptors of its sockets.
    """
    day = Day(**json.loads(argument))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until the hub serves, which has a way of its own
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    try:
        _serve(day, folder, [socket.socket(fileno=int(one)) for one in bound])
    except FestivalError as error:
        _say({"error": str(error)})
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _end_with_parent(folder: Path) -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_S)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _say(what: object) -> None:
    with suppress(OSError):  # nobody listens: then the end is near
        os.write(1, json.dumps(what).encode() + b"\n")


def _serve(day: Day, folder: Path, bound: Sequence[socket.socket]) -> None:
    from festival.clock import clock_from, system_clock
    from festival.hub.options import Options
    from festival.hub.server import Started, run
    from festival.hub.tokens import TokenFile
    from festival.programme.traces import open_trace
    from festival.schedule.rehearsal import Rehearsal
    from festival.store import open_store

    trace = open_trace(day.trace, Path(day.programme), Path(day.cache))
    programme, start = trace.programme(), datetime.fromisoformat(day.start)
    rehearsal = Rehearsal(programme, trace.edits())
    rehearsal.at(start)
    asyncio.run(_keep(folder / "log.sqlite", programme, rehearsal.made.values()))
    file = TokenFile(folder / "tokens.json")
    labels = (*("rehearsal",) * _TOKENS, "desk")
    *tokens, desk = (file.make("admin", now=system_clock(), label=label)[0] for label in labels)

    kiosk = file.make("kiosk", now=system_clock(), label="kiosk")[0]

    def ready(started: Started) -> None:
        _say(asdict(Address(started.address, tuple(tokens), desk, kiosk)))

    run(
        Options(
            tokens=folder / "tokens.json",
            disk=folder,
            base_url=day.base_url,
            clock=clock_from(start, rate=day.rate),
            rate=day.rate,
        ),
        open_store(folder / "log.sqlite"),
        programme,
        ready=ready,
        bound=bound,
    )


async def _keep(path: Path, programme: "Schedule", made: "Iterable[Change]") -> None:
    """Make the log of a hub that has done `made`, at the times they have."""
    from festival.schedule.changes import fold
    from festival.schedule.digests import digest
    from festival.store import open_store
    from festival.store.log import Pending

    store = open_store(path)
    schedule = await store.open(programme)
    batch = []
    for change in made:
        schedule = fold(schedule, [change])
        known = change.model_copy(update={"digest": digest(schedule)})
        batch.append(Pending(known, key=f"rehearsal-{change.revision}", request=b""))
    if batch:
        await store.append(batch)
    await store.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
