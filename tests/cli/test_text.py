"""The commands without a screen: facts on stdout, narration on stderr, no escape byte where none may be."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from fixtures_programme import write_programme

AT = ("--at", "2022-05-27T14:20")


@pytest.mark.parametrize("command", [("now",), ("agenda",), ("stations",), ("search", "buehne")])
def test_plain_output_is_one_fact_a_line_in_the_same_number_of_parts(
    command: tuple[str, ...], festival: Run
) -> None:
    done = festival(*command, "--plain", *AT)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) > 3
    assert "\x1b" not in done.stdout
    if command[0] != "search":
        assert len({line.count("\t") for line in lines}) == 1


@pytest.mark.parametrize("command", [("now",), ("agenda",), ("stations",), ("search", "buehne")])
def test_json_output_is_a_list_of_records(command: tuple[str, ...], festival: Run) -> None:
    records = json.loads(festival(*command, "--json", *AT).stdout)
    assert all(record["id"] and record["kind"] for record in records)
    assert len(records) > 3


def test_the_agenda_can_be_narrowed(festival: Run) -> None:
    records = json.loads(
        festival("agenda", "--json", "--day", "2022-05-28", "--track", "ecosystems", *AT).stdout
    )
    assert {record["track"] for record in records} == {"ecosystems"}
    assert {record["start"][:10] for record in records} == {"2022-05-28"}


def test_only_open_stations(festival: Run) -> None:
    records = json.loads(festival("stations", "--open", "--json", *AT).stdout)
    assert {record["open"] for record in records} == {True}


def test_a_rehearsed_change_is_said_with_its_reason(festival: Run) -> None:
    records = json.loads(festival("agenda", "--json", "--at", "2022-05-27T23:00").stdout)
    changed = [record for record in records if record["cancelled"] or record["delay_min"]]
    assert changed
    assert all(record["reason"] for record in changed)
    assert all(record["planned"]["start"] <= record["start"] for record in changed)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("agenda", "--room", "u-stag"), "There is no room 'u-stag'"),
        (("agenda", "--day", "27.5.2022"), "is no day of the festival. There are: 2022-05-27, 2022-05-28."),
        (("--programme", "/nowhere", "now"), "/nowhere"),
        (("now", "--at", "yesterday"), "'yesterday' is not a date and time"),
        (("now", "--programme", "/nowhere"), "/nowhere"),
        (("qr", "nothing-of-that-name"), "There is no QR code for"),
        (("--base-url", "https://fest.example/path"), "give scheme and host only"),
        ((), "This is not a terminal"),
        (("kiosk",), "This is not a terminal"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: tuple[str, ...], words: str, festival: Run
) -> None:
    done = festival(*arguments)
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_nothing_found_is_said_beside_the_facts_and_three_things_are_offered(festival: Run) -> None:
    done = festival("search", "xyzzyqwx", *AT)
    assert done.stderr != ""
    assert len(done.stdout.splitlines()) == 3
    assert festival("search", "xyzzyqwx", "--plain", *AT).stdout == ""


def test_check_names_file_line_and_key_and_fails(festival: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "festival.toml").write_text("[festival]\nid = 'x'\nnmae = 'y'\n")
    done = festival("check", str(bad))
    assert done.returncode == 1
    assert "festival.toml:3: error" in done.stdout
    assert festival("check").returncode == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str, festival: Run) -> None:
    assert "_FESTIVAL_COMPLETE" in festival("completion", shell).stdout


def test_completion_knows_the_commands(festival: Run) -> None:
    done = festival(_FESTIVAL_COMPLETE="bash_complete", COMP_WORDS="festival st", COMP_CWORD="1")
    assert done.stdout.strip() == "plain,stations"


def test_a_terminal_without_our_letters_shows_question_marks(tmp_path: Path) -> None:
    latin = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0", "FESTIVAL_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "festival", "now", "--plain", *AT],
        capture_output=True,
        check=False,
        env={**os.environ, **latin},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("latin-1").startswith("14:15?14:45\tU-Bühne\t")


def test_a_home_that_cannot_be_written_costs_nothing(festival: Run) -> None:
    done = festival("now", "--plain", *AT, FESTIVAL_HOME="/proc/nowhere")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({"LC_ALL": "de_AT.UTF-8"}, "U-Bühne"),
        ({"LC_ALL": "en_GB.UTF-8"}, "U Stage"),
        ({"LC_ALL": "pl_PL.UTF-8"}, "U Stage"),
        ({"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}, "U-Bühne"),
    ],
)
def test_who_speaks_neither_language_is_answered_in_english(
    environment: dict[str, str], place: str, festival: Run
) -> None:
    done = festival("agenda", "--room", "u-stage", "--plain", *AT, **environment)
    assert done.stdout.splitlines()[0].split("\t")[1] == place


def test_options_before_a_command_hold_for_it(festival: Run) -> None:
    after = festival("now", "--plain", "-l", "en", "--at", "2022-05-28T10:10")
    assert "makerspaces" in after.stdout
    before = festival("-l", "en", "--at", "2022-05-28T10:10", "now", "--plain")
    assert before.stdout == after.stdout
    both = festival(
        "-l", "de", "--at", "2022-05-27T14:20", "now", "--plain", "-l", "en", "--at", "2022-05-28T10:10"
    )
    assert both.stdout == after.stdout


def test_a_folder_before_the_check_is_checked(festival: Run, tmp_path: Path) -> None:
    done = festival("--programme", str(tmp_path), "check")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        1, f"{tmp_path}: error: no *.toml file in it; see programme/ for an example",
    )  # fmt: skip


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "festival", "agenda", *AT],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "FESTIVAL_HOME": str(tmp_path)},
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        1,
        "Error: The output cannot be written: No space left on device.\n",
    )


def test_station_says_how_full_it_is_and_when_the_next_round_comes(festival: Run) -> None:
    def said(at: str) -> dict[str, list[str]]:
        lines = festival("stations", "--plain", "-l", "en", "--at", at).stdout.splitlines()
        return {cells[2]: cells for cells in (line.split("\t") for line in lines)}

    evening, before, noon = said("2022-05-27T22:40"), said("2022-05-26T10:00"), said("2022-05-27T13:35")
    assert {(cells[0], cells[1]) for cells in evening.values()} == {("Closed", "")}
    assert {cells[3] for cells in evening.values()} == {"", "no more rounds today"}
    builders = "Little builders' site"
    assert before[builders][:2] == ["Closed", "Fri 27 May 12:00–13:30"]
    assert before[builders][3] == "next round Fri 27 May 12:00"
    assert noon[builders][:4] == ["Closed", "14:30–17:30", builders, "next round 14:30"]
    assert noon["Drive a rescue robot"][:2] == ["Busy", "until 18:00"]


def test_agenda_of_a_place_keeps_what_was_moved_away(festival: Run) -> None:
    at = ("--at", "2022-05-27T16:30", "-l", "en")
    for room in ("u-stage", "ws-forum"):
        records = json.loads(festival("agenda", "--json", "--room", room, *at).stdout)
        (moved,) = [record for record in records if record["id"] == "u-strasse-tanzt"]
        assert (moved["room"], moved["planned"]["room"]) == ("ws-forum", "u-stage")


def test_agenda_keeps_what_lies_outside_every_day(festival: Run, tmp_path: Path) -> None:
    folder = write_programme(tmp_path / "programme", 5)
    (folder / "late.toml").write_text(
        """
[[session]]
id = "early-bird"
room = "room-0"
track = "talks"
kind = "music"
title = "Early bird"
day = "2022-05-01"
start = "05:00"
minutes = 30
sample = true
"""
    )
    records = json.loads(festival("agenda", "--json", "--programme", str(folder), *AT).stdout)
    assert "early-bird" in {record["id"] for record in records}


def test_a_day_ends_after_midnight(festival: Run) -> None:
    records = json.loads(festival("agenda", "--json", "--day", "2022-05-27", *AT).stdout)
    assert records[-1]["id"] == "live-gute-nacht"
    assert records[-1]["start"] == "2022-05-28T00:30+02:00"


def test_records_say_who_speaks_and_for_whom(festival: Run) -> None:
    records = json.loads(festival("search", "kienle", "--json", "-l", "en", *AT).stdout)
    home = {
        "id": "fh-dortmund",
        "name": "Fachhochschule Dortmund (university of applied sciences)",
        "form": "university",
        "country": None,
    }
    person, session = records
    assert (person["kind"], person["name"], person["organisation"]) == ("person", "Prof. Andrea Kienle", home)
    assert (session["form"], session["languages"]) == ("talk", ["en"])
    assert [speaker["name"] for speaker in session["speakers"]] == ["Prof. Andrea Kienle"]
    assert session["organisations"] == [home]
    (espoo,) = json.loads(festival("search", "espoo", "--json", "-l", "en", *AT).stdout)[:1]
    assert (espoo["kind"], espoo["name"], espoo["country"]) == ("organisation", "Espoo", "FI")
