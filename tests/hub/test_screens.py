"""What kiosks tell the hub of themselves."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from festival.hub.messages import ScreenReport
from festival.hub.screens import KNOWN, SILENCE_S, Screens
from festival.schedule.cursor import Cursor
from hub.rig import Served, running
from schedule.examples import at


class Bench:
    """Screens whose hub and time are set by hand."""

    def __init__(self) -> None:
        self.newest = Cursor("e", 5)
        self.now_s = 0.0
        self.screens = Screens(lambda: self.newest, clock=lambda: at("13:00"), monotonic=lambda: self.now_s)

    def hear(self, name: str, cursor: str | None = "e-5") -> None:
        self.screens.hear(ScreenReport(id=name, cursor=cursor, columns=80, rows=24))

    def ids(self) -> list[str]:
        return [screen.id for screen in self.screens.all()]


def test_a_screen_is_its_last_report() -> None:
    bench = Bench()
    bench.hear("K2")
    bench.hear("K1", "e-4")
    bench.hear("K1", "e-5")
    assert [(one.id, one.cursor, one.last_seen) for one in bench.screens.all()] == [
        ("K1", "e-5", at("13:00")),
        ("K2", "e-5", at("13:00")),
    ]


@pytest.mark.parametrize(
    ("shown", "is_behind"), [("e-5", False), ("e-6", False), ("e-4", True), ("other-9", True), (None, True)]
)
def test_who_shows_less_than_the_hub_has_is_behind(shown: str | None, is_behind: bool) -> None:
    bench = Bench()
    bench.hear("K1", shown)
    assert [one.is_behind for one in bench.screens.all()] == [is_behind]


def test_an_edit_makes_nobody_late_who_has_not_reported_since() -> None:
    bench = Bench()
    bench.hear("K1")
    bench.newest = Cursor("e", 6)
    assert [one.is_behind for one in bench.screens.all()] == [False]
    bench.hear("K1")
    assert [one.is_behind for one in bench.screens.all()] == [True]


def test_a_silent_screen_is_forgotten_and_a_talking_one_is_not() -> None:
    bench = Bench()
    bench.hear("K1")
    bench.hear("K2")
    bench.now_s = SILENCE_S
    bench.hear("K1")
    assert bench.ids() == ["K1", "K2"]
    bench.now_s += 0.1
    assert bench.ids() == ["K1"]


def test_the_screens_are_bounded() -> None:
    bench = Bench()
    bench.hear("first")
    for number in range(KNOWN):
        bench.hear(f"K{number}")
    assert len(bench.ids()) == KNOWN
    assert "first" not in bench.ids()


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, clock=lambda: at("13:00")) as one:
        yield one


def report(served: Served, **changed: Any) -> dict[str, Any]:
    fields = {"id": "K1", "cursor": str(served.hub.publisher.cursor), "columns": 80, "rows": 24}
    return {**fields, "skew_ms": -12.5, "version": "0.3.0"} | changed


async def post(served: Served, body: dict[str, Any]) -> httpx.Response:
    headers = {"authorization": f"Bearer {served.token('kiosk')}"}
    return await served.http.post("/api/screens", json=body, headers=headers)


async def test_an_organiser_sees_what_a_kiosk_reported(served: Served) -> None:
    answer = await post(served, report(served))
    assert (answer.status_code, answer.content) == (204, b"")
    headers = {"authorization": f"Bearer {served.token('host', 'stage')}"}
    found = (await served.http.get("/api/screens", headers=headers)).json()
    cursor = str(served.hub.publisher.cursor)
    assert found == {
        "cursor": cursor,
        "screens": [{**report(served), "last_seen": "2022-05-27T11:00:00Z", "is_behind": False}],
    }


WRONG: list[dict[str, Any]] = [
    {"id": "a kiosk"},
    {"id": "K1\n"},
    {"id": "K" * 33},
    {"id": "<b>"},
    {"cursor": "nonsense"},
    {"columns": 0},
    {"rows": 10_001},
    {"skew_ms": 1.1e13},
    {"skew_ms": "inf"},
    {"version": "x" * 65},
    {"visitor": "Ada"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
async def test_a_report_that_says_anything_else_is_refused(served: Served, wrong: dict[str, Any]) -> None:
    answer = await post(served, report(served, **wrong))
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:festival:problem:report-malformed")
    assert served.hub.screens.all() == []


async def test_a_report_is_small(served: Served) -> None:
    answer = await post(served, report(served, version="x" * 5_000))
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:festival:problem:body-too-large")


async def test_a_version_is_cleaned(served: Served) -> None:
    await post(served, report(served, version="1.0\x1b[31m"))
    assert [one.version for one in served.hub.screens.all()] == ["1.0[31m"]


async def test_the_figures_count_screens_and_those_that_are_behind(served: Served) -> None:
    await post(served, report(served))
    await post(served, report(served, id="K2", cursor=None))
    page = (await served.http.get("/metrics", headers={"authorization": f"Bearer {served.token()}"})).text
    assert {"festival_screens 2.0", "festival_screens_behind 1.0"} <= set(page.splitlines())


async def test_a_kiosk_does_not_see_who_made_a_change(served: Served) -> None:
    await served.edit(served.token())
    query = f"/api/changes?since={served.hub.publisher.cursor.epoch}-0"
    made_by = []
    for role in ("kiosk", "editor"):
        headers = {"authorization": f"Bearer {served.token(role)}"}
        answer = (await served.http.get(query, headers=headers)).json()
        made_by.append(answer["changes"][0]["by"])
    assert made_by[0] == ""
    assert made_by[1] != ""
