"""The pages, one module each, loaded when they are first opened."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from festival.desk.page import DeskPage


def _page(module: str, name: str) -> "type[DeskPage]":
    page: type[DeskPage] = getattr(import_module(f"{__name__}.{module}"), name)
    return page


_HOMES: Final = {
    "batch": "BatchPage",
    "board": "BoardPage",
    "run": "RunPage",
    "stations": "StationsPage",
    "announcements": "AnnouncementsPage",
    "history": "HistoryPage",
    "screens": "ScreensPage",
    "warnings": "WarningsPage",
}
"""The module of each page, and its class."""


def page_class(name: str) -> "type[DeskPage]":
    """Return the class of the page `name`."""
    return _page(name, _HOMES[name])


def _later(name: str) -> "Callable[[], DeskPage]":
    def make() -> "DeskPage":
        return page_class(name)()

    return make


PAGES: "Final[dict[str, Callable[[], DeskPage]]]" = {name: _later(name) for name in _HOMES}
"""What each page's name opens."""
