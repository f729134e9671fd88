"""``festival edit`` run as its users run it, against a real hub whose day stands still at 14:20."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from festival.cli import main
from festival.client.editing import Editor
from festival.schedule.access import Role
from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor
from festival.schedule.edits import edit_from
from festival.store.log import Store
from fixtures_programme import write_programme
from hub.rig import Served, running
from schedule.examples import at

NOW = at("14:20")


@dataclass(frozen=True)
class Done:
    """A program that has ended."""

    code: int
    out: str
    err: str


async def festival(folder: Path, *arguments: str, **environment: str) -> Done:
    """Run ``festival`` with `arguments`, and a home of its own in `folder`."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("FESTIVAL_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "festival",
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**bare, "FESTIVAL_HOME": str(folder / "home"), "LC_ALL": "C.UTF-8", **environment},
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return Done(process.returncode, out.decode(), err.decode())


@dataclass
class Desk:
    """An organiser at a hub: by HTTP, and by the command line."""

    served: Served
    folder: Path
    token: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.served.port}"

    @property
    def cursor(self) -> Cursor:
        return self.served.hub.publisher.cursor

    @property
    def environment(self) -> dict[str, str]:
        """Which hub, whose token, and a programme that is read more quickly than the bundled one."""
        small = write_programme(self.folder / "programme", 1)
        return {"FESTIVAL_HUB": self.url, "FESTIVAL_TOKEN": self.token, "FESTIVAL_PROGRAMME": str(small)}

    async def type(self, *arguments: str, **environment: str) -> Done:
        """Run ``festival edit``."""
        return await festival(self.folder, "edit", *arguments, **{**self.environment, **environment})

    async def type_here(self, *arguments: str, **environment: str) -> Done:
        """Run ``festival edit`` in this process, which costs no start; one at a time."""
        home = {"FESTIVAL_HOME": str(self.folder / "home")}
        runner = CliRunner(env={**home, **self.environment, **environment})
        result = await asyncio.to_thread(runner.invoke, main, ["edit", *arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    async def post(self, edit: dict[str, Any]) -> Change:
        """Make an edit by HTTP."""
        _, change = await Editor(self.url, self.token).edit(edit_from(edit), self.cursor)
        return change

    async def prepare(self, edits: Sequence[dict[str, Any]]) -> None:
        for edit in edits:
            await self.post(edit)

    async def newest_change(self) -> Change:
        found = await self.served.hub.publisher.changes(self.cursor.revision - 1, 1)
        return Change.model_validate_json(found[0])


@contextlib.asynccontextmanager
async def desk(
    folder: Path, role: Role = "admin", label: str = "Ada", store: Store | None = None
) -> AsyncIterator[Desk]:
    """Serve a hub below `folder`, and give the desk of one who has a token of that `role`."""
    folder.mkdir(parents=True, exist_ok=True)
    async with running(folder, store, clock=lambda: NOW, rate=1.0) as served:
        room = "hall" if role == "host" else None
        token = served.tokens.make(role, room=room, label=label, now=served.hub.options.token_clock())[0]
        yield Desk(served, folder, token)
