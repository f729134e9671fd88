"""A small programme without mistakes, to which a test adds its own file."""

from collections.abc import Callable
from pathlib import Path

import pytest

BASE = """\
[festival]
id = "f"
name = "F"
timezone = "Europe/Berlin"
languages = ["de", "en"]
url = "https://example.org/"
[festival.sources.S0]
title = "A press release"
[[festival.day]]
date = 2022-05-27
start = "09:00"
end = "26:00"
[[track]]
id = "talks"
name = "Talks"
[[room]]
id = "u-stage"
kind = "stage"
name.de = "Bühne am U"
name.en = "U stage"
project = "nox"
sample = true
[[room]]
id = "hall"
kind = "room"
name = "Hall"
sample = true
[[project]]
id = "nox"
name = "NOX-Block"
source = "S0"
[[person]]
id = "ada"
name = "Ada"
sample = true
"""
SESSION = """\
[[session]]
id = "opening"
room = "u-stage"
track = "talks"
kind = "talk"
title.de = "Eröffnung"
title.en = "Opening"
day = "2022-05-27"
start = "12:00"
end = "12:30"
sample = true
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the base and `text` as ``x.toml``; return the folder."""

    def write_file(text: str) -> Path:
        folder = tmp_path / "programme"
        folder.mkdir(exist_ok=True)
        (folder / "base.toml").write_text(BASE, encoding="utf-8")
        (folder / "x.toml").write_text(text, encoding="utf-8")
        return folder

    return write_file


@pytest.fixture
def session() -> str:
    """A session without mistakes: id in line 2, room in 3, start in line 9, end in line 10."""
    return SESSION
