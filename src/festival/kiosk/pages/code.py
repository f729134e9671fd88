"""One QR code as large as the screen allows, with its name, where it leads, and the ways back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.containers import Container, Vertical
from textual.events import Resize
from textual.geometry import Size
from textual.widget import Widget

from festival.kiosk.messages import Back, TakeAway
from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.code import leads_to, subject_of
from festival.kiosk.view.take_away import Part, take_away
from festival.kiosk.widgets.header import Header
from festival.kiosk.widgets.news import News
from festival.tui.bigtext import big
from festival.tui.choices import Choice, Choices
from festival.tui.paint import Row, wrap
from festival.tui.qr import QRCode
from festival.tui.rows import Rows

SIDE_MIN: Final = 30
"""Columns of the text beside the code; at 80 columns 50 remain, which hold version 6 with a margin of two and more."""
_SIDE_MAX: Final = 56
_MOST_TIMES: Final = 3
"""A module may take three columns: then the code is read from three times as far."""
_NARROW: Final = 80
"""Columns below which the text stands above the code."""
_TOP_ROWS: Final = (15, 24)
"""Least and most rows that the text has there."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says beside its code."""

    code: str
    name: str
    what: str
    sentence: str
    address: Sequence[str]
    """The address in clear text, or the lines that the code holds."""


class CodePage(Page):
    """Opened with ``kind:id`` of a project, room, station or session, or with ``picks``."""

    NAME: ClassVar[str] = "code"
    FRAMED: ClassVar[bool] = False
    FOCUS: ClassVar[str] = "#ways"
    DEFAULT_CSS = """
    CodePage #both { layout: horizontal; height: 1fr; }
    CodePage #side { background: $fest-band; height: 100%; }
    CodePage #side #where { visibility: hidden; }
    CodePage #side #words { height: 1fr; }
    CodePage #field { width: 1fr; height: 1fr; align: center middle; }
    CodePage #both.-above { layout: vertical; }
    """

    part = 0
    """Which of several codes is shown."""
    _asked_for: tuple[str, ...] = ()
    """The picks for which one address was asked, since the page was opened."""

    def body(self) -> Iterable[Widget]:
        """Return the text with the ways on, and the code."""
        side = Vertical(
            Header(),
            News(),
            Rows(id="words", ground="band"),
            Choices(id="ways", ground="band"),
            id="side",
        )
        yield Container(side, Container(QRCode(most=_MOST_TIMES), id="field"), id="both")

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("QR code")

    def show(self, state: State) -> None:
        """Show the code and what belongs to it."""
        parts = self._parts(state)
        self.part = max(0, min(self.part, len(parts) - 1))
        if len(parts) > 1 and parts[0].is_page and state.picks != self._asked_for:
            self._asked_for = state.picks
            self.post_message(TakeAway())
        shown = self._of_picks(state, parts) if self.subject == "picks" else self._of_thing(state)
        self.query_one(Header).show(state, "")
        self.query_one(News).show(state)
        said = self.query_one("#words", Rows)
        said.paint = lambda width: words(state, shown, width, said.size.height)
        self.query_one("#ways", Choices).choices = tuple(self._ways(state, len(parts)))
        code = self.query_one(QRCode)
        code.locale = state.locale
        code.text = shown.code
        self._arrange(code)

    @property
    def _room(self) -> Size:
        """The columns and rows that a code may take."""
        width, height = self.size
        return Size(width, height - self._top_rows) if width < _NARROW else Size(width - SIDE_MIN, height)

    @property
    def _top_rows(self) -> int:
        """The rows of the text above a code, which is at most half as high as it is wide."""
        least, most = _TOP_ROWS
        return max(least, min(most, self.size.height - self.size.width // 2))

    def _parts(self, state: State) -> Sequence[Part]:
        return take_away(state, *self._room) if self.subject == "picks" else ()

    def _arrange(self, code: QRCode) -> None:
        """Give the code its columns and the text the rest, or in a narrow window the rows above it."""
        above = self.size.width < _NARROW
        self.query_one("#both").set_class(above, "-above")
        side = self.query_one("#side")
        if above:
            side.styles.width, side.styles.height = "100%", self._top_rows
            return
        wide = code.get_content_width(self._room, self.size) if code.text else 0
        side.styles.width = max(SIDE_MIN, min(_SIDE_MAX, self.size.width - wide))
        side.styles.height = "100%"

    def _of_thing(self, state: State) -> Shown:
        found = subject_of(state, self.subject)
        if found is None:
            return Shown("", state.locale.t("This is not in the programme any more."), "", "", ())
        return Shown(
            found.link.url, found.name, found.what, leads_to(state, found.link), (found.link.clear_text,)
        )

    def _of_picks(self, state: State, parts: Sequence[Part]) -> Shown:
        t = state.locale.t
        if not parts:
            return Shown("", t("My picks"), "", t("Nothing is kept yet."), ())
        part = parts[self.part]
        count = t("Code {n} of {total}", n=self.part + 1, total=len(parts)) if len(parts) > 1 else ""
        if part.until is not None:
            count = state.locale.n("{n} session", "{n} sessions", len(state.picked()))
            until = state.locale.day(part.until)
            sentence = t("The code opens a page with your picks on your phone, until {day}.", day=until)
        elif part.is_page:
            sentence = t("The code opens a page with your picks on your phone.")
        else:
            sentence = t("The code holds these lines as plain text; no page is behind it.")
        return Shown(part.text, t("My picks"), count, sentence, part.lines)

    def _ways(self, state: State, parts: int) -> Iterable[Choice]:
        t = state.locale.t
        yield Choice("back", t("Back"), "←")
        if parts > 1:
            yield Choice("-1", t("Previous code"), "◂")
            yield Choice("+1", t("Next code"), "▸")

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Go back, or on to another code; after the last comes the first."""
        if event.key == "back":
            self.post_message(Back())
        elif self.state is not None:
            self.part = (self.part + int(event.key)) % max(1, len(self._parts(self.state)))
            self.show(self.state)

    def on_resize(self, _event: Resize) -> None:
        """Arrange code and text anew."""
        if self.state is not None:
            self.show(self.state)

    def forget(self) -> None:
        """Begin with the first code."""
        self.part, self._asked_for = 0, ()


def words(state: State, shown: Shown, width: int, height: int) -> list[Row]:
    """Return name, kind, where the code leads and the address, on the band.

    The address stands there in full as long as anything else can make room for it in `height` rows.
    """
    room = max(1, width - 4)
    what = _lines(wrap(shown.what, room, 2), "band_muted")
    sentence = _lines(wrap(shown.sentence, room, 5), "band_text")
    address = _lines([line for part in shown.address for line in wrap(part, room)], "*band_accent")
    for name in _names(state, shown.name, room):
        rows: list[Row] = [[], *name, *what, [], *sentence, [], *address]
        if len(rows) <= height:
            return rows
    return [*_lines(wrap(shown.name, room, 1), "*band_text"), *what, *sentence, *address]


def _names(state: State, name: str, room: int) -> Iterator[list[Row]]:
    """Yield the name as large as it may be, then ever smaller."""
    if state.large:
        for most in (2, 1):
            yield [[("  ", ""), *row] for row in big(name, room, "band_text", most)]
    for most in (3, 2, 1):
        yield _lines(wrap(name, room, most), "*band_text")


def _lines(texts: Iterable[str], role: str) -> list[Row]:
    return [[("  ", ""), (text, role)] for text in texts if text]
