"""What the desk asks of a hub besides following it."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from festival.schedule.cursor import Cursor

if TYPE_CHECKING:
    from festival.client.orders import Order
    from festival.client.organising import Holder, Screens
    from festival.schedule.changes import Change
    from festival.schedule.edits import Edit


class Hub(Protocol):
    """Raises the errors of :mod:`festival.client.errors`."""

    async def edit(self, edit: "Edit", based_on: Cursor, *, key: str) -> "tuple[Cursor, Change]":
        """Make an edit, once for each `key`; return where it led, and the change."""

    async def who(self) -> "Holder":
        """Return whose token it is."""

    async def screens(self) -> "Screens":
        """Return the kiosks that the hub knows."""

    async def order(self, screen: str, order: "Order") -> None:
        """Have a kiosk do something."""

    async def history(self, before: Cursor | None, limit: int) -> "tuple[Change, ...]":
        """Return at most `limit` changes before the place `before`, newest first."""


ANSWER_S = 20.0
"""So long an edit is tried before it waits for somebody to decide."""


class HubAt:
    """The hub that `where` leads to: it returns address and token, and may wait until there is one.

    The HTTP library is loaded aside, with the first question. Raises what `where` raises.
    """

    def __init__(
        self, where: Callable[[], Awaitable[tuple[str, str]]], *, answer_s: float = ANSWER_S
    ) -> None:
        self._where = where
        self._answer_s = answer_s
        self._asked: tuple[Any, Any] | None = None

    async def _both(self) -> tuple[Any, Any]:
        if self._asked is None:
            editing, organising = [
                await asyncio.to_thread(import_module, f"festival.client.{name}")
                for name in ("editing", "organising")
            ]
            address, token = await self._where()
            tries = editing.Tries(within_s=self._answer_s)
            self._asked = (
                editing.Editor(address, token, tries=tries),
                organising.Organiser(address, token),
            )
        return self._asked

    async def edit(self, edit: "Edit", based_on: Cursor, *, key: str) -> "tuple[Cursor, Change]":
        """Make an edit, once for each `key`; return where it led, and the change."""
        editor, _ = await self._both()
        made: tuple[Cursor, Change] = await editor.edit(edit, based_on, key=key)
        return made

    async def who(self) -> "Holder":
        """Return whose token it is."""
        _, organiser = await self._both()
        found: Holder = await organiser.who()
        return found

    async def screens(self) -> "Screens":
        """Return the kiosks that the hub knows."""
        _, organiser = await self._both()
        found: Screens = await organiser.screens()
        return found

    async def order(self, screen: str, order: "Order") -> None:
        """Have a kiosk do something."""
        _, organiser = await self._both()
        await organiser.order(screen, order)

    async def history(self, before: Cursor | None, limit: int) -> "tuple[Change, ...]":
        """Return at most `limit` changes before the place `before`, newest first."""
        _, organiser = await self._both()
        found: tuple[Change, ...] = await organiser.history(before, limit)
        return found
