"""What each kind of edit does to a schedule: one function for each class of :mod:`festival.schedule.edits`.

It returns the things that it changes, before and after; :func:`festival.schedule.apply.apply` makes the record of it.
"""

from festival.schedule.effects import announcements, sessions, states, times
from festival.schedule.effects.base import Pair, pairs

__all__ = ["Pair", "announcements", "pairs", "sessions", "states", "times"]
