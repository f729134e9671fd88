"""Hostile texts in programme files: each is refused with its place, or accepted and harmless on screen and in print."""

import json
import unicodedata
from pathlib import Path
from typing import Final

import pytest

from festival.programme import load
from festival.schedule.errors import ProgrammeError
from stress.conftest import AT, HEADER, Machine, Start
from stress.texts import HOSTILE, MARKED
from stress.vocabulary import vocabulary

REFUSED: Final = {
    "tabs": "at most 200",
    "a word of 200 kB": "at most 200",
    "a wide word of 200 kB": "at most 4.0 MiB",
    "100,000 newlines": "at most 4.0 MiB",
    "lone surrogates": "not a Unicode scalar value",
    "only blanks": "is empty",
}
"""What is refused, and why: what a programme would show shortened or not at all, its authors are told."""
ACCEPTED: Final = [name for name in HOSTILE if name not in REFUSED]
PAGES: Final = ("Now", "Programme", "Stations", "Projects", "Search", "Picks", "Help")
"""What the row of pages leads to: this festival has neither a workshop nor a map."""
PLAIN: Final = {"CSI m", "U+000A", "U+000D"}
"""What a command says to a terminal: colours, and ends of lines."""
HEAD: Final = """
[festival]
id = "small"
name = {text}
motto = {text}
timezone = "Europe/Berlin"
languages = ["de"]
url = "https://small.example/"
note = {text}
[[festival.day]]
date = "2022-05-27"
start = "08:00"
end = "26:00"
[[track]]
id = "t"
name = {text}
"""
ENTRIES: Final = """
[[room]]
id = "room-{n}"
kind = "stage"
name = {text}
venue = {text}
way = {text}
project = "project-{n}"
sample = true
[[session]]
id = "session-{n}"
day = "2022-05-27"
track = "t"
room = "room-{n}"
kind = "talk"
start = "14:00"
end = "15:00"
title = {text}
abstract = {text}
speakers = ["person-{n}"]
organisations = ["organisation-{n}"]
sample = true
[[station]]
id = "station-{n}"
track = "t"
name = {text}
abstract = {text}
venue = {text}
host = "organisation-{n}"
open = ["2022-05-27 10:00-18:00"]
sample = true
[[project]]
id = "project-{n}"
name = {text}
summary = {text}
sample = true
[[person]]
id = "person-{n}"
name = {text}
role = {text}
sample = true
[[organisation]]
id = "organisation-{n}"
name = {text}
sample = true
"""


def quoted(text: str) -> str:
    """Give a TOML basic string; whatever could end it, and all that is not ASCII, is escaped."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    is_plain = char.isascii() and char.isprintable() and char not in {'"', "\\"}
    return char if is_plain else f"\\U{ord(char):08X}"


def programme(folder: Path, names: list[str], head: str = MARKED) -> Path:
    """Write a programme with one of everything for each text."""
    folder.mkdir()
    (folder / "festival.toml").write_text(HEAD.format(text=quoted(head)), encoding="utf-8")
    for n, name in enumerate(names):
        entries = ENTRIES.format(n=n, text=quoted(HOSTILE[name]))
        (folder / f"entries-{n}.toml").write_text(entries, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_place_or_accepted_clean(name: str, tmp_path: Path) -> None:
    folder = programme(tmp_path / "programme", [name])
    if name in REFUSED:
        with pytest.raises(ProgrammeError, match=rf"entries-0\.toml:.*{REFUSED[name]}"):
            load(folder)
        return
    content = load(folder).model_dump_json(exclude_defaults=True)
    said = {char for text in strings(json.loads(content)) for char in text if char != "\n"}
    assert {char for char in said if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}} == set()


def strings(value: object) -> list[str]:
    """Give all strings in a JSON value."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in strings(one)]


def test_the_kiosk_shows_hostile_files_without_a_word_to_the_terminal(
    machine: Machine, start: Start, tmp_path: Path
) -> None:
    folder = programme(tmp_path / "programme", ACCEPTED, HOSTILE["markup with actions"])
    kiosk = start("kiosk", "-l", "en", *AT, "--programme", folder)
    kiosk.wait_for("Touch the screen")
    kiosk.press("enter")
    kiosk.wait_for(HEADER).wait_for(MARKED)
    start_at = len(kiosk.log)
    for entry in PAGES:
        kiosk.click(entry)
        kiosk.wait_quiet(0.2)
        kiosk.press("down", "pagedown", "pagedown", "enter", "pagedown", "end")
        kiosk.wait_quiet(0.2)
    assert vocabulary(bytes(kiosk.log[start_at:])) == PLAIN | {"CSI H", "CSI ?h", "CSI ?l"}
    assert (kiosk.screen.titles, kiosk.screen.bells, machine.log()) == ([], 0, "")


@pytest.mark.parametrize(
    "command", [("now",), ("agenda",), ("stations",), ("search", "a"), ("check",), ("qr",)]
)
def test_commands_print_hostile_files_without_a_word_to_the_terminal(
    command: tuple[str, ...], start: Start, tmp_path: Path
) -> None:
    folder = programme(tmp_path / "programme", ACCEPTED)
    arguments = [*command, folder] if command == ("check",) else [*command, "--programme", folder]
    at = AT if command[0] in {"now", "agenda", "stations", "search"} else ()
    terminal = start(*arguments, *at)
    assert terminal.wait_exit() == 0, terminal.text()
    assert vocabulary(bytes(terminal.log)) <= PLAIN
