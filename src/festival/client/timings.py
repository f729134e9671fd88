"""How long a follower waits for what. The defaults are for a festival; tests scale them."""

import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """All in seconds of this machine."""

    connect_s: float = 5.0
    """For each step to a connection: the name, TCP, TLS."""
    answer_s: float = 10.0
    """From a request that was sent to a stream's hello, or the whole list of changes."""
    fetch_s: float = 30.0
    """For a whole answer, however it drips."""
    beats: float = 2.5
    """After so many beats of time without one, the hub is silent, whatever else comes."""
    silence_most_s: float = 20.0
    silence_least_s: float = 1.0
    step_s: float = 0.25
    """The first wait after a stream was lost is shorter than this; each further one up to twice as long."""
    wait_most_s: float = 10.0
    gap_s: float = 1.0
    """At least so long lies between the beginnings of two streams, however they end; up to twice as long."""
    asked_wait_most_s: float = 30.0
    """The longest wait that a hub can ask for."""
    poll_s: float = 5.0
    """Between two polls, a fifth more or less."""
    poll_after: int = 3
    """So many streams must fail in a row before the hub is polled."""
    schedule_every_s: float = 60.0
    """At most one whole schedule is fetched in this time, but the first of an epoch."""
    reload_every_s: float = 5.0
    """At most one whole schedule is fetched in this time because organisers order it."""
    again_s: float = 2.0
    """Between the first two tries to fetch the first schedule of an epoch; then twice as long each time."""
    save_every_s: float = 5.0
    confirm_every_s: float = 300.0
    """So often it is saved that the schedule is still the newest."""
    report_after_s: float = 1.0
    """A report waits so long at most, and half of it at least: the screen is painted by then, and not all report at once."""
    report_every_s: float = 2.0
    report_s: float = 5.0
    """For a whole report."""
    unwelcome_s: float = 300.0
    """Until the next report after the hub has refused the token: a venue shares the limit on wrong ones."""

    def silence_s(self, beat_s: float) -> float:
        """Return after how long without a beat a hub is lost that promised a beat every `beat_s` seconds."""
        return max(self.silence_least_s, min(self.silence_most_s, self.beats * beat_s))


class Patience:
    """How long to wait for the next stream: longer with each that failed, never the same for two followers.

    Full jitter, as "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015) recommends it. `chance` gives numbers
    from 0 to 1.
    """

    def __init__(self, timings: Timings, chance: Callable[[], float] = random.random) -> None:
        self._timings = timings
        self._chance = chance
        self.failures = 0
        """Streams in a row that failed."""

    def succeed(self) -> None:
        """Begin anew: the stream has brought something. That it could be opened says nothing."""
        self.failures = 0

    def fail(self) -> float:
        """Return how long to wait after a stream that failed."""
        timings = self._timings
        wait_s: float = min(timings.wait_most_s, timings.step_s * 2.0 ** min(self.failures, 32))
        self.failures += 1
        return self._chance() * wait_s

    def asked(self, wait_s: float) -> float:
        """Return how long to wait if the hub has asked for `wait_s`: some longer, so that not all come at once."""
        wait_s = min(wait_s, self._timings.asked_wait_most_s)
        return wait_s + self._chance() * max(wait_s, self._timings.step_s)

    def gap(self) -> float:
        """Return how long after the beginning of a stream the next may begin: followers cut off together part here."""
        return self._timings.gap_s * (1 + self._chance())

    def poll(self) -> float:
        """Return how long to wait between two polls."""
        return self._timings.poll_s * (0.8 + 0.4 * self._chance())


class Ration:
    """How often a whole schedule may be fetched: it costs a hundred times what a change costs.

    `monotonic` gives seconds.
    """

    def __init__(self, timings: Timings, monotonic: Callable[[], float]) -> None:
        self._timings = timings
        self._monotonic = monotonic
        self._asked_at: float | None = None
        self._tries = 0
        """Fetched in a row because nothing of the hub's epoch was at hand."""
        self._before: tuple[float | None, int] = (None, 0)

    def take(self, *, is_first: bool) -> bool:
        """Return whether to fetch one now, which then counts. `is_first`: nothing of the hub's epoch is at hand."""
        now = self._monotonic()
        every_s = self._timings.schedule_every_s
        passed_s = float("inf") if self._asked_at is None else now - self._asked_at
        if passed_s >= 2 * every_s:
            self._tries = 0
        if is_first:
            wait_s = (
                min(every_s, self._timings.again_s * 2.0 ** min(self._tries - 1, 32)) if self._tries else 0
            )
        else:
            wait_s = every_s
        if passed_s < wait_s:
            return False
        self._before = (self._asked_at, self._tries)
        self._asked_at = now
        self._tries += is_first
        return True

    def give_back(self) -> None:
        """Take back what :meth:`take` counted last: the hub sent nothing, because what is at hand was the newest."""
        self._asked_at, self._tries = self._before
