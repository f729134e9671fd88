"""Memory at rest: proportional set sizes, so that a page shared by n processes counts 1/n in each."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.chromium import Chromium
from bench.figures import Figure, ratio
from bench.subjects import SMALL, Subject, app, bare, start, warm


def _children() -> dict[int, list[int]]:
    """Return the children of each process."""
    found: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        found.setdefault(parent, []).append(int(path.parent.name))
    return found


def pss_mib(pid: int) -> float:
    """Return the PSS of a process and all its descendants, in MiB (proc_pid_smaps_rollup)."""
    children, waiting, total_kib = _children(), [pid], 0
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, ())
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total_kib += int(line.split()[1])
    return total_kib / 1024


def _at_rest(subject: Subject, home: Path) -> float:
    with start(subject, home) as program:
        program.read_until(subject.first_useful)
        program.read_until_idle()
        return pss_mib(program.pid)


def _browser(programme: Path, home: Path) -> float:
    with Chromium(programme, home) as browser:
        taken = [0.0]
        while True:  # its processes come and go for a while after the page is shown
            time.sleep(0.5)
            taken.append(pss_mib(browser.pid))
            if abs(taken[-1] - taken[-2]) < taken[-1] * 0.01:
                return taken[-1]


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield the figures of `rounds` rounds; in each, every program is started once and alone."""
    empty, ours = bare(), app(home, SMALL)
    warm(ours, home)
    taken: dict[str, list[float]] = {"empty": [], "ours": [], "browser": []}
    for _ in range(rounds):
        taken["empty"].append(_at_rest(empty, home))
        taken["ours"].append(_at_rest(ours, home))
        taken["browser"].append(_browser(home / f"programme-{SMALL}", home))
    figure = f"{median(taken['ours']):.1f} MiB"
    yield Figure(
        name=f"memory (PSS), {SMALL} sessions",
        floor=f"{empty.name} {median(taken['empty']):.1f} MiB",
        figure=figure,
        value=ratio(taken["ours"], taken["empty"]),
        bound=1.6,
    )
    yield Figure(
        name=f"memory (PSS), {SMALL} sessions",
        floor=f"headless Chromium {median(taken['browser']):.0f} MiB",
        figure=figure,
        value=ratio(taken["ours"], taken["browser"]),
        bound=1,
    )
