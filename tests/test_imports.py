"""What is loaded when: import-linter reads the sources, this looks at what really happens when they run."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCREEN = {"textual", "rich"}
NETWORK = {"httpx", "httpcore", "sqlite3"}
PICTURES = {"qrcode", "PIL"}
COMMANDS = {"click", "platformdirs"}
SLOW = {"babel", "tomllib", "festival.programme.loading"}
"""What a warm start does without: each costs 5 to 60 ms."""
EVERYTHING = SCREEN | NETWORK | PICTURES | COMMANDS | SLOW
FLOORS = {
    "schedule": EVERYTHING,
    "links": EVERYTHING,
    "locale": EVERYTHING,
    "wording": EVERYTHING,
    "pages": EVERYTHING,
    "print": EVERYTHING,
    "formats": EVERYTHING,
    "clock": EVERYTHING,
    "programme": EVERYTHING,
    "client": EVERYTHING,
    "qr": EVERYTHING - PICTURES | {"PIL"},
    "files": EVERYTHING,
    "hub": EVERYTHING,
    "store": EVERYTHING - {"sqlite3"},
    "settings": EVERYTHING - COMMANDS | {"click"},
    "tui": EVERYTHING - SCREEN,
    "kiosk": EVERYTHING - SCREEN,
    "desk": EVERYTHING - SCREEN,
    "cli": EVERYTHING - COMMANDS,
}
"""What importing a floor does not load."""
PACKAGE = Path(__file__).parents[1] / "src" / "festival"


def loaded_by(code: str, **environment: str) -> set[str]:
    """Return the modules (and the packages around them) that a new interpreter has after running `code`."""
    ask = "\nimport json as j, sys as s; s.stderr.write(j.dumps(list(s.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code + ask],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


def modules_of(floor: str) -> list[str]:
    """Return the modules that make up a floor and can be imported on their own."""
    if not (PACKAGE / floor).is_dir():
        return [f"festival.{floor}"]
    paths = sorted((PACKAGE / floor).glob("*.py"))
    return [
        f"festival.{floor}" if path.stem == "__init__" else f"festival.{floor}.{path.stem}" for path in paths
    ]


def test_every_floor_is_looked_at() -> None:
    found = {path.stem for path in PACKAGE.iterdir() if not path.name.startswith("_")}
    assert found == set(FLOORS)


@pytest.mark.parametrize("floor", FLOORS)
def test_importing_a_floor_loads_nothing_that_belongs_elsewhere(floor: str) -> None:
    assert loaded_by(f"import festival.{floor}") & FLOORS[floor] == set()


@pytest.mark.parametrize("floor", ["schedule", "links", "locale", "wording", "clock", "settings"])
def test_no_module_of_a_low_floor_loads_what_belongs_elsewhere(floor: str) -> None:
    imports = "; ".join(f"import {name}" for name in modules_of(floor))
    assert loaded_by(imports) & FLOORS[floor] == set()


def test_a_plain_command_never_loads_a_screen(tmp_path: Path) -> None:
    run = (  # in English, whose texts need no catalogue that may have to be compiled
        "import sys; sys.argv = ['festival', 'now', '--plain', '--language', 'en', '--at', '2022-05-27T14:20']\n"
        "from festival.cli import main\n"
        "main(standalone_mode=False)"
    )
    home = {"FESTIVAL_HOME": str(tmp_path)}
    first, warm = loaded_by(run, **home), loaded_by(run, **home)
    assert first & (SCREEN | NETWORK | PICTURES) == set()
    assert warm & (SCREEN | NETWORK | PICTURES | SLOW) == set()


def test_the_first_frame_needs_nothing_slow() -> None:
    start = "import festival.cli.main, festival.cli.app, festival.kiosk.app, festival.kiosk.pages.now"
    later = {"festival.schedule.edits", "festival.schedule.search", "festival.tui.qr", "festival.qr"}
    assert loaded_by(start) & (NETWORK | PICTURES | SLOW | later) == set()


def test_a_screen_that_follows_a_hub_loads_the_network_after_its_first_frame() -> None:
    start = "import festival.cli.main, festival.cli.app, festival.cli.following, festival.kiosk.app"
    assert loaded_by(start) & (NETWORK | PICTURES | SLOW) == set()
