"""A program run as its users run it, with a home of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rig.home import warm

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def festival(tmp_path: Path) -> Run:
    """Return a function that runs ``festival`` with arguments and changed environment variables."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        given = {"FESTIVAL_HOME": str(warm(tmp_path / "home")), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            [sys.executable, "-m", "festival", *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **given, **environment},
        )

    return run
