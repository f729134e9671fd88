"""Answers that were made for one moment, each of them once for all who ask."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Made = TypeVar("_Made")


class Shelf(Generic[_Key, _Made]):
    """At most `most` of them are kept; the one that was made first is forgotten first.

    When the moment is over there is another shelf. Who asked before waits for what is made already; who asks from then on
    does not.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._ready: dict[_Key, _Made] = {}
        self._making: dict[_Key, asyncio.Task[_Made]] = {}

    @property
    def has_room(self) -> bool:
        """Whether one more can be kept without another one being forgotten."""
        return len(self._ready) + len(self._making) < self._most

    def at_hand(self, key: _Key) -> _Made | None:
        """Return what is ready, None if nothing is."""
        return self._ready.get(key)

    def is_expected(self, key: _Key) -> bool:
        """Return whether it is being made."""
        return key in self._making

    async def get(self, key: _Key, make: Callable[[], Coroutine[Any, Any, _Made]]) -> _Made:
        """Return what is ready or expected, else what `make` returns; that is kept only by :meth:`keep`."""
        if (ready := self._ready.get(key)) is not None:
            return ready
        making = self._making.get(key)
        if making is None:
            making = self._making[key] = asyncio.create_task(make())
            making.add_done_callback(lambda _: self._making.pop(key, None))
        # One who hangs up must not end the work for the others.
        return await asyncio.shield(making)

    def keep(self, key: _Key, made: _Made) -> None:
        """Have it at hand from now on."""
        if len(self._ready) >= self._most:
            del self._ready[next(iter(self._ready))]
        self._ready[key] = made
