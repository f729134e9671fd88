"""The hub as a process, from its first start to its end."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from festival.hub.server import BACKLOG, SEND_BUFFER, USER_TIMEOUT_MS, prepared_socket
from hub.rig import Event, Served

HERE = Path(__file__).parent


@dataclass
class Process:
    """A hub that runs: what it printed, and where it answers."""

    process: asyncio.subprocess.Process
    token: str
    port: int

    @property
    def http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self.port}", headers={"authorization": f"Bearer {self.token}"}
        )

    async def end(self, number: int = signal.SIGTERM) -> tuple[float, int, str]:
        """Send a signal; return after how many seconds the process ended, its code and its log."""
        begun = time.monotonic()
        self.process.send_signal(number)
        assert self.process.stderr is not None
        log = (await self.process.stderr.read()).decode()
        code = await self.process.wait()
        return time.monotonic() - begun, code, log


@contextlib.asynccontextmanager
async def started(folder: Path, *, first: bool = True, port: int = 0) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        HERE / "hub_process.py",
        folder,
        str(port),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    try:
        token = (await process.stdout.readline()).decode().strip() if first else ""
        address = (await process.stdout.readline()).decode().strip()
        yield Process(process, token, int(address.rpartition(":")[2] or 0))
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def edit(http: httpx.AsyncClient, key: str, minutes: int = 5) -> httpx.Response:
    snapshot = (await http.get("/api/schedule")).json()
    body = {
        "edit": {"kind": "delay_session", "session": "band", "minutes": minutes},
        "based_on": f"{snapshot['epoch']}-{snapshot['revision']}",
    }
    return await http.post("/api/edits", json=body, headers={"idempotency-key": key})


def stream_of(port: int) -> Served:
    """Return enough of a served hub to open streams of another process."""
    served = Served.__new__(Served)
    served.port = port
    return served


@pytest.mark.prompt
async def test_sigterm_ends_500_streams_cleanly_within_a_second(tmp_path: Path) -> None:
    async with started(tmp_path) as hub:
        streams = [await stream_of(hub.port).stream() for _ in range(500)]
        assert {stream.status for stream in streams} == {200}
        rests = [asyncio.create_task(stream.rest()) for stream in streams]
        took_s, code, log = await hub.end()
        found: list[list[Event]] = await asyncio.gather(*rests)
        assert (code, {tuple(event.name for event in events) for events in found}) == (0, {("hello", "bye")})
        assert took_s < 1
        assert json.loads(log.splitlines()[-1])["event"] == "ends"
        for stream in streams:
            stream.close()


@pytest.mark.prompt
async def test_a_follower_that_reads_nothing_does_not_hold_up_the_end(tmp_path: Path) -> None:
    async with started(tmp_path) as hub:
        stalled = [await stream_of(hub.port).stream(buffer=4096) for _ in range(20)]
        sock = socket.create_connection(("127.0.0.1", hub.port))
        sock.sendall(b"GET /api/schedule HTTP/1.1\r\nHost: x\r\n\r\n" * 200)
        took_s, code, _ = await hub.end()
        assert code == 0
        assert took_s < 1.5
        sock.close()
        for stream in stalled:
            stream.close()


async def test_an_edit_outlives_the_process_and_its_key_too(tmp_path: Path) -> None:
    async with started(tmp_path) as hub:
        async with hub.http as http:
            first = await edit(http, "k")
            assert first.status_code == 201
        await hub.end(signal.SIGKILL)
    async with started(tmp_path, first=False) as again:
        again.token = hub.token
        async with again.http as http:
            snapshot = (await http.get("/api/schedule")).json()
            body = {
                "edit": {"kind": "delay_session", "session": "band", "minutes": 5},
                "based_on": f"{snapshot['epoch']}-0",
            }
            retried = await http.post("/api/edits", json=body, headers={"idempotency-key": "k"})
            assert (retried.status_code, retried.content) == (200, first.content)
            assert snapshot["revision"] == 1


async def test_the_first_start_alone_shows_a_token(tmp_path: Path) -> None:
    async with started(tmp_path) as hub:
        assert hub.token.startswith("fest_")
        async with hub.http as http:
            assert (await http.get("/metrics")).status_code == 200
        await hub.end()
    async with started(tmp_path, first=False) as again:
        assert again.port
        await again.end()


async def test_the_log_is_json_and_holds_no_address_and_no_token(tmp_path: Path) -> None:
    async with started(tmp_path) as hub:
        async with hub.http as http:
            await edit(http, "k")
            await http.get("/api/schedule?visitor=secret-query", headers={"x-forwarded-for": "198.51.100.7"})
            await http.get("/metrics", headers={"authorization": "Bearer fest_wrong_secret"})
        with socket.create_connection(("127.0.0.1", hub.port)) as sock:
            sock.sendall(b"secret junk\r\n\r\n")
            sock.recv(100)
        _, _, log = await hub.end()
    lines = [json.loads(line) for line in log.splitlines()]
    assert [line["kind"] for line in lines if line["event"] == "edit"] == ["delay_session"]
    for secret in (hub.token, "secret", "198.51.100.7", "user-agent"):
        assert secret not in log


async def test_a_second_hub_on_the_port_or_the_log_says_so_and_ends(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    async with started(tmp_path) as hub:
        async with started(tmp_path / "other", port=hub.port) as same_port:
            assert same_port.port == 0
            assert await same_port.process.wait() == 1
        async with started(tmp_path, first=False) as same_log:
            assert same_log.port == 0
            assert await same_log.process.wait() == 1


def test_the_socket_is_prepared() -> None:
    listener = prepared_socket("127.0.0.1", 0)
    client = socket.create_connection(listener.getsockname())
    listener.setblocking(True)
    accepted, _ = listener.accept()
    assert BACKLOG == 4096
    assert listener.proto == socket.IPPROTO_TCP
    # Linux doubles the size for its own bookkeeping (socket(7)).
    assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) == 2 * SEND_BUFFER
    assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == USER_TIMEOUT_MS
    for sock in (accepted, client, listener):
        sock.close()
