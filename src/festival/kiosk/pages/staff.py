"""Staff: the way out of a kiosk, with a PIN."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.containers import Container, Vertical
from textual.events import Key, Resize
from textual.widget import Widget

from festival.kiosk.messages import Back, Unlock
from festival.kiosk.page import Page
from festival.kiosk.state import Door, State
from festival.kiosk.view import keys
from festival.kiosk.view.block import MARGIN, prose, title
from festival.kiosk.widgets.keypad import Keypad
from festival.tui.bigtext import big
from festival.tui.choices import Choice, Choices
from festival.tui.paint import Row
from festival.tui.pin import LONGEST_PIN, SHORTEST_PIN, Answer
from festival.tui.rows import Rows

_STACKED, _STACKED_ROWS = 76, 28
"""The keys stand under the text below so many columns, if there are so many rows."""


class StaffPage(Page):
    """Digits appear as dots. A right PIN ends the program; a wrong one is said, and waited for after three."""

    NAME: ClassVar[str] = "staff"
    TAKES_LETTERS: ClassVar[bool] = True
    NAV: ClassVar[str] = "help"
    FOCUS = "Keypad"
    DEFAULT_CSS = """
    StaffPage #staff { layout: horizontal; height: 1fr; margin-top: 1; }
    StaffPage #staff.-stacked { layout: vertical; }
    StaffPage #words { width: 1fr; max-width: 60; height: auto; }
    StaffPage #words Choices { margin: 1 0 0 2; width: auto; }
    StaffPage Keypad { margin: 0 1 0 1; }
    StaffPage .-stacked Keypad { margin: 2 2 0 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._digits = ""

    def body(self) -> Iterable[Widget]:
        """Return words and keys."""
        words = Vertical(Rows(id="asked"), Choices(id="back", ground="card", stretch=False), id="words")
        yield Container(words, Keypad(), id="staff")

    def heading(self, state: State) -> str:
        """Return the page's name."""
        return state.locale.t("Staff")

    def show(self, state: State) -> None:
        """Show how many digits there are, and what the last try brought."""
        digits = len(self._digits)
        self.query_one("#asked", Rows).paint = lambda width: asked(state, digits, width)
        self.query_one("#back", Choices).choices = (Choice("back", state.locale.t("Back"), "←"),)
        keypad = self.query_one(Keypad)
        keypad.caps = keys.digits(state.locale)
        keypad.large = state.large
        width, height = self.room
        self.query_one("#staff").set_class(width < _STACKED and height >= _STACKED_ROWS, "-stacked")
        high = max(3, min(5, (height - 1) // 4))
        keypad.key_size = (max(10, high * 2 + 2), high)

    def on_resize(self, _event: Resize) -> None:
        """Place the keys anew."""
        if self.state is not None:
            self.show(self.state)

    def forget(self) -> None:
        """Drop the digits."""
        self._write("")
        self.query_one(Keypad).forget()

    def on_screen_suspend(self) -> None:
        """Drop the digits when another page is shown: they are not for who comes back."""
        self.forget()

    def _write(self, digits: str) -> None:
        self._digits = digits[:LONGEST_PIN]
        if self.state is not None and self.is_mounted:
            self.show(self.state)

    def _try(self) -> None:
        digits, self._digits = self._digits, ""
        if len(digits) >= SHORTEST_PIN:
            self.post_message(Unlock(digits))
        if self.state is not None:
            self.show(self.state)

    def on_key(self, event: Key) -> None:
        """Take a digit of a hardware keyboard."""
        if event.character and event.character in "0123456789":
            event.stop()
            self._write(self._digits + event.character)
            self.query_one(Keypad).go_to(keys.DONE)

    def action_back(self) -> None:
        """Take the digits away; without any, go back."""
        if self._digits:
            self._write("")
        else:
            self.post_message(Back())

    def on_keypad_pressed(self, event: Keypad.Pressed) -> None:
        """Take a key of the screen."""
        match event.key:
            case keys.RUB_OUT:
                self._write(self._digits[:-1])
            case keys.DONE:
                self._try()
            case key:
                self._write(self._digits + key)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """Go back."""
        event.stop()
        self.post_message(Back())


def asked(state: State, digits: int, width: int) -> Sequence[Row]:
    """Return the question, a dot for each digit, and what is to be said."""
    t = state.locale.t
    rows = title(state, t("For staff"), width)
    rows += [[], *prose(t("Enter the PIN to leave the program."), width, "muted"), []]
    rows += [[(" " * MARGIN, ""), ("● " * digits + "○ " * max(0, SHORTEST_PIN - digits), "*accent")], []]
    text, role = (
        verdict(state, state.door)
        if state.door
        else (t("No PIN is set: this kiosk cannot be left here."), "muted")
    )
    if state.large and text:
        return [*rows, *([(" " * MARGIN, ""), *row] for row in big(text, width - MARGIN - 1, role, 4))]
    return [*rows, *prose(text, width, role)] if text else [*rows, []]


def verdict(state: State, door: Door) -> tuple[str, str]:
    """Return what is to be said about the last try, and its role; "" when nothing is."""
    t, n = state.locale.t, state.locale.n
    if door.wait_s:
        return f"■ {t('Too many wrong tries. Wait {n} s.', n=door.wait_s)}", "*stop"
    if door.answer is Answer.WRONG:
        left = n("{n} try left.", "{n} tries left.", door.tries_left)
        return f"✕ {t('That was not the PIN.')} {left}", "*stop"
    return "", ""
