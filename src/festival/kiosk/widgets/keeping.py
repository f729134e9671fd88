"""Cards of sessions that can be kept where they stand: by a touch target at their right, or a key."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import MouseDown, MouseUp

from festival.kiosk.messages import Pick
from festival.kiosk.view.entry import KEEP
from festival.tui.cards import Cards


class KeepCards(Cards):
    """Cards in one column whose last columns keep a session, or let go of it. Keys of items are ids of sessions."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("k,plus", "keep", show=False)]

    _keeping = False

    def _is_keep(self, x: int) -> bool:
        return self.deck.body_width - KEEP <= x < self.deck.body_width

    def on_mouse_down(self, event: MouseDown) -> None:
        """Note whether the touch begins on the target that keeps."""
        self._keeping = self._is_keep(event.x)

    def on_mouse_up(self, event: MouseUp) -> None:
        """Keep the session if the touch began and ended on its target; else choose it as ever."""
        if not self._keeping:
            return
        event.prevent_default()
        event.stop()
        pressed, self.pressed = self.pressed, None
        if pressed is not None and self._is_keep(event.x) and pressed == self.card_at(event.x, event.y):
            self.cursor = pressed
            self.action_keep()

    def action_keep(self) -> None:
        """Keep the session under the cursor, or let go of it."""
        if (key := self.cursor_key) is not None:
            self.post_message(Pick(key))
