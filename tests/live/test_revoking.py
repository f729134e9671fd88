"""A stage host's stolen token: revoked, and its day undone in one command, on real kiosks and a desk."""

import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from live.programs import FESTIVAL, HubProcess, at_home, desk, kiosk
from rig import Terminal

ON_SCREENS_S = 2.0
ROOM = "ws-forum"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path / "hub", beat_s=0.5) as process:
        yield process


@dataclass
class Done:
    """What a command said, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def begun(tmp_path: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*FESTIVAL, *arguments],
        env={"FESTIVAL_HOME": str(tmp_path / "hub"), "LC_ALL": "C.UTF-8", "PATH": "", **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> Done:
    out, err = process.communicate(timeout=60)
    return Done(process.returncode, out, err)


def festival(tmp_path: Path, *arguments: str, **more: str) -> Done:
    return ended(begun(tmp_path, *arguments, **more))


def host(tmp_path: Path, label: str = "Host Forum") -> str:
    done = festival(tmp_path, "token", "new", "--role", "host", "--room", ROOM, "--label", label)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def post(hub: HubProcess, token: str, kind: str, **fields: Any) -> int:
    answer = hub.http.post(
        "/api/edits",
        json={"edit": {"kind": kind, **fields}, "based_on": hub.cursor},
        headers={"authorization": f"Bearer {token}", "idempotency-key": uuid.uuid4().hex},
    )
    return answer.status_code


def ident(token: str) -> str:
    return token.split("_")[1]


def shows_no(*texts: str) -> Callable[[Terminal], bool]:
    return lambda terminal: not any(text in terminal.text() for text in texts)


@pytest.mark.prompt
def test_a_stolen_token_is_revoked_and_its_day_undone_in_one_command_on_screens_within_two_seconds(
    hub: HubProcess, tmp_path: Path
) -> None:
    thief = host(tmp_path)
    with (
        kiosk(tmp_path / "kiosk-1", hub.url) as one,
        kiosk(tmp_path / "kiosk-2", hub.url, "--id", "K2") as two,
        desk(tmp_path / "desk", hub, "--room", ROOM, size=(120, 33)) as organiser,
    ):
        for terminal in (one, two):
            at_home(terminal)
        organiser.wait_for("● live")
        made = [
            post(hub, thief, "delay_session", session="ws-florenz", minutes=40),
            post(hub, thief, "set_room_state", room=ROOM, state="closed"),
        ]
        assert made == [201, 201]
        shown_as = ((one, "■ Closed"), (two, "■ Closed"), (organiser, "Closed"))
        for terminal, closed in shown_as:
            terminal.wait_for("+40 min").wait_for(closed)
        hub.edit("set_session_state", session="ws-florenz", state="few")
        begin = time.monotonic()
        revoking = begun(
            tmp_path, "token", "revoke", ident(thief), "--undo", "--hub", hub.url, FESTIVAL_TOKEN=hub.token
        )
        for terminal, closed in shown_as:
            terminal.wait_for(shows_no("+40 min", closed), timeout=begin + ON_SCREENS_S - time.monotonic())
        done = ended(revoking)
    sessions = hub.http.get("/api/schedule").json()["schedule"]["sessions"]
    (live,) = [one["live"] for one in sessions if one["id"] == "ws-florenz"]
    assert (live.get("delay_min", 0), live["state"]) == (0, "few")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == hub.cursor
    lines = done.stderr.splitlines()
    assert lines[0] == f"The token {ident(thief)} opens nothing any more."
    assert lines[-1].startswith("Stays: what first admin changed of it since, ")
    assert post(hub, thief, "delay_session", session="ws-florenz", minutes=5) == 401


def test_what_was_changed_with_another_token_of_the_same_name_is_not_undone_unasked(
    hub: HubProcess, tmp_path: Path
) -> None:
    stolen, other = host(tmp_path), host(tmp_path)
    assert post(hub, stolen, "delay_session", session="ws-florenz", minutes=40) == 201
    undo = ("--undo", "--hub", hub.url)
    done = festival(tmp_path, "token", "revoke", ident(stolen), *undo, FESTIVAL_TOKEN=hub.token)
    assert done.returncode == 1
    assert f"The token {ident(other)} bears the name Host Forum as well" in done.stderr
    assert "festival edit undo --person 'Host Forum' --earlier" in done.stderr
    assert hub.cursor.endswith("-1")
    assert post(hub, stolen, "delay_session", session="ws-florenz", minutes=5) == 401
    done = festival(tmp_path, "token", "revoke", ident(other), *undo, "--yes", FESTIVAL_TOKEN=hub.token)
    assert (done.returncode, done.stdout.strip(), hub.cursor[-2:]) == (0, hub.cursor, "-2")


@pytest.mark.parametrize(
    ("options", "token", "code", "said"),
    [
        (("--undo",), "admin", 1, "give --hub or set FESTIVAL_HUB"),
        (("--undo", "--hub", "http://127.0.0.1:9"), "", 1, "set FESTIVAL_TOKEN"),
        (("--undo", "--hub", "http://127.0.0.1:9"), "own", 1, "FESTIVAL_TOKEN is the token to be revoked"),
        (("--since", "14:00"), "admin", 2, "--since and --yes go with --undo"),
    ],
)
def test_what_could_not_be_undone_is_said_before_anything_is_revoked(
    tmp_path: Path, options: tuple[str, ...], token: str, code: int, said: str
) -> None:
    own = host(tmp_path)
    shown = {"own": own, "admin": "fest_abcdefgh_" + "x" * 43, "": ""}[token]
    done = festival(tmp_path, "token", "revoke", ident(own), *options, FESTIVAL_TOKEN=shown)
    assert (done.returncode, said in done.stderr, done.stdout) == (code, True, "")
    assert ident(own) in festival(tmp_path, "token", "list", "--plain").stdout


def test_without_its_hub_a_token_is_revoked_all_the_same(tmp_path: Path) -> None:
    stolen = host(tmp_path)
    admin = "fest_abcdefgh_" + "x" * 43
    done = festival(
        tmp_path,
        "token",
        "revoke",
        ident(stolen),
        "--undo",
        "--hub",
        "http://127.0.0.1:9",
        FESTIVAL_TOKEN=admin,
    )
    assert done.returncode == 4
    revoked, way_out, error = done.stderr.splitlines()
    assert revoked == f"The token {ident(stolen)} opens nothing any more."
    assert way_out.endswith(" festival edit undo --person 'Host Forum' --earlier")
    assert error.startswith("Error: The hub at")
    assert festival(tmp_path, "token", "list", "--plain").stdout == ""
