"""`python -m bench`: prints the figures, and exits with 1 when a bound is missed."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import desk, edits, export, history, hub, imports, keystroke, live, memory, phones, start, store
from bench.figures import Figure, table
from bench.tty import BenchError


def _measurements(home: Path, *, quick: bool) -> dict[str, Callable[[], Iterator[Figure]]]:
    return {
        "imports": imports.measure,
        "start": lambda: start.measure(home, 7 if quick else 21),
        "keystroke": lambda: keystroke.measure(home, 1 if quick else 3),
        "memory": lambda: memory.measure(home, 1 if quick else 3),
        "live": lambda: live.measure(home, 1 if quick else 5),
        "desk": lambda: desk.measure(home, 1 if quick else 5),
        "history": lambda: history.measure(home, 1 if quick else 3),
        "phones": lambda: phones.measure(home, 3 if quick else 10),
        "export": lambda: export.measure(home, 1 if quick else 2),
        "hub": lambda: hub.measure(home, 1 if quick else 3),
        "edits": lambda: edits.measure(home, 5 if quick else 21),
        "store": lambda: store.measure(home, 1 if quick else 5),
    }


def main() -> int:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    parser.add_argument(
        "only",
        nargs="*",
        metavar="NAME",
        help="imports, start, keystroke, memory, live, desk, history, phones, export, hub, edits or store; default: all",
    )
    options = parser.parse_args()
    failed = False
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="festival-bench-") as folder:
        measurements = _measurements(Path(folder), quick=options.quick)
        if unknown := [name for name in options.only if name not in measurements]:
            parser.error(f"no measurement is named {', '.join(unknown)}; there are {', '.join(measurements)}")
        for name in options.only or measurements:
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            try:
                figures += measurements[name]()
            except BenchError as error:
                print(f"{name} could not be measured: {error}", file=sys.stderr)
                failed = True
    print(table(figures))
    return 1 if failed or not all(figure.is_met for figure in figures) else 0


sys.exit(main())
