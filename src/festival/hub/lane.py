"""Work of a millisecond or two for those who ask: on the event loop, one piece after the other."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import Final, TypeVar

from festival.hub.problems import busy

SLOW_S: Final = 0.02
"""Seconds of processor time for which nobody else is kept waiting."""
MOST_AHEAD_S: Final = 10.0
"""Seconds of work that may wait, after which nobody more is let in: an agenda of their own for each of 2,000 phones takes
two or three."""
_LEAST_S: Final = 0.001
"""What a piece is taken to cost until one of its kind is done."""

_Made = TypeVar("_Made")


def nobody(_took_s: float) -> None:
    """Let nobody pay."""


class Lane:
    """Does pieces of work in turn; in between the event loop does what else is waiting.

    In threads they would be done no sooner, and would take the interpreter from the loop, for up to 5 ms at each of its
    steps: of 2,000 phones that ask at once most would wait twice as long. A thread does only what takes long; it is the
    lane's own, so that nothing else waits for it.
    """

    def __init__(self, name: str) -> None:
        self._turn = asyncio.Lock()
        self._behind = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"festival-{name}")
        self._took_s: dict[str, tuple[float, float]] = {}
        """Processor time of the last two pieces of each kind."""
        self._ahead: Counter[str] = Counter()
        """How many of each kind are not done yet."""

    def refuse_if_full(self) -> None:
        """Raise :class:`festival.hub.problems.Problem` 503 if too much work waits already."""
        # One alone may have taken long: the first one of its kind reads its template.
        ahead_s = sum(
            count * max(_LEAST_S, min(self._took_s.get(kind, (0.0,)))) for kind, count in self._ahead.items()
        )
        if ahead_s > MOST_AHEAD_S:
            raise busy("Too many ask at once.", math.ceil(ahead_s))

    async def do(
        self,
        kind: str,
        make: Callable[[], _Made],
        *,
        aside: bool = False,
        behind: bool = False,
        pay: Callable[[float], None] = nobody,
    ) -> _Made:
        """Return what `make` returns, and let `pay` hear how many seconds of processor time that took.

        The thread calls it if the last one of its `kind` was slow, or if it is to be done `aside`. However many wait
        `behind`, one of them at a time is in the way of the others.
        """
        self._ahead[kind] += 1
        try:
            if aside or self._took_s.get(kind, (0.0, 0.0))[0] > SLOW_S:
                loop = asyncio.get_running_loop()
                made, took_s = await loop.run_in_executor(self._thread, _timed, make)
            else:
                async with self._behind if behind else nullcontext(), self._turn:
                    # Who waits gets the loop, and does not find the turn free meanwhile.
                    await asyncio.sleep(0)
                    made, took_s = _timed(make)
        finally:
            self._ahead[kind] -= 1
        self._took_s[kind] = took_s, self._took_s.get(kind, (0.0, 0.0))[0]
        pay(took_s)
        return made


def _timed(make: Callable[[], _Made]) -> tuple[_Made, float]:
    began = time.thread_time()
    made = make()
    return made, time.thread_time() - began
