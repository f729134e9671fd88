"""When memory is tidied: while nobody waits for the screen.

A full collection looks at everything that was made since the start, all pages with their widgets: that takes 70 to
390 ms, in which a touch or a key waits. So it happens when a visitor has left, and when nobody came for a while.
"""

import gc
import time
from collections.abc import Callable
from typing import Final

EVERY_S: Final = 600.0
"""A screen that nobody uses is tidied so often."""
SILENCE_S: Final = 10.0
"""After so many seconds without a key or a touch nobody waits."""
YOUNG: Final = 20_000
"""So many more objects made than dropped are looked through, in a millisecond or two."""


class Tidying:
    """Collects at the right moments. `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._last = self._touched = monotonic()

    def begin(self) -> None:
        """Set everything aside that was made until the first frame, and let the collector work as it should."""
        gc.freeze()
        # Full collections of its own are for a kiosk where one visitor follows another without a pause.
        gc.set_threshold(YOUNG, 20, 1_000)
        gc.enable()

    def tidy(self) -> None:
        """Collect everything, and set aside what stays: that makes what comes until the next time cheap."""
        self._last = self._monotonic()
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def touch(self) -> None:
        """Note a key or a touch."""
        self._touched = self._monotonic()

    def tidy_if_due(self) -> None:
        """Collect if that was not done for a while, unless somebody is there."""
        now = self._monotonic()
        if now - self._last >= EVERY_S and now - self._touched >= SILENCE_S:
            self.tidy()
