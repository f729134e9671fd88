"""One connection of a hub whose peer does not read."""

import asyncio
from pathlib import Path

from festival.hub.wire import Wire
from hub.rig import running, until

REQUEST = b"GET /api/schedule HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def answered(reader: asyncio.StreamReader) -> tuple[bytes, int]:
    """Read a whole answer; give its status line, and how long its body is."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    await reader.readexactly(length)
    return head.split(b"\r\n")[0], length


async def test_nothing_more_is_written_to_who_asks_again_and_does_not_read(tmp_path: Path) -> None:
    async with running(tmp_path) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(REQUEST)
        first = await answered(reader)
        (wire,) = served.server.server_state.connections
        assert isinstance(wire, Wire)
        before = wire.cycle
        wire.pause_writing()  # as the transport does when the peer takes nothing
        writer.write(REQUEST)
        await until(lambda: wire.cycle is not before)
        for _ in range(3):  # others are answered meanwhile
            assert (await served.http.get("/api/schedule")).status_code == 200
        assert not wire.cycle.response_started
        wire.resume_writing()
        assert await answered(reader) == first
        writer.close()
