"""Organisers who make one edit after the other: ``poster.py PORT TOKENS WRITERS SECONDS`` prints how many edits were made."""

import asyncio
import itertools
import json
import sys
import time
from pathlib import Path

from bench.asking import fetch

from festival.clock import system_clock
from festival.hub.tokens import TokenFile

PORT, WRITERS, SECONDS = int(sys.argv[1]), int(sys.argv[3]), float(sys.argv[4])


async def post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: str, asked: object) -> str:
    """Return the cursor of the change that was made."""
    body = json.dumps(asked)
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
    answer = (await reader.readuntil(b"\r\n\r\n")).decode()
    assert answer.startswith("HTTP/1.1 201"), answer
    size = answer.partition("content-length: ")[2].partition("\r\n")[0]
    cursor: str = json.loads(await reader.readexactly(int(size)))["cursor"]
    return cursor


async def write(token: str, session: str, cursor: str) -> int:
    """Make edits of one session; return how many."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    began = time.perf_counter()
    for number in itertools.count():
        if time.perf_counter() - began > SECONDS:
            writer.close()
            return number
        edit = {"kind": "set_session_state", "session": session, "state": ("few", "open")[number % 2]}
        head = (
            "POST /api/edits HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {token}\r\nIdempotency-Key: {session}-{number}\r\n"
        )
        cursor = await post(reader, writer, head, {"edit": edit, "based_on": cursor})
    raise AssertionError("counting never ends")


async def main() -> None:
    token, _ = TokenFile(Path(sys.argv[2])).make("editor", now=system_clock())
    snapshot = json.loads(fetch(PORT).partition(b"\r\n\r\n")[2])
    sessions = [one["id"] for one in snapshot["schedule"]["sessions"][:WRITERS]]
    cursor = f"{snapshot['epoch']}-{snapshot['revision']}"
    print(sum(await asyncio.gather(*(write(token, one, cursor) for one in sessions))), flush=True)


asyncio.run(main())
