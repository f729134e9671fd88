"""Which time is shown on a day without a festival."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from festival.cli.clock import clock_for
from festival.programme import load
from programme.conftest import BASE

SESSION = """
[[session]]
id = "{id}"
title = "S"
room = "hall"
track = "talks"
kind = "talk"
day = "{day}"
start = "{start}"
minutes = {minutes}
sample = true
"""


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ((), "2022-05-27T13:20"),
        ((("2022-05-27", "13:00", 30),), "2022-05-27T13:20"),
        ((("2022-05-27", "10:00", 30), ("2022-05-27", "13:20", 1)), "2022-05-27T13:20"),
        ((("2022-05-27", "13:00", 20), ("2022-05-27", "18:00", 30)), "2022-05-27T13:10"),
        ((("2022-05-27", "24:30", 30),), "2022-05-28T00:40"),
        ((("2022-05-20", "13:00", 60),), "2022-05-27T13:20"),
    ],
)
def test_a_rehearsal_begins_when_something_is_on(
    tmp_path: Path, sessions: tuple[tuple[str, str, int], ...], expected: str
) -> None:
    text = "".join(
        SESSION.format(id=f"s{number}", day=day, start=start, minutes=minutes)
        for number, (day, start, minutes) in enumerate(sessions)
    )
    (tmp_path / "x.toml").write_text(BASE + text, encoding="utf-8")
    schedule = load(tmp_path)
    clock, rehearsed = clock_for(None, schedule)
    shown = clock().astimezone(schedule.festival.zone)
    wanted = datetime.fromisoformat(expected).replace(tzinfo=schedule.festival.zone)
    assert rehearsed
    assert timedelta() <= shown - wanted < timedelta(seconds=30)
