"""The report of a day, from a hub and from the log that it leaves."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from cli.editing import Desk, desk, festival

DAY: list[dict[str, Any]] = [
    {"kind": "delay_session", "session": "band", "minutes": 10, "reason": {"en": "=RAIN()"}},
    {"kind": "cancel_session", "session": "choir", "reason": {"de": "Regen"}},
    {"kind": "start_session", "session": "opening"},
    {"kind": "move_session", "session": "panel", "room": "stage", "start": "2022-05-27T18:00:00+02:00"},
    {"kind": "announce", "id": "storm", "level": "urgent", "text": {"en": "Storm"}, "expires": "2022-05-27T18:00:00+02:00"},
    {"kind": "withdraw", "announcement": "storm"},
]  # fmt: skip


async def report(ada: Desk, *arguments: str) -> str:
    """Return what the report of the hub says."""
    done = await festival(ada.folder, "report", "--hub", ada.url, *arguments, **ada.environment)
    assert (done.code, done.err) == (0, "")
    return done.out


async def test_a_day_is_read_on_a_terminal(tmp_path: Path) -> None:
    async with desk(tmp_path) as ada:
        await ada.prepare(DAY)
        lines = (await report(ada)).splitlines()
    assert lines == [
        "Friday 27 May 2022: 4 of 5 sessions held, 40 minutes late in all.",
        "Of 1 a host said when they began (*); the others are as expected.",
        "",
        "Rooms",
        "  held  late    latest  cancelled  away  here  added",
        "  3     40 min  20 min  1          –     1     –      stage",
        "  1     –       –       –          1     –     –      hall",
        "",
        "Not as planned",
        "  14:00  14:20  +20 min*  stage  opening",
        "  15:00  15:20  +20 min   stage  band (=RAIN())",
        "  16:30                   stage  choir – cancelled (Regen)",
        "  15:30  18:00            stage  panel – moved from hall",
        "",
        "Announcements",
        "  14:20  urgent  everywhere  withdrawn 14:20  Ada  Storm",
        "",
        "Changes",
        "  1  announce",
        "  1  cancel_session",
        "  1  delay_session",
        "  1  move_session",
        "  1  start_session",
        "  1  withdraw",
    ]


async def test_csv_is_one_part_and_runs_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as ada:
        await ada.prepare(DAY)
        sessions = await report(ada, "2022-05-27", "--format", "csv")
        rooms = await report(ada, "--format", "csv", "--part", "rooms")
    rows = {row["session"]: row for row in csv.DictReader(StringIO(sessions, newline=""))}
    assert (rows["band"]["reason"], rows["band"]["late_min"]) == ("'=RAIN()", "20")
    assert (rows["choir"]["cancelled"], rows["talk"]["cancelled"]) == ("yes", "no")
    assert (rows["opening"]["start"], rows["opening"]["start_basis"]) == (
        "2022-05-27T14:20+02:00",
        "said by the host",
    )
    assert [row["delay_min"] for row in csv.DictReader(StringIO(rooms, newline=""))] == ["40", "0"]


async def test_the_log_says_what_the_hub_said(tmp_path: Path) -> None:
    async with desk(tmp_path) as ada:
        await ada.prepare(DAY)
        by_hub = json.loads(await report(ada, "--format", "json"))
        log = await festival(tmp_path, "report", "--store", str(tmp_path / "log.sqlite"), "--format", "json")
    assert json.loads(log.out) == by_hub
    assert (by_hub["day"], by_hub["revision"]) == ("2022-05-27", len(DAY))
    assert by_hub["announcements"] == [
        {
            "announcement": "storm",
            "severity": "urgent",
            "text": "Storm",
            "rooms": "",
            "at": "2022-05-27T14:20+02:00",
            "expires": "2022-05-27T18:00+02:00",
            "withdrawn_at": "2022-05-27T14:20+02:00",
            "by": "Ada",
        }
    ]


async def test_a_part_without_rows_has_its_columns(tmp_path: Path) -> None:
    async with desk(tmp_path) as ada:
        text = await report(ada, "--format", "csv", "--part", "announcements")
    assert text == "announcement,severity,text,rooms,at,expires,withdrawn_at,by\r\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--hub", "http://127.0.0.1:9"), 4, "does not answer"),
        (("--store", "{folder}/none.sqlite"), 1, "There is no log"),
        (("--store", "x", "--hub", "http://127.0.0.1:9"), 2, "Give --store or --hub."),
    ],
)
async def test_what_cannot_be_reported_is_said(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    typed = [one.format(folder=tmp_path) for one in arguments]
    done = await festival(tmp_path, "report", *typed, FESTIVAL_TOKEN="fest_a_b")
    assert (done.code, done.out, said in done.err) == (code, "", True)


async def test_a_day_that_is_none_and_a_holder_who_may_not_are_refused(tmp_path: Path) -> None:
    async with desk(tmp_path) as ada:
        given = ("report", "--hub", ada.url)
        no_day = await festival(tmp_path, *given, "27.5.", **ada.environment)
        nobody = await festival(tmp_path, *given, **(ada.environment | {"FESTIVAL_TOKEN": ""}))
        stranger = await festival(tmp_path, *given, **(ada.environment | {"FESTIVAL_TOKEN": "fest_a_b"}))
    assert (no_day.code, no_day.err) == (
        1,
        "Error: '27.5.' is no day of the festival. There are: 2022-05-27.\n",
    )
    assert (nobody.code, "Set FESTIVAL_TOKEN" in nobody.err) == (1, True)
    assert (stranger.code, "not valid" in stranger.err) == (1, True)
