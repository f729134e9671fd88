"""How much text a kiosk of 80 by 24 cells shows, so that organisers hear of what it would cut.

The measures are those of :mod:`festival.kiosk.view` (a test compares them); a letter counts as one cell, as nearly all
letters of Europe are.
"""

from typing import Final, NamedTuple


class Room(NamedTuple):
    """Room for a text: so many lines of so many letters."""

    lines: int
    letters: int

    @property
    def most(self) -> int:
        """Letters that never fit, wherever the lines break."""
        return self.lines * self.letters

    @property
    def sure(self) -> int:
        """Letters that always fit: two lines that follow each other are longer than one, or they would be one."""
        return (self.lines + 1) // 2 * self.letters

    def holds(self, text: str) -> bool:
        """Return whether `text`, broken at spaces, fits; a word that is longer than a line goes on in the next."""
        if len(text) <= self.sure:
            return True
        lines, used = 1, 0
        for word in text.split():
            length = len(word)
            if used and used + 1 + length <= self.letters:
                used += 1 + length
                continue
            lines += bool(used)
            while length > self.letters:
                length -= self.letters - 1  # and a hyphen
                lines += 1
            used = length
        return lines <= self.lines


TITLE: Final = Room(lines=3, letters=30)
"""The title of a session, or the name of a station, on its own page in large letters."""
REASON: Final = Room(lines=2, letters=70)
"""A reason in "What is new": three lines, of which the change itself takes one."""
ANNOUNCEMENT: Final = Room(lines=2, letters=67)
"""The bar at the top of every page. What is urgent has a whole screen for itself."""
