"""What pages ask of the desk. To open a page: ``Go(name)``, and ``Back()``; to change something: ``Propose(edit)``."""

from textual.message import Message

from festival.client.orders import Order
from festival.desk.drafts import Draft
from festival.schedule.cursor import Cursor
from festival.schedule.edits import Edit
from festival.tui.messages import Back, Go, Speak

__all__ = [
    "Back",
    "Choose",
    "Collect",
    "Discard",
    "Go",
    "Instruct",
    "Jot",
    "LookBack",
    "LookUpScreens",
    "Made",
    "Propose",
    "Retry",
    "Say",
    "Shelve",
    "Speak",
    "TakeIn",
    "Unshelve",
]


class Propose(Message):
    """Show what `edit` would do, and make it if the organiser then says so."""

    def __init__(self, edit: Edit) -> None:
        super().__init__()
        self.edit = edit


class Retry(Message):
    """Send a waiting edit again: with its key if nobody knows whether it was made, else anew on what is known now."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class Made(Message):
    """The hub has made `edit`: it stands in the log at `cursor`."""

    def __init__(self, edit: Edit, cursor: Cursor) -> None:
        super().__init__()
        self.edit = edit
        self.cursor = cursor


class Discard(Message):
    """Throw a waiting edit away."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class Choose(Message):
    """Change what is chosen: fields of :class:`festival.desk.state.Chosen`."""

    def __init__(self, **fields: object) -> None:
        super().__init__()
        self.fields = fields


class Say(Message):
    """Show a sentence in the line below the page."""

    def __init__(self, text: str, role: str = "muted") -> None:
        super().__init__()
        self.text = text
        self.role = role


class LookBack(Message):
    """Fetch at most `most` (up to 1,000) changes that are older than the oldest of the state's; they come with the state."""

    def __init__(self, most: int = 100) -> None:
        super().__init__()
        self.most = most


class LookUpScreens(Message):
    """Ask the hub for its kiosks; they come with the state."""


class Instruct(Message):
    """Have a kiosk do something."""

    def __init__(self, screen: str, order: Order) -> None:
        super().__init__()
        self.screen = screen
        self.order = order


class Collect(Message):
    """Put `edit` into the batch that is being prepared, instead of publishing it."""

    def __init__(self, edit: Edit) -> None:
        super().__init__()
        self.edit = edit


class Jot(Message):
    """Keep `text` as the note for the crew of `room`; an empty one throws it away."""

    def __init__(self, room: str, text: str) -> None:
        super().__init__()
        self.room = room
        self.text = text


class Shelve(Message):
    """Keep `draft` as it is now, on disk as well."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


class Unshelve(Message):
    """Throw the draft `key` away."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class TakeIn(Message):
    """Make a draft of the file at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
