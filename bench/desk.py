"""An edit by hand: from the Enter on the desk's own pty to the bytes on a following kiosk's pty that tell of it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.figures import Figure
from bench.subjects import FESTIVAL, SMALL, app, environment
from bench.tty import Program
from bench.way import EditFloors, RealHub, Round, figures, following_kiosk, painted, real_hub
from festival.schedule.edits import DelayRoom

_PAUSE_S = 1.0
"""From one answer to the next Enter: sooner, the desk takes it for a held key, and the hub slows the token down."""
_WARM = 5
_ROUND = 30
"""Edits of a round."""
_BODY = DelayRoom(room="room-0", minutes=1, from_session="session-76").model_dump_json().encode()
"""About what the desk posts."""


def _desk(hub: RealHub, programme: str | Path, home: Path) -> Program:
    """Start the desk on its Board."""
    argv = (FESTIVAL, "desk", "--hub", hub.address, "--programme", programme, "--language", "de")
    return Program(argv, {**environment(home), "FESTIVAL_TOKEN": hub.token})


def _prepare(desk: Program, kiosk: Program, not_before: float) -> None:
    """Ask for one minute more on the first stage, and wait until the preview is read and the kiosk rests."""
    desk.output.clear()
    desk.write(b".")
    desk.read_until("Veröffentlichen".encode())
    while True:
        desk.read_until_quiet(0.05)
        kiosk.read_until_quiet(0.05)
        if time.perf_counter() >= not_before:
            break
    kiosk.output.clear()


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield the figures of 30 edits in each of `rounds` rounds; each edit moves the sessions of half a day in a room."""
    programme = app(home, SMALL).argv[2]
    found: list[Round] = []
    with ExitStack() as stack:
        hub = stack.enter_context(real_hub(programme, home / "desk-hub"))
        kiosk = stack.enter_context(following_kiosk(hub, programme, home / "desk-kiosk"))
        floors = stack.enter_context(EditFloors.running(home))
        desk = stack.enter_context(_desk(hub, programme, home / "desk"))
        desk.read_until(b"Leitung")
        desk.read_until_idle()
        answered = 0.0
        for delay in range(1, rounds * _ROUND + _WARM + 1):
            _prepare(desk, kiosk, answered + _PAUSE_S)
            echo, post = floors.take(_BODY)
            began = time.perf_counter()
            desk.write(b"\r")
            took = painted(kiosk, f"Raum 0: {delay} min später".encode(), began)
            desk.read_until(f"Stand {delay}:".encode())
            answered = time.perf_counter()
            if delay > _WARM:
                found.append(Round(took, echo, post))
    yield from figures("Enter on the desk to painted on a kiosk", found)
