"""A QR code on the screen, black on white whatever the theme, or its text where there is no room for one."""

import textwrap
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from festival.locale import Locale
from festival.qr import QUIET_ZONE, Matrix, matrix
from festival.schedule.errors import ContentTooLong
from festival.schedule.text import clean_block

_BLACK: Final = Color.from_rgb(0, 0, 0)
_WHITE: Final = Color.from_rgb(255, 255, 255)
_STYLES: Final = {
    (fg_dark, bg_dark): Style(color=_BLACK if fg_dark else _WHITE, bgcolor=_BLACK if bg_dark else _WHITE)
    for fg_dark in (True, False)
    for bg_dark in (True, False)
}
_MARGIN: Final = _STYLES[False, False]


class QRCode(Widget):
    """The code of one text, centred on white that fills the widget.

    It takes the widest quiet zone that fits, four modules down to two. Where not even two fit, it shows the
    text itself below a short sentence, never a part of the code. The address in clear text beside a code is
    the caller's business. Colours are explicit in every cell and no line filter (NO_COLOR, dim, ANSI) touches
    them.

    By default it is as large as its code, up to the whole container; beside siblings in a container that may
    become small, give it `height: 1fr`, so that it learns how little room is left.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    QRCode {
        width: auto;
        height: auto;
    }
    """

    text: reactive[str] = reactive("", layout=True)
    """What the code says; "" leaves the widget blank."""
    locale: reactive[Locale | None] = reactive[Locale | None](None)
    """The language of the sentence; English without one."""

    def __init__(
        self,
        text: str = "",
        *,
        locale: Locale | None = None,
        most: int = 1,
        name: str | None = None,
        id: str | None = None,  # noqa: A002  # the name that Textual's widgets have for it
        classes: str | None = None,
    ) -> None:
        """`most`: how many times a module may be enlarged where there is room, so that it is read from further away."""
        super().__init__(name=name, id=id, classes=classes)
        self.most = most
        self.set_reactive(QRCode.text, text)
        self.set_reactive(QRCode.locale, locale)

    @property
    def shows_code(self) -> bool:
        """Whether a code is on the screen: there is a text, and room for its code."""
        return _code(self.text, *self.size, self.most) is not None

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take the code's columns, in the widest quiet zone that the container has room for."""
        code = _matrix(self.text)
        if code is None:
            return container.width
        times, _ = code.enlargement(container.width, container.height, self.most) or (1, 0)
        return min(code.cells(QUIET_ZONE, times)[0], container.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take the rows of the code that fits the width and the container, or of the text in its place."""
        code = _matrix(self.text)
        fitting = None if code is None else code.enlargement(width, container.height, self.most)
        if code is None or fitting is None:
            return len(self._instead(width))
        times, quiet = fitting
        return code.cells(quiet, times)[1]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Keep every filter away from a code; the text in its place is like any other."""
        return () if self.shows_code else super().get_line_filters()

    def render_line(self, y: int) -> Strip:
        """Draw one row of the code, or of the text in its place."""
        width, height = self.size
        code = _code(self.text, width, height, self.most)
        if code is not None:
            return code[y]
        lines = self._instead(width)
        if len(lines) > height:
            lines = _wrapped(self.text, width)  # the address matters more than the sentence
        line = lines[y] if y < len(lines) else ""
        return Strip([Segment(line, self.rich_style)]).adjust_cell_length(width, self.rich_style)

    def _instead(self, width: int) -> list[str]:
        """Give the sentence and the text, wrapped."""
        if not self.text:
            return []
        sentence = "No room for the QR code here. The address:"
        if self.locale is not None:
            sentence = self.locale.t("No room for the QR code here. The address:")
        return [*_wrapped(sentence, width), *_wrapped(self.text, width)]


def _wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines. Addresses come from files as well: nothing in them may reach the terminal raw."""
    return textwrap.wrap(clean_block(text), max(width, 1))


def _matrix(text: str) -> Matrix | None:
    """Give the code of a text, None when it has none: nothing to say, too much, or half of a surrogate pair."""
    try:
        return matrix(text)
    except (ContentTooLong, ValueError):
        return None


@lru_cache(maxsize=64)
def _code(text: str, width: int, height: int, most: int) -> tuple[Strip, ...] | None:
    """Give the rows of a widget of that size with the code in its middle; None when it does not fit."""
    code = _matrix(text)
    fitting = None if code is None else code.enlargement(width, height, most)
    if code is None or fitting is None:
        return None
    times, quiet = fitting
    columns, rows = code.cells(quiet, times)
    left, top = (width - columns) // 2, (height - rows) // 2
    blank = Strip([Segment(" " * width, _MARGIN)], width)
    drawn = [
        Strip(
            [
                *_margin(left),
                *(Segment(run.text, _STYLES[run.fg_dark, run.bg_dark]) for run in row),
                *_margin(width - columns - left),
            ],
            width,
        )
        for row in code.half_blocks(quiet, times)
    ]
    return (*[blank] * top, *drawn, *[blank] * (height - rows - top))


def _margin(width: int) -> list[Segment]:
    return [Segment(" " * width, _MARGIN)] if width else []
