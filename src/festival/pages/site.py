"""Every page that exists."""

from collections.abc import Iterator

from festival.links import day_path, page_path
from festival.pages.kinds import KINDS
from festival.pages.things import Things
from festival.schedule.model import Schedule


def pages(schedule: Schedule) -> Iterator[str]:
    """Yield the path of every page of `schedule` that exists before somebody types or keeps something."""
    things = Things.of(schedule)
    for kind in KINDS.values():
        if kind.name == "workshop" and schedule.festival.workshop is None:
            continue
        if kind.name == "day":
            yield from (day_path(day.date) for day in schedule.festival.days)
        elif kind.code == "one":
            yield from (page_path(kind.letter, code) for code in things.by_code[kind.name])
        else:
            yield page_path(kind.letter)
