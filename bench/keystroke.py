"""A letter typed into the search: from the key's byte to the frame that shows what it finds."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from bench.figures import Figure, ratio
from bench.subjects import LARGE, SMALL, app, start, warm
from bench.tty import COLUMNS, ROWS, BenchError, Program
from rig.keys import mouse_text
from rig.screen import Screen

WORDS = ("zukunft", "werkstatt", "garten 1", "ubung")
"""Common words (every title has the first), a narrow one, and one that is nowhere."""
_QUIET_S = 0.12
"""No frame of a keystroke comes so long after the one before."""


@dataclass
class _Taken:
    """Milliseconds of each keystroke."""

    paint: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def _text(taken: Sequence[float]) -> str:
    """Return the median, and what one keystroke in twenty exceeds."""
    return f"{median(taken):.1f} ms (95 % within {quantiles(taken, n=20)[-1]:.1f})"


def _open_search(program: Program) -> None:
    """Touch the search in the row of pages, and wait until its index is complete."""
    program.read_until_idle()
    screen = Screen(COLUMNS, ROWS)
    screen.feed(bytes(program.output))
    spot = screen.find("⌕")
    if spot is None:
        raise BenchError(f"the row of pages shows no search:\n{screen.text()}")
    for down in (True, False):
        program.write(mouse_text(*spot, down=down).encode())
    program.read_until_idle()
    screen.feed(bytes(program.output))
    if "Suche" not in "\n".join(screen.text().splitlines()[:3]):
        raise BenchError(f"the search did not open:\n{screen.text()}")


def _type(program: Program, letter: str) -> tuple[float, float]:
    """Type `letter`; return the milliseconds to the last byte of its frames, and of processor time."""
    seen, cpu, began = len(program.output), program.cpu_s(), time.perf_counter()
    program.write(letter.encode())
    program.read_until_quiet(_QUIET_S)
    if len(program.output) == seen:
        raise BenchError(f"nothing was painted after {letter!r} was typed")
    return (program.last_read - began) * 1000, (program.cpu_s() - cpu) * 1000


def _clear(program: Program) -> None:
    program.write(b"\x1b")
    program.read_until_idle()


def _round(programs: Sequence[Program], taken: Sequence[_Taken]) -> None:
    """Type every word, each letter into one program after the other."""
    for word in WORDS:
        for letter in word:
            for program, into in zip(programs, taken, strict=True):
                paint, cpu = _type(program, letter)
                into.paint.append(paint)
                into.cpu.append(cpu)
        for program in programs:
            _clear(program)


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield the figures of `rounds` rounds, in each of which every word is typed into both programmes."""
    subjects = (app(home, SMALL), app(home, LARGE))
    small, large = _Taken(), _Taken()
    for subject in subjects:
        warm(subject, home)
    with start(subjects[0], home) as few, start(subjects[1], home) as many:
        for program, subject in zip((few, many), subjects, strict=True):
            program.read_until(subject.first_useful)
            _open_search(program)
        _round((few, many), (_Taken(), _Taken()))
        for _ in range(rounds):
            _round((few, many), (small, large))
    yield Figure(
        name=f"search keystroke to paint, {LARGE} sessions",
        floor=f"{SMALL} sessions {_text(small.paint)}",
        figure=_text(large.paint),
        value=ratio(large.paint, small.paint),
        bound=1.5,
    )
    yield Figure(
        name=f"search keystroke, processor time, {LARGE} sessions",
        floor=f"{SMALL} sessions {_text(small.cpu)}",
        figure=_text(large.cpu),
        value=median(large.cpu),
        bound=16,
        unit="ms",
    )
