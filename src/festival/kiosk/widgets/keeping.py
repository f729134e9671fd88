"""Cards of sessions that can be kept where they stand: by a touch target at their right, or a key."""

from typing import Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from festival.kiosk.messages import Pick
from festival.kiosk.view.agenda_card import KEEP
from festival.tui.cards import Cards


class Keep(NamedTuple):
    """The target that keeps the session of the card `at`."""

    at: int


class KeepCards(Cards):
    """Cards in one column whose last columns keep a session, or let go of it. Keys of items are ids of sessions."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("plus", "keep", show=False)]

    def target_at(self, x: int, y: int) -> Any:
        """Return what the list has there, or the target that keeps."""
        found = super().target_at(x, y)
        return Keep(found) if isinstance(found, int) and x >= self.deck.body_width - KEEP else found

    def is_marked(self, at: int) -> bool:
        """Whether the card `at`, or its target, is the one that would be chosen."""
        return super().is_marked(at) or self.pressed == Keep(at)

    def act_on(self, target: Any) -> None:
        """Keep the session, or choose as ever."""
        if isinstance(target, Keep):
            self.cursor = target.at
            self.action_keep()
        else:
            super().act_on(target)

    def action_keep(self) -> None:
        """Keep the session under the cursor, or let go of it."""
        if (key := self.cursor_key) is not None:
            self.post_message(Pick(key))
