"""The floor of an answer: a bare ASGI app on uvicorn that has nothing to decide.

``answers.py FOLDER PATH...`` prints its port. It answers a request for the first PATH with the headers and the body in
the file FOLDER/0, which begins with a status line, for the second with those in FOLDER/1.
"""

import asyncio
import sys
from pathlib import Path

import uvicorn

from festival.hub.server import prepared_socket, rest_collector

FOLDER, *PATHS = sys.argv[1:]


def answer(data: bytes) -> tuple[dict[str, object], dict[str, object]]:
    """Return what an app sends for `data`."""
    head, _, body = data.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    # uvicorn adds the date itself.
    headers = [
        (name.lower(), value.strip())
        for name, _, value in (line.partition(b":") for line in lines)
        if name.lower() != b"date"
    ]
    return (
        {"type": "http.response.start", "status": int(status.split()[1]), "headers": headers},
        {"type": "http.response.body", "body": body},
    )


ANSWERS = {
    path.partition("?")[0]: answer((Path(FOLDER) / str(number)).read_bytes())
    for number, path in enumerate(PATHS)
}


async def app(scope, receive, send) -> None:  # noqa: ARG001
    start, rest = ANSWERS[scope["path"]]
    await send(start)
    await send(rest)


listener = prepared_socket("127.0.0.1", 0)
print(listener.getsockname()[1], flush=True)
rest_collector()  # as the hub does
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
