"""What can be done by a key: its key, name and help stand once, and bindings, footer, palette and help are made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.binding import Binding, BindingType

_SHOWN: Final = {
    "plus": "+", "minus": "−", "question_mark": "?", "enter": "Enter", "escape": "Esc", "space": "␣",
    "comma": ",", "full_stop": ".", "slash": "/", "less_than_sign": "<", "greater_than_sign": ">",
    "left_square_bracket": "[", "right_square_bracket": "]", "asterisk": "*", "equals_sign": "=",
    "exclamation_mark": "!", "delete": "Del", "tab": "Tab", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "number_sign": "#", "colon": ":", "semicolon": ";", "apostrophe": "'", "underscore": "_",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing that a page can do. `name` and `help` are English ids of interface texts; translate them with ``locale.t``."""

    key: str
    """Textual's names of its keys, parted by commas; the first is shown."""
    action: str
    """Of the page, as Textual writes it: ``delay(5)`` calls ``action_delay(5)``."""
    name: str
    """One to three words, for the footer and the palette."""
    help: str = ""
    """A sentence: what it does, and to what."""
    is_shown: bool = True
    """Whether the footer has room for it."""
    makes: str = ""
    """The kind of edit that it leads to, if to one; who may not make such edits does not see it."""

    @property
    def key_shown(self) -> str:
        """The key as people write it: ``+``, ``Ctrl+P``, ``F1``."""
        first = self.key.split(",")[0]
        if first in _SHOWN:
            return _SHOWN[first]
        *with_, last = first.split("+")
        parts = [one.capitalize() for one in with_]
        is_word = len(last) > 1 or parts
        return "+".join([*parts, last.capitalize() if is_word else last])


def bindings(commands: Sequence[Command]) -> list[BindingType]:
    """Return the key bindings of `commands`."""
    return [Binding(one.key, one.action, show=False) for one in commands]
