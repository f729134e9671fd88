"""``festival audit``: the log checked and told, from a file and from a hub."""

import asyncio
import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from festival.cli import main
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.digests import digest
from festival.schedule.edits import Edit, edit_from
from festival.schedule.model import Schedule
from festival.store import open_store
from festival.store.log import Pending
from hub.rig import programme
from live.programs import HubProcess
from schedule.examples import at

EDITS: list[tuple[str, dict[str, Any]]] = [
    (
        "Ada",
        {"kind": "delay_session", "session": "band", "minutes": 5, "reason": {"en": "Rain", "de": "Regen"}},
    ),
    ("=cmd|x", {"kind": "set_room_state", "room": "hall", "state": "full"}),
    ("Ada", {"kind": "announce", "id": "a1", "text": {"en": "@SUM(1)"}, "expires": "2022-05-27T20:00:00Z"}),
    ("Ben", {"kind": "cancel_session", "session": "band", "reason": {"en": "+1 \x1b[2J ill"}}),
    ("Ben", {"kind": "undo", "change": 4}),
]


def drafted(schedule: Schedule, by: str, edit: Edit, log: dict[int, Change]) -> tuple[Change, Schedule]:
    change = apply(schedule, edit, now=at("13:00"), by=by, log=log)
    after = fold(schedule, [change])
    return change.model_copy(update={"digest": digest(after)}), after


async def write(path: Path, *, wrong_digest_at: int = 0) -> None:
    """Write a log of :data:`EDITS`; one of its changes may say that it leads elsewhere, with a hash that fits."""
    store = open_store(path)
    head = await store.open(programme())
    log: dict[int, Change] = {}
    for by, edit in EDITS:
        change, head = drafted(head, by, edit_from(edit), log)
        if change.revision == wrong_digest_at:
            change = change.model_copy(update={"digest": "0" * 32})
        log[change.revision] = change
        assert await store.append([Pending(change, f"key-{change.revision}", b"")])
    await store.close()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.sqlite"
    asyncio.run(write(path))
    return path


def audit(tmp_path: Path, *arguments: str, **more: str) -> Result:
    return CliRunner().invoke(main, ["audit", *arguments], env={"FESTIVAL_HOME": str(tmp_path), **more})


def test_a_whole_log_is_said_to_be_whole_by_both_commands(tmp_path: Path, log: Path) -> None:
    done = audit(tmp_path, "verify", "--store", str(log))
    assert (done.exit_code, done.stdout) == (0, f"The log {log} is whole: 5 changes.\n")
    as_json = audit(tmp_path, "verify", "--store", str(log), "--json")
    assert json.loads(as_json.stdout) == {"store": str(log), "whole": True, "changes": 5}
    of_hub = CliRunner().invoke(main, ["hub", "verify", "--store", str(log), "--json"])
    assert (of_hub.exit_code, of_hub.stdout) == (0, as_json.stdout)


@pytest.mark.parametrize(
    ("tampering", "revision", "what"),
    [
        (
            "UPDATE log SET body = CAST(replace(CAST(body AS TEXT), 'Ada', 'Eve') AS BLOB) WHERE revision = 3",
            3,
            "its hash does not fit",
        ),
        ("DELETE FROM log WHERE revision = 2", 2, "revision 3 stands in its place"),
        ("DELETE FROM log WHERE revision = 5", 5, "the records end with revision 4"),
    ],
)
def test_a_log_that_somebody_has_touched_is_neither_whole_nor_exported(
    tmp_path: Path, log: Path, tampering: str, revision: int, what: str
) -> None:
    with sqlite3.connect(log) as connection:
        assert connection.execute(tampering).rowcount == 1
    connection.close()
    for command in ("verify", "export"):
        done = audit(tmp_path, command, "--store", str(log))
        assert (done.exit_code, done.stdout) == (3, "")
        assert f"is damaged at revision {revision}: {what}" in done.stderr


def test_a_change_that_leads_elsewhere_than_it_says_is_found_although_every_hash_fits(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    asyncio.run(write(path, wrong_digest_at=3))
    done = audit(tmp_path, "verify", "--store", str(path))
    assert done.exit_code == 3
    assert (
        "is damaged at revision 3: it leads to another schedule than was said when it was made" in done.stderr
    )


def test_no_log_is_another_exit_code(tmp_path: Path) -> None:
    done = audit(tmp_path, "verify")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: There is no log at ")


def test_every_change_is_a_line_of_json_with_who_when_what_why_before_and_after(
    tmp_path: Path, log: Path
) -> None:
    done = audit(tmp_path, "export", "--store", str(log))
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["revision"] for row in rows] == [1, 2, 3, 4, 5]
    first = rows[0]
    assert (first["by"], first["at"], first["kind"]) == ("Ada", "2022-05-27T11:00:00Z", "delay_session")
    assert first["reason"] == {"en": "Rain", "de": "Regen"}
    assert first["what"] == "band: 15:00–16:00 → 15:05–16:05"
    (touch,) = first["touches"]
    assert (touch["id"], touch["before"], touch["after"]["live"]["delay_min"]) == ("band", {"live": {}}, 5)
    assert rows[4]["undoes"] == 4
    assert "\x1b" not in done.stdout


def test_a_spreadsheet_shows_every_cell_and_runs_none(tmp_path: Path, log: Path) -> None:
    done = audit(tmp_path, "export", "--store", str(log), "--format", "csv")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["revision"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [row["by"] for row in rows] == ["Ada", "'=cmd|x", "Ada", "Ben", "Ben"]
    assert rows[3]["why"] == "'+1 [2J ill"
    assert json.loads(rows[1]["after"])["room hall"]["live"]["state"] == "full"
    assert rows[4]["undoes"] == "4"
    assert [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))] == []


def test_a_hub_tells_the_same_as_its_log(tmp_path: Path) -> None:
    with HubProcess(tmp_path / "hub", beat_s=0.5) as hub:
        for minutes in (10, 5, 5):
            hub.edit("delay_session", session="ws-florenz", minutes=minutes, reason={"en": "Rain"})
        asked = audit(tmp_path / "own", "export", "--hub", hub.url, FESTIVAL_TOKEN=hub.token)
        read = audit(tmp_path / "hub", "export")
        nobody = audit(tmp_path / "own", "export", "--hub", hub.url)
    assert asked.exit_code == 0, asked.output
    assert asked.stdout == read.stdout
    rows = [json.loads(line) for line in asked.stdout.splitlines()]
    assert [(row["revision"], row["by"]) for row in rows] == [(n, "first admin") for n in (1, 2, 3)]
    assert (nobody.exit_code, nobody.stdout) == (1, "")
    assert "who made a change is not public" in nobody.stderr


def test_a_log_and_a_hub_are_not_asked_at_once(tmp_path: Path, log: Path) -> None:
    done = audit(tmp_path, "export", "--store", str(log), "--hub", "http://127.0.0.1:9")
    assert (done.exit_code, "Give --store or --hub." in done.stderr) == (2, True)
