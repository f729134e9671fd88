"""The kinds of printed matter, once: what there is of each, what its file is called, and which template sets it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from festival.print.booklet import booklet
from festival.print.cards import cards
from festival.print.posters import poster
from festival.print.reader import Data, Reader
from festival.print.rows import Places, by_place
from festival.print.sheets import day_sheet, run_sheet
from festival.schedule.model import Room

Kind = Literal["posters", "cards", "sheets", "runsheets", "booklet"]
Paper = Literal["a3", "a4"]


@dataclass(frozen=True, slots=True)
class Print:
    """One file to be."""

    stem: str
    """The name of its file without the ending: letters of ids and hyphens only."""
    template: str
    data: Data

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.stem}.pdf"


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be printed."""

    reader: Reader
    places: Places
    rooms: tuple[Room, ...]
    """Empty: those that the kind is meant for."""
    paper: Paper


def _posters(wish: _Wish) -> Iterator[Print]:
    stages = tuple(room for room in wish.reader.schedule.rooms if room.kind == "stage")
    for room in wish.rooms or stages:
        yield Print(
            f"poster-{room.id}-{wish.paper}", "poster", poster(wish.reader, wish.places, room, wish.paper)
        )


def _cards(wish: _Wish) -> Iterator[Print]:
    if wish.reader.schedule.stations:
        yield Print("cards", "cards", cards(wish.reader))


def _sheets(wish: _Wish) -> Iterator[Print]:
    for day in wish.reader.schedule.festival.days:
        yield Print(
            f"day-sheet-{day.date.isoformat()}", "day_sheet", day_sheet(wish.reader, wish.places, day)
        )


def _run_sheets(wish: _Wish) -> Iterator[Print]:
    used = {room for room, _ in wish.places}
    for room in wish.rooms or tuple(one for one in wish.reader.schedule.rooms if one.id in used):
        yield Print(f"run-sheet-{room.id}", "run_sheet", run_sheet(wish.reader, wish.places, room))


def _booklet(wish: _Wish) -> Iterator[Print]:
    yield Print("booklet", "booklet", booklet(wish.reader))


KINDS: Final[Mapping[Kind, Callable[[_Wish], Iterator[Print]]]] = {
    "posters": _posters,
    "cards": _cards,
    "sheets": _sheets,
    "runsheets": _run_sheets,
    "booklet": _booklet,
}
OF_ROOMS: Final[frozenset[Kind]] = frozenset({"posters", "runsheets"})
"""Those that can be had of one room."""


def prints(
    kinds: tuple[Kind, ...], reader: Reader, *, rooms: tuple[Room, ...] = (), paper: Paper = "a3"
) -> Iterator[Print]:
    """Yield what there is of these kinds, of `rooms` alone where a kind is of rooms; stems end with the language."""
    wish = _Wish(reader, by_place(reader.schedule), rooms, paper)
    for kind in kinds:
        for one in KINDS[kind](wish):
            yield Print(f"{one.stem}-{reader.locale.language}", one.template, one.data)
