"""Picks that a kiosk has a hub keep: their address, how long it holds, and that nothing tells of it."""

import json
import logging
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from festival.hub import picks
from festival.hub.door import PICKS
from festival.hub.logs import JsonLines
from festival.links import MOST_PICKS
from festival.schedule.codes import crockford
from hub.memory_store import MemoryLog, MemoryStore
from hub.rig import Served, Time, running

IDS = ["panel", "choir", "band"]
LAST = datetime.fromisoformat("2022-06-03T23:59:59+02:00")
"""A week after the one day of the festival."""


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


@pytest.fixture
async def served(tmp_path: Path, log: MemoryLog, clock: Time) -> AsyncIterator[Served]:
    async with running(tmp_path, MemoryStore(log), clock=clock, base_url="https://fest.example") as one:
        yield one


async def keep(served: Served, body: Any = None, token: str = "") -> httpx.Response:
    headers = {"authorization": f"Bearer {token or served.token('kiosk')}"}
    return await served.http.post("/api/picks", json=body or {"sessions": IDS}, headers=headers)


async def kept(served: Served) -> str:
    """Have picks kept; return the path of their page."""
    answer = await keep(served)
    assert answer.status_code == 201
    return str(answer.headers["location"])


def titles(page: httpx.Response) -> list[str]:
    return re.findall(r'<h3><a href="/T/.{5}">([^<]+)</a>', page.text)


async def test_a_kiosk_gets_an_address_that_shows_its_picks_and_no_other(served: Served) -> None:
    answer = await keep(served)
    said = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"/A/{said['secret']}")
    assert crockford(said["secret"], 26) == said["secret"]
    assert datetime.fromisoformat(said["until"]) == LAST
    page = await served.http.get(answer.headers["location"], headers={"accept-language": "en"})
    assert (page.status_code, titles(page)) == (200, ["band", "panel", "choir"])
    assert "Kept at this address until Friday 3 June." in page.text
    assert (await keep(served)).json()["secret"] != said["secret"]


async def test_nothing_on_the_way_keeps_the_page_and_no_search_finds_it(served: Served) -> None:
    page = await served.http.get(await kept(served))
    named = {name: page.headers.get(name) for name in ("cache-control", "x-robots-tag", "referrer-policy")}
    assert named == {
        "cache-control": "no-store", "x-robots-tag": "noindex", "referrer-policy": "no-referrer",
    }  # fmt: skip
    assert "etag" not in page.headers
    assert '<meta name="robots" content="noindex">' in page.text
    assert 'rel="canonical"' not in page.text


async def test_the_page_offers_its_calendar_under_the_same_address(served: Served) -> None:
    path = await kept(served)
    page = (await served.http.get(f"{path.lower()}?l=en")).text
    assert f'href="{path}.ics?l=en"' in page
    assert f'href="webcal://fest.example{path}.ics?l=en"' in page
    dates = await served.http.get(f"{path}.ics?l=en")
    assert dates.headers["content-type"].startswith("text/calendar")
    assert sorted(re.findall(r"SUMMARY:(\w+)", dates.text)) == ["band", "choir", "panel"]


async def test_an_address_ends_with_its_last_day_and_says_what_to_do(served: Served, clock: Time) -> None:
    path, english = await kept(served), {"accept-language": "en"}
    clock.now = LAST - timedelta(seconds=1)
    assert (await served.http.get(path)).status_code == 200
    clock.now = LAST + timedelta(seconds=1)
    ended = await served.http.get(path, headers=english)
    assert (ended.status_code, ended.headers["cache-control"], titles(ended)) == (410, "no-store", [])
    assert "They were kept at this address until Friday 3 June." in ended.text
    assert (await served.http.get(f"{path}.ics")).status_code == 404
    await kept(served)  # what has ended is removed with the next
    unknown = await served.http.get(path, headers=english)
    assert (unknown.status_code, "Scan the code of your picks on a kiosk anew" in unknown.text) == (404, True)


async def test_picks_taken_away_after_the_festival_are_kept_for_a_week(served: Served, clock: Time) -> None:
    clock.now = datetime.fromisoformat("2022-07-01T23:30:00+02:00")
    assert (await keep(served)).json()["until"] == "2022-07-08T21:59:59Z"


async def test_another_hub_and_one_that_was_restarted_know_the_address(
    served: Served, tmp_path: Path, log: MemoryLog, clock: Time
) -> None:
    path = await kept(served)
    (tmp_path / "other").mkdir()
    async with running(tmp_path / "other", MemoryStore(log), clock=clock) as other:
        assert titles(await other.http.get(path)) == ["band", "panel", "choir"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"sessions": []}, 422),
        ({"sessions": ["band"] * (MOST_PICKS + 1)}, 422),
        ({"sessions": ["<b>", "../.."]}, 422),
        ({"sessions": ["band"], "name": "Ada"}, 422),
        ({"sessions": "band"}, 422),
        ({"sessions": [["band"]]}, 422),
        ({"sessions": ["b" * 9_000]}, 413),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_what_is_no_list_of_sessions_is_not_kept(
    served: Served, log: MemoryLog, body: Any, status: int
) -> None:
    assert (await keep(served, body or {"x": 1})).status_code == status
    assert log.picks == {}


async def test_one_token_has_only_so_many_kept_and_a_hub_only_so_many_in_all(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = served.token("kiosk")
    statuses = [(await keep(served, token=token)).status_code for _ in range(PICKS + 5)]
    assert statuses[:PICKS] == [201] * PICKS
    assert 429 in statuses[PICKS:]
    monkeypatch.setattr(picks, "MOST", PICKS)
    assert (await keep(served)).status_code == 503


async def test_neither_store_nor_log_tells_the_address(
    served: Served, log: MemoryLog, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    path = await kept(served)
    await served.http.get(path)

    async def fail(_: bytes) -> None:
        raise RuntimeError

    monkeypatch.setattr(served.hub.picks, "find", fail)
    assert (await served.http.get(path)).status_code == 500
    assert (await served.http.get(f"{path}.ics".lower())).status_code == 500
    said = [JsonLines().format(one) for one in caplog.records if one.name.startswith("festival")]
    assert [json.loads(one)["path"] for one in said if "request failed" in one] == ["/A/…", "/a/…"]
    secret = path.removeprefix("/A/")
    assert [one for one in (*said, repr(log.picks)) if secret.lower() in one.lower()] == []
    assert served.hub.publisher.cursor.revision == 0
