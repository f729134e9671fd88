"""A token that is revoked opens nothing any more, not even what began before; and its day goes back in one change."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from festival.hub import history
from festival.hub.door import REPORTS, Door
from festival.hub.metrics import Metrics
from festival.hub.problems import Problem
from festival.hub.tokens import TokenFile
from hub.memory_store import MemoryStore
from hub.rig import Raw, Served, running
from schedule.examples import at

NOW = at("13:00")


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, MemoryStore(), clock=lambda: NOW, token_clock=lambda: NOW) as one:
        yield one


async def test_an_edit_whose_body_comes_after_the_revocation_is_not_made(served: Served) -> None:
    text, token = served.tokens.make("editor", now=NOW)
    edit = {"kind": "delay_session", "session": "band", "minutes": 5}
    body = json.dumps({"edit": edit, "based_on": str(served.hub.publisher.cursor)})
    raw = await Raw.connect(served.port)
    raw.writer.write(
        f"POST /api/edits HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {text}\r\n"
        f"Idempotency-Key: one\r\nContent-Length: {len(body)}\r\n\r\n{body[:5]}".encode()
    )
    taken = served.hub.door._writes._buckets
    async with asyncio.timeout(10):
        while token.id not in taken:  # it was let in
            await asyncio.sleep(0.01)
    assert TokenFile(served.tokens.path).revoke(token.id)
    answer = await raw.answer(body[5:].encode())
    assert answer.split(b"\r\n", 1)[0] == b"HTTP/1.1 401 Unauthorized"
    assert served.hub.publisher.schedule.revision == 0


async def test_a_revoked_token_opens_no_route_and_its_reports_end(served: Served) -> None:
    text, token = served.tokens.make("kiosk", now=NOW)
    headers = {"authorization": f"Bearer {text}"}
    report = {"id": "K1", "columns": 80, "rows": 24}
    answers = []
    for _ in range(2):
        answers.append((await served.http.post("/api/screens", json=report, headers=headers)).status_code)
        answers.append((await served.http.get("/api/token", headers=headers)).status_code)
        served.tokens.revoke(token.id)
    assert answers == [204, 200, 401, 401]


def test_a_token_that_was_made_anew_under_its_id_is_another(tmp_path: Path) -> None:
    tokens = TokenFile(tmp_path / "tokens.json")
    _, token = tokens.make("editor", now=NOW, until=at("14:00"))
    assert [tokens.holds(token, at(time)) for time in ("13:59", "14:00")] == [True, False]
    assert not tokens.holds(token.model_copy(update={"role": "admin"}), NOW)


def door(tmp_path: Path, now_s: list[float]) -> Door:
    return Door(
        TokenFile(tmp_path / "tokens.json"),
        clock=lambda: NOW,
        metrics=Metrics(),
        monotonic=lambda: now_s[0],
    )


def test_reports_of_a_venue_with_one_token_pass_and_a_flood_does_not(tmp_path: Path) -> None:
    now_s = [0.0]
    one = door(tmp_path, now_s)
    _, token = one.tokens.make("kiosk", now=NOW)
    for beat in range(12):  # a minute of 500 kiosks
        now_s[0] = beat * 5.0
        for _ in range(500):
            one.count_report(token)
    now_s[0] = 120.0
    for _ in range(REPORTS):
        one.count_report(token)
    with pytest.raises(Problem) as caught:
        one.count_report(token)
    assert (caught.value.status, caught.value.headers["retry-after"]) == (429, "1")
    now_s[0] += 1
    one.count_report(token)


async def test_all_that_one_person_changed_goes_back_however_long_ago_that_was(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "AT_HAND", 2)
    thief = served.tokens.make("host", now=NOW, room="stage", label="Thief")[0]
    ada = served.tokens.make("editor", now=NOW, label="Ada")[0]
    planned = served.hub.publisher.schedule
    made: list[tuple[str, dict[str, Any]]] = [
        (thief, {"kind": "set_session_state", "session": "choir", "state": "full"}),
        (thief, {"kind": "delay_session", "session": "band", "minutes": 20}),
        (ada, {"kind": "set_session_state", "session": "band", "state": "few"}),
        (ada, {"kind": "delay_session", "session": "talk", "minutes": 5}),
        (ada, {"kind": "delay_session", "session": "panel", "minutes": 5}),
    ]
    for token, edit in made:
        assert (await served.edit(token, edit)).status_code == 201
    undo = {"kind": "undo_person", "person": "Thief", "earlier": True}
    answer = await served.edit(ada, undo)
    assert (answer.status_code, answer.json()["change"]["kind"]) == (201, "undo_person")
    after = served.hub.publisher.schedule.session_by_id
    assert after["choir"] == planned.session_by_id["choir"]
    assert (after["band"].live.delay_min, after["band"].live.state) == (0, "few")
    assert [after[name].live.delay_min for name in ("talk", "panel")] == [5, 5]
    assert (await served.edit(ada, undo)).status_code == 422


async def test_a_host_undoes_nobodys_day(served: Served) -> None:
    thief = served.tokens.make("host", now=NOW, room="stage", label="Thief")[0]
    assert (await served.edit(thief)).status_code == 201
    undo = {"kind": "undo_person", "person": "Thief", "earlier": True}
    assert (await served.edit(thief, undo)).status_code == 403
