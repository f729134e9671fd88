"""How a delay runs through a room.

Delays are whole minutes on top of a session's slot. A delay pushes what comes later in the same room, as far as
there is no slack: time between two sessions beyond the room's change-over. The later session always starts in
the same order, and never waits longer than the one that pushed it. Taking delay back lets later sessions follow,
never before their slot and never into the session before them.

A session with ``fixed_start`` is not pushed; that what comes before now runs into it is reported.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor

from festival.schedule.model import Session


@dataclass(frozen=True, slots=True)
class Blocked:
    """A session that the delay reached and that has a fixed start."""

    session: str
    minutes: int
    """How much later it would have to start."""


@dataclass(frozen=True, slots=True)
class Cascade:
    """What a delay does to a room."""

    delays: Mapping[str, int]
    """The new total delay in minutes of each session whose delay changes, by id."""
    blocked: tuple[Blocked, ...] = ()


@dataclass(slots=True)
class _Run:
    """A session on its way through the cascade; seconds since the epoch."""

    session: Session
    start: float
    end: float
    shift: int = 0
    """Minutes by which it starts later (or, negative, earlier) than before."""
    stretch: int = 0
    """Minutes that it takes longer."""

    @property
    def late_min(self) -> int:
        """Minutes by which it ends later than before."""
        return self.shift + self.stretch

    def gap_min(self, later: "_Run") -> float:
        """Minutes from the end of this to the start of `later`, as they were; negative when they overlap."""
        return (later.start - self.end) / 60

    def planned_gap_min(self, later: "_Run") -> float:
        """Return the same without delays."""
        return (later.session.slot.start - self.session.slot.end).total_seconds() / 60


def cascade(
    sessions: Iterable[Session], start: str | datetime, minutes: int, changeover_min: int = 0
) -> Cascade:
    """Return what happens when sessions of one room start `minutes` later (or, negative, less late).

    `sessions` are all of the room; cancelled ones do not count. It begins with the session whose id is `start`,
    or, for an instant, with those that start first at or after it.
    """
    runs = _runs(sessions)
    seeds = _seeds(runs, start)
    if minutes >= 0:
        blocked = tuple(_push(runs, seeds, minutes, changeover_min))
    else:
        _pull(runs, seeds, -minutes, changeover_min)
        blocked = ()
    return _cascade(runs, blocked)


def overrun(sessions: Iterable[Session], longer: str, minutes: int, changeover_min: int = 0) -> Cascade:
    """Return what happens to the others when the session with the id `longer` takes `minutes` more than expected.

    `sessions` are all of the room. If it takes less, nothing happens: nobody is told to come earlier.
    """
    runs = _runs(sessions)
    for run in runs:
        if run.session.id == longer:
            run.stretch = max(0, minutes)
    return _cascade(runs, tuple(_push(runs, {}, 0, changeover_min)))


def _runs(sessions: Iterable[Session]) -> list[_Run]:
    return sorted(
        (
            _Run(session, session.expected.start.timestamp(), session.expected.end.timestamp())
            for session in sessions
            if not session.live.cancelled
        ),
        key=lambda run: (run.start, run.end, run.session.id),
    )


def _cascade(runs: Iterable[_Run], blocked: tuple[Blocked, ...]) -> Cascade:
    return Cascade(
        {run.session.id: run.session.live.delay_min + run.shift for run in runs if run.shift}, blocked
    )


def _seeds(runs: list[_Run], start: str | datetime) -> dict[str, bool]:
    """Return the ids of the sessions where it begins, and whether each moves even if its start is fixed."""
    if isinstance(start, str):
        return {start: True}
    instant = start.timestamp()
    first = next((run.start for run in runs if run.start >= instant), None)
    return {run.session.id: False for run in runs if run.start == first}


def _push(
    runs: list[_Run], seeds: Mapping[str, bool], minutes: int, changeover_min: int
) -> Iterator[Blocked]:
    """Set the shifts of a growing delay, in order; yield the sessions that do not give way."""
    pushing: list[_Run] = []
    for run in runs:
        # Starts only grow along the list: what cannot reach this session reaches no later one.
        pushing = [one for one in pushing if one.gap_min(run) < one.late_min + changeover_min]
        needed = max(
            (one.late_min - max(0.0, one.gap_min(run) - changeover_min) for one in pushing), default=0.0
        )
        if run.session.id in seeds:
            needed = max(needed, minutes)
        shift = ceil(needed)
        if shift > 0 and run.session.fixed_start and not seeds.get(run.session.id):
            yield Blocked(run.session.id, shift)
        else:
            run.shift = max(0, shift)
        if run.late_min > 0:
            pushing.append(run)


def _pull(runs: list[_Run], seeds: Mapping[str, bool], minutes: int, changeover_min: int) -> None:
    """Set the (negative) shifts of a delay that is taken back."""
    longest = max((run.session.live.delay_min for run in runs), default=0)
    before: list[_Run] = []
    latest_start = float("-inf")
    for run in runs:
        # Nothing moves by more than the longest delay: what ended earlier than that is in nobody's way.
        before = [one for one in before if one.gap_min(run) - changeover_min < longest]
        room_min = (run.start - latest_start) / 60
        wanted = 0.0
        for one in before:
            gap = one.gap_min(run)
            wanted = max(wanted, -one.shift - max(0.0, gap - changeover_min))
            # An overlap that the plan has may return, one that is worse than planned may stay.
            room_min = min(
                room_min, max(0.0, gap - min(changeover_min, one.planned_gap_min(run))) - one.shift
            )
        if run.session.fixed_start:
            wanted = 0
        if run.session.id in seeds and (seeds[run.session.id] or not run.session.fixed_start):
            wanted = minutes
        run.shift = -max(0, floor(min(wanted, run.session.live.delay_min, room_min)))
        latest_start = max(latest_start, run.start + run.shift * 60)
        before.append(run)
