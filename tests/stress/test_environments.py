"""Bad terminals, locales, homes and arguments: a clear sentence each, never a traceback, and nothing is lost."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from festival.kiosk.memory import Memory
from festival.settings import SettingsError, moment
from rig import Terminal
from stress.conftest import AT, HEADER, Machine, Start, is_on_a_page

TOO_SMALL = "60 × 20"
REMEMBERED = {"picks": ["hansa-breakdance"], "language": "en", "theme": "festival-night", "large": False}
"""What an earlier visit left in memory.json."""
FESTIVAL = """
[festival]
id = "small"
name = "Small"
timezone = "Europe/Berlin"
languages = ["de"]
url = "https://small.example/"
[[festival.day]]
date = "2022-05-27"
start = "08:00"
end = "26:00"
[[track]]
id = "t"
name = "T"
[[room]]
id = "hall"
kind = "room"
name = "Hall"
sample = true
"""
SESSION = """
[[session]]
id = "talk"
day = "2022-05-27"
track = "t"
room = "{room}"
kind = "talk"
start = "{start}"
end = "{end}"
title = "Talk"
sample = true
"""


def remember(machine: Machine) -> Path:
    """Leave what an earlier visit left; give the file."""
    machine.state.mkdir(parents=True)
    path = machine.state / "memory.json"
    path.write_text(json.dumps(REMEMBERED), encoding="utf-8")
    return path


def refusal(terminal: Terminal) -> str:
    """Give what a program says that does not start the app, in one line."""
    assert terminal.wait_exit() == 1
    said = " ".join(terminal.text().split())
    assert said.startswith("Error: "), said
    assert "Traceback" not in said
    assert b"\x1b[?1049h" not in terminal.log
    return said


# The terminal


def test_a_window_too_small_says_so_and_works_again_when_it_grows(start: Start, machine: Machine) -> None:
    terminal = start("kiosk", *AT, columns=40, rows=10)
    terminal.wait_for(TOO_SMALL)
    terminal.press("enter")
    terminal.wait_for(TOO_SMALL)
    terminal.resize(80, 24)
    terminal.wait_for(HEADER)
    assert TOO_SMALL not in terminal.text()
    for columns, rows in ((40, 10), (59, 24), (80, 19), (20, 5), (1, 1)):
        terminal.resize(columns, rows)
        terminal.wait_quiet(0.2)
    terminal.resize(59, 19)
    terminal.wait_for(TOO_SMALL)
    terminal.resize(60, 20)
    terminal.wait_for(HEADER)
    assert (terminal.returncode, machine.log()) == (None, "")


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "xterm", "COLORTERM": None},
        {"TERM": "foot", "COLORTERM": None},
        {"NO_COLOR": "1"},
        {"LC_ALL": "C", "LANG": None},
        {"LC_ALL": "POSIX", "LANG": None},
        {"LC_ALL": None, "LANG": None},
        {"LC_ALL": "xx_YY.UTF-8", "LANG": "xx_YY.UTF-8"},
    ],
    ids=str,
)
def test_the_app_runs_with(environment: dict[str, str | None], start: Start, machine: Machine) -> None:
    terminal = start("kiosk", "-l", "de", *AT, env=environment)
    terminal.wait_for("Bildschirm berühren")
    terminal.press("enter")
    terminal.wait_for(HEADER)
    assert machine.log() == ""


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"TERM": "dumb"}, "This terminal (TERM=dumb) cannot show the app."),
        ({"TERM": None}, "cannot show the app."),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "the app needs UTF-8."),
    ],
    ids=str,
)
def test_a_terminal_without_our_letters_is_refused(
    environment: dict[str, str | None], words: str, start: Start
) -> None:
    for command in ("kiosk", "--large"):
        assert words in refusal(start(command, *AT, env=environment))


def test_a_latin_1_locale_is_refused(start: Start, tmp_path: Path) -> None:
    locales = tmp_path / "locales"
    locales.mkdir()
    made = locales / "de_DE.ISO-8859-1"
    subprocess.run(["localedef", "-i", "de_DE", "-f", "ISO-8859-1", made], check=True, capture_output=True)
    terminal = start("kiosk", *AT, env={"LC_ALL": "de_DE.ISO-8859-1", "LOCPATH": str(locales)})
    assert "are iso88591, the app needs UTF-8." in refusal(terminal)


@pytest.mark.parametrize("command", [[], ["kiosk"]], ids=["app", "kiosk"])
def test_without_a_terminal_the_app_names_what_works_without_one(
    command: list[str], machine: Machine
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "festival", *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env=machine.plain_environment(),
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: This is not a terminal.")
    assert "festival now --plain" in done.stderr


# The home


@pytest.mark.parametrize("home", ["/proc/nowhere", "/dev/null", "/sys/festival"])
def test_a_home_that_cannot_be_written_costs_the_memory_and_says_so(home: str, start: Start) -> None:
    terminal = start("-l", "en", *AT, env={"FESTIVAL_HOME": home})
    terminal.wait_for(HEADER)
    terminal.click("DE")
    terminal.wait_for("Jetzt")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    said = terminal.text().replace("\n", "")
    assert said.startswith(f"Picks, language and looks were not kept: {home}/state/memory.json: ")
    assert "Traceback" not in said


def test_a_kiosk_runs_without_a_home_that_can_be_written(start: Start) -> None:
    terminal = start("kiosk", *AT, env={"FESTIVAL_HOME": "/proc/nowhere"})
    terminal.wait_for(is_on_a_page)
    terminal.press("enter")
    terminal.wait_for(HEADER)
    terminal.click("DE")
    terminal.wait_for("Jetzt")
    assert terminal.returncode is None


def test_on_a_full_disk_nothing_remembered_is_lost(machine: Machine) -> None:
    """No file may grow beyond nothing (RLIMIT_FSIZE): writing fails as on a full disk, for every user."""
    memory = remember(machine)
    command = f"ulimit -f 0; exec {shlex.quote(sys.executable)} -m festival {' '.join(AT)}"
    environment = machine.environment
    with Terminal(["sh", "-c", command], cwd=machine.folder / "cwd", env=environment) as terminal:
        terminal.wait_for("Picks 1")
        terminal.click("DE")
        terminal.wait_for("Jetzt")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert "were not kept" in terminal.text().replace("\n", "")
        assert "Traceback" not in terminal.text()
    assert json.loads(memory.read_text(encoding="utf-8")) == REMEMBERED
    assert [path.name for path in machine.state.iterdir() if path.stat().st_size] == ["memory.json"]


BROKEN_MEMORIES: dict[str, bytes] = {
    "nothing": b"",
    "half": b'{"picks": ["hansa-',
    "a list": b"[1, 2]",
    "wrong kinds": b'{"picks": {"a": 1}, "language": 7, "theme": ["x"], "large": "yes"}',
    "unhashable": b'{"language": ["de"], "theme": {"a": 1}}',
    "strangers": b'{"picks": ["no-such", 4, null, "../../etc/passwd", "\\u001b]2;x\\u0007"], "theme": "pink"}',
    "not UTF-8": b"\xff\xfe\x00{",
    "surrogates": b'{"picks": ["\\ud800"], "language": "\\udfff"}',
    "deep": b"[" * 90_000,
    "large": b'{"picks": [' + b'"x",' * 300_000 + b'"y"]}',
    "NaN": b'{"picks": [NaN, 1e999], "large": 1}',
}


@pytest.mark.parametrize("name", BROKEN_MEMORIES)
def test_what_makes_no_sense_in_a_memory_is_forgotten(name: str, tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    path.write_bytes(BROKEN_MEMORIES[name])
    found = Memory.read(path)
    assert {type(pick) for pick in found.picks} <= {str}
    assert (found.language, found.theme, found.large) == (None, None, False)


@pytest.mark.parametrize("name", ["wrong kinds", "strangers", "surrogates", "deep"])
def test_a_broken_memory_is_forgotten_and_written_anew(name: str, machine: Machine, start: Start) -> None:
    memory = remember(machine)
    memory.write_bytes(BROKEN_MEMORIES[name])
    terminal = start("-l", "en", *AT)
    terminal.wait_for(HEADER)
    terminal.click("DE")
    terminal.wait_for("Jetzt")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert json.loads(memory.read_text(encoding="utf-8"))["language"] == "de"
    assert machine.log() == ""


def test_a_folder_in_place_of_the_memory_is_left_alone(machine: Machine, start: Start) -> None:
    (machine.state / "memory.json" / "inside").mkdir(parents=True)
    terminal = start("-l", "en", *AT)
    terminal.wait_for(HEADER)
    terminal.click("DE")
    terminal.wait_for("Jetzt")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert "were not kept" in terminal.text().replace("\n", "")
    assert (machine.state / "memory.json" / "inside").is_dir()


# What is asked for


def programme(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir()
    for name, content in ({"festival": FESTIVAL} | files).items():
        path = folder / f"{name}.toml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def talk(**fields: Any) -> str:
    return SESSION.format(**({"room": "hall", "start": "10:00", "end": "11:00"} | fields))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"talks": "[[session]]\nid = = 3\n"}, ["talks.toml:2", "not TOML in column"]),
        ({"talks": talk(room="hal")}, ["talks.toml:6", "room", "hal"]),
        ({"talks": talk(start="11:00", end="10:00")}, ["talks.toml:", "end"]),
        ({"talks": "#" * (50 * 2**20)}, ["talks.toml", "50.0 MiB, at most 4.0 MiB"]),
        ({"talks": b"\xff\xfe[session]"}, ["talks.toml:1", "not UTF-8"]),
        ({"festival": ""}, ["festival"]),
        ({"talks": 'title = "\\u001b]2;PWNED\\u0007"\n["\\u001b[2J"]\n'}, ["talks.toml:"]),
    ],
    ids=["broken line", "unknown room", "ends first", "50 MB", "not UTF-8", "empty", "hostile keys"],
)
def test_a_bad_programme_is_named_with_file_and_line(
    files: dict[str, str | bytes], words: list[str], tmp_path: Path, start: Start
) -> None:
    folder = programme(tmp_path / "programme", **files)
    for command in ((), ("kiosk",), ("now",)):
        terminal = start(*command, *AT, "--programme", folder, columns=300, rows=40)
        said = refusal(terminal)
        assert [word for word in words if word not in said] == []
        assert b"\x1b]" not in terminal.log
        assert terminal.title == ""


@pytest.mark.parametrize("kind", ["missing", "a file", "empty", "a loop", "hostile name"])
def test_what_is_no_programme_is_refused_by_its_path(kind: str, tmp_path: Path, start: Start) -> None:
    folder = tmp_path / ("programme" if kind != "hostile name" else "p\x1b]2;PWNED\x07")
    if kind == "a file":
        folder.write_text(FESTIVAL, encoding="utf-8")
    elif kind == "empty":
        folder.mkdir()
    elif kind == "a loop":
        folder.symlink_to(folder)
    terminal = start("kiosk", *AT, "--programme", folder, columns=300, rows=40)
    assert "p" in refusal(terminal)
    assert terminal.title == ""


def test_a_file_with_a_hostile_name_cannot_speak_to_the_terminal(tmp_path: Path, start: Start) -> None:
    folder = programme(tmp_path / "programme")
    (folder / "x\x1b]2;PWNED\x07\x9b31m.toml").write_text("= broken", encoding="utf-8")
    for command in (("kiosk", *AT, "--programme", folder), ("check", folder)):
        terminal = start(*command, columns=300, rows=40)
        assert terminal.wait_exit() == 1
        assert (terminal.title, terminal.screen.oscs) == ("", [])
        assert b"PWNED" in terminal.log


NO_TIMES = (
    "", "\x1b]2;PWNED\x07", "1" * 5_000, "2022-05-27T14:20\n", "yesterday", "2022-13-01", "2022-05-27T25:00",
    "2022-05-27T14:20+25:00", "0001-01-01", "9999-12-31T23:59:59", "14:20", "٢٠٢٢-٠٥-٢٧",
)  # fmt: skip
NO_TIME = re.compile(r"is not a date and time like 2022-05-27T14:20\.|is no time of a festival\.")


@pytest.mark.parametrize("at", NO_TIMES, ids=lambda at: repr(at[:30]))
def test_a_time_that_is_none_is_none(at: str) -> None:
    with pytest.raises(SettingsError, match=NO_TIME) as refused:
        moment(at, ZoneInfo("Europe/Berlin"))
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("at", NO_TIMES[:4], ids=lambda at: repr(at[:30]))
def test_a_time_that_is_none_is_refused(at: str, start: Start) -> None:
    terminal = start("kiosk", "--at", at, columns=200, rows=60)
    assert NO_TIME.search(refusal(terminal))
    assert terminal.title == ""
