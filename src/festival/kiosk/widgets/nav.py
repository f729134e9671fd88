"""The row of pages at the bottom."""

from textual.message import Message

from festival.kiosk.messages import Go
from festival.kiosk.state import State
from festival.locale import Locale
from festival.schedule.model import Schedule
from festival.tui.choices import Choice, Choices


def offered(schedule: Schedule) -> frozenset[str]:
    """Return the pages of the row that have something to show."""
    has = {
        "stations": schedule.stations,
        "workshop": schedule.festival.workshop,
        "projects": schedule.projects,
        "map": schedule.maps,
    }
    always = {"now", "programme", "search", "picks", "help"}
    return frozenset(always.union(name for name, things in has.items() if things))


def pages(locale: Locale) -> dict[str, tuple[str, str]]:
    """Return the pages that the row leads to: name, glyph and label."""
    t = locale.t
    return {
        "now": ("●", t("Now")),
        "programme": ("▦", t("Programme")),
        "stations": ("◎", t("Stations")),
        "workshop": ("◆", t("Workshop")),
        "projects": ("❖", t("Projects")),
        "map": ("⊞", t("Map")),
        "search": ("⌕", t("Search")),
        "picks": ("★", t("Picks")),
        "help": ("?", t("Help")),
    }


class Nav(Choices):
    """Every page by one touch, or by arrows and Enter."""

    def __init__(self) -> None:
        super().__init__(id="nav", ground="card")

    def show(self, state: State, page: str) -> None:
        """Show the pages that are offered, `page` as the present one."""
        count, shown = len(state.picked()), offered(state.schedule)
        self.choices = tuple(
            Choice(key, f"{label} {count}" if key == "picks" and count else label, glyph, chosen=key == page)
            for key, (glyph, label) in pages(state.locale).items()
            if key in shown
        )

    def post_message(self, message: Message) -> bool:
        """Turn a chosen page into a wish to go there."""
        return super().post_message(Go(message.key) if isinstance(message, Choices.Chosen) else message)
