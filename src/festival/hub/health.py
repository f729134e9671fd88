"""Whether the hub can do its work: found out by doing a little of it."""

import asyncio
import logging
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from festival.hub.publisher import Publisher
from festival.hub.tokens import TokenFile, TokensUnusable
from festival.store.log import Store, StoreError

DISK_LEFT: Final = 64 * 1024 * 1024
"""Bytes below which the disk counts as full."""
FRESH_S: Final = 1.0
"""For how long a finding is repeated, however many ask."""
PATIENCE_S: Final = 2.0

_log = logging.getLogger(__name__)


def disk_left(folder: Path | None) -> float:
    """Return how many bytes the program may still write to the disk of `folder`; NaN if it is none of ours."""
    if folder is None:
        return float("nan")
    found = os.statvfs(folder)
    return float(found.f_bavail * found.f_frsize)


def _try_disk(folder: Path) -> str:
    """Return "ok" after a write to the disk, or what is wrong."""
    try:
        if disk_left(folder) < DISK_LEFT:
            return "nearly full"
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"ready?")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return "not writable"
    return "ok"


def _all_well(checks: Mapping[str, str]) -> bool:
    return all(said == "ok" for said in checks.values())


class Readiness:
    """Asks each part; `workers` says which tasks of the hub have ended although they never should."""

    def __init__(
        self,
        publisher: Publisher,
        store: Store,
        tokens: TokenFile,
        disk: Path | None,
        workers: Callable[[], list[str]],
    ) -> None:
        self._publisher = publisher
        self._store = store
        self._tokens = tokens
        self._disk = disk
        self._workers = workers
        self._turn = asyncio.Lock()
        self._checks: Mapping[str, str] = {}
        self._at = float("-inf")
        self._why = ""
        self._asking: asyncio.Task[str] | None = None
        """The question to the log that was asked last."""

    async def checks(self) -> Mapping[str, str]:
        """Return "ok" or what is wrong, by part."""
        async with self._turn:
            if time.monotonic() - self._at > FRESH_S:
                checks = await self._ask()
                if checks != self._checks and not _all_well(checks):
                    _log.warning("not ready", extra={"checks": dict(checks), "why": self._why})
                elif _all_well(checks) and not _all_well(self._checks):
                    _log.info("ready again")
                self._checks, self._at = checks, time.monotonic()
            return self._checks

    async def _ask(self) -> Mapping[str, str]:
        disk = "ok" if self._disk is None else await asyncio.to_thread(_try_disk, self._disk)
        ended = self._workers()
        return {
            "log": await self._ask_log(),
            "append": "the last one failed" if self._publisher.trouble else "ok",
            "disk": disk,
            "tokens": self._ask_tokens(),
            "workers": f"ended: {', '.join(ended)}" if ended else "ok",
        }

    async def _ask_log(self) -> str:
        # A late one is not cancelled: psycopg would first wait for the server, which may be what is silent.
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._look_at_log())
        done, _ = await asyncio.wait((self._asking,), timeout=PATIENCE_S)
        return self._asking.result() if done else "does not answer"

    async def _look_at_log(self) -> str:
        self._why = ""
        try:
            if await self._store.probe() > self._publisher.schedule.revision:
                await self._publisher.pull()
        except StoreError as error:
            self._why = str(error)  # for the log alone: anybody may ask whether the hub is ready
            return "cannot be written"
        return "ok"

    def _ask_tokens(self) -> str:
        try:
            self._tokens.all()
        except TokensUnusable:
            return "cannot be read"
        return "ok"
