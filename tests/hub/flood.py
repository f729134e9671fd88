"""Very many who ask for a stream at once: ``python flood.py PORT COUNT`` prints how often each answer came, as JSON."""

import asyncio
import json
import sys
from collections import Counter


async def refused(port: int) -> str:
    """Ask for a stream; return the head of the answer, after the hub has closed the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answer = await reader.read()
    writer.close()
    lines = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    return "\n".join([lines[0].strip(), *(line for line in lines if line.startswith("retry-after"))])


async def main(port: int, count: int) -> None:
    answers = await asyncio.gather(*(refused(port) for _ in range(count)))
    print(json.dumps(Counter(answers)))  # noqa: T201 - that is what the test reads


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
