"""A QR code beside or below a text, with where it leads."""

from textual.app import ComposeResult
from textual.containers import Vertical

from festival.kiosk.state import State
from festival.kiosk.view.code import caption, panel_width
from festival.links import Link
from festival.tui.qr import QRCode
from festival.tui.rows import Rows


class CodePanel(Vertical):
    """Shows itself when the code fits the room that its page can spare."""

    DEFAULT_CSS = """
    CodePanel { width: auto; height: 100%; }
    CodePanel Rows { margin-top: 1; }
    """

    def compose(self) -> ComposeResult:
        """Lay out the code and its caption."""
        yield QRCode()
        yield Rows()

    def show(self, state: State, link: Link, columns: int, rows: int) -> bool:
        """Show the code of `link` in at most `columns` and `rows`; return whether its caption stands below it.

        The code vanishes where it does not fit, the caption where no rows are left for it.
        """
        width = panel_width(link.url, columns, rows)
        self.display = width is not None
        if width is None:
            return False
        code, below = self.query_one(QRCode), self.query_one(Rows)
        self.styles.width = width
        code.styles.width = width
        code.locale = state.locale
        code.text = link.url
        below.display = rows - (width + 1) // 2 > len(caption(state, link, width))
        below.paint = lambda wide: caption(state, link, wide)
        return below.display
