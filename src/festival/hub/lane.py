"""Work of a millisecond or two for those who ask: on the event loop, one piece after the other."""

import asyncio
import time
from collections.abc import Callable
from typing import Final, TypeVar

SLOW_S: Final = 0.02
"""Seconds of processor time for which nobody else is kept waiting."""

_Made = TypeVar("_Made")


class Lane:
    """Does pieces of work in turn; in between the event loop does what else is waiting.

    In threads they would be done no sooner, and would take the interpreter from the loop, for up to 5 ms at each of its
    steps: of 2,000 phones that ask at once most would wait twice as long. A thread does only what takes long.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._took_s: dict[str, float] = {}
        """Processor time of the last piece of each kind."""

    async def do(self, kind: str, make: Callable[[], _Made], *, aside: bool = False) -> _Made:
        """Return what `make` returns. A thread calls it if the last one of its `kind` was slow, or if it is to be done `aside`."""
        if aside or self._took_s.get(kind, 0.0) > SLOW_S:
            return await asyncio.to_thread(self._timed, kind, make)
        async with self._turn:
            return self._timed(kind, make)

    def _timed(self, kind: str, make: Callable[[], _Made]) -> _Made:
        began = time.thread_time()
        made = make()
        self._took_s[kind] = time.thread_time() - began
        return made
