"""Which things of a schedule hold which words: in their titles, in names beside them, in their descriptions."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final, TypeAlias

from festival.schedule.landmarks import also_called
from festival.schedule.model import Organisation, Person, Pin, Project, Room, Schedule, Session, Station
from festival.schedule.spelling import LETTERS, one_slip, words_of, words_of_all
from festival.schedule.terms import terms_of, words_for

Found: TypeAlias = Session | Station | Project | Room | Person | Organisation | Pin

READ_AT_ONCE: Final = 1_000
"""The descriptions of so many things are read at once (about 0.04 ms each)."""
_LAST: Final = "\U0010ffff"
_LOOKED_AT: Final = 64
"""Words that are looked at one by one, before it is cheaper to try every letter."""


def things_of(schedule: Schedule) -> list[Found]:
    """Return all that can be found, in a fixed order."""
    return [
        *schedule.sessions,
        *schedule.stations,
        *schedule.projects,
        *schedule.rooms,
        *schedule.people,
        *schedule.organisations,
        *schedule.landmark_by_id.values(),
    ]


class _Postings:
    """Which things hold which words; a thing may stand twice with a word."""

    __slots__ = ("_numbers", "_sorted")

    def __init__(self) -> None:
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        self._sorted: list[str] | None = None

    def add(self, number: int, words: Iterable[str]) -> None:
        numbers = self._numbers
        for word in words:
            numbers[word].append(number)
        self._sorted = None

    def add_all(self, numbers: Iterable[int], words: Iterable[str]) -> None:
        for word in words:
            self._numbers[word].extend(numbers)
        self._sorted = None

    def exactly(self, word: str) -> set[int]:
        return set(self._numbers.get(word, ()))

    def _in_order(self) -> list[str]:
        if self._sorted is None:
            self._sorted = sorted(self._numbers)
        return self._sorted

    def starting(self, word: str, *, slip: bool = False) -> set[int]:
        """Return what holds a word that begins with `word`, or with `slip` with a misspelling of it."""
        words = self._in_order()
        found: set[int] = set()
        for prefix in (word, *one_slip(word, self._letters(word))) if slip else (word,):
            first = bisect_left(words, prefix)
            if first < len(words) and words[first].startswith(prefix):
                last = bisect_left(words, prefix + _LAST, lo=first)
                found.update(*map(self._numbers.__getitem__, words[first:last]))
        return found

    def _letters(self, word: str) -> list[str]:
        """Return with which letters the words go on that share no letter, one, two ... with the beginning of `word`.

        Most misspellings begin like no word at all; looking up those of 24 letters took 10 ms.
        """
        words, found = self._in_order(), list[str]()
        first, last = 0, len(words)
        for at in range(len(word) + 1):
            first = bisect_left(words, word[:at], lo=first, hi=last)
            last = bisect_left(words, word[:at] + _LAST, lo=first, hi=last)
            if first == last:
                break
            many = last - first > _LOOKED_AT
            found.append(LETTERS if many else _among_letters(one[at : at + 1] for one in words[first:last]))
        return found


class Words:
    """The words of the things of one schedule; a thing is a number, its place in :func:`things_of`."""

    def __init__(self, schedule: Schedule) -> None:
        self.things = things_of(schedule)
        self._leading, self._titles, self._names, self._texts = (_Postings() for _ in range(4))
        self._read_titles()
        self._read_names(schedule)
        self._unread = iter(enumerate(self.things))
        if len(self.things) <= READ_AT_ONCE:
            self.read_on(READ_AT_ONCE)

    def _read_titles(self) -> None:
        titles = [(number, title) for number, thing in enumerate(self.things) for title in _titles(thing)]
        for (number, _), words in zip(titles, words_of_all(title for _, title in titles), strict=True):
            self._leading.add(number, words[:1])
            self._titles.add(number, words)

    def _read_names(self, schedule: Schedule) -> None:
        owned: dict[tuple[str, str], list[int]] = defaultdict(list)
        called: dict[str, list[int]] = defaultdict(list)
        for number, thing in enumerate(self.things):
            for owner in _owners(thing):
                owned[owner].append(number)
            for place in _places(thing):
                self._names.add(number, words_of(place))
            for term in terms_of(thing) if isinstance(thing, Room | Session | Station) else ():
                called[term].append(number)
        for term, numbers_ in called.items():
            for word in words_for(term):
                self._names.add_all(numbers_, words_of(word))
        for home in ("rooms", "people", "organisations", "projects"):
            for thing in getattr(schedule, home):
                numbers = owned.get((home, thing.id), ())
                terms = chain.from_iterable(map(words_for, thing.access)) if home == "rooms" else ()
                for name in (*_titles(thing), *_places(thing), *terms) if numbers else ():
                    self._names.add_all(numbers, words_of(name))

    def read_on(self, count: int) -> bool:
        """Read the descriptions of the next `count` things; return whether there may be more."""
        some = list(islice(self._unread, count))
        texts = [(number, text) for number, thing in some for text in _texts(thing)]
        for (number, _), words in zip(texts, words_of_all(text for _, text in texts), strict=True):
            self._texts.add(number, set(words))
        return len(some) == count

    def fit(self, schedule: Schedule) -> bool:
        """Return whether `schedule` has the same things with the same texts."""
        things = things_of(schedule)
        return len(things) == len(self.things) and all(map(_reads_the_same, self.things, things))

    def ranks(self, word: str, *, slip: bool = False) -> list[set[int]]:
        """Return what `word` finds in each rank, best first; a thing may be in several.

        The ranks: a title that begins with it, a title that holds it, one that holds a word that begins with
        it, a name beside it, a description. With `slip`, words that begin with a misspelling of it count too.
        """
        return [
            self._leading.starting(word),
            self._titles.exactly(word),
            self._titles.starting(word, slip=slip),
            # One letter says nothing about a person or a description.
            self._names.starting(word, slip=slip) if len(word) > 1 else set(),
            self._texts.starting(word, slip=slip) if len(word) > 1 else set(),
        ]


def _among_letters(found: Iterable[str]) -> str:
    return "".join(letter for letter in set(found) if letter and letter in LETTERS)


def _titles(thing: Found) -> Iterable[str]:
    if isinstance(thing, Session):
        return thing.title.values()
    if isinstance(thing, Person):
        return (thing.name,)
    if isinstance(thing, Project):
        return (*thing.name.values(), *thing.aliases)
    if isinstance(thing, Pin):
        return (*thing.name.values(), *also_called(thing))
    return thing.name.values()


def _texts(thing: Found) -> Iterable[str]:
    if isinstance(thing, Session | Station):
        return thing.abstract.values()
    if isinstance(thing, Project):
        return (*thing.summary.values(), *(text for fact in thing.facts for text in fact.text.values()))
    return ()


_READ: Final = (
    "title",
    "name",
    "kind",
    "abstract",
    "aliases",
    "summary",
    "facts",
    "speakers",
    "organisations",
    "venue",
    "place",
    "role",
    "access",
    "audience",
    "min_age",
    "max_age",
)


def _reads_the_same(one: Found, other: Found) -> bool:
    if one is other:
        return True
    if type(one) is not type(other) or one.id != other.id:
        return False
    if isinstance(one, Session) and isinstance(other, Session) and one.slot.room != other.slot.room:
        return False
    return all(getattr(one, name, None) == getattr(other, name, None) for name in _READ)


def _owners(thing: Found) -> Iterator[tuple[str, str]]:
    """Yield home and id of the things whose names stand beside `thing`."""
    if isinstance(thing, Session):
        yield "rooms", (thing.live.moved or thing).room
        for home, ids in (
            ("people", thing.speakers),
            ("organisations", thing.organisations),
            ("projects", thing.projects),
        ):
            for id in ids:  # noqa: A001 - the model's own word
                yield home, id
    elif isinstance(thing, Station):
        yield "organisations", thing.host or ""
        yield "projects", thing.project or ""
    elif isinstance(thing, Person | Project):
        yield "organisations", thing.organisation or ""


def _places(thing: Found) -> Iterable[str]:
    if isinstance(thing, Station | Room):
        return thing.venue.values()
    if isinstance(thing, Person):
        return thing.role.values()
    return thing.place.values() if isinstance(thing, Project) else ()
