"""Opening the desk's history of a long day, against that of a short one."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from bench.figures import Figure, ratio
from bench.subjects import FESTIVAL, SMALL, app, environment
from bench.tty import Program
from bench.way import RealHub, painted, real_hub
from festival.programme import load
from festival.schedule.apply import apply
from festival.schedule.changes import fold
from festival.schedule.edits import SetSessionState
from festival.store import open_store
from festival.store.log import Pending

FEW, MANY = 100, 10_000
_BATCH = 500
_REPEATS = 15
"""Openings of each desk in a round, in turns."""


async def _write_log(programme: Path, store: Path, count: int) -> None:
    """Write a log of `count` changes of a hundred sessions."""
    schedule = load(programme)
    log = open_store(store)
    schedule = await log.open(schedule)
    begin = schedule.festival.days[0].start
    pending: list[Pending] = []
    for number in range(count):
        state = ("few", "full", "open")[number // 100 % 3]
        edit = SetSessionState(session=f"session-{number % 100}", state=state)
        change = apply(schedule, edit, now=begin + timedelta(seconds=number), by="Ada")
        schedule = fold(schedule, [change])
        pending.append(Pending(change, f"key-{number}", b"x" * 32))
        if len(pending) == _BATCH or number == count - 1:
            await log.append(pending)
            pending = []
    await log.keep(schedule)
    await log.close()


@dataclass
class _Desk:
    """A hub with a log of some length, and a desk at it in its own pty."""

    hub: RealHub
    program: Program
    count: int
    opening: list[float] = field(default_factory=list)
    """Milliseconds from the key to the bytes of the newest change."""
    answer: list[float] = field(default_factory=list)
    """Milliseconds from asking the hub for the newest hundred changes to its answer."""

    def ask(self) -> float:
        """Ask the hub for the newest changes."""
        http = HTTPConnection("127.0.0.1", self.hub.port, timeout=20)
        http.connect()
        began = time.perf_counter()
        http.request("GET", "/api/changes?limit=100", headers={"Authorization": f"Bearer {self.hub.token}"})
        found = json.loads(http.getresponse().read())
        took = (time.perf_counter() - began) * 1000
        http.close()
        assert found["changes"][0]["revision"] == self.count
        return took

    def fetch_all(self) -> None:
        """Have the desk fetch every change, as it does before it proposes to undo all of a person."""
        program = self.program
        program.write(b"7")
        program.read_until_idle()
        program.output.clear()
        for key in (b"U", b"\x1b[F", b"\r"):
            program.write(key)
            program.read_until_quiet(0.2)
        program.read_until(b"Alles von Ada")
        program.write(b"\x1b")
        program.read_until_idle()
        program.write(b"1")
        program.read_until_idle()

    def open(self) -> float:
        """Go from the Board to the history, and back."""
        program = self.program
        program.output.clear()
        began = time.perf_counter()
        program.write(b"7")
        took = painted(program, f"Stand {self.count}".encode(), began)
        program.read_until_quiet(0.05)
        program.write(b"1")
        program.read_until_quiet(0.1)
        return took


def _desk(stack: ExitStack, home: Path, programme: Path, count: int) -> _Desk:
    place = home / f"history-{count}"
    asyncio.run(_write_log(programme, place / "state" / "hub" / "festival.sqlite", count))
    hub = stack.enter_context(real_hub(programme, place))
    argv = (FESTIVAL, "desk", "--hub", hub.address, "--programme", programme, "--language", "de")
    environ = {**environment(home / f"history-desk-{count}"), "FESTIVAL_TOKEN": hub.token}
    program = stack.enter_context(Program(argv, environ))
    program.read_until(b"Leitung")
    program.read_until_idle()
    return _Desk(hub, program, count)


def _compared(name: str, few: list[float], many: list[float]) -> Figure:
    return Figure(
        name=f"{name} with {MANY:,} changes against {FEW}",
        floor=f"{FEW} changes {median(few):.1f} ms",
        figure=f"{median(many):.1f} ms",
        value=ratio(many, few),
        bound=1.5,
    )


def _in_turns(desks: tuple[_Desk, _Desk], rounds: int, take: Callable[[_Desk], None]) -> None:
    for _ in range(rounds * _REPEATS):
        for desk in desks:
            take(desk)


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield the figures of 15 openings in each of `rounds` rounds, of a short and a long log in turns."""
    programme = Path(app(home, SMALL).argv[2])
    with ExitStack() as stack:
        few, many = (_desk(stack, home, programme, count) for count in (FEW, MANY))
        for desk in (few, many):
            desk.ask()
            desk.open()
        _in_turns((few, many), rounds, lambda desk: desk.answer.append(desk.ask()))
        _in_turns((few, many), rounds, lambda desk: desk.opening.append(desk.open()))
        few_again: list[float] = []
        many.fetch_all()
        whole: list[float] = []
        for _ in range(rounds * _REPEATS):
            few_again.append(few.open())
            whole.append(many.open())
    yield _compared("opening History", few.opening, many.opening)
    yield _compared("the same when the desk has fetched all of them,", few_again, whole)
    yield _compared("the hub's newest hundred changes", few.answer, many.answer)
