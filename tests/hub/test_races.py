"""Organisers who edit at the same moment, over real connections: no update is lost, and who comes second is told."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor
from festival.store import backup, restore
from hub.rig import Served, running

EDITS = 40
"""For each writer."""


@pytest.fixture
async def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    monkeypatch.setattr("festival.hub.door.WRITES", 10_000)
    async with running(tmp_path) as one:
        yield one


def delay(session: str, minutes: int, reason: str = "") -> dict[str, Any]:
    edit = {"kind": "delay_session", "session": session, "minutes": minutes}
    return edit | ({"reason": {"und": reason}} if reason else {})


async def log_of(served: Served) -> list[Change]:
    epoch = served.hub.feed.epoch
    found = (await served.http.get(f"/api/changes?since={epoch}-0&limit=1000")).json()
    assert found["more"] is False
    return [Change.model_validate(one) for one in found["changes"]]


async def write(served: Served, session: str, minutes: int, name: str) -> list[dict[str, Any]]:
    """Delay a session again and again from what the hub last answered; return the conflicts that came."""
    token = served.tokens.make("editor", now=served.hub.options.clock(), label=name)[0]
    seen = str(served.hub.publisher.cursor)
    conflicts: list[dict[str, Any]] = []
    for number in range(EDITS):
        edit = delay(session, minutes, f"{name} {number}")
        while (answer := await served.edit(token, edit, based_on=seen)).status_code == 409:
            conflict = answer.json()
            conflicts.append(conflict | {"based_on": seen})
            seen = conflict["cursor"]
        assert answer.status_code == 201
        seen = answer.json()["cursor"]
    return conflicts


async def test_two_writers_of_one_session_lose_no_update(served: Served) -> None:
    ada, grace = await asyncio.gather(write(served, "band", 1, "Ada"), write(served, "band", 2, "Grace"))
    conflicts, changes = [*ada, *grace], await log_of(served)
    assert served.hub.publisher.schedule.session_by_id["band"].live.delay_min == 3 * EDITS
    assert sorted(change.reason["und"] for change in changes) == sorted(
        f"{name} {number}" for name in ("Ada", "Grace") for number in range(EDITS)
    )
    delays = [0, *(change.touches[0].after["live"]["delay_min"] for change in changes)]  # type: ignore[index]
    assert {after - before for before, after in pairwise(delays)} == {1, 2}
    assert conflicts
    for conflict in conflicts:
        based_on, cursor = (Cursor.parse(conflict[name]).revision for name in ("based_on", "cursor"))
        assert conflict["thing"] == "band"
        assert conflict["current"] in [one.touches[0].after for one in changes[based_on:cursor]]


async def test_two_writers_of_different_sessions_never_conflict(served: Served) -> None:
    ada, grace = await asyncio.gather(write(served, "band", 1, "Ada"), write(served, "talk", 2, "Grace"))
    sessions = served.hub.publisher.schedule.session_by_id
    assert (ada, grace) == ([], [])
    assert (sessions["band"].live.delay_min, sessions["talk"].live.delay_min) == (EDITS, 2 * EDITS)
    assert [change.revision for change in await log_of(served)] == list(range(1, 2 * EDITS + 1))


async def test_of_many_who_edit_what_they_all_saw_one_is_first_and_the_others_see_its_value(
    served: Served,
) -> None:
    tokens = [served.token("editor") for _ in range(20)]
    start = str(served.hub.publisher.cursor)
    answers = await asyncio.gather(
        *(
            served.edit(token, delay("band", minutes), based_on=start)
            for minutes, token in enumerate(tokens, 1)
        )
    )
    [first] = [one for one in answers if one.status_code == 201]
    others = [one.json() for one in answers if one.status_code == 409]
    assert len(others) == 19
    after = first.json()["change"]["touches"][0]["after"]
    assert [(one["current"], one["cursor"]) for one in others] == [(after, first.json()["cursor"])] * 19


async def test_a_key_that_comes_twenty_times_at_once_is_one_edit(served: Served) -> None:
    token, start = served.token(), str(served.hub.publisher.cursor)
    answers = await asyncio.gather(*(served.edit(token, key="k", based_on=start) for _ in range(20)))
    assert sorted(one.status_code for one in answers) == [200] * 19 + [201]
    assert len({one.content for one in answers}) == 1
    assert served.hub.publisher.schedule.session_by_id["band"].live.delay_min == 5
    assert [change.revision for change in await log_of(served)] == [1]


async def test_of_two_bodies_with_one_key_at_once_one_is_the_edit(served: Served) -> None:
    token, start = served.token(), str(served.hub.publisher.cursor)
    answers = await asyncio.gather(
        *(served.edit(token, delay("band", 1 + number % 2), key="k", based_on=start) for number in range(20))
    )
    parts = answers[::2], answers[1::2]
    won, lost = sorted(parts, key=lambda part: max(one.status_code for one in part))
    assert sorted(one.status_code for one in won) == [200] * 9 + [201]
    assert len({one.content for one in won}) == 1
    assert {(one.status_code, one.json()["type"]) for one in lost} == {
        (422, "urn:festival:problem:key-reused")
    }
    assert len(await log_of(served)) == 1


async def test_a_key_of_an_undo_is_one_undo(served: Served) -> None:
    token = served.token()
    done = (await served.edit(token)).json()
    undo = {"kind": "undo", "change": done["change"]["revision"], "earlier": True}
    answers = await asyncio.gather(
        *(served.edit(token, undo, key="u", based_on=done["cursor"]) for _ in range(20))
    )
    assert sorted(one.status_code for one in answers) == [200] * 19 + [201]
    assert served.hub.publisher.schedule.session_by_id["band"].live.delay_min == 0
    assert [change.kind for change in await log_of(served)] == ["delay_session", "undo"]


async def test_a_key_is_known_after_a_restore_and_one_that_the_backup_lacks_is_not(tmp_path: Path) -> None:
    async with running(tmp_path) as served:
        token, start = served.token(), str(served.hub.publisher.cursor)
        kept = await served.edit(token, key="kept", based_on=start)
        await backup(tmp_path / "log.sqlite", tmp_path / "backup.sqlite")
        seen = kept.json()["cursor"]
        lost = await served.edit(token, delay("talk", 3), key="lost", based_on=seen)
        assert (kept.status_code, lost.status_code) == (201, 201)
    await restore(tmp_path / "backup.sqlite", tmp_path / "log.sqlite")
    async with running(tmp_path) as served:
        again = await served.edit(token, key="kept", based_on=start)
        assert again.status_code == 200
        assert again.json()["change"] == kept.json()["change"]
        assert again.json()["cursor"] == f"{served.hub.feed.epoch}-1"
        assert served.hub.feed.epoch != Cursor.parse(start).epoch
        # What its maker saw is gone: whoever made it must look again, the hub cannot know better.
        other = await served.edit(token, delay("talk", 3), key="lost", based_on=seen)
        assert (other.status_code, other.json()["cursor"]) == (409, again.json()["cursor"])
        anew = await served.edit(token, delay("talk", 3), key="lost", based_on=again.json()["cursor"])
        assert anew.status_code == 201
        assert served.hub.publisher.schedule.session_by_id["talk"].live.delay_min == 3
