"""What a kiosk reports arrives at a real hub as the organisers shall see it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from client.rig import FAST, Asked, faking, following, http
from festival.client.reports import Report, Reporter
from hub.memory_store import MemoryStore
from hub.rig import Served, running, until


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, MemoryStore(), beat_s=0.2) as one:
        yield one


async def screens(served: Served) -> list[dict[str, object]]:
    headers = {"authorization": f"Bearer {served.token()}"}
    found: list[dict[str, object]] = (await served.http.get("/api/screens", headers=headers)).json()[
        "screens"
    ]
    return found


async def test_organisers_see_what_a_kiosk_shows(served: Served) -> None:
    token = served.token("kiosk")

    def report() -> Report:
        return Report("K1", str(served.hub.publisher.cursor), 120, 33, 12.5, "0.1.0")

    async with following(served.port, token=token, report=report):
        await until(lambda: bool(served.hub.screens.all()))
    [screen] = await screens(served)
    assert (screen["id"], screen["columns"], screen["rows"]) == ("K1", 120, 33)
    assert (screen["skew_ms"], screen["version"], screen["is_behind"]) == (12.5, "0.1.0", False)


async def test_a_change_is_reported_before_the_next_beat(tmp_path: Path) -> None:
    async with running(tmp_path, MemoryStore(), beat_s=60) as served:
        shown: list[str] = []

        def report() -> Report:
            return Report("K1", shown[-1] if shown else None, 120, 33, None, "0.1.0")

        async with following(served.port, token=served.token("kiosk"), report=report):
            await until(lambda: bool(served.hub.screens.all()))
            assert (await served.edit(served.token())).status_code == 201
            shown.append(str(served.hub.publisher.cursor))
            await until(lambda: served.hub.screens.all()[0].cursor == shown[-1])
        [screen] = served.hub.screens.all()
        assert screen.is_behind is False


@pytest.mark.parametrize(
    "wrong", [Report("K 1", None, 80, 24, None, "0"), Report("K1", None, 0, 24, None, "0")]
)
async def test_a_report_that_the_hub_refuses_is_said_in_the_log_and_not_sent_again_at_once(
    served: Served, wrong: Report, caplog: pytest.LogCaptureFixture
) -> None:
    async with following(served.port, token=served.token("kiosk"), report=lambda: wrong) as one:
        await until(lambda: bool(caplog.records))
        heard = len(one.clock._heard)
        await one.until(lambda: len(one.clock._heard) >= heard + 4)  # with each beat a report is due
    warned = [record.getMessage() for record in caplog.records if record.name == "festival.client.reports"]
    assert warned == ["the hub does not take these reports, or not with this token: 422"]
    assert await screens(served) == []


async def test_a_kiosk_that_is_asked_to_wait_waits_so_long_and_goes_on() -> None:
    asked_at: list[float] = []
    loop = asyncio.get_running_loop()

    def answer(_asked: Asked) -> bytes:
        asked_at.append(loop.time())
        if len(asked_at) == 1:
            return http(
                b"{}", status="429 Too Many Requests", kind="application/problem+json", Retry_After="1"
            )
        return http(status="204 No Content")

    async with faking(answer) as fake:
        timings = replace(FAST, asked_wait_most_s=0.3)
        one = Reporter(fake.address, "t", lambda: Report("K1", None, 80, 24, None, "0"), timings, lambda: 0.0)
        task = asyncio.create_task(one.run())
        async with asyncio.timeout(10):
            while len(asked_at) < 3:
                one.ask()
                await asyncio.sleep(0.005)
        task.cancel()
    first, second, third = asked_at[:3]
    assert second - first >= 0.3  # what was asked for, but never longer than a follower waits
    assert third - second < 0.3
