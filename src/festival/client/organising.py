"""What organisers ask of a hub besides edits: who they are, which screen shows what, and what was changed before."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any, Final, Self, TypeVar
from urllib.parse import quote

from pydantic import BaseModel

from festival.client.errors import WrongServer
from festival.client.http import Answer, ask, client_for, url_of
from festival.client.messages import JSON, ChangesAnswer, ScreensAnswer, TokenAnswer
from festival.client.orders import Order
from festival.client.problems import problem_of
from festival.client.threads import Aside
from festival.schedule.changes import Change
from festival.schedule.cursor import Cursor

ANSWER_CAP: Final = 32 * 2**20
"""Bytes; a change that moves a whole day has half a megabyte, and a page of the history is not all such changes."""

_Said = TypeVar("_Said", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose token it is, and what it may do."""

    name: str
    """As it stands beside each change that the holder makes."""
    role: str
    """``host``, ``editor``, ``admin`` or ``kiosk``; a newer hub may know others."""
    room: str | None
    """Id of the room of a host."""
    until: datetime | None
    """The token is valid before this instant (UTC)."""


@dataclass(frozen=True, slots=True)
class ScreenSeen:
    """A kiosk as it was when it last reported."""

    id: str
    cursor: Cursor | None
    """What it showed; None: the printed programme, or what it kept of another hub."""
    columns: int
    rows: int
    skew_ms: float | None
    """The hub's clock minus the machine's, in milliseconds; None: not known yet."""
    version: str
    """Of its program."""
    last_seen: datetime
    """UTC, by the hub's clock."""
    is_behind: bool
    """It showed less than the hub had then."""


@dataclass(frozen=True, slots=True)
class Screens:
    """The kiosks that reported to this hub in the last ten minutes, by id."""

    newest: Cursor
    """The hub's newest place."""
    screens: tuple[ScreenSeen, ...]

    @property
    def showing_newest(self) -> int:
        """How many of them last said that they show :attr:`newest`."""
        return sum(one.cursor == self.newest for one in self.screens)

    @classmethod
    def of(cls, said: ScreensAnswer) -> Self:
        """Return what the hub's answer says."""
        seen = (
            ScreenSeen(**dict(one) | {"cursor": Cursor.parse(one.cursor) if one.cursor else None})
            for one in said.screens
        )
        return cls(Cursor.parse(said.cursor), tuple(seen))


class Organiser:
    """Asks the hub at the http(s) address `hub` with an organiser's `token`. Nothing stays open between two questions.

    Raises ValueError for an address that cannot be one. Every question raises :class:`HubUnreachable` if the hub does
    not answer within `within_s` seconds (or not now), :class:`Refused` if it does not do what is asked,
    :class:`WrongServer` for what no hub says.
    """

    def __init__(self, hub: str, token: str, *, connect_s: float = 5.0, within_s: float = 10.0) -> None:
        url_of(hub)
        self._hub = hub
        self._token = token
        self._connect_s = connect_s
        self._within_s = within_s

    async def who(self) -> Holder:
        """Return whose token it is."""
        said = await self._read(TokenAnswer, "/api/token")
        return Holder(said.name, said.role, said.room, said.until)

    async def screens(self) -> Screens:
        """Return the kiosks that the hub knows."""
        return Screens.of(await self._read(ScreensAnswer, "/api/screens"))

    async def order(self, screen: str, order: Order) -> None:
        """Have the kiosk with the id `screen` do something. It gets the order at once, or never; nobody confirms it.

        Raises :class:`Refused` with the status 404 for a screen that does not report to this hub.
        """
        answer = await self._ask("POST", f"/api/screens/{quote(screen, safe='')}/orders", json=asdict(order))
        if answer.status != HTTPStatus.ACCEPTED:
            raise problem_of(answer)

    async def history(self, before: Cursor | None = None, limit: int = 100) -> tuple[Change, ...]:
        """Return at most `limit` (1 to 1,000) changes before the revision at `before` (None: the newest), the newest first.

        An empty answer is the beginning of the log. Raises :class:`Refused` with the status 410 when the log is
        another by now.
        """
        params: dict[str, str | int] = {"limit": limit}
        if before is not None:
            params["before"] = str(before)
        return (await self._read(ChangesAnswer, "/api/changes", params=params)).changes

    async def _read(
        self, model: type[_Said], path: str, *, params: Mapping[str, str | int] | None = None
    ) -> _Said:
        answer = await self._ask("GET", path, params=params)
        if (answer.status, answer.media_type) != (HTTPStatus.OK, JSON):
            raise problem_of(answer)
        return await _aside(partial(_said, model, answer.body))

    async def _ask(self, method: str, path: str, **more: Any) -> Answer:
        async with await client_for(self._hub, connect_s=self._connect_s, token=self._token) as client:
            return await ask(client, method, path, within_s=self._within_s, cap=ANSWER_CAP, **more)


async def _aside(work: Callable[[], _Said]) -> _Said:
    """Return what `work` returns; a thousand changes take too long to read for a screen that must not stop."""
    aside = Aside("organiser")
    try:
        return await aside(work)
    finally:
        aside.close()


def _said(model: type[_Said], body: bytes) -> _Said:
    try:
        return model.model_validate_json(body)
    except (ValueError, RecursionError) as error:
        raise WrongServer("what answers is not the hub: this cannot be read") from error
