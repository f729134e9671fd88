"""Sessions that nobody can attend both."""

from datetime import timedelta

from festival.schedule.model import Session


def shared(one: Session, other: Session) -> timedelta:
    """Return how long both take place at once, by expected times; nothing when they do not meet."""
    both = min(one.expected.end, other.expected.end) - max(one.expected.start, other.expected.start)
    return max(both, timedelta(0))
