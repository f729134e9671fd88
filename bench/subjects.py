"""What is measured: the app with a programme of some size, and the floors, each with the bytes that end its start."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import FLOORS
from bench.tty import COLUMNS, Program
from fixtures_programme import write_programme

SMALL, LARGE = 200, 10_000
"""Sessions of a festival's programme, and of one that no city has."""
FESTIVAL = Path(sys.executable).with_name("festival")


@dataclass(frozen=True)
class Subject:
    """A program to start."""

    name: str
    argv: tuple[str | Path, ...]
    first_useful: bytes
    """Bytes of its first frame that shows what it is for."""


def bare() -> Subject:
    """Return an empty Textual app. Its first frame is blank lines."""
    return Subject("empty app", (sys.executable, FLOORS / "bare.py"), b" " * COLUMNS)


def same_imports() -> Subject:
    """Return the empty app that loads every library that ours loads before its first frame."""
    return Subject("empty app, same imports", (sys.executable, FLOORS / "same_imports.py"), b" " * COLUMNS)


def app(folder: Path, sessions: int) -> Subject:
    """Return our app with a programme of `sessions` below `folder`. All its titles hold "und Zukunft"."""
    programme = folder / f"programme-{sessions}"
    if not programme.exists():
        write_programme(programme, sessions)
    return Subject(
        f"{sessions} sessions",
        (FESTIVAL, "--programme", programme, "--at", "2022-05-27T14:20", "--language", "de"),
        b"und Zukunft",
    )


def environment(home: Path) -> Mapping[str, str]:
    """Return a plain xterm's environment, our folders below `home`, and a Python that may cache its bytecode."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "FESTIVAL", "TEXTUAL"))
    }
    for name in ("NO_COLOR", "TMUX", "COLUMNS", "LINES"):
        kept.pop(name, None)
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return kept | terminal | {"FESTIVAL_HOME": str(home)}


def start(subject: Subject, home: Path) -> Program:
    """Start `subject`."""
    return Program(subject.argv, environment(home))


def warm(subject: Subject, home: Path) -> None:
    """Start `subject` once for what only a first start has to do: compile the programme and Python's bytecode."""
    with start(subject, home) as program:
        program.read_until(subject.first_useful)
        program.read_until_idle()
