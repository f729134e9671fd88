"""An app that shows one QR code: `python tiny_app.py TEXT [THEME]`."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import Label

from festival.tui.qr import QRCode
from festival.tui.themes import themes


class TinyApp(App[None]):
    CSS = "QRCode { width: 1fr; height: 1fr; }"

    def __init__(self, text: str, theme: str = "festival-night", *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        for ours in themes():
            self.register_theme(ours)
        self.theme = theme
        self._text = text

    def compose(self) -> ComposeResult:
        yield QRCode(self._text)
        yield Label("ready")


if __name__ == "__main__":
    TinyApp(*sys.argv[1:]).run()
