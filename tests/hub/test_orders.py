"""What organisers have kiosks do: who may, and what goes over the streams."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from festival.hub.door import ORDERS
from festival.hub.messages import ScreenReport
from hub.memory_store import MemoryStore
from hub.rig import Served, running


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, MemoryStore(), beat_s=30) as one:
        one.hub.screens.hear(ScreenReport(id="K1", columns=120, rows=33))
        yield one


async def order(served: Served, token: str, body: Any, screen: str = "K1") -> httpx.Response:
    headers = {"authorization": f"Bearer {token}"}
    return await served.http.post(f"/api/screens/{screen}/orders", json=body, headers=headers)


@pytest.mark.parametrize(
    "body", [{"order": "identify"}, {"order": "language", "language": "de"}, {"order": "reload"}], ids=str
)
async def test_an_order_is_on_every_stream_at_once_and_moves_none(
    served: Served, body: dict[str, str]
) -> None:
    streams = [await served.stream(), await served.stream()]
    answer = await order(served, served.token("editor"), body)
    assert (answer.status_code, answer.content) == (202, b"")
    for stream in streams:
        heard = await stream.next("order")
        assert (heard.id, heard.data) == ("", {"screen": "K1"} | body)
        stream.close()


async def test_who_comes_later_hears_no_old_order(served: Served) -> None:
    early = await served.stream()
    await order(served, served.token("editor"), {"order": "identify"})
    await early.next("order")
    late = await served.stream()
    await served.edit(served.token("editor"))
    names = [one.name for one in [await late.event(), await late.event()] if one]
    assert names == ["hello", "change"]
    early.close()
    late.close()


@pytest.mark.parametrize(
    ("screen", "body", "status", "kind"),
    [
        ("K2", {"order": "identify"}, 404, "screen-unknown"),
        ("K%2F1", {"order": "identify"}, 404, "not-found"),
        ("K1", {"order": "dance"}, 422, "order-malformed"),
        ("K1", {}, 422, "order-malformed"),
        ("K1", {"order": "language"}, 422, "order-malformed"),
        ("K1", {"order": "language", "language": "Deutsch!"}, 422, "order-malformed"),
        ("K1", {"order": "identify", "language": "de"}, 422, "order-malformed"),
        ("K1", {"order": "identify", "more": "x" * 5000}, 413, "body-too-large"),
    ],
)
async def test_an_order_that_cannot_be_is_refused(
    served: Served, screen: str, body: Any, status: int, kind: str
) -> None:
    answer = await order(served, served.token("admin"), body, screen)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:festival:problem:{kind}")


@pytest.mark.parametrize(("role", "status"), [("host", 403), ("kiosk", 403), ("editor", 202), ("admin", 202)])
async def test_only_who_may_edit_everywhere_gives_orders(served: Served, role: Any, status: int) -> None:
    token = served.token(role, "stage" if role == "host" else None)
    assert (await order(served, token, {"order": "identify"})).status_code == status


async def test_all_kiosks_are_told_at_once_and_then_edits_are_still_made(served: Served) -> None:
    token = served.token("editor")
    answers = [await order(served, token, {"order": "reload"}) for _ in range(2 * ORDERS)]
    statuses = [answer.status_code for answer in answers]
    assert statuses[:ORDERS] == [202] * ORDERS
    assert 429 in statuses[ORDERS:]
    assert answers[statuses.index(429)].headers["retry-after"] == "1"
    assert (await served.edit(token)).status_code == 201
