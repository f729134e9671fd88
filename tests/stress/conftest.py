"""The program as it is started on a machine, with every folder that it may know in one watched place."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from rig import Terminal
from rig.home import warm

AT = ("--at", "2022-05-27T14:20")
HEADER = "⌂"
"""Stands at the left of the header of every page but the attract loop's."""
INVITATION = ("Touch the screen", "Bildschirm berühren")
"""What only the attract loop says."""
Start = Callable[..., Terminal]


class Machine:
    """A folder that holds the home, the temporary and the working folder of what is started, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.festival_home = warm(folder / "festival")
        self.state = self.festival_home / "state"
        for name in ("home", "tmp", "cwd"):
            (folder / name).mkdir()

    @property
    def environment(self) -> dict[str, str | None]:
        home = self.folder / "home"
        return {
            "HOME": str(home),
            "TMPDIR": str(self.folder / "tmp"),
            **{f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "STATE", "CACHE", "DATA")},
            "FESTIVAL_HOME": str(self.festival_home),
            "FESTIVAL_PROGRAMME": None,
            "FESTIVAL_BASE_URL": None,
            "FESTIVAL_KIOSK_PIN_HASH": None,
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def terminal(
        self,
        *arguments: str | Path,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
    ) -> Terminal:
        """Start ``festival`` in a terminal."""
        return Terminal(
            [sys.executable, "-m", "festival", *arguments],
            columns=columns,
            rows=rows,
            cwd=self.folder / "cwd",
            env=self.environment | dict(env or {}),
        )

    def plain_environment(self, **changes: str | None) -> dict[str, str]:
        """Give the environment for a start without a terminal."""
        laid = {**os.environ, "LC_ALL": "C.UTF-8", **self.environment, **changes}
        return {name: value for name, value in laid.items() if value is not None}

    def strangers(self) -> list[str]:
        """Give the files outside the program's own state and cache, relative to the folder."""
        own = (self.state, self.festival_home / "cache")
        return [
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if not path.is_dir() and not any(path.is_relative_to(folder) for folder in own)
        ]

    def log(self) -> str:
        """Give what was logged; nothing when there is no log."""
        path = self.state / "festival.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Give a machine on which nothing was started yet."""
    return Machine(tmp_path)


@pytest.fixture
def start(machine: Machine) -> Iterator[Start]:
    """Return a function that starts ``festival`` in a terminal, closed after the test."""
    with ExitStack() as stack:
        yield lambda *arguments, **options: stack.enter_context(machine.terminal(*arguments, **options))


def is_on_a_page(terminal: Terminal) -> bool:
    """Whether the screen shows one of the kiosk's pages."""
    text = terminal.text()
    return HEADER in text or any(words in text for words in INVITATION)
