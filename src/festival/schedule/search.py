"""Search as you type: every word counts as the beginning of a word, in any language, with or without accents.

What is found in a title comes before what is found in a name that belongs to it (people, hosts, room), and that
before what is found in a description. What is over comes last. Only when nothing at all is found is one slip of
the finger allowed in words of five letters or more.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, chain, islice
from typing import Final, Literal, NamedTuple

from festival.schedule.model import Organisation, Person, Pin, Project, Room, Schedule, Session, Station
from festival.schedule.spelling import words_of
from festival.schedule.terms import with_ages
from festival.schedule.wordlist import Found, Words

HitKind = Literal["session", "station", "project", "room", "person", "organisation", "landmark"]

SLIP_FROM: Final = 5
"""Letters of a word in which a slip is allowed."""
_SLIP_UP_TO: Final = 24
"""Letters of the longest such word: the spellings to look up grow with the length."""
_MOST_WORDS: Final = 8
_MOST_LETTERS: Final = 40
"""Letters of a word that are looked at; what begins with them is found."""
_SUGGESTIONS: Final = 3
_NEAR_WORDS: Final = 3
"""Words of which what is nearest is looked for, the longest."""
_NEAR_SLIP_UP_TO: Final = 12
"""Letters of the longest beginning in which a slip is allowed."""
_NEVER: Final = float("inf")
_SCAN_FROM: Final = 16
"""A result with more than one thing in so many is put in order by a look at all things."""

_KINDS: Final[Mapping[type[Found], HitKind]] = {
    Session: "session",
    Station: "station",
    Project: "project",
    Room: "room",
    Person: "person",
    Organisation: "organisation",
    Pin: "landmark",
}


class Hit(NamedTuple):
    """One thing that was found."""

    kind: HitKind
    id: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to offer when nothing was found."""

    cause: Literal["nearest", "running", "next"]
    """``nearest``: found by a part of what was typed."""
    hit: Hit


class _Times:
    """When the things of a schedule begin and end, by number, and their order: sessions by start, then the rest."""

    def __init__(self, schedule: Schedule, things: int) -> None:
        self._sessions = schedule.sessions
        self.ends = [_NEVER] * things
        self.starts = [_NEVER] * things
        for number, session in enumerate(schedule.sessions):
            self._note(number, session)
        for number, station in enumerate(schedule.stations, len(schedule.sessions)):
            self.ends[number] = max(window.end for window in station.open).timestamp()
        self._sort()

    def _note(self, number: int, session: Session) -> None:
        expected = session.expected
        self.starts[number] = expected.start.timestamp()
        self.ends[number] = expected.end.timestamp()

    def _sort(self) -> None:
        self.in_order = sorted(range(len(self.starts)), key=self.starts.__getitem__)
        self.place = [0] * len(self.in_order)
        for place, number in enumerate(self.in_order):
            self.place[number] = place

    def follow(self, schedule: Schedule) -> "_Times":
        """Return those of a later schedule with the same sessions in the same places."""
        later = copy(self)
        later.starts, later.ends = self.starts.copy(), self.ends.copy()
        later._sessions = schedule.sessions  # noqa: SLF001 - of its own kind
        for number, (old, new) in enumerate(zip(self._sessions, schedule.sessions, strict=True)):
            if old is not new:
                later._note(number, new)  # noqa: SLF001 - of its own kind
        if later.starts != self.starts:
            later._sort()  # noqa: SLF001 - of its own kind
        return later

    def sorted(self, numbers: set[int]) -> list[int]:
        """Return `numbers` in order."""
        if len(numbers) * _SCAN_FROM > len(self.in_order):
            return [number for number in self.in_order if number in numbers]
        return sorted(numbers, key=self.place.__getitem__)


class SearchIndex:
    """Finds the things of one schedule.

    With more than :data:`~festival.schedule.wordlist.READ_AT_ONCE` things, descriptions are read in slices by
    :meth:`read_on`, while nobody waits; until then titles and names are found.
    """

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._words = Words(schedule)
        self._hits = [Hit(_KINDS[type(thing)], thing.id) for thing in self._words.things]
        self._times = _Times(schedule, len(self._hits))

    def read_on(self, count: int = 250) -> bool:
        """Read the descriptions of the next `count` things (250 take about 10 ms); return whether more remain."""
        return self._words.read_on(count)

    def follow(self, schedule: Schedule) -> "SearchIndex":
        """Return the index of `schedule`, a later state of the same one; cheap when no text has changed.

        Both share what they have read: go on with the new one alone.
        """
        if not self._words.fit(schedule):
            return SearchIndex(schedule)
        later = copy(self)
        later._schedule = schedule  # noqa: SLF001 - of its own kind
        later._times = self._times.follow(schedule)  # noqa: SLF001 - of its own kind
        return later

    def search(self, query: str, now: datetime | None = None) -> list[Hit]:
        """Return what holds all words of `query`, best first; with `now` (aware), what is over comes last."""
        words = _asked(query)
        found = self._found(words, now)
        if (meant := with_ages(words)) != words:
            found = list(dict.fromkeys((*self._found(meant, now), *found)))
        return found or self._found(words, now, slip=True)

    def _found(self, words: Sequence[str], now: datetime | None, *, slip: bool = False) -> list[Hit]:
        """Return the same, with or without slips."""
        of_words = []
        for word in words:
            ranks = self._words.ranks(word, slip=slip and SLIP_FROM <= len(word) <= _SLIP_UP_TO)
            if not any(ranks):
                return []  # nothing holds all words
            of_words.append(ranks)
        ranks = _all_words(of_words)
        numbers = [number for rank in ranks for number in self._times.sorted(rank)]
        if now is not None:
            ends, instant = self._times.ends, now.timestamp()
            over = [number for number in numbers if ends[number] <= instant]
            if over:
                numbers = [number for number in numbers if ends[number] > instant] + over
        return list(map(self._hits.__getitem__, numbers))

    def suggestions(self, query: str, now: datetime) -> tuple[Suggestion, ...]:
        """Return up to three things to offer when `query` finds nothing: what is nearest, runs, starts next."""
        near = (Suggestion("nearest", hit) for hit in self._nearest(query, now))
        running = (Suggestion("running", Hit("session", id)) for id in self._running(now))  # noqa: A001
        coming = (Suggestion("next", Hit("session", id)) for id in self._coming(now))  # noqa: A001
        chosen: dict[Hit, Suggestion] = {}
        for suggestion in chain(islice(near, 1), islice(running, 1), coming, running):
            chosen.setdefault(suggestion.hit, suggestion)
            if len(chosen) == _SUGGESTIONS:
                break
        return tuple(chosen.values())

    def _running(self, now: datetime) -> Iterator[str]:
        """Yield the sessions that run, highlights first, then those that began last."""
        instant = now.timestamp()
        running = [
            self._schedule.sessions[number]
            for number in range(len(self._schedule.sessions))
            if self._times.starts[number] <= instant < self._times.ends[number]
        ]
        running.sort(key=lambda one: (not one.highlight, -one.expected.start.timestamp(), one.id))
        return (one.id for one in running if not one.live.cancelled)

    def _coming(self, now: datetime) -> Iterator[str]:
        """Yield the sessions that start next."""
        order, starts = self._times.in_order, self._times.starts
        first = bisect_right(order, now.timestamp(), key=starts.__getitem__)
        for number in order[first:]:
            if starts[number] == _NEVER:
                return
            session = self._schedule.sessions[number]
            if not session.live.cancelled:
                yield session.id

    def _nearest(self, query: str, now: datetime) -> Iterator[Hit]:
        """Yield what single words of `query` find, or else their beginnings; the longest first."""
        words = sorted(_asked(query), key=len, reverse=True)[:_NEAR_WORDS]
        for word in words:
            yield from self.search(word, now)
        for word in words:
            for length in range(len(word) - 1, 2, -1):
                begun = word[:length]
                yield from (
                    self.search(begun, now) if length <= _NEAR_SLIP_UP_TO else self._found([begun], now)
                )


def _asked(query: str) -> list[str]:
    """Return the words of `query`, no more and no longer than anybody would type."""
    return [word[:_MOST_LETTERS] for word in words_of(query)[:_MOST_WORDS]]


def _all_words(of_words: Sequence[Sequence[set[int]]]) -> list[set[int]]:
    """Return what all words find, rank by rank, each thing once: a hit is as good as its weakest word."""
    if not of_words:
        return []
    if len(of_words) == 1:
        so_far = list(of_words[0])
    else:
        so_far = [set.intersection(*up_to) for up_to in zip(*map(_up_to, of_words), strict=True)]
    seen: set[int] = set()
    ranks = []
    for rank in so_far:
        ranks.append(rank - seen)
        seen |= rank
    return ranks


def _up_to(ranks: Sequence[set[int]]) -> Iterator[set[int]]:
    """Yield, for each rank, what is in it or a better one."""
    return accumulate(ranks, set.union)
