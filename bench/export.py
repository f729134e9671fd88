"""The site as files, of programmes of several sizes: processor time, files and memory must grow as the programme does."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.figures import Figure, ratio
from bench.subjects import FESTIVAL, app, environment
from bench.tty import BenchError

SIZES = (1_000, 2_500, 5_000, 10_000)
SMALL, LARGE = 2_500, 10_000
"""What is compared."""
BASE = "https://festival.example.org"
"""Where the pages are to be, so that each has a code of its own."""


class _Export(NamedTuple):
    """One run of the command: it reads the programme, makes and writes all files, and checks the links."""

    processor_s: float
    peak_kib: float
    files: int


def _run(programme: Path, home: Path) -> _Export:
    folder = home / "site"
    argv: list[str | Path] = [
        FESTIVAL,
        "export",
        "site",
        "--base-url",
        BASE,
        "--programme",
        programme,
        folder,
    ]
    with subprocess.Popen(
        argv, env=dict(environment(home)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchError(f"the export ended with code {process.returncode}: {said}")
    files = sum(len(names) for _, _, names in os.walk(folder))
    shutil.rmtree(folder)
    return _Export(used.ru_utime + used.ru_stime, used.ru_maxrss, files)


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield what `rounds` rounds find, each of one export of each size."""
    programmes = {size: Path(app(home, size).argv[2]) for size in SIZES}
    for programme in programmes.values():  # compiled now, and not when it counts
        now: list[str | Path] = [FESTIVAL, "now", "--programme", programme]
        subprocess.run(now, env=dict(environment(home)), check=True, capture_output=True)
    found = [{size: _run(programme, home) for size, programme in programmes.items()} for _ in range(rounds)]
    each = {size: [1000 * one[size].processor_s / size for one in found] for size in SIZES}
    yield Figure(
        name=f"export of {LARGE:,} sessions, processor time for each",
        floor=", ".join(f"{median(each[size]):.2f} ms of {size:,}" for size in SIZES[:-1]),
        figure=f"{median(each[LARGE]):.2f} ms ({LARGE / 1000 * median(each[LARGE]):.0f} s)",
        value=ratio(each[LARGE], each[SMALL]),
        bound=1.25,
    )
    files = {size: found[0][size].files for size in SIZES}
    yield Figure(
        name="files of it, for each",
        floor=f"{files[SMALL] / SMALL:.2f} of {SMALL:,}",
        figure=f"{files[LARGE] / LARGE:.2f}",
        value=files[LARGE] / LARGE * SMALL / files[SMALL],
        bound=1.05,
    )
    peak = {size: median(one[size].peak_kib for one in found) for size in SIZES}
    more, less = ((peak[two] - peak[one]) / (two - one) for one, two in ((5_000, LARGE), (1_000, 5_000)))
    yield Figure(
        name="memory of it, for each session more",
        floor=f"{less:.1f} KiB from 1,000 to 5,000",
        figure=f"{more:.1f} KiB from 5,000 to {LARGE:,} ({peak[LARGE] / 1024:.0f} MiB at its peak)",
        value=more / less,
        bound=1.25,
    )
