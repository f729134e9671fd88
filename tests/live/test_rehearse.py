"""A rehearsed day on a real hub: into another's, and on a real terminal."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from cli.test_rehearse import LINE, children, environment, left_in, lives, rehearse, wait_ended
from festival.cli.network import own_address
from festival.hub.messages import ChangesAnswer, ScheduleAnswer
from festival.programme import bundled, load, load_rehearsal
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.rehearsal import Rehearsal
from rig import Terminal
from rig.codes import decode
from rig.drawing import pixels

BESIDE = "127.0.0.2"
"""An address of this machine, as that in its network would be another."""
LATE = datetime(2100, 1, 1, tzinfo=UTC)


@contextmanager
def hub(folder: Path, *arguments: str) -> Iterator[tuple[str, str]]:
    """Give the address of a hub of others, and a token of it."""
    with subprocess.Popen(
        [sys.executable, "-m", "festival", "hub", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(folder),
    ) as process:
        try:
            assert process.stdout is not None
            token, address = (process.stdout.readline().rstrip("\n") for _ in range(2))
            yield address, token
        finally:
            process.terminate()
            process.wait(10)


@contextmanager
def app(folder: Path, *arguments: str, **more: str) -> Iterator[Terminal]:
    """Give ``festival rehearse`` in English on a terminal."""
    home = environment(folder)
    given = {name: home[name] for name in ("FESTIVAL_HOME", "TMPDIR", "LC_ALL")} | more
    with Terminal(
        [sys.executable, "-m", "festival", "rehearse", "--language", "en", *arguments],
        columns=100,
        rows=30,
        env=given,
    ) as terminal:
        yield terminal


@pytest.mark.long
def test_the_bundled_day_leads_another_hub_to_the_schedule_that_the_pure_functions_give(
    tmp_path: Path,
) -> None:
    with hub(tmp_path, "--at", "2022-05-27T06:00", "--speed", "2400") as (address, token):
        done = rehearse(tmp_path, "--hub", address, FESTIVAL_TOKEN=token)
        assert (done.returncode, len(done.stdout.splitlines())) == (0, 45), done.stderr
        there = ScheduleAnswer.model_validate_json(httpx.get(f"{address}/api/schedule").content).schedule
        begin = str(Cursor(there.epoch, 0))
        answer = httpx.get(f"{address}/api/changes", params={"since": begin, "limit": 100})
    changes = ChangesAnswer.model_validate_json(answer.content).changes
    edits = load_rehearsal(bundled())
    assert all(change.at >= at for change, (at, _) in zip(changes, edits, strict=True))
    made = [(change.at, edit) for change, (_, edit) in zip(changes, edits, strict=True)]
    rehearsal = Rehearsal(load(bundled()), made)
    assert digest(rehearsal.at(LATE)) == digest(there)
    assert rehearsal.refused == []


@pytest.mark.parametrize(("name", "edits"), [("35c3", 222)])  # test_two_desks plays the others
def test_a_day_of_numbers_is_played_without_a_refusal(name: str, edits: int, tmp_path: Path) -> None:
    done = rehearse(tmp_path, "--trace", name, "--speed", "3600")
    assert [line for line in done.stdout.splitlines() if not LINE.fullmatch(line)] == []
    assert done.stderr.splitlines()[-1] == f"The day is over: {edits} edits made, none refused."
    assert done.returncode == 0


def test_a_hub_whose_day_is_real_is_not_played_into(tmp_path: Path) -> None:
    with hub(tmp_path) as (address, token):
        done = rehearse(tmp_path, "--hub", address, FESTIVAL_TOKEN=token)
        assert httpx.get(f"{address}/api/schedule").json()["revision"] == 0
    assert (done.returncode, done.stdout) == (1, "")
    assert "The day of this hub is a real one" in done.stderr
    assert "festival hub --at 2022-05-27T10:50 --speed 60" in done.stderr


def test_what_another_hub_is_past_is_left_out_and_counted(tmp_path: Path) -> None:
    with hub(tmp_path, "--at", "2022-05-27T23:07", "--speed", "240") as (address, token):
        done = rehearse(tmp_path, "--hub", address, FESTIVAL_TOKEN=token)
    assert [line.split("\t")[4] for line in done.stdout.splitlines()] == ["1"]
    assert done.stderr.splitlines()[-1] == (
        "The day is over: 1 edit made, none refused, 44 left out that were due before."
    )


def test_a_hub_at_another_time_is_told_apart(tmp_path: Path) -> None:
    with hub(tmp_path, "--at", "2022-05-28T10:00") as (address, token):
        done = rehearse(tmp_path, "--hub", address, FESTIVAL_TOKEN=token)
    assert done.returncode == 1
    assert "it is 2022-05-28 10:00; the trace goes from 2022-05-27 11:00 to 2022-05-27 23:50" in done.stderr


def test_a_token_that_is_not_known_ends_it_at_the_first_edit(tmp_path: Path) -> None:
    with hub(tmp_path, "--at", "2022-05-27T10:59", "--speed", "600") as (address, token):
        done = rehearse(tmp_path, "--hub", address, FESTIVAL_TOKEN=token[:-3] + "abc")
    assert (done.returncode, done.stdout) == (1, "")
    assert "The hub does not take this token" in done.stderr


def test_the_app_is_there_before_its_hub_then_follows_it_and_ends_both(tmp_path: Path) -> None:
    with app(tmp_path, "--from", "2022-05-27T16:34", "--speed", "60") as terminal:
        terminal.wait_for("not yet confirmed")
        terminal.wait_for("● live")
        terminal.wait_for("Important announcement")
        assert "Thunderstorm with strong gusts" in terminal.text()
        (own,) = children(terminal.pid)
        assert lives(own)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert not lives(own)
    assert left_in(tmp_path) == []


def test_the_app_ends_though_its_hub_hangs_before_it_is_ready(tmp_path: Path) -> None:
    pipe = tmp_path / "pid"
    os.mkfifo(pipe)
    (tmp_path / "uvloop.py").write_text(
        f"import os, signal\n"
        f"open({str(pipe)!r}, 'w').write(str(os.getpid()))\n"
        f"os.kill(os.getpid(), signal.SIGSTOP)\n"
    )
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(reading) as said, app(tmp_path, PYTHONPATH=str(tmp_path)) as terminal:
        assert select.select([said], [], [], 20)[0] == [said]
        own = int(said.read())
        assert children(terminal.pid) == [own]
        terminal.wait_for("not yet confirmed")
        terminal.press("ctrl+q")
        assert terminal.wait_exit(8) == 0
        assert not lives(own)
    assert left_in(tmp_path) == []


def test_a_hub_that_hangs_leaves_no_folder_behind(tmp_path: Path) -> None:
    with app(tmp_path) as terminal:
        terminal.wait_for("● live")
        (own,) = children(terminal.pid)
        os.kill(own, signal.SIGSTOP)
        terminal.press("ctrl+q")
        assert terminal.wait_exit(8) == 0
        assert not lives(own)
    assert left_in(tmp_path) == []


def test_the_app_begins_with_what_was_before_and_its_codes_lead_phones_to_its_pages(tmp_path: Path) -> None:
    outside = own_address()  # else only this machine reaches itself, by two addresses
    with app(tmp_path, *(() if outside else ("--host", BESIDE))) as terminal:
        terminal.wait_for("● 11:00  Lost your child or your parents?")
        assert "13:2" in terminal.text()
        assert "Rehearsal 2022" in terminal.text()
        terminal.wait_for("● live").click("Hansaplatz")
        terminal.wait_for("QR code").click("QR code")
        terminal.wait_for("The code opens a page about it")
        (address,) = decode(pixels(terminal.screen, (10, 20)))
        assert httpx.URL(address).host == (outside or BESIDE)
        phone = httpx.get(address, headers={"accept-language": "en"})
        assert (phone.status_code, "<h1>Hansaplatz</h1>" in phone.text) == (200, True)
        own = httpx.URL(address).copy_with(host="127.0.0.1")
        assert [
            httpx.get(own, headers={"host": name}).status_code for name in ("evil.example", "127.0.0.1")
        ] == [421, 200]
        with pytest.raises(httpx.ConnectError):  # it listens at these two, and nowhere else
            httpx.get(own.copy_with(host="127.0.0.3"))
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        terminal.wait_for(f"Phones in the same network read the pages at http://{outside or BESIDE}:")


def test_the_end_of_the_day_is_said_and_the_app_stays(tmp_path: Path) -> None:
    with app(tmp_path, "--from", "2022-05-27T23:45", "--speed", "3600") as terminal:
        terminal.wait_for("End of the rehearsal: no more changes will come.")
        assert terminal.returncode is None


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_however_the_app_ends_neither_a_process_nor_a_folder_is_left(
    number: signal.Signals, tmp_path: Path
) -> None:
    with app(tmp_path) as terminal:
        terminal.wait_for("● live")
        (own,) = children(terminal.pid)
        os.kill(terminal.pid, number)
        terminal.wait_exit()
        wait_ended(own)
        assert (lives(terminal.pid), lives(own), left_in(tmp_path)) == (False, False, [])


def test_a_hub_that_dies_leaves_the_programme_on_the_screen(tmp_path: Path) -> None:
    with app(tmp_path) as terminal:
        terminal.wait_for("● live")
        (own,) = children(terminal.pid)
        os.kill(own, signal.SIGKILL)
        terminal.wait_for("offline since")
        assert "Many voices, one street" in terminal.text()
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 1
        terminal.wait_for("The hub of the rehearsal has ended of itself (SIGKILL)")
    assert left_in(tmp_path) == []


def test_the_app_shows_what_is_played_into_another_hub(tmp_path: Path) -> None:
    with hub(tmp_path, "--at", "2022-05-27T16:30", "--speed", "120") as (address, token):
        with app(tmp_path, "--hub", address, FESTIVAL_TOKEN=token) as terminal:
            terminal.wait_for("Important announcement")
            terminal.press("ctrl+q")
            assert terminal.wait_exit() == 0
        assert httpx.get(f"{address}/readyz").status_code == 200


def test_the_app_says_at_its_end_why_nothing_was_played(tmp_path: Path) -> None:
    with (
        hub(tmp_path) as (address, token),
        app(tmp_path, "--hub", address, FESTIVAL_TOKEN=token) as terminal,
    ):
        terminal.wait_for("● live")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 1
        terminal.wait_for("The day of this hub is a real one")


def test_the_app_stays_and_says_at_its_end_why_there_was_no_hub(tmp_path: Path) -> None:
    (tmp_path / "uvloop.py").write_text("raise ImportError")
    with app(tmp_path, PYTHONPATH=str(tmp_path)) as terminal:
        terminal.wait_for("Many voices, one street")
        terminal.wait_for("offline")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 1
        terminal.wait_for("The hub of the rehearsal ended before it was ready.")
