"""The pages, one module each, loaded when they are first opened."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from festival.kiosk.page import Page


def _later(module: str, name: str) -> "Callable[[], Page]":
    def make() -> "Page":
        page: Page = getattr(import_module(f"{__name__}.{module}"), name)()
        return page

    return make


PAGES: "Final[dict[str, Callable[[], Page]]]" = {
    "attract": _later("attract", "AttractPage"),
    "now": _later("now", "NowPage"),
    "latest": _later("latest", "LatestPage"),
    "room": _later("room", "RoomPage"),
    "session": _later("session", "SessionPage"),
    "programme": _later("programme", "ProgrammePage"),
    "stations": _later("stations", "StationsPage"),
    "station": _later("station", "StationPage"),
    "workshop": _later("workshop", "WorkshopPage"),
    "projects": _later("projects", "ProjectsPage"),
    "project": _later("project", "ProjectPage"),
    "map": _later("map", "MapPage"),
    "search": _later("search", "SearchPage"),
    "picks": _later("picks", "PicksPage"),
    "help": _later("help", "HelpPage"),
    "code": _later("code", "CodePage"),
    "staff": _later("staff", "StaffPage"),
}
"""What each page's name opens."""
