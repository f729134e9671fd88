"""Streams of a real server: what a follower gets, and what one that misbehaves costs the others."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path

import pytest

from festival.hub import wire
from festival.hub.deciding import Intent
from festival.hub.feed import Feed
from festival.hub.publisher import Publisher
from festival.schedule.changes import Change, fold
from festival.schedule.digests import digest
from festival.schedule.edits import edit_from
from hub.memory_store import MemoryLog, MemoryStore
from hub.rig import Raw, Served, Stream, programme, running, until
from schedule.examples import at


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with running(tmp_path, clock=lambda: at("13:00")) as one:
        yield one


async def make_changes(hub: Publisher, count: int, text: str = "x") -> None:
    """Make `count` changes, each with a new text of the band."""
    for _ in range(count):
        number = hub.schedule.revision + 1
        edit = {
            "kind": "correct_text",
            "thing": "session",
            "id": "band",
            "field": "abstract",
            "text": {"de": f"{number} {text}"},
        }
        await hub.submit(
            Intent(edit_from(edit), hub.cursor, "Ada", f"change-{number}", b"", lambda _schedule, _log: None)
        )


async def test_a_stream_says_hello_and_then_each_change(served: Served) -> None:
    stream = await served.stream()
    epoch = served.hub.feed.epoch
    hello = await stream.event()
    await make_changes(served.hub.publisher, 2)
    events = [await stream.next("change") for _ in range(2)]
    stream.close()
    assert stream.headers["content-type"] == "text/event-stream"
    assert stream.headers["cache-control"] == "no-store"
    assert stream.headers["x-accel-buffering"] == "no"
    assert hello is not None
    assert (hello.name, hello.id, hello.data["beat_s"]) == ("hello", f"{epoch}-0", 5.0)
    assert hello.data["server_time"] == "2022-05-27T11:00:00+00:00"
    assert [event.id for event in events] == [f"{epoch}-1", f"{epoch}-2"]
    changes = [Change.model_validate(event.data) for event in events]
    assert changes[-1].digest == digest(fold(programme(), changes))


@pytest.mark.parametrize("way", ["header", "query"])
async def test_a_stream_goes_on_where_it_was_left(served: Served, way: str) -> None:
    await make_changes(served.hub.publisher, 5)
    cursor = f"{served.hub.feed.epoch}-3"
    headers = {"Last-Event-ID": cursor} if way == "header" else {}
    stream = await served.stream("" if headers else cursor, headers)
    events = [await stream.event() for _ in range(3)]
    stream.close()
    assert [event.id.rpartition("-")[2] for event in events if event] == ["3", "4", "5"]


async def test_the_header_wins_over_the_query(served: Served) -> None:
    await make_changes(served.hub.publisher, 5)
    epoch = served.hub.feed.epoch
    stream = await served.stream(f"{epoch}-1", {"Last-Event-ID": f"{epoch}-4"})
    hello = await stream.event()
    stream.close()
    assert hello is not None
    assert hello.id == f"{epoch}-4"


@pytest.mark.parametrize("since", ["other-3", "nonsense", "{epoch}-99", "{epoch}-%C3%A4"])
async def test_an_unknown_cursor_is_a_reset(served: Served, since: str) -> None:
    await make_changes(served.hub.publisher, 3)
    epoch = served.hub.feed.epoch
    stream = await served.stream(since.format(epoch=epoch))
    events = [await stream.event(), await stream.event()]
    stream.close()
    assert [event.name for event in events if event] == ["hello", "reset"]
    assert events[1] is not None
    assert events[1].data == {"epoch": epoch, "revision": 3}


async def test_a_follower_that_knows_more_than_this_hub_makes_it_look(tmp_path: Path) -> None:
    log = MemoryLog()
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    async with (
        running(tmp_path / "a", MemoryStore(log)) as one,
        running(tmp_path / "b", MemoryStore(log)) as other,
    ):
        await make_changes(one.hub.publisher, 2)
        stream = await other.stream("memory-1")
        events = [await stream.event() for _ in range(2)]
        stream.close()
        assert [event.id for event in events if event] == ["memory-1", "memory-2"]
        listed = await other.http.get("/api/changes?since=memory-2")
        assert listed.json()["changes"] == []


async def test_a_beat_comes_while_nothing_changes(tmp_path: Path) -> None:
    async with running(tmp_path, beat_s=0.1, clock=lambda: at("13:00")) as served:
        stream = await served.stream()
        beat = await stream.next("beat")
        stream.close()
        assert (beat.id, beat.data["revision"]) == ("", 0)
        assert beat.data["server_time"] == "2022-05-27T11:00:00+00:00"


async def test_a_stream_that_is_closed_is_forgotten(served: Served) -> None:
    streams = [await served.stream() for _ in range(5)]
    await until(lambda: len(served.hub.feed) == 5)
    for stream in streams:
        stream.close()
    tasks = served.server.server_state.tasks
    await until(lambda: not len(served.hub.feed) and not tasks)
    assert (len(served.hub.feed), tasks) == (0, set())


async def test_what_a_follower_sends_changes_nothing(served: Served) -> None:
    stream = await served.stream()
    await stream.next("hello")
    stream.writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + b"junk" * 10_000)
    await stream.writer.drain()
    await make_changes(served.hub.publisher, 1)
    assert (await stream.event()).name == "change"  # type: ignore[union-attr]
    stream.close()


async def test_what_is_asked_after_a_stream_on_the_same_connection_is_not_answered(served: Served) -> None:
    raw = await Raw.connect(served.port)
    raw.writer.write(b"GET /api/stream HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    await until(lambda: len(served.hub.feed) == 1)
    await make_changes(served.hub.publisher, 1)
    served.hub.feed.end(1)
    answer = await raw.reader.read()
    raw.writer.close()
    assert (answer.count(b"HTTP/1.1"), answer.endswith(b"\r\n0\r\n\r\n")) == (1, True)


async def test_answers_to_a_pipeline_come_whole_and_in_order(served: Served) -> None:
    raw = await Raw.connect(served.port)
    ask = b"%b %b HTTP/1.1\r\nHost: x\r\nConnection: %b\r\n\r\n"
    answer = await raw.answer(
        ask % (b"GET", b"/healthz", b"keep-alive")
        + ask % (b"GET", b"/api/schedule", b"keep-alive")
        + ask % (b"HEAD", b"/api/schedule", b"keep-alive")
        + ask % (b"GET", b"/healthz", b"close")
    )
    heads = [part.split(b"\r\n\r\n", 1) for part in answer.split(b"HTTP/1.1 200 OK\r\n")[1:]]
    assert [len(body) for _, body in heads] == [
        14,
        len((await served.http.get("/api/schedule")).content),
        0,
        14,
    ]


async def test_streams_beyond_the_cap_are_turned_away_and_nobody_else(tmp_path: Path) -> None:
    async with running(tmp_path, streams=3) as served:
        open_ones = [await served.stream() for _ in range(3)]
        refused = [await served.stream() for _ in range(100)]
        assert {stream.status for stream in refused} == {503}
        assert all(1 <= int(stream.headers["retry-after"]) <= 10 for stream in refused)
        assert (await served.http.get("/api/schedule")).status_code == 200
        await make_changes(served.hub.publisher, 1)
        assert [(await stream.next("change")).id for stream in open_ones] == [
            f"{served.hub.feed.epoch}-1"
        ] * 3
        for stream in (*open_ones, *refused):
            stream.close()
        await until(lambda: len(served.hub.feed) == 0)
        again = await served.stream()
        again.close()
        assert again.status == 200


async def test_no_address_takes_all_streams_and_the_last_ones_are_for_those_with_a_token(
    tmp_path: Path,
) -> None:
    proxies = (ip_network("127.0.0.0/8"),)
    async with running(tmp_path, streams=8, streams_per_address=3, proxies=proxies) as served:
        feed = served.hub.feed

        async def ask(address: str, token: str = "") -> Stream:
            known = {"authorization": f"Bearer {token}"} if token else {}
            return await served.stream(headers={"x-forwarded-for": address, **known})

        wifi = [await ask("10.0.0.1") for _ in range(4)]
        others = [await ask(f"10.0.0.{2 + number // 3}") for number in range(6)]
        turned_away = await ask("10.0.0.9", "fest_revoked")
        assert [one.status for one in (*wifi, *others, turned_away)] == [200] * 3 + [503] + [200] * 5 + [
            503
        ] * 2
        kiosks = [await ask("10.0.0.1", served.token("kiosk")) for _ in range(2)]
        assert [one.status for one in kiosks] == [200, 503]
        for one in (*wifi[:2], *others):
            one.close()
        await until(lambda: len(feed) == 2)
        again = [await ask("10.0.0.1") for _ in range(3)]
        assert [one.status for one in again] == [200, 200, 503]
        for one in (*wifi, *kiosks, *again, turned_away):
            one.close()


@pytest.mark.parametrize("begin", [b"", b"GET /healthz HT", b"GET /healthz HTTP/1.1\r\nHost: x\r\n"])
async def test_who_does_not_finish_a_head_is_dropped(
    served: Served, monkeypatch: pytest.MonkeyPatch, begin: bytes
) -> None:
    monkeypatch.setattr(wire, "HEAD_S", 0.2)
    raw = await Raw.connect(served.port)
    raw.writer.write(begin)
    with contextlib.suppress(ConnectionResetError):
        assert await raw.reader.read() == b""
    raw.writer.close()
    await until(lambda: not served.server.server_state.connections)


async def test_who_drips_a_body_is_answered_408(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("festival.hub.bodies.BODY_S", 0.3)
    token = served.token()
    raw = await Raw.connect(served.port)
    head = (
        f"POST /api/edits HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        "Idempotency-Key: k\r\nContent-Length: 50\r\nConnection: close\r\n\r\n"
    )
    assert (await raw.answer(head.encode() + b"{")).startswith(b"HTTP/1.1 408")


async def test_who_never_reads_a_large_answer_is_dropped(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "STALL_S", 0.3)
    await make_changes(served.hub.publisher, 1)
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(sock, ("127.0.0.1", served.port))
    request = b"GET /api/schedule HTTP/1.1\r\nHost: x\r\n\r\n"
    await loop.sock_sendall(sock, request * 300)
    await until(lambda: served.hub.metrics.dropped.labels(kind="request")._value.get() == 1)
    sock.close()
    assert (await served.http.get("/healthz")).status_code == 200


async def test_the_end_of_the_feed_ends_streams_cleanly(served: Served) -> None:
    streams = [await served.stream() for _ in range(3)]
    await until(lambda: len(served.hub.feed) == 3)
    feed: Feed = served.hub.feed
    feed.end(1.5)
    found = [await stream.rest() for stream in streams]
    assert [[event.name for event in events] for events in found] == [["hello", "bye"]] * 3
    assert found[0][-1].data == {"retry_after_s": 1.5}
    for stream in streams:
        stream.close()
