"""Time to the first useful frame: from before the process is made to the first byte block that shows a session."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figures import Figure, ratio
from bench.subjects import LARGE, SMALL, Subject, app, bare, same_imports, start, warm


def _seconds(subject: Subject, home: Path) -> float:
    with start(subject, home) as program:
        return program.read_until(subject.first_useful)


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield the figures of `rounds` rounds; in each, every subject is started once."""
    empty, same = bare(), same_imports()
    small, large = app(home, SMALL), app(home, LARGE)
    subjects = (empty, same, small, large)
    for subject in subjects:
        warm(subject, home)
    taken: dict[str, list[float]] = {subject.name: [] for subject in subjects}
    for _ in range(rounds):
        for subject in subjects:
            taken[subject.name].append(_seconds(subject, home))
    for subject, floor, bound in ((small, same, 1.35), (small, empty, 1.9), (large, empty, 2.5)):
        yield Figure(
            name=f"first useful frame, {subject.name}",
            floor=f"{floor.name} {median(taken[floor.name]) * 1000:.0f} ms",
            figure=f"{median(taken[subject.name]) * 1000:.0f} ms",
            value=ratio(taken[subject.name], taken[floor.name]),
            bound=bound,
        )
