import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from client.rig import make_changes
from festival.hub import bodies
from festival.hub.door import FAILURES, WRITES
from festival.hub.feed import REPLAY
from festival.hub.messages import DEPTH_CAP, ScheduleAnswer
from festival.hub.wire import HEAD_CAP
from festival.schedule.changes import Change, fold
from festival.schedule.digests import digest
from festival.store.log import Pending, Record, StoreError
from hub.memory_store import MemoryStore
from hub.rig import Raw, Served, programme, running
from schedule.examples import at


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, clock=lambda: at("13:00")) as one:
        yield one


def kind(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and the sort of problem."""
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    return answer.status_code, body["type"].removeprefix("urn:festival:problem:")


async def test_the_snapshot_is_the_schedule(served: Served) -> None:
    answer = await served.http.get("/api/schedule")
    found = ScheduleAnswer.model_validate_json(answer.content)
    assert found.schedule == served.hub.publisher.schedule
    assert (found.epoch, found.revision) == (found.schedule.epoch, 0)
    assert answer.headers["link"] == (
        f'</api/stream?since={found.epoch}-0>; rel="monitor"; type="text/event-stream"'
    )


async def test_the_two_encodings_hold_the_same_and_have_their_own_etag(served: Served) -> None:
    plain = await served.http.get("/api/schedule", headers={"accept-encoding": "identity"})
    zipped = await served.http.get("/api/schedule", headers={"accept-encoding": "br, gzip"})
    assert (plain.headers.get("content-encoding"), zipped.headers["content-encoding"]) == (None, "gzip")
    assert plain.content == zipped.content
    assert plain.headers["etag"] != zipped.headers["etag"]
    assert {plain.headers["vary"], zipped.headers["vary"]} == {"Accept-Encoding"}


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', "*"])
async def test_who_has_the_snapshot_gets_304(served: Served, form: str) -> None:
    etag = (await served.http.get("/api/schedule")).headers["etag"]
    again = await served.http.get("/api/schedule", headers={"if-none-match": form.format(etag)})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)


async def test_after_an_edit_the_etag_is_another(served: Served) -> None:
    etag = (await served.http.get("/api/schedule")).headers["etag"]
    await served.edit(served.token())
    again = await served.http.get("/api/schedule", headers={"if-none-match": etag})
    assert (again.status_code, again.json()["revision"]) == (200, 1)


async def test_a_snapshot_is_made_once_for_each_revision(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def compress(body: bytes, level: int, *, mtime: int) -> bytes:
        made.append(len(body))
        return b"zipped"

    monkeypatch.setattr(gzip, "compress", compress)
    for _ in range(3):
        await served.http.get("/api/schedule", headers={"accept-encoding": "identity"})
    await served.edit(served.token())
    await served.http.get("/api/schedule", headers={"accept-encoding": "identity"})
    assert len(made) == 2


async def test_an_edit_is_answered_with_its_change(served: Served) -> None:
    answer = await served.edit(served.token())
    change = Change.model_validate(answer.json()["change"])
    schedule = served.hub.publisher.schedule
    assert (answer.status_code, answer.json()["cursor"]) == (201, f"{schedule.epoch}-1")
    assert change.digest == digest(schedule) == digest(fold(programme(), [change]))


async def test_the_same_key_is_one_edit(served: Served) -> None:
    token = served.token()
    start = str(served.hub.publisher.cursor)
    first, again = [await served.edit(token, key="k", based_on=start) for _ in range(2)]
    assert [first.status_code, again.status_code] == [201, 200]
    assert first.content == again.content
    assert served.hub.publisher.schedule.revision == 1


async def test_the_same_key_for_another_edit_or_another_person_is_refused(served: Served) -> None:
    token, other = served.token(), served.token()
    start = str(served.hub.publisher.cursor)
    await served.edit(token, key="k", based_on=start)
    edit = {"kind": "cancel_session", "session": "band"}
    assert kind(await served.edit(token, edit, key="k", based_on=start)) == (422, "key-reused")
    assert kind(await served.edit(other, key="k", based_on=start)) == (422, "key-reused")


async def test_a_conflict_tells_the_current_value(served: Served) -> None:
    token, start = served.token(), str(served.hub.publisher.cursor)
    await served.edit(token, based_on=start)
    answer = await served.edit(token, based_on=start)
    body = answer.json()
    assert kind(answer) == (409, "conflict")
    assert (body["thing"], body["current"]["live"]["delay_min"]) == ("band", 5)
    assert body["cursor"] == str(served.hub.publisher.cursor)


BROKEN: list[tuple[Any, tuple[int, str]]] = [
    (b"", (400, "json-malformed")),
    (b"{", (400, "json-malformed")),
    (b'"\\ud800"', (400, "json-malformed")),
    (b"\xff\xfe", (400, "json-malformed")),
    (b"[" * (DEPTH_CAP + 1), (400, "json-too-deep")),
    (b"[]", (422, "edit-malformed")),
    (b'{"edit": {}, "based_on": "e-1"}', (422, "edit-malformed")),
    (b'{"edit": {"kind": "drop_tables"}, "based_on": "e-1"}', (422, "edit-malformed")),
    (b'{"edit": {"kind": "undo", "change": 1}, "based_on": "nonsense"}', (422, "edit-malformed")),
    (b'{"edit": {"kind": "undo", "change": 1, "x": 1}, "based_on": "e-1"}', (422, "edit-malformed")),
    *(
        (
            b'{"edit": {"kind": "delay_session", "session": "band", "minutes": %b}, "based_on": "e-1"}'
            % minutes,
            (422, "edit-malformed"),
        )
        for minutes in (b"true", b'"5"', b"5.5", b"NaN", b"1e999", b"null", b"[5]")
    ),
    (b" " * (bodies.BODY_CAP + 1), (413, "body-too-large")),
]


@pytest.mark.parametrize(("body", "expected"), BROKEN)
async def test_what_is_no_edit_is_refused(served: Served, body: bytes, expected: tuple[int, str]) -> None:
    headers = {"authorization": f"Bearer {served.token()}", "idempotency-key": "k"}
    assert kind(await served.http.post("/api/edits", content=body, headers=headers)) == expected


async def test_a_body_without_length_is_capped_too(served: Served) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 4096

    headers = {"authorization": f"Bearer {served.token()}", "idempotency-key": "k"}
    answer = await served.http.post("/api/edits", content=endless(), headers=headers)
    assert kind(answer) == (413, "body-too-large")


@pytest.mark.parametrize("key", [None, "", "x" * 129, "a b", "ä"])
async def test_an_edit_needs_a_proper_key(served: Served, key: str | None) -> None:
    headers: list[tuple[bytes, bytes]] = [(b"authorization", f"Bearer {served.token()}".encode())]
    if key is not None:
        headers.append((b"idempotency-key", key.encode()))
    assert kind(await served.http.post("/api/edits", content=b"{}", headers=headers)) == (400, "key-missing")


async def test_hostile_text_is_cleaned_at_the_door(served: Served) -> None:
    edit = {
        "kind": "announce",
        "text": {"de": "Rot\x1b[31m \u202egnudlem [@click=app.quit]x[/]\x00"},
        "expires": at("18:00").isoformat(),
    }
    answer = await served.edit(served.token(), edit)
    after = answer.json()["change"]["touches"][0]["after"]
    assert after["text"] == {"de": "Rot[31m gnudlem [@click=app.quit]x[/]"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("since=nonsense", (400, "cursor-malformed")),
        ("since=", (400, "cursor-malformed")),
        ("before=nonsense", (400, "cursor-malformed")),
        ("before=other-1", (410, "cursor-unknown")),
        ("before={epoch}-99", (410, "cursor-unknown")),
        ("since={epoch}-0&before={epoch}-1", (410, "cursor-unknown")),
        ("limit=0", (400, "limit-malformed")),
        ("since=other-0", (410, "cursor-unknown")),
        ("since={epoch}-99", (410, "cursor-unknown")),
        ("since={epoch}-0&limit=0", (400, "limit-malformed")),
        ("since={epoch}-0&limit=x", (400, "limit-malformed")),
        ("since={epoch}-0&limit=1001", (400, "limit-malformed")),
    ],
)
async def test_changes_after_a_cursor_that_is_none(
    served: Served, query: str, expected: tuple[int, str]
) -> None:
    epoch = served.hub.feed.epoch
    assert kind(await served.http.get("/api/changes?" + query.format(epoch=epoch))) == expected


async def test_changes_are_listed_in_order_and_lead_to_the_schedule(served: Served) -> None:
    token = served.token()
    for _ in range(5):
        await served.edit(token)
    epoch = served.hub.feed.epoch
    first = (await served.http.get(f"/api/changes?since={epoch}-0&limit=3")).json()
    rest = (await served.http.get(f"/api/changes?since={epoch}-3")).json()
    assert (first["more"], rest["more"], first["revision"]) == (True, False, 5)
    changes = [Change.model_validate(one) for one in first["changes"] + rest["changes"]]
    assert digest(fold(programme(), changes)) == digest(served.hub.publisher.schedule)


@pytest.mark.parametrize(
    ("query", "revisions", "more"),
    [
        ("", [5, 4, 3, 2, 1], False),
        ("limit=2", [5, 4], True),
        ("before={epoch}-4&limit=2", [3, 2], True),
        ("before={epoch}-3&limit=2", [2, 1], False),
        ("before={epoch}-1", [], False),
        ("before={epoch}-0", [], False),
        ("since={epoch}-2&before={epoch}-5", [4, 3], False),
        ("since={epoch}-2&before={epoch}-5&limit=1", [4], True),
        ("since={epoch}-4&before={epoch}-2", [], False),
    ],
)
async def test_changes_are_listed_backwards(
    served: Served, query: str, revisions: list[int], more: bool
) -> None:
    await make_changes(served.hub.publisher, 5)
    epoch = served.hub.feed.epoch
    answer = (await served.http.get("/api/changes?" + query.format(epoch=epoch))).json()
    assert ([one["revision"] for one in answer["changes"]], answer["more"]) == (revisions, more)
    assert answer["revision"] == 5


@pytest.mark.parametrize(
    ("rate", "said"), [(None, {}), (1.0, {"rehearsed": True, "rate": 1.0}), (60.0, {"rehearsed": True, "rate": 60.0})]
)  # fmt: skip
async def test_a_list_of_changes_tells_the_hubs_time(
    tmp_path: Path, rate: float | None, said: dict[str, object]
) -> None:
    async with running(tmp_path, MemoryStore(), clock=lambda: at("13:00"), rate=rate) as served:
        answer = (await served.http.get(f"/api/changes?since={served.hub.publisher.cursor}")).json()
    place = {"epoch": served.hub.feed.epoch, "revision": 0, "changes": [], "more": False}
    assert answer == {**place, "server_time": "2022-05-27T11:00:00+00:00", **said}


async def test_only_a_token_shows_who_made_a_change(served: Served) -> None:
    token = served.tokens.make("editor", now=at("12:00"), label="Ada")[0]
    await served.edit(token)
    path = f"/api/changes?since={served.hub.feed.epoch}-0"
    anybody = await served.http.get(path)
    holder = await served.http.get(path, headers={"authorization": f"Bearer {token}"})
    assert [anybody.json()["changes"][0]["by"], holder.json()["changes"][0]["by"]] == ["", "Ada"]


async def test_changes_that_are_not_at_hand_are_told_as_those_that_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told(served: Served) -> list[bytes]:
        path = f"/api/changes?since={served.hub.feed.epoch}-0&limit=1000"
        shown = {"authorization": f"Bearer {token}"}
        return [(await served.http.get(path, headers=headers)).content for headers in ({}, shown)]

    async with running(tmp_path, clock=lambda: at("13:00")) as served:
        token = served.tokens.make("editor", now=at("12:00"), label='Ada "A" \\ Zoë')[0]
        assert (await served.edit(token)).status_code == 201
        await make_changes(served.hub.publisher, REPLAY + 5)
        at_hand = await told(served)
    async with running(tmp_path, clock=lambda: at("13:00")) as served:
        monkeypatch.setattr(Record, "change", property(lambda _: pytest.fail("read in the event loop")))
        assert await told(served) == at_hand
    makers = [{one["by"] for one in json.loads(body)["changes"]} for body in at_hand]
    assert makers == [{""}, {"Ada", 'Ada "A" \\ Zoë'}]


async def test_more_edits_than_the_limit_are_answered_429(served: Served) -> None:
    token = served.token()
    answers = await asyncio.gather(*(served.edit(token) for _ in range(3 * WRITES)))
    limited = [one for one in answers if one.status_code == 429]
    assert 0 < len(limited) <= 2 * WRITES
    assert {one.headers["retry-after"] for one in limited} == {"1"}
    assert (await served.edit(served.token())).status_code == 201


async def test_wrong_tokens_are_answered_429_and_valid_ones_still_open(served: Served) -> None:
    answers = [await served.edit("fest_wrong_" + "x" * 43) for _ in range(FAILURES + 1)]
    assert [one.status_code for one in answers] == [401] * FAILURES + [429]
    assert (await served.edit(served.token())).status_code == 201
    assert (await served.http.get("/api/schedule")).status_code == 200


class Forgetful(MemoryStore):
    """Loses its connection after the first append, and before it can say that it is done."""

    async def append(self, batch: Sequence[Pending]) -> bool:
        done = await super().append(batch)
        if len(self.batches) == 1:
            raise StoreError("the connection is lost")
        return done


async def test_an_edit_that_may_be_stored_is_not_called_lost(tmp_path: Path) -> None:
    async with running(tmp_path, Forgetful()) as served:
        token, start = served.token(), str(served.hub.publisher.cursor)
        first = await served.edit(token, key="k", based_on=start)
        assert kind(first) == (503, "unavailable")
        assert first.json()["detail"].startswith("It is not known whether the edit was stored")
        again = await served.edit(token, key="k", based_on=start)
        assert (again.status_code, again.json()["change"]["revision"]) == (200, 1)


async def test_a_hub_whose_store_fails_says_so_and_still_shows_the_programme(tmp_path: Path) -> None:
    store = MemoryStore()
    async with running(tmp_path, store, clock=lambda: at("13:00")) as served:
        token = served.token()
        assert (await served.http.get("/readyz")).json()["ready"] is True
        store.broken = "the disk of /var/lib/festival is full"
        answer = await served.edit(token)
        assert kind(answer) == (503, "unavailable")
        assert "retry-after" in answer.headers
        assert served.hub.publisher.trouble == store.broken
        served.hub.readiness._at = float("-inf")
        ready = await served.http.get("/readyz")
        assert ready.status_code == 503
        assert {name for name, said in ready.json()["checks"].items() if said != "ok"} == {"log", "append"}
        assert store.broken not in ready.text
        assert (await served.http.get("/api/schedule")).status_code == 200
        assert (await served.http.get("/healthz")).status_code == 200


async def test_a_store_that_hangs_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("festival.hub.health.PATIENCE_S", 0.05)
    store = MemoryStore()
    async with running(tmp_path, store) as served:
        async with served.hub.publisher._turn:
            store.log.records.append(store.log.records[0] if store.log.records else None)  # type: ignore[arg-type]
            checks = (await served.http.get("/readyz")).json()["checks"]
            store.log.records.clear()
        assert checks["log"] == "does not answer"


async def test_a_disk_that_is_nearly_full_is_not_ready(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("festival.hub.health.DISK_LEFT", 2**63)
    answer = await served.http.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["disk"]) == (503, "nearly full")


async def test_a_hub_whose_writer_has_ended_is_not_ready(served: Served) -> None:
    served.hub.workers[0].cancel()
    answer = await served.http.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["workers"]) == (503, "ended: writer")


async def test_the_figures_tell_what_happened(served: Served) -> None:
    token, start = served.token(), str(served.hub.publisher.cursor)
    await served.edit(token, based_on=start)
    await served.edit(token, based_on=start)
    stream = await served.stream()
    page = (await served.http.get("/metrics", headers={"authorization": f"Bearer {token}"})).text
    stream.close()
    lines = page.splitlines()
    for line in (
        "festival_revision 1.0",
        "festival_followers 1.0",
        "festival_lag 0.0",
        "festival_store_works 1.0",
        "festival_edits_accepted_total 1.0",
        'festival_edits_refused_total{status="409"} 1.0',
        "festival_append_seconds_count 1.0",
    ):
        assert line in lines
    assert "festival_disk_left_bytes" in page


async def test_every_answer_has_the_security_headers(served: Served) -> None:
    stream = await served.stream()
    stream.close()
    answers = [
        dict((await served.http.get(path)).headers)
        for path in ("/api/schedule", "/nothing", "/healthz", "/metrics", "/api/changes")
    ]
    for headers in [*answers, stream.headers]:
        assert headers["content-security-policy"].startswith("default-src 'none'; frame-ancestors 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers
        assert "set-cookie" not in headers
        assert not [name for name in headers if name.startswith("access-control")]


async def test_another_method_is_405_with_those_there_are(served: Served) -> None:
    answer = await served.http.delete("/api/schedule")
    assert kind(answer) == (405, "method")
    assert answer.headers["allow"] == "GET, HEAD"
    assert (await served.http.head("/api/schedule")).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("fest.example", 200),
        ("FEST.example:443", 200),
        ("kiosk.lan", 200),
        ("[::1]:8022", 200),
        ("evil.example", 421),
        ("fest.example.evil.example", 421),
    ],
)
async def test_an_unknown_host_is_refused_when_there_is_a_base_url(
    tmp_path: Path, host: str, status: int
) -> None:
    async with running(tmp_path, base_url="https://fest.example", hosts=("kiosk.lan",)) as served:
        for path in ("/api/schedule", "/healthz"):
            assert (await served.http.get(path, headers={"host": host})).status_code == status


@pytest.mark.parametrize("size", [HEAD_CAP, 10 * HEAD_CAP, 1_000_000])
async def test_a_long_head_is_refused(served: Served, size: int) -> None:
    raw = await Raw.connect(served.port)
    head = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: " + b"x" * size + b"\r\n\r\n"
    assert (await raw.answer(head)).startswith(b"HTTP/1.1 431")


@pytest.mark.parametrize(
    "junk",
    [
        b"\x00" * 100 + b"\r\n\r\n",
        b"GET http:// HTTP/1.1\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
        b"CONNECT x:1 HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
async def test_junk_is_answered_400(served: Served, junk: bytes) -> None:
    raw = await Raw.connect(served.port)
    assert (await raw.answer(junk)).startswith(b"HTTP/1.1 400")
    assert (await served.http.get("/healthz")).status_code == 200


async def test_the_description_tells_every_route_and_all_its_references_lead_somewhere(
    served: Served,
) -> None:
    from festival.hub.routes import ROUTES

    text = (await served.http.get("/openapi.json")).text
    description = json.loads(text)
    found = {(method.upper(), path) for path, ways in description["paths"].items() for method in ways}
    assert found == {(route.method, route.path) for route in ROUTES}
    schemas = description["components"]["schemas"]
    references = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert references <= set(schemas)
    assert {"EditRequest", "ProblemAnswer", "Change"} <= set(schemas)


async def test_a_store_error_while_reading_changes_is_503(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore()
    async with running(tmp_path, store) as served:
        store.broken = "away"
        with pytest.raises(StoreError):
            await served.hub.publisher.pull()
        answer = await served.http.get("/api/changes?since=memory-5")
        assert kind(answer) == (503, "unavailable")


async def test_a_mistake_of_the_hub_is_answered_500_without_its_text(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistake() -> str:
        raise RuntimeError("secret")

    monkeypatch.setattr("festival.hub.openapi.text", mistake)
    answer = await served.http.get("/openapi.json")
    assert kind(answer) == (500, "error")
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("time", "says"),
    [
        (
            "2022-05-27T15:00",
            "A time without a zone means another one elsewhere: write it with its zone, like ",
        ),
        ("3 pm", "This is no time: write one like 2022-05-27T15:00+02:00, or 2022-05-27T13:00Z (RFC 3339)."),
        ("2022-05-27", "This is no time: write one like "),
        (1653660000, "This is no time: write one like "),
    ],
)
async def test_a_time_that_is_none_is_answered_with_what_to_write(
    served: Served, time: object, says: str
) -> None:
    answer = await served.edit(served.token(), {"kind": "move_session", "session": "band", "start": time})
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["where"]) == (422, "edit.move_session.start")
    assert error["message"].startswith(says)
    assert answer.json()["detail"] == f"edit.move_session.start: {error['message']}"
