"""The served description, taken at its word: requests made from it by schemathesis, and from its opposite.

The stream is left out, because it never ends; test_stream.py reads it.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from festival.hub.messages import ScreenReport
from festival.schedule.access import Role
from hub.rig import Served, running
from schedule.examples import at

HERE = Path(__file__).parent
EXAMPLES = 25
"""For each operation; what is derived from the description without chance comes on top."""


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    # In a rehearsal a token may make as many edits as an hour holds seconds, each second.
    async with running(tmp_path, clock=lambda: at("13:00"), rate=3600) as one:
        yield one


async def examined(served: Served, folder: Path, role: Role | None, *options: str) -> tuple[int | None, str]:
    """Return the exit code of schemathesis, 0 if all requests were answered as described, and what it says."""
    url = f"http://127.0.0.1:{served.port}"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", HERE / "schemathesis.toml"),
        *("run", f"{url}/openapi.json", "--exclude-path", "/api/stream", "--checks", "all", "--no-color"),
        *("--max-examples", str(EXAMPLES), "--seed", "1"),
        *("--generation-database", "none", "--request-timeout", "20", *options),
        *(("--header", f"Authorization: Bearer {served.token(role)}") if role else ()),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=folder,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
            "PYTHONPATH": str(HERE),
            "HUB": url,
        },
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_an_admin_gets_what_the_description_says(served: Served, tmp_path: Path) -> None:
    served.hub.screens.hear(ScreenReport(id="K1", columns=120, rows=33))
    code, said = await examined(served, tmp_path, "admin", "--phases", "coverage,fuzzing")
    assert code == 0, said
    assert served.hub.publisher.cursor.revision > 10  # edits were made, not only refused


async def test_a_kiosk_gets_what_the_description_says(served: Served, tmp_path: Path) -> None:
    paths = ("--include-path", "/api/screens", "--include-path", "/api/picks")
    code, said = await examined(served, tmp_path, "kiosk", "--phases", "coverage,fuzzing", *paths)
    assert code == 0, said
    assert served.hub.screens.all() != []


async def test_nobody_gets_what_the_description_says(served: Served, tmp_path: Path) -> None:
    code, said = await examined(served, tmp_path, None, "--phases", "fuzzing")
    assert code == 0, said
    assert (served.hub.publisher.cursor.revision, served.hub.screens.all()) == (0, [])
