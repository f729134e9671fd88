"""Telling what somebody who has read a question presses from what was on its way before."""

import time
from collections.abc import Callable
from typing import Final

REPEAT_S: Final = 0.8
"""A held key repeats first after 250 to 660 ms (X.Org's default), then much faster; who has read a question takes longer
than this to answer it."""


class Repeats:
    """Notes each Enter; `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._last = float("-inf")
        self._before = float("-inf")

    def now(self) -> float:
        """Return the seconds of its clock."""
        return self._monotonic()

    def note(self) -> None:
        """Note that Enter came."""
        self._before, self._last = self._last, self._monotonic()

    @property
    def is_repeat(self) -> bool:
        """Whether the Enter that came last followed another so soon that nobody can have read a question between."""
        return self._last - self._before < REPEAT_S
