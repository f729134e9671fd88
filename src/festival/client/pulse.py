"""When a hub has to be heard next, if its stream is to be believed."""

from datetime import datetime


class Pulse:
    """Reckons by when the next beat must be here: `silence_s` after the last one was sent, however late that came.

    A stream that drips always brings something, and always something old. Beats carry the hub's time, which runs `rate`
    times as fast as ours; of those heard, the one that came quickest shows how far apart the clocks are. All other
    times are seconds of a monotonic clock of ours.
    """

    def __init__(self, silence_s: float, rate: float) -> None:
        self.due = float("-inf")
        """After this instant the hub counts as silent."""
        self._silence_s = silence_s
        self._rate = rate
        self._apart_s = float("inf")

    def hear(self, server_time: datetime, now: float) -> None:
        """Take note of a beat that was sent at `server_time` (aware) and came `now`."""
        sent = server_time.timestamp() / self._rate
        self._apart_s = min(self._apart_s, now - sent)
        self.due = max(self.due, sent + self._apart_s + self._silence_s)

    def excuse(self, seconds: float) -> None:
        """Do not count time in which nobody listened."""
        self.due += seconds
