"""The floor of a snapshot: a bare ASGI app on uvicorn that has nothing to decide.

``answers.py FILE`` prints its port. It answers every request with the headers and the body in FILE, which begins with
a status line.
"""

import asyncio
import gc
import sys
from pathlib import Path

import uvicorn

from festival.hub.server import prepared_socket

HEAD, _, BODY = Path(sys.argv[1]).read_bytes().partition(b"\r\n\r\n")
STATUS, *LINES = HEAD.split(b"\r\n")
# uvicorn adds the date itself.
HEADERS = [
    (name.lower(), value.strip())
    for name, _, value in (line.partition(b":") for line in LINES)
    if name.lower() != b"date"
]
START = {"type": "http.response.start", "status": int(STATUS.split()[1]), "headers": HEADERS}
REST = {"type": "http.response.body", "body": BODY}


async def app(scope, receive, send) -> None:  # noqa: ARG001
    await send(START)
    await send(REST)


listener = prepared_socket("127.0.0.1", 0)
print(listener.getsockname()[1], flush=True)
gc.freeze()
config = uvicorn.Config(
    app,
    http="httptools",
    loop="uvloop",
    ws="none",
    lifespan="off",
    log_config=None,
    access_log=False,
    proxy_headers=False,
    server_header=False,
)
with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
    runner.run(uvicorn.Server(config).serve([listener]))
