"""The kept sessions, each with a target to let go of it."""

from typing import Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from festival.kiosk.messages import Pick
from festival.kiosk.view.picks import REMOVE_WIDTH
from festival.tui.cards import Cards
from festival.tui.deck import Painter
from festival.tui.paint import blank, strip


class Remove(NamedTuple):
    """The second target of the card `at`."""

    at: int


class PickList(Cards):
    """Cards with a second target at their right end; Right and Left go between the two."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "side(True)", show=False),
        Binding("left", "side(False)", show=False),
        Binding("delete", "let_go", show=False),
    ]

    on_remove: reactive[bool] = reactive(False)
    """Whether the cursor is on the second target."""
    remove_label: str = ""

    def __init__(self, painter: Painter, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(painter, gap=1, id=id)

    def is_marked(self, at: int) -> bool:
        """Whether the card itself, not its second target, is marked."""
        return self.pressed == at or (not self.on_remove and super().is_marked(at))

    def card(self, at: int, width: int) -> list[Strip]:
        """Return the painted lines of the card and of its second target."""
        if self.deck.keys[at] is None:
            return super().card(at, width)
        left = super().card(at, width - REMOVE_WIDTH)
        return [Strip.join([part, *self._target_part(at, y)]) for y, part in enumerate(left)]

    def _target_part(self, at: int, y: int) -> list[Strip]:
        """Return line `y` of the second target of the card `at`, its gaps included."""
        palette = self.app.theme
        start, end = self.deck.edges(at)
        if y >= end - start:
            return [blank(REMOVE_WIDTH, palette)]
        marked = self.pressed == Remove(at) or (self.on_remove and self.has_focus and at == self.cursor)
        text = {0: "✕", 1: self.remove_label}.get(y, "")
        role = "*text" if marked else "muted"
        label = strip(
            [(f"{text:^{REMOVE_WIDTH - 1}}", role)], REMOVE_WIDTH - 1, palette, "focus" if marked else "card"
        )
        return [blank(1, palette), label]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Left and Right to the screen where they lead out of a card."""
        if action == "side":
            return self.cursor_key is not None and self.on_remove != parameters[0]
        return super().check_action(action, parameters)

    def action_side(self, on_remove: bool) -> None:
        """Go to the first or the second target of the card."""
        self.on_remove = on_remove

    def action_let_go(self) -> None:
        """Let go of the session under the cursor."""
        if (key := self.cursor_key) is not None:
            self.post_message(Pick(key))

    def action_choose(self) -> None:
        """Open the session, or let go of it."""
        if self.on_remove:
            self.action_let_go()
        else:
            super().action_choose()

    def target_at(self, x: int, y: int) -> Any:
        """Return what the list has there, or the second target of a card."""
        found = super().target_at(x, y)
        return Remove(found) if isinstance(found, int) and x > self.deck.body_width - REMOVE_WIDTH else found

    def act_on(self, target: Any) -> None:
        """Let go of the session, or open it."""
        self.on_remove = isinstance(target, Remove)
        super().act_on(target.at if isinstance(target, Remove) else target)
