"""``festival calendar``: the programme as a file."""

import asyncio
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from festival.cli.main import main
from festival.schedule.codes import code_for
from formats.readers import Seen, with_icalendar
from hub.memory_store import MemoryStore
from hub.rig import running
from schedule.examples import at


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FESTIVAL_HOME", str(tmp_path))


def run(*options: str) -> Result:
    return CliRunner().invoke(main, ["calendar", *options])


def dates(*options: str) -> list[Seen]:
    done = run(*options)
    assert (done.exit_code, done.stderr) == (0, "")
    return with_icalendar(done.stdout_bytes)


def test_without_a_day_to_show_it_is_the_plan() -> None:
    found = dates("--room", "u-stage", "-l", "de")
    assert {(one.sequence, one.status) for one in found} == {(0, "CONFIRMED")}
    assert (found[0].summary, found[0].start) == ("Auftakt: Zukunft aus der Nachbarschaft", at("12:30"))


def test_at_some_time_of_the_rehearsal_it_is_what_holds_then() -> None:
    marks = {one.summary.partition(": ")[0] for one in dates("-l", "de", "--at", "2022-05-27T20:00")}
    assert {"Entfällt", "Verlegt"} <= marks


def test_what_is_picked_by_id_and_by_code_leads_to_our_pages() -> None:
    code = code_for("session", "ws-begruessung")
    found = dates(
        "--pick", "ws-ankommen", "--pick", code.lower(), "-l", "en", "--base-url", "https://fest.example"
    )
    assert [(one.uid.partition("@")[0], one.start) for one in found] == [
        ("ws-ankommen", at("08:30")),
        ("ws-begruessung", at("09:00")),
    ]
    assert found[1].url == f"https://fest.example/T/{code}"


async def test_of_a_hub_it_leads_to_its_pages_and_says_where_to_subscribe(tmp_path: Path) -> None:
    async with running(tmp_path, MemoryStore(), clock=lambda: at("13:00")) as served:
        hub = f"http://127.0.0.1:{served.port}"
        done = await asyncio.to_thread(run, "--hub", hub, "--room", "hall", "-l", "en")
        both = await asyncio.to_thread(run, "--hub", hub, "--room", "hall", "--track", "music", "-l", "en")
    code = code_for("session", "talk")
    assert with_icalendar(done.stdout_bytes)[0].url == f"{hub}/T/{code}"
    assert done.stderr == (
        "These dates stay as they are. To follow the day, subscribe to "
        f"webcal://127.0.0.1:{served.port}/S/{code_for('room', 'hall')}.ics?l=en\n"
    )
    assert (both.exit_code, both.stderr) == (0, "")


def test_at_a_terminal_it_says_how_it_becomes_a_file() -> None:
    near, far = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "festival", "calendar"],
        check=False,
        stdout=far,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    os.close(near)
    os.close(far)
    assert (done.returncode, done.stderr) == (
        1,
        "Error: This is for a calendar program, not to be read: festival calendar > day.ics\n",
    )


def test_lines_end_as_the_standard_says_and_the_calendar_has_a_name() -> None:
    data = run("--track", "ecosystems", "--day", "2022-05-28", "-l", "en").stdout_bytes
    assert data.count(b"\r\n") == data.count(b"\n") > 100
    title = "innovation next door – Workshop: European Innovation Ecosystems – Saturday 28 May"
    assert f"\r\nX-WR-CALNAME:{title}\r\n".encode() in data.replace(b"\r\n ", b"")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--hub", "http://127.0.0.1:9"), "The hub at http://127.0.0.1:9 does not answer,"),
        (("--pick", "nope"), "There is no session 'nope'."),
        (("--room", "nope"), "There is no room 'nope'."),
        (("--day", "28.5."), "'28.5.' is no day of the festival."),
        (("--room", "u-stage", "--day", "2022-05-28"), "Nothing matches"),
    ],
)
def test_what_there_is_not_is_said(options: tuple[str, ...], said: str) -> None:
    done = run(*options)
    assert (done.exit_code, done.stdout_bytes) == (1, b"")
    assert done.stderr.startswith(f"Error: {said}")
