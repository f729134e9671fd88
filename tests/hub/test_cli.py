"""``festival hub`` and ``festival token`` as their users run them."""

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from festival.cli import main
from festival.clock import system_clock
from festival.hub.messages import ScheduleAnswer
from festival.hub.tokens import TokenFile
from festival.programme import bundled
from festival.qr import matrix, plain_blocks
from hub.rig import Served
from rig import Terminal
from rig.home import warm

TOKEN = re.compile(r"fest_[a-z0-9]{8}_[A-Za-z0-9_-]{43}")
WITHOUT = "import sys; sys.modules['{missing}'] = None; sys.argv[0] = 'festival'\nfrom festival.cli import main\nmain()"


def environment(folder: Path, **more: str) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("FESTIVAL_")}
    return {**bare, "FESTIVAL_HOME": str(warm(folder)), "LC_ALL": "C.UTF-8", **more}


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "festival", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment(folder, **more),
        timeout=60,
    )


@dataclass
class Process:
    """A hub that answers: what it printed before, and where."""

    process: asyncio.subprocess.Process
    printed: list[str]

    @property
    def url(self) -> str:
        return self.printed[-1]

    async def end(self) -> tuple[int, list[dict[str, Any]], list[str]]:
        """Send SIGTERM; return the exit code, the log, and what else came on stdout."""
        self.process.send_signal(signal.SIGTERM)
        out, err = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, [json.loads(line) for line in err.splitlines()], out.decode().split()


@contextlib.asynccontextmanager
async def started(folder: Path, *arguments: str, **more: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "festival",
        "hub",
        "--port",
        "0",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(folder, **more),
    )
    assert process.stdout is not None
    printed: list[str] = []
    try:
        while not (printed and printed[-1].startswith("http://")):
            line = await asyncio.wait_for(process.stdout.readline(), 30)
            assert line, (await process.communicate())[1].decode()
            printed.append(line.decode().rstrip("\n"))
        yield Process(process, printed)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def test_a_hub_starts_with_the_bundled_programme_and_ends_with_0(tmp_path: Path) -> None:
    async with started(tmp_path) as hub:
        token, url = hub.printed
        assert TOKEN.fullmatch(token)
        snapshot = ScheduleAnswer.model_validate_json(httpx.get(f"{url}/api/schedule").content)
        assert httpx.get(f"{url}/metrics", headers={"authorization": f"Bearer {token}"}).status_code == 200
        code, log, _ = await hub.end()
    assert code == 0
    begins = log[0]
    assert (begins["event"], begins["address"]) == ("begins", url)
    assert begins["store"] == str(tmp_path / "state/hub/festival.sqlite")
    assert begins["cursor"] == f"{snapshot.epoch}-0"
    assert begins["sessions"] == len(snapshot.schedule.sessions)
    assert log[-1]["event"] == "ends"
    assert token not in json.dumps(log)


async def test_the_first_token_is_printed_once(tmp_path: Path) -> None:
    async with started(tmp_path) as first:
        assert len(first.printed) == 2
        await first.end()
    async with started(tmp_path) as again:
        assert len(again.printed) == 1


async def test_a_hub_outlives_the_reader_of_its_output(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "festival", "hub", "--port", "0"),
        stdout=writing,
        stderr=asyncio.subprocess.PIPE,
        env=environment(tmp_path),
    )
    os.close(writing)
    assert process.stderr is not None
    address = json.loads(await process.stderr.readline())["address"]
    assert httpx.get(f"{address}/readyz").status_code == 200
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0


async def test_no_token_is_printed_into_the_journal(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    found = os.fstat(writing)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "festival", "hub", "--port", "0"),
        stdout=writing,
        stderr=asyncio.subprocess.PIPE,
        env=environment(tmp_path, JOURNAL_STREAM=f"{found.st_dev}:{found.st_ino}"),
    )
    os.close(writing)
    assert process.stderr is not None
    while "no token yet" not in (line := (await process.stderr.readline()).decode()):
        assert line
    process.send_signal(signal.SIGTERM)
    await process.communicate()
    with os.fdopen(reading) as printed:
        assert TOKEN.search(printed.read()) is None
    assert not (tmp_path / "state/hub/tokens.json").exists()


async def test_systemd_is_told_when_the_hub_is_ready_and_when_it_stops(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(tmp_path / "notify"))
        told.settimeout(20)
        async with started(tmp_path, NOTIFY_SOCKET=str(tmp_path / "notify")) as hub:
            assert told.recv(100) == b"READY=1"
            await hub.end()
        assert told.recv(100) == b"STOPPING=1"


async def test_a_made_up_day_runs_at_its_speed_and_says_so(tmp_path: Path) -> None:
    async with started(tmp_path, "--at", "2022-05-27T13:20", "--speed", "60", "--beat", "0.2") as hub:
        served = Served.__new__(Served)
        served.port = httpx.URL(hub.url).port or 0
        stream = await served.stream()
        hello = await stream.next("hello")
        assert (hello.data["rehearsed"], hello.data["rate"]) == (True, 60)
        assert hello.data["server_time"].startswith("2022-05-27T11:")
        stream.close()


async def test_a_real_day_says_nothing_of_a_rehearsal(tmp_path: Path) -> None:
    async with started(tmp_path) as hub:
        served = Served.__new__(Served)
        served.port = httpx.URL(hub.url).port or 0
        stream = await served.stream()
        assert {"rehearsed", "rate"} & (await stream.next("hello")).data.keys() == set()
        stream.close()


async def test_other_programme_files_are_left_aside_and_the_hub_says_so(tmp_path: Path) -> None:
    async with started(tmp_path) as first:
        await first.end()
    other = tmp_path / "other"
    other.mkdir()
    for file in bundled().rglob("*.toml"):
        target = other / file.relative_to(bundled())
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            file.read_text().replace('name = "innovation next door"', 'name = "something else"')
        )
    async with started(tmp_path) as same:
        _, log, _ = await same.end()
        assert not any("log wins" in line["event"] for line in log)
    async with started(tmp_path, "--programme", str(other)) as hub:
        assert "something else" not in httpx.get(f"{hub.url}/api/schedule").text
        _, log, _ = await hub.end()
    (note,) = [line["event"] for line in log if "log wins" in line["event"]]
    assert str(other) in note


async def test_what_keeps_a_hub_from_starting_is_one_sentence(tmp_path: Path) -> None:
    async with started(tmp_path) as hub:
        port = hub.url.rpartition(":")[2]
        taken = run(tmp_path / "b", "hub", "--port", port)
        locked = run(tmp_path, "hub", "--port", "0")
    assert (taken.returncode, taken.stdout) == (1, "")
    assert taken.stderr == (
        f"Error: The hub cannot listen at 127.0.0.1, port {port}: another program has it; "
        "stop that one, or choose another --port.\n"
    )
    assert locked.returncode == 1
    assert re.fullmatch(
        rf"Error: The log {tmp_path}/\S+ is in use by process \d+ on .*: stop that hub, .*\n", locked.stderr
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--speed", "60"), "--speed needs --at"),
        (("--at", "yesterday"), "is not a date and time"),
        (("--proxy", "10.0.0.1/8"), "Give an address like 10.0.0.7"),
        (("--store", "mysql://user:hunter2@db/x"), "give a path, sqlite:PATH or postgresql://"),
        (("--host", "192.0.2.1"), "this machine does not have that address"),
        (("--base-url", "https://x/y"), "is not an address like"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_an_option_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = run(tmp_path, "hub", "--port", "0", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert sentence in done.stderr
    assert "hunter2" not in done.stderr


def test_a_server_that_is_away_is_named_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))  # and nobody listens
        where = f"postgresql://festival:hunter2@127.0.0.1:{sock.getsockname()[1]}/fest"
        done = run(tmp_path, "hub", "--port", "0", "--store", where)
    assert done.returncode == 1
    assert "The log postgresql://127.0.0.1/fest was not reached within 10 s" in done.stderr
    assert "See whether the server runs, and whether FESTIVAL_STORE is right." in done.stderr
    assert "hunter2" not in done.stderr


async def test_a_log_of_a_newer_format_is_left_alone(tmp_path: Path) -> None:
    async with started(tmp_path) as hub:
        await hub.end()
    log = tmp_path / "state/hub/festival.sqlite"
    with contextlib.closing(sqlite3.connect(log)) as file:
        file.execute("PRAGMA user_version = 99")
    before = log.read_bytes()
    done = run(tmp_path, "hub", "--port", "0")
    assert done.returncode == 1
    assert (
        "has format 99, this festival knows format 1: use the version of festival that wrote it"
        in done.stderr
    )
    assert log.read_bytes() == before


@pytest.mark.parametrize("missing", ["uvicorn", "prometheus_client", "uvloop"])
def test_without_the_extra_a_sentence_says_what_to_install(tmp_path: Path, missing: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(missing=missing), "hub"],
        capture_output=True,
        text=True,
        check=False,
        env=environment(tmp_path),
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: festival hub needs {missing}, which is not installed: ")
    assert "pip install 'festival[hub]'" in done.stderr


def test_a_person_at_a_terminal_is_told_what_to_do_next(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "festival", "hub", "--port", "0", "--at", "2022-05-27T13:20"]
    with Terminal(command, columns=120, rows=30, env=environment(tmp_path)) as terminal:
        terminal.wait_for("follow it")
        terminal.wait_for("its changes stay in the log")
        text = terminal.text()
        told = ("This admin token is shown once", "innovation next door", "made up: 2022-05-27 13:20")
        for part in told:
            assert part in text
        terminal.send("\x03")
        terminal.wait_exit()


async def test_a_backup_of_a_running_hub_is_restored_as_a_new_epoch(tmp_path: Path) -> None:
    file = tmp_path / "backup.sqlite"
    async with started(tmp_path) as hub:
        epoch = httpx.get(f"{hub.url}/api/schedule").json()["epoch"]
        assert run(tmp_path, "hub", "verify").stdout.endswith("is whole: 0 changes.\n")
        done = run(tmp_path, "hub", "backup", str(file))
        assert (done.returncode, done.stderr.splitlines()[-1]) == (
            0,
            f"Written and checked: {file}, up to revision 0.",
        )
        again = run(tmp_path, "hub", "backup", str(file))
        assert (again.returncode, again.stderr.splitlines()[-1]) == (
            1,
            f"Error: There is a file {file} already: choose another name for the backup.",
        )
        busy = run(tmp_path, "hub", "restore", str(file))
        assert busy.returncode == 1
        assert "stop that hub" in busy.stderr
        await hub.end()
    done = run(tmp_path, "hub", "restore", str(file))
    assert done.returncode == 0
    assert "under a new epoch" in done.stderr
    async with started(tmp_path) as hub:
        assert httpx.get(f"{hub.url}/api/schedule").json()["epoch"] != epoch


def test_verify_tells_damage_from_absence_by_its_exit_code(tmp_path: Path) -> None:
    log = tmp_path / "log.sqlite"
    done = run(tmp_path, "hub", "verify", "--json", FESTIVAL_STORE=str(log))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Error: There is no log at {log}: check the name.\n"
    log.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    done = run(tmp_path, "hub", "verify", "--json", FESTIVAL_STORE=str(log))
    found = json.loads(done.stdout)
    assert (done.returncode, found["store"], found["whole"]) == (3, str(log), False)
    assert "is damaged" in found["error"]


def test_a_token_goes_to_stdout_alone_and_opens_what_was_said(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "token",
        "new",
        "--role",
        "host",
        "--room",
        "u-stage",
        "--label",
        "Ada",
        "--until",
        "2199-05-28",
    )
    assert done.returncode == 0
    assert TOKEN.fullmatch(done.stdout.strip())
    file = TokenFile(tmp_path / "state/hub/tokens.json")
    (token,) = file.all()
    assert (token.role, token.room, token.label) == ("host", "u-stage", "Ada")
    assert file.holder(done.stdout.strip(), token.made) == token
    assert f"The token {token.id} (host of u-stage, until 2199-05-28 00:00)" in done.stderr
    assert done.stdout.strip() not in done.stderr


def test_tokens_are_listed_without_what_opens_anything_and_can_be_revoked(tmp_path: Path) -> None:
    text = run(tmp_path, "token", "new", "--role", "kiosk").stdout.strip()
    name, secret = text.split("_", 2)[1:]
    listed = run(tmp_path, "token", "list", "--json").stdout
    (row,) = json.loads(listed)
    assert (row["id"], row["role"], row["valid"], "hash" in row) == (name, "kiosk", True, False)
    assert secret not in listed
    assert run(tmp_path, "token", "revoke", name).returncode == 0
    assert run(tmp_path, "token", "list", "--plain").stdout == ""
    again = run(tmp_path, "token", "revoke", name)
    assert (again.returncode, again.stderr) == (
        1,
        f"Error: There is no token '{name}': festival token list shows them.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--role", "host"), "A host has a room. Give --room, one of: u-stage, "),
        (("--role", "host", "--room", "cellar"), "There is no room 'cellar' in the programme."),
        (("--role", "editor", "--room", "u-stage"), "--room is for hosts"),
        (("--role", "editor", "--until", "2022-05-28"), "has passed"),
        (("--role", "editor", "--until", "soon"), "is not a date and time"),
        (("--role", "editor", "--qr"), "--qr needs the hub's address"),
        (("--role", "editor", "--qr", "--hub", "ftp://x"), "is not an address like"),
    ],
    ids=str,
)
def test_a_token_that_would_open_nothing_is_not_made(
    tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = CliRunner().invoke(main, ["token", "new", *arguments], env={"FESTIVAL_HOME": str(tmp_path)})
    assert (done.exit_code, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert not (tmp_path / "state/hub/tokens.json").exists()


def test_a_folder_that_takes_no_token_is_one_sentence(tmp_path: Path) -> None:
    env = {
        "FESTIVAL_HOME": str(tmp_path),
        "FESTIVAL_TOKENS": "/proc/tokens.json",
    }  # root writes anywhere else
    done = CliRunner().invoke(main, ["token", "new", "--role", "admin"], env=env)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: /proc/tokens.json: cannot be written (No such file or directory)\n"


def test_a_token_as_a_code_has_it_in_the_fragment(tmp_path: Path) -> None:
    done = run(tmp_path, "token", "new", "--role", "editor", "--qr", "--hub", "https://fest.example")
    code = matrix(f"https://fest.example/#token={done.stdout.strip()}", "M")
    drawn = done.stderr.partition("\n")[2]
    assert drawn == plain_blocks(code)


async def test_a_running_hub_knows_tokens_that_are_made_and_revoked_meanwhile(tmp_path: Path) -> None:
    async with started(tmp_path) as hub:
        text = run(tmp_path, "token", "new", "--role", "admin").stdout.strip()
        headers = {"authorization": f"Bearer {text}"}
        assert httpx.get(f"{hub.url}/metrics", headers=headers).status_code == 200
        run(tmp_path, "token", "revoke", text.split("_")[1])
        assert httpx.get(f"{hub.url}/metrics", headers=headers).status_code == 401


async def test_a_token_ends_by_the_real_time_although_the_day_is_made_up(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "state/hub/tokens.json")
    now = system_clock()
    ended, _ = file.make("admin", now=now, until=now - timedelta(minutes=1))
    lasting, _ = file.make("admin", now=now, until=now + timedelta(hours=1))
    async with started(tmp_path, "--at", "2022-05-27T13:20") as hub:
        statuses = [
            httpx.get(f"{hub.url}/metrics", headers={"authorization": f"Bearer {token}"}).status_code
            for token in (ended, lasting)
        ]
    assert statuses == [401, 200]
