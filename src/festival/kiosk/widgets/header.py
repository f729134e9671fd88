"""The band at the top: the way home, where and when we are, large text and the languages."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal

from festival.kiosk.messages import Change, Go, Speak
from festival.kiosk.state import State
from festival.locale import LANGUAGES
from festival.tui.choices import Choice, Choices
from festival.tui.paint import Row, spread
from festival.tui.rows import Rows

_GAPS = 6
"""Columns at both ends of a line and between its parts."""


LARGE = "large"


class Header(Horizontal):
    """The way home is at its left end on every page, large text and the languages at its right end."""

    _large = False

    DEFAULT_CSS = """
    Header { height: 3; background: $fest-band; }
    Header #home { width: 10; }
    Header #where { width: 1fr; }
    Header #languages { width: auto; }
    """

    def compose(self) -> ComposeResult:
        """Lay out home, place and time, languages."""
        yield Choices(id="home", ground="band")
        yield Rows(id="where", ground="band")
        yield Choices(id="languages", ground="band")

    def show(self, state: State, page: str) -> None:
        """Show `state`, with the page's own name in the middle."""
        locale = state.locale
        self.query_one("#home", Choices).choices = (Choice("now", locale.t("Start"), "⌂"),)
        self.query_one("#languages", Choices).choices = (
            Choice(LARGE, "A−" if state.large else "A+"),
            *(Choice(tag, tag.upper(), chosen=tag == locale.language) for tag in LANGUAGES),
        )
        self._large = state.large
        self.query_one("#where", Rows).paint = lambda width: where(state, page, width)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Go home, change the size of the letters or the language."""
        event.stop()
        match event.key:
            case "now":
                self.post_message(Go("now"))
            case key if key == LARGE:
                self.post_message(Change(large=not self._large))
            case language:
                self.post_message(Speak(language))


def where(state: State, page: str, width: int) -> Sequence[Row]:
    """Return the festival, the page, the day and the time; and where the kiosk stands, where that fits whole."""
    locale, festival = state.locale, state.schedule.festival
    stand = state.stand
    place = state.say(stand[1].name) if stand else ""
    day = locale.day(state.now) if width >= 50 else locale.short_day(state.now)
    named = " · ".join(part for part in (page, place) if part)
    if cell_len(named) + cell_len(day) + _GAPS > width:
        named = page
    return [
        [],
        spread(
            [("  ", ""), (state.say(festival.name), "*band_text")],
            [(locale.time(state.now), "*band_accent"), ("  ", "")],
            width,
        ),
        spread(
            [("  ", ""), (named, "band_muted")],
            [(day, "band_muted"), ("  ", "")],
            width,
        ),
    ]
