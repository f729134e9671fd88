"""What a kiosk tells the hub about itself, so that the organisers know which screen shows what. Nothing of visitors."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from http import HTTPStatus

import httpx

from festival.client.errors import HubUnreachable, WrongServer
from festival.client.http import ask, client_for
from festival.client.timings import Patience, Timings

ANSWER_CAP = 64 * 1024

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """One screen."""

    id: str
    """Which kiosk it is, as the organisers named it."""
    cursor: str | None
    """What it shows; None: the printed programme."""
    columns: int
    rows: int
    skew_ms: float | None
    """The hub's clock minus the machine's; None before the hub was heard."""
    version: str
    """Of the program."""


class Reporter:
    """Posts what `report` returns when it is asked to. Whatever fails there disturbs nobody."""

    def __init__(
        self,
        hub: str,
        token: str,
        report: Callable[[], Report],
        timings: Timings,
        chance: Callable[[], float],
    ) -> None:
        self._hub = hub
        self._token = token
        self._report = report
        self._timings = timings
        self._chance = chance
        self._patience = Patience(timings, chance)
        self._wake = asyncio.Event()

    def ask(self) -> None:
        """Have a report posted soon."""
        self._wake.set()

    async def run(self) -> None:
        """Post when asked to, for ever."""
        timings = self._timings
        async with await client_for(self._hub, connect_s=timings.connect_s, token=self._token) as client:
            while True:
                await self._wake.wait()
                await asyncio.sleep(timings.report_after_s * (1 + self._chance()) / 2)
                self._wake.clear()
                wait_s = timings.report_every_s
                with contextlib.suppress(HubUnreachable, WrongServer):
                    wait_s = await self._post(client)
                await asyncio.sleep(wait_s)

    async def _post(self, client: httpx.AsyncClient) -> float:
        """Return after how many seconds the hub wants to hear more."""
        answer = await ask(
            client,
            "POST",
            "/api/screens",
            json=asdict(self._report()),
            within_s=self._timings.report_s,
            cap=ANSWER_CAP,
        )
        timings = self._timings
        if answer.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            return max(timings.report_every_s, self._patience.asked(answer.retry_after_s))
        if HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.warning("the hub does not take these reports, or not with this token: %d", answer.status)
            return timings.unwelcome_s
        return timings.report_every_s
