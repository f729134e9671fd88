"""What people type who look for something that they can get to, follow, or do at their age, whatever a screen calls it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from festival.schedule.planned import Room, Session, Station

_ACCESS: Final[Mapping[str, tuple[str, ...]]] = {
    "step_free": ("Stufenlos", "Barrierefrei", "Rollstuhl", "Step-free", "Accessible", "Wheelchair"),
    "sign_language": ("Gebärdensprache", "Gebärden", "DGS", "Gehörlos", "Sign language", "Deaf"),
    "captions": ("Untertitel", "Schriftdolmetschen", "Captions", "Subtitles"),
    "induction_loop": ("Induktionsschleife", "Hörschleife", "Hörgerät", "Induction loop", "Hearing loop"),
    "quiet": ("Ruhig", "Ruhebereich", "Quiet"),
    "seats": ("Sitzplätze", "Sitzplatz", "Seats", "Seating"),
}
_AUDIENCE: Final[Mapping[str, tuple[str, ...]]] = {
    "families": ("Familien", "Families", "Family"),
    "children": ("Kinder", "Children", "Kids"),
    "youth": ("Jugendliche", "Jugend", "Young people", "Teenagers"),
    "everyone": (),
    "professionals": ("Fachpublikum", "Professionals"),
}
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {**_ACCESS, **_AUDIENCE}
"""In German and English, which visitors mix."""
_CHILDHOOD: Final = 14
"""What is for nobody older is for children, even if the programme does not say so."""
_GROWN_UP: Final = 18
_UNDER: Final = frozenset({"unter", "under"})
_FROM: Final = frozenset({"ab", "from", "age", "aged", "alter", "mit"})
_YEARS: Final = frozenset({"jahr", "jahre", "jahren", "jahrige", "year", "years"})
_LONGEST_AGE: Final = 2


def terms_of(thing: Room | Session | Station) -> Iterable[str]:
    """Return what a thing is found by besides its names: who gets to it, and for whom it is. :func:`words_for` has the words."""
    if isinstance(thing, Room):
        return thing.access
    if isinstance(thing, Session):
        return (*thing.access, *thing.audience)
    is_for_children = thing.max_age is not None and thing.max_age <= _CHILDHOOD
    return {*thing.access, *thing.audience, *(("children",) if is_for_children else ()), *ages_of(thing)}


def words_for(term: str) -> tuple[str, ...]:
    """Return what people type for a term: for an age itself, as :func:`with_ages` gives it."""
    return _WORDS.get(term, (term,))


def ages_of(station: Station) -> Iterator[str]:
    """Yield a word for each age that may take part, and for each that is older than somebody who may."""
    oldest = min(_GROWN_UP, _GROWN_UP if station.max_age is None else station.max_age)
    for years in range(station.min_age, oldest + 1):
        yield _of_age(years)
    for years in range(station.min_age + 1, _GROWN_UP + 1):
        yield _younger_than(years)


def with_ages(words: Sequence[str]) -> list[str]:
    """Return `words` with those that name an age put together, as :func:`ages_of` gives them.

    >>> with_ages(["bauen", "unter", "6", "jahren"]), with_ages(["ab", "12"])
    (['bauen', 'younger06'], ['aged12'])
    """
    found: list[str] = []
    left = list(words)
    while left:
        word, following = left.pop(0), left[0] if left else ""
        if word in _UNDER | _FROM and _is_age(following):
            found.append((_younger_than if word in _UNDER else _of_age)(int(left.pop(0))))
        elif _is_age(word) and following in _YEARS:
            found.append(_of_age(int(word)))
        else:
            found.append(word)
            continue
        if left and left[0] in _YEARS:
            left.pop(0)
    return found


def _is_age(word: str) -> bool:
    return word.isdecimal() and word.isascii() and len(word) <= _LONGEST_AGE


def _of_age(years: int) -> str:
    return f"aged{years:02}"


def _younger_than(years: int) -> str:
    return f"younger{years:02}"
