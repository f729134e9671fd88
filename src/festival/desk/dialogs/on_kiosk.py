"""How a kiosk would show an announcement; any key goes back."""

from collections.abc import Iterable

from textual.widget import Widget

from festival.desk.announcing import Wording
from festival.desk.dialogs.base import FullScreen
from festival.desk.state import DeskState
from festival.desk.view.announcing import KIOSK, on_kiosk
from festival.tui.rows import Rows


class OnKioskDialog(FullScreen):
    """Shows `wording` as large as a kiosk is."""

    DEFAULT_CSS = f"""
    OnKioskDialog > #kiosk {{ width: {KIOSK[0]}; max-width: 100%; height: {KIOSK[1]}; max-height: 100%; }}
    """

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording

    def body(self) -> Iterable[Widget]:
        """Give the kiosk's screen."""
        yield Rows(id="kiosk")

    def show(self, state: DeskState) -> None:
        """Show the announcement."""
        wording, height = self._wording, self.size.height
        self.query_one("#kiosk", Rows).paint = lambda width: on_kiosk(state, wording, width, height)
