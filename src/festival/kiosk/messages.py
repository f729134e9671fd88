"""What screens ask of the app."""

from textual.message import Message

from festival.kiosk.state import Filters
from festival.schedule.model import Announcement
from festival.tui.messages import Back, Go, Speak

__all__ = ["Back", "Change", "Go", "Narrow", "Pick", "Speak", "TakeAway", "Typed", "Understood", "Unlock"]


class Typed(Message):
    """Search for what begins with a letter that was typed on another page."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self.letter = letter


class Pick(Message):
    """Keep a session, or let go of it."""

    def __init__(self, session: str) -> None:
        super().__init__()
        self.session = session


class TakeAway(Message):
    """Find one address for all picks, as they are too many for a code."""


class Narrow(Message):
    """Narrow the programme."""

    def __init__(self, filters: Filters) -> None:
        super().__init__()
        self.filters = filters


class Change(Message):
    """Change how things look: ``theme``, ``large`` or ``layout`` of the state."""

    def __init__(self, **looks: object) -> None:
        super().__init__()
        self.looks = looks


class Understood(Message):
    """The visitor has read an urgent announcement."""

    def __init__(self, announcement: Announcement) -> None:
        super().__init__()
        self.announcement = announcement


class Unlock(Message):
    """Leave the program, if this is the staff's PIN."""

    def __init__(self, pin: str) -> None:
        super().__init__()
        self.pin = pin
