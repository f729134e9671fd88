"""Edits that arrive once, and answers that say what became of them."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from client.rig import Asked, Fake, faking, http
from festival.client.editing import Editor, Tries
from festival.client.errors import Refused, Unanswered
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit, edit_from
from hub.rig import Served, programme, running

QUICK = Tries(connect_s=1, answer_s=1, step_s=0.01, wait_most_s=0.05, within_s=10)
LATER = edit_from({"kind": "delay_session", "session": "band", "minutes": 5})
START = Cursor("e", 0)
PROBLEM = "application/problem+json"
MADE = {
    "cursor": "e-1",
    "change": {
        "revision": 1,
        "at": "2022-05-27T10:00:00Z",
        "by": "Ada",
        "kind": "delay_session",
        "touches": [{"kind": "session", "id": "band", "after": {}}],
    },
}


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path) as one:
        yield one


def editor(port: int, token: str = "t", **tries: float) -> Editor:
    return Editor(f"http://127.0.0.1:{port}", token, tries=replace(QUICK, **tries))


async def test_an_edit_is_made_and_its_change_comes_back(served: Served) -> None:
    start = served.hub.publisher.cursor
    cursor, change = await editor(served.port, served.token("editor")).edit(LATER, start)
    assert (cursor, change.revision, change.kind) == (Cursor(start.epoch, 1), 1, "delay_session")
    assert served.hub.publisher.schedule.session_by_id["band"].live.delay_min == 5


EDITS: list[dict[str, Any]] = [
    {"kind": "delay_room", "room": "stage", "minutes": 5, "reason": {"de": "Regen"}},
    {"kind": "set_session_state", "session": "band", "state": "full"},
    {"kind": "set_room_state", "room": "hall", "state": None},
    {"kind": "move_session", "session": "band", "room": "hall", "start": "2022-05-27T18:00:00Z"},
    {"kind": "announce", "text": {"de": "Hallo"}, "expires": "2100-01-01T00:00:00Z"},
    {"kind": "batch", "name": "Plan B", "edits": [{"kind": "cancel_session", "session": "band"}, {"kind": "set_room_state", "room": "hall", "state": "full"}]},
    {"kind": "add_session", "session": {**json.loads(programme().sessions[0].model_dump_json()), "id": "new", "start": "2022-05-27T20:00:00Z", "end": "2022-05-27T21:00:00Z"}},
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=[edit["kind"] for edit in EDITS])
async def test_every_field_of_an_edit_arrives(edit: dict[str, Any]) -> None:
    seen: list[Edit] = []

    def answer(asked: Asked) -> bytes:
        seen.append(edit_from(json.loads(asked.body)["edit"]))
        return http(json.dumps(MADE).encode(), status="201 Created")

    async with faking(answer) as fake:
        await editor(fake.port).edit(edit_from(edit), START)
    assert seen == [edit_from(edit)]


async def test_the_same_key_is_one_edit_and_another_is_another(served: Served) -> None:
    one, start = editor(served.port, served.token()), served.hub.publisher.cursor
    first = await one.edit(LATER, start, key="k")
    assert await one.edit(LATER, start, key="k") == first
    second, _ = await one.edit(LATER, first[0])
    assert second.revision == 2


async def test_a_conflict_says_what_is_there_now(served: Served) -> None:
    one, start = editor(served.port, served.token()), served.hub.publisher.cursor
    cursor, change = await one.edit(LATER, start)
    with pytest.raises(Refused, match="band was changed") as caught:
        await one.edit(LATER, start)
    error = caught.value
    assert (error.status, error.thing, error.cursor) == (409, "band", str(cursor))
    assert error.current == change.touches[0].after


async def test_a_refusal_says_why(served: Served) -> None:
    start = served.hub.publisher.cursor
    unknown = edit_from({"kind": "delay_session", "session": "nobody", "minutes": 5})
    for role, edit, status in [("admin", unknown, 422), ("host", LATER, 403)]:
        token = served.token(role, room="hall" if role == "host" else None)  # type: ignore[arg-type]
        with pytest.raises(Refused) as caught:
            await editor(served.port, token).edit(edit, start)
        assert (caught.value.status, str(caught.value) != "") == (status, True)
    with pytest.raises(Refused, match="not valid") as caught:
        await editor(served.port, "fest_x_y").edit(LATER, start)
    assert caught.value.status == 401
    assert served.hub.publisher.cursor == start


async def test_what_a_hub_says_cannot_write_to_the_terminal() -> None:
    said = {"detail": "no\x1b]0;x\x07\nnever", "thing": "\x9bband", "errors": [{"where": "\x1b[2J"}]}
    async with faking(
        lambda _asked: http(json.dumps(said).encode(), status="409 Conflict", kind=PROBLEM)
    ) as fake:
        with pytest.raises(Refused) as caught:
            await editor(fake.port).edit(LATER, START)
    error = caught.value
    assert (str(error), error.thing, error.errors) == ("no]0;x never", "band", ({"where": "[2J"},))


PASSING = {
    "cut": b"HTTP/1.1 201 Created\r\nContent-Length: 50\r\n\r\n{",
    "nothing": b"",
    "busy": http(b"{}", status="503 Service Unavailable", kind=PROBLEM, Retry_After="0"),
    "too many": http(b"{}", status="429 Too Many Requests", kind=PROBLEM),
    "a mistake": http(b"{}", status="500 Internal Server Error", kind=PROBLEM),
    "a gateway": http(b"<html>", status="502 Bad Gateway", kind="text/html"),
    "a captive portal": http(b"<html>", kind="text/html"),
    "a redirect": http(status="302 Found", Location="http://127.0.0.1:9/"),
    "a foreign JSON": http(b'{"ok":true}'),
    "an answer that contradicts itself": http(json.dumps(MADE | {"cursor": "e-2"}).encode()),
    "a problem that is none": http(b"[]", status="409 Conflict", kind=PROBLEM),
}


@pytest.mark.parametrize("answer", PASSING.values(), ids=PASSING.keys())
async def test_what_is_no_answer_is_asked_again_with_the_same_key(answer: bytes) -> None:
    async with faking(
        lambda _asked: answer if len(fake.requests) < 4 else http(json.dumps(MADE).encode())
    ) as fake:
        cursor, _ = await editor(fake.port).edit(LATER, START)
    assert cursor == Cursor("e", 1)
    assert keys(fake) == keys(fake)[:1] * 4


def keys(fake: Fake) -> list[str]:
    return [asked.headers["idempotency-key"] for asked in fake.requests]


async def test_what_stays_without_answer_says_with_which_key_to_ask_again() -> None:
    async with faking(lambda _asked: b"") as fake:
        with pytest.raises(Unanswered, match="not known whether") as caught:
            await editor(fake.port, within_s=0.3).edit(LATER, START)
    assert set(keys(fake)) == {caught.value.key}
    assert len(fake.requests) >= 2


async def test_each_edit_has_a_key_of_its_own() -> None:
    async with faking(lambda _asked: http(json.dumps(MADE).encode())) as fake:
        for _ in range(3):
            await editor(fake.port).edit(LATER, START)
    assert len(set(keys(fake))) == 3


def test_an_address_that_cannot_be_one_is_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        Editor("hub", "t")
