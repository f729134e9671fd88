"""Sessions that nobody can attend both: which they are, and how that is said."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from festival.schedule.model import Session
from festival.schedule.timeline import overlaps
from festival.wording.reading import Reading


def clashes(sessions: Iterable[Session]) -> Mapping[str, list[Session]]:
    """Return for each of `sessions` that overlaps with others, by its id, those others."""
    found: dict[str, list[Session]] = {}
    for one, other in overlaps(sessions):
        found.setdefault(one.id, []).append(other)
        found.setdefault(other.id, []).append(one)
    return found


def shared(one: Session, other: Session) -> timedelta:
    """Return how long both take place at once, by expected times; nothing when they do not meet."""
    both = min(one.expected.end, other.expected.end) - max(one.expected.start, other.expected.start)
    return max(both, timedelta(0))


def clash(reading: Reading, other: Session, session: Session) -> str:
    """Return which `other` session overlaps `session`, and how long."""
    locale = reading.locale
    return "▲ " + locale.t(
        "Overlaps by {time} with {title} ({times})",
        time=locale.duration(shared(session, other)),
        title=reading.say(other.title),
        times=locale.times(other.expected.start, other.expected.end),
    )
